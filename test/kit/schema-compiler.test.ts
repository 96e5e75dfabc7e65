import { describe, expect, it } from "vitest";
import { SchemaCompiler } from "../../kit/schema-compiler.ts";

const linear = new SchemaCompiler({ linearPatternsOnly: true });

describe("SchemaCompiler", () => {
  it("compiles a schema once for its content, and remembers a bounded amount of them", () => {
    const compiler = new SchemaCompiler({ linearPatternsOnly: true });
    const first = compiler.compile({ type: "string", enum: ["a"] });
    expect(compiler.compile({ type: "string", enum: ["a"] })).toBe(first);
    expect(compiler.compilations).toBe(1);
    for (let index = 0; index < 5; index++) compiler.compile({ const: `${index}${"x".repeat(1_000_000)}` });
    expect(compiler.compile({ type: "string", enum: ["a"] })).not.toBe(first);
  });

  it.each([
    [{ type: 5 }, "schema is invalid: schema/type"],
    [{ properties: [] }, "schema is invalid: schema/properties"],
    [{ $ref: "#/$defs/none" }, "can't resolve reference"],
    [{ pattern: "(?=a)" }, "can't be matched in linear time"],
    [{ patternProperties: { "(a)\\1": {} } }, "can't be matched in linear time"],
  ])("refuses %j", (schema, reason) => {
    expect(() => linear.compile(schema)).toThrow(reason);
  });

  it("takes patterns that need backtracking where an earlier release took them", () => {
    const compiled = new SchemaCompiler({ linearPatternsOnly: false }).compile({ pattern: "^(?!x)" });
    expect([compiled.accepts("a"), compiled.accepts("x")]).toEqual([true, false]);
  });

  it.each([
    ["^[a-z]+$", ["abc"], ["abc1", ""]],
    ["\\u00e9", ["caf\u00e9"], ["cafe"]],
    ["^\\/v1\\/\\w+$", ["/v1/x"], ["/v2/x"]],
    ["^\\p{L}+$", ["été"], ["1"]],
  ])("matches the pattern %s as JavaScript does", (pattern, matching, others) => {
    const compiled = linear.compile({ pattern });
    for (const text of matching) expect([text, compiled.accepts(text)]).toEqual([text, true]);
    for (const text of others) expect([text, compiled.accepts(text)]).toEqual([text, false]);
  });

  it("finds equal items of an array, whatever the order of their fields", () => {
    const compiled = linear.compile({ uniqueItems: true });
    expect(compiled.accepts([1, "1", { a: 1, b: [2] }, { a: 1, b: 2 }, null, [], {}])).toBe(true);
    expect(
      compiled.accepts([
        { a: 1, b: { c: 2, d: 3 } },
        { b: { d: 3, c: 2 }, a: 1 },
      ]),
    ).toBe(false);
    expect(compiled.accepts([1, 1])).toBe(false);
    expect(linear.compile({ uniqueItems: false }).accepts([1, 1])).toBe(true);
  });

  it("checks large arrays and hostile texts in time in proportion to their size", () => {
    const items = Array.from({ length: 50_000 }, (_, index) => ({ index }));
    expect(linear.compile({ uniqueItems: true }).accepts(items)).toBe(true);
    expect(linear.compile({ pattern: "^(a+)+$" }).accepts(`${"a".repeat(5_000)}!`)).toBe(false);
  });

  it("finds the first mistake of a large value, and all of a small one where that is asked for", () => {
    const compiled = linear.compile({ items: { type: "string" } });
    expect(compiled.mistakes(new Array(1_000_000).fill(0), false)).toHaveLength(1);
    expect(compiled.mistakes([1, "a", 2], true).map(({ instancePath }) => instancePath)).toEqual(["/0", "/2"]);
    expect(compiled.mistakes(["a"], true)).toEqual([]);
  });
});
