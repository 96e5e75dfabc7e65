import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maxJsonDepth, nestsDeeperThan, parseJson } from "../../kit/parse-json.ts";

/** JSON texts with strings that look like brackets, quotes and escapes. */
const trickyString = fc
  .array(fc.constantFrom("[", "]", "{", "}", '"', "\\", "a", "\n", "é", "😀"))
  .map((a) => a.join(""));
const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 12, depthSize: "large" },
    trickyString,
    fc.double({ noDefaultInfinity: true, noNaN: true }),
    fc.constantFrom(null, true, false),
    fc.array(tie("json"), { maxLength: 4 }),
    fc.dictionary(trickyString, tie("json"), { maxKeys: 4 }),
  ),
}));

function depthOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

describe("parseJson", () => {
  it("finds the depth of every value, whatever its strings contain", () => {
    fc.assert(
      fc.property(json, fc.constantFrom(undefined, 1, "\t"), (value, space) => {
        const text = JSON.stringify(value, undefined, space);
        const depth = depthOf(value);
        expect(nestsDeeperThan(text, depth)).toBe(false);
        if (depth > 0) expect(nestsDeeperThan(text, depth - 1)).toBe(true);
        expect(parseJson(text)).toEqual({ kind: "json", value: JSON.parse(text) });
      }),
    );
  });

  const nested = (depth: number, open: string, close: string): string => `${open.repeat(depth)}0${close.repeat(depth)}`;

  it.each([
    ["arrays", "[", "]"],
    ["objects", '{"a":', "}"],
  ])("reads %s up to the bound and refuses deeper ones", (_, open, close) => {
    expect(parseJson(nested(maxJsonDepth, open, close)).kind).toBe("json");
    for (const depth of [maxJsonDepth + 1, 1_000, 1_000_000]) {
      expect(parseJson(nested(depth, open, close))).toEqual({ kind: "too deep" });
    }
  });

  it.each(["", "{", "[1,]", "nul", '"', '"\\', '{"a":1', "]]]]"])("says that %j is not JSON", (text) => {
    expect(parseJson(text)).toEqual({ kind: "no json" });
  });

  it("takes time in proportion to the length", () => {
    const length = 4_000_000;
    for (const text of ["[".repeat(100) + "]".repeat(length), `"${"\\\\".repeat(length)}"`, '""'.repeat(length)]) {
      expect(nestsDeeperThan(text, maxJsonDepth)).toBe(false);
    }
  });
});
