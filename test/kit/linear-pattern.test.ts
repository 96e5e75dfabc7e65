import fc from "fast-check";
import { RE2JS } from "re2js";
import { describe, expect, it } from "vitest";
import { type LinearPattern, linearPatternSize, parseAnyOf, parseLinearPattern } from "../../kit/linear-pattern.ts";
import { MatchBudget, TooMuchMatchingError } from "../../kit/match-budget.ts";
import { SeededRandom } from "../support/seeded-random.ts";

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
        expect(parsed.size).toBeLessThanOrEqual(4 * linearPatternSize(text) + 8);
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

describe("LinearPattern", () => {
  const text = fc.string({
    unit: fc.constantFrom("a", "b", "f", "o", "foo", "x", "X", "1", ".", "]", " ", "\n", "é", "α", "😀", "\ud800"),
    maxLength: 30,
  });

  it("finds what the library finds", () => {
    let found = 0;
    fc.assert(
      fc.property(pattern, text, fc.boolean(), (source, value, ignoreCase) => {
        const parsed = parseLinearPattern(source, { ignoreCase });
        if (typeof parsed === "string") return;
        const wanted: { start: number; end: number }[] = [];
        const library = RE2JS.compile(source, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);
        const matcher = library.matcher(value);
        while (matcher.find()) wanted.push({ start: matcher.start(), end: matcher.end() });
        const budget = new MatchBudget();
        for (let time = 0; time < 2; time++) {
          expect(parsed.isIn(value, budget)).toBe(wanted.length > 0);
          expect(parsed.findAll(value, budget)).toEqual(wanted.filter(({ start, end }) => end > start));
        }
        found += Number(wanted.length > 0);
      }),
      { numRuns: 2_000 },
    );
    expect(found).toBeGreaterThan(500);
  });

  it("matches several patterns as one, whatever they are", () => {
    const quoting = fc.constantFrom("\\Qo", "x\\Ey", "(?i)FOO", "(?P<n>f)", "(?P<n>x)", "^a", "b$", "\\b1");
    fc.assert(
      fc.property(fc.array(fc.oneof(pattern, quoting), { maxLength: 40 }), text, (sources, value) => {
        const valid = sources.filter((source) => typeof parseLinearPattern(source) !== "string");
        const budget = new MatchBudget();
        const isIn = parseAnyOf(valid).some((each) => each.isIn(value, budget));
        expect(isIn).toBe(valid.some((source) => RE2JS.compile(source).test(value)));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ["[a-m].{200}[n-z].{200}!", "by counting"],
    ["(?:[a-f].{30}[g-m]|[n-s].{30}[t-z]){15}!", "by counting"],
    ["(?:[a-z].*!)|[a-z]", "by searching again"],
    ["(?:a?){400}!|[a-z]", "by its size"],
  ])("stops at the budget: %s, which is costly %s", (source) => {
    const random = new SeededRandom(7);
    const letters = Array.from({ length: 300_000 }, () => String.fromCharCode(97 + random.below(26))).join("");
    const parsed = parseLinearPattern(source) as LinearPattern;
    expect(() => parsed.findAll(letters, new MatchBudget())).toThrow(TooMuchMatchingError);
    // It works on afterwards.
    expect(parsed.isIn("!!", new MatchBudget())).toBe(RE2JS.compile(source).test("!!"));
  });

  it("finds out in one step for a character whether a text has an ordinary pattern", () => {
    let steps = 0;
    const budget = new MatchBudget();
    budget.charge = (count) => {
      steps += count;
    };
    const prose = "The quick brown fox ignores 17 lazy dogs, and asks for all previous words. ".repeat(2_000);
    for (const source of [
      "ignore (all )?previous",
      "\\bsecret\\b",
      "[A-Z]{2}-\\d{6,}",
      "api[_-]?key\\s*[:=]\\s*\\S+",
    ]) {
      steps = 0;
      expect((parseLinearPattern(source, { ignoreCase: true }) as LinearPattern).isIn(prose, budget)).toBe(false);
      expect(steps).toBeLessThan(prose.length * 1.2);
    }
  });
});
