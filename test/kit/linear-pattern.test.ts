import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { linearPatternSize, parseLinearPattern } from "../../kit/linear-pattern.ts";

const { pattern } = fc.letrec<{ pattern: string }>((tie) => ({
  pattern: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(
      "a",
      "foo",
      ".",
      "\\d",
      "\\.",
      "[a-z]",
      "[^]x{5}]",
      "[\\]{]",
      "\\pL",
      "\\p{Greek}",
      "\\x{e9}",
      "^",
      "é",
    ),
    fc.tuple(tie("pattern"), tie("pattern")).map(([a, b]) => a + b),
    fc.tuple(tie("pattern"), tie("pattern")).map(([a, b]) => `${a}|${b}`),
    tie("pattern").map((inner) => `(${inner})`),
    tie("pattern").map((inner) => `(?:${inner})*`),
    fc.tuple(tie("pattern"), fc.nat({ max: 30 })).map(([inner, times]) => `(?:${inner}){${times}}`),
    fc.tuple(tie("pattern"), fc.nat({ max: 10 })).map(([inner, times]) => `(${inner}){${times},}`),
    fc.tuple(tie("pattern"), fc.nat({ max: 10 })).map(([inner, times]) => `(${inner}){2,${times + 2}}`),
  ),
}));

describe("linearPatternSize", () => {
  it("is never much below the number of instructions that a pattern compiles to", () => {
    let compiled = 0;
    fc.assert(
      fc.property(pattern, (text) => {
        const parsed = parseLinearPattern(text);
        if (typeof parsed === "string") return;
        compiled += 1;
        expect(parsed.programSize()).toBeLessThanOrEqual(4 * linearPatternSize(text) + 8);
      }),
      { numRuns: 2_000 },
    );
    expect(compiled).toBeGreaterThan(1_000);
  });

  it.each([
    ["", 0],
    ["abc", 3],
    ["a{1000}", 1000],
    ["(?:ab){100}", 500],
    ["(((a{10}){10}){10})", 1100],
    ["a{x}", 4],
    ["(", 0],
    ["[", 1],
    ["[a-z]{100}", 100],
  ])("is of %j about %d", (text, size) => {
    expect(Math.abs(linearPatternSize(text) - size)).toBeLessThanOrEqual(2 + size / 4);
  });
});
