import { create, type JsonObject } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { PluginSchema } from "../../../gen/es/weir/inference/v1alpha1/plugin_pb.ts";
import type { FieldViolation } from "../../../server/resource/api-error.ts";
import { completePlugins } from "../../../server/resource/complete-plugins.ts";
import { schemas } from "../../../server/resource/plugin-checks.ts";

/** Checks plugins as they come by their settings. */
function check(...plugins: readonly (readonly [name: string, settings: JsonObject])[]): FieldViolation[] {
  return completePlugins(
    plugins.map(([name, settings]) => create(PluginSchema, { name, settings })),
    "plugins",
  );
}

const times = <T>(count: number, item: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => item(index));
const properties = (count: number): JsonObject => ({
  properties: Object.fromEntries(times(count, (index) => [`p${index}`, { type: "string" }])),
});
const nested = (levels: number): JsonObject => (levels === 0 ? {} : { not: nested(levels - 1) });

describe("the schemas of plugins", () => {
  it.each<[string, JsonObject, RegExp]>([
    ["many properties", properties(60_000), /more than 1000 values/],
    ["many values", { enum: times(2_000, (index) => index) }, /more than 1000 values/],
    ["long texts", { const: "x".repeat(70_000) }, /^has \d+ bytes as JSON: at most 65536/],
    ["many levels", nested(80), /deeper than 64 levels/],
    ["large patterns", { pattern: "a{1000}".repeat(30) }, /patterns of these plugins are too large/],
    ["large names of properties", { patternProperties: { [`${"(b{30}){30}".repeat(30)}`]: {} } }, /too large/],
  ])("are refused for %s without being compiled", (_, schema, description) => {
    const before = schemas.compilations;
    expect(check(["request_validator", { schema }])).toEqual([
      { field: "plugins[0].request_validator.schema", description: expect.stringMatching(description) },
    ]);
    expect(schemas.compilations).toBe(before);
  });

  it("are bounded together", () => {
    const one = ["request_validator", { schema: properties(200) }] as const;
    expect(check(one, one)).toEqual([]);
    expect(check(one, one, one).map(({ field }) => field)).toEqual(["plugins[2].request_validator.schema"]);
  });

  it("are compiled once for their content", () => {
    const schema = { title: "compiled once", ...properties(50) };
    const before = schemas.compilations;
    for (let change = 0; change < 5; change++) expect(check(["request_validator", { schema }])).toEqual([]);
    expect(schemas.compilations).toBe(before + 1);
  });
});

describe("the patterns of plugins", () => {
  const refused = "the patterns of these plugins are too large: together they may have 10000 characters";

  it.each<[string, string, JsonObject, string]>([
    ["prompt_guard", "deny", { deny: times(20, (index) => `${index}a{1000}a{1000}`) }, "deny[4]"],
    ["prompt_guard", "allow", { allow: ["(x{1,100}){1,10}".repeat(60)] }, "allow[0]"],
    ["data_masking", "rules", { rules: times(30, () => ({ pattern: `b+${"c".repeat(1_000)}` })) }, "rules[9].pattern"],
  ])("are bounded together in the %s's %s", (name, _, settings, field) => {
    const [first] = check([name, settings]);
    expect(first).toEqual({ field: `plugins[0].${name}.${field}`, description: expect.stringContaining(refused) });
  });

  it("may be as many and as long as real ones are", () => {
    const words = times(200, (index) => `\\bforbidden word ${index}\\b`);
    const rules = times(20, (index) => ({ pattern: `[A-Z]{2}-${index}-[A-Za-z0-9_-]{16,64}` }));
    expect(check(["prompt_guard", { deny: words }], ["data_masking", { rules }])).toEqual([]);
  });
});
