import { describe, expect, it } from "vitest";
import { type CompiledSchema, SchemaCompiler } from "../../kit/schema-compiler.ts";
import { TooManyStepsError } from "../../kit/schema-steps.ts";

const accepts = (schema: CompiledSchema, value: unknown): boolean =>
  schema.accepts(value, Buffer.byteLength(JSON.stringify(value)));
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
    expect([accepts(compiled, "a"), accepts(compiled, "x")]).toEqual([true, false]);
  });

  it.each([
    ["^[a-z]+$", ["abc"], ["abc1", ""]],
    ["\\u00e9", ["caf\u00e9"], ["cafe"]],
    ["^\\/v1\\/\\w+$", ["/v1/x"], ["/v2/x"]],
    ["^\\p{L}+$", ["été"], ["1"]],
  ])("matches the pattern %s as JavaScript does", (pattern, matching, others) => {
    const compiled = linear.compile({ pattern });
    for (const text of matching) expect([text, accepts(compiled, text)]).toEqual([text, true]);
    for (const text of others) expect([text, accepts(compiled, text)]).toEqual([text, false]);
  });

  it("finds equal items of an array, whatever the order of their fields", () => {
    const compiled = linear.compile({ uniqueItems: true });
    expect(accepts(compiled, [1, "1", { a: 1, b: [2] }, { a: 1, b: 2 }, null, [], {}])).toBe(true);
    expect(
      accepts(compiled, [
        { a: 1, b: { c: 2, d: 3 } },
        { b: { d: 3, c: 2 }, a: 1 },
      ]),
    ).toBe(false);
    expect(accepts(compiled, [1, 1])).toBe(false);
    expect(accepts(linear.compile({ uniqueItems: false }), [1, 1])).toBe(true);
  });

  it("checks large arrays and hostile texts in time in proportion to their size", () => {
    const items = Array.from({ length: 50_000 }, (_, index) => ({ index }));
    expect(accepts(linear.compile({ uniqueItems: true }), items)).toBe(true);
    expect(accepts(linear.compile({ pattern: "^(a+)+$" }), `${"a".repeat(5_000)}!`)).toBe(false);
  });

  it("finds the first mistake of a large value, and all of a small one where that is asked for", () => {
    const compiled = linear.compile({ items: { type: "string" } });
    expect(compiled.mistakes(new Array(1_000_000).fill(0), 2_000_000, false)).toHaveLength(1);
    expect(compiled.mistakes([1, "a", 2], 10, true).map(({ instancePath }) => instancePath)).toEqual(["/0", "/2"]);
    expect(compiled.mistakes(["a"], 5, true)).toEqual([]);
  });

  const deep = Array.from({ length: 120 }).reduce<unknown>((inner) => ({ a: inner }), 0);
  const again = { properties: { a: { $ref: "#/$defs/n" } }, required: ["a"] };
  it.each<[string, object]>([
    ["anyOf", { anyOf: [again, again] }],
    ["oneOf", { oneOf: [again, again, { type: "string" }] }],
    ["allOf", { allOf: [again, { anyOf: [again, {}] }] }],
    ["not", { allOf: [{ not: { not: again } }, { anyOf: [again, again] }] }],
    ["if", Object.fromEntries(["if", "then", "else"].map((keyword) => [keyword, again]))],
    ["additionalProperties", { allOf: [{ additionalProperties: { $ref: "#/$defs/n" } }, again, again] }],
    ["patternProperties", { allOf: [{ patternProperties: { a: { $ref: "#/$defs/n" } } }, again] }],
    ["dependentSchemas", { dependentSchemas: { a: again }, ...again }],
    ["unevaluatedProperties", { allOf: [{ unevaluatedProperties: { $ref: "#/$defs/n" } }, again] }],
    ["a schema under another name", { anyOf: [{ $ref: "#/x-more/0" }, { $ref: "#/x-more/0" }] }],
    ["a dynamic reference", { anyOf: [again, { properties: { a: { $dynamicRef: "#n" } }, required: ["a"] }] }],
  ])("bounds the steps of a schema that refers to itself by %s", (_keyword, node) => {
    const compiled = linear.compile({
      $ref: "#/$defs/n",
      $defs: { n: { $dynamicAnchor: "n", ...node } },
      "x-more": [again],
    });
    expect(() => accepts(compiled, deep)).toThrow(TooManyStepsError);
    expect(accepts(linear.compile({ properties: { a: { $ref: "#" } } }), deep)).toBe(true);
  });

  const items = Array.from({ length: 100_000 }, (_, index) => index);
  const names = Object.fromEntries(items.map((index) => [`k${index}`, index]));
  it.each<[string, object, unknown]>([
    ["items", { items: { anyOf: [...times(300, { type: "string" }), {}] } }, items],
    ["allOf of items", { allOf: times(300, { items: { type: "number" } }) }, items],
    ["contains", { allOf: times(300, { contains: { const: -1 }, minContains: 0, maxContains: 1 }) }, items],
    ["uniqueItems", { allOf: times(300, { uniqueItems: true }) }, items],
    ["uniqueItems of objects", { allOf: times(300, { uniqueItems: true }) }, items.map((index) => ({ index }))],
    ["propertyNames", { allOf: times(300, { propertyNames: { minLength: 1 } }) }, names],
    ["patternProperties", { allOf: times(300, { patternProperties: { "^x": {} } }) }, names],
    ["minProperties", { allOf: times(300, { minProperties: 1 }) }, names],
    ["unevaluatedProperties", { allOf: times(300, { unevaluatedProperties: { type: "number" } }) }, names],
    ["minLength", { allOf: times(900, { minLength: 1 }) }, "x".repeat(1_000_000)],
  ])("bounds the steps of a schema with many branches over a large value by %s", (_keyword, schema, value) => {
    expect(() => accepts(linear.compile(schema), value)).toThrow(TooManyStepsError);
  });

  it("has steps enough for large values and schemas as requests have them", () => {
    const alternatives = { anyOf: [{ type: "integer" }, { type: "string" }] };
    const tokens = { properties: { input: { anyOf: [{ type: "string" }, { type: "array", items: alternatives }] } } };
    expect(accepts(linear.compile(tokens), { input: items })).toBe(true);
    const message = { required: ["role"], properties: { role: { enum: ["user"] }, content: { minLength: 1 } } };
    const chat = { properties: { messages: { items: { $ref: "#/$defs/message" } } }, $defs: { message } };
    const messages = items.slice(0, 20_000).map((index) => ({ role: "user", content: `${index}` }));
    expect(accepts(linear.compile(chat), { messages })).toBe(true);
  });
});

function times(count: number, schema: object): object[] {
  return Array.from({ length: count }, () => schema);
}
