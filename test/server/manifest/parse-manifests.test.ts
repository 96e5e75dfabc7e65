import { describe, expect, it } from "vitest";
import { parseManifests } from "../../../server/manifest/parse-manifests.ts";

async function parse(spec: string) {
  const content = `kind: Gateway\nspec:\n${spec.replace(/^/gm, "  ")}\n`;
  const { documents, violations } = await parseManifests(
    [{ name: "a.yaml", content }],
    new Map([["NAME", "$${NAME}"]]),
  );
  return { spec: documents[0]?.spec, said: violations.map(({ field, description }) => `${field} ${description}`) };
}

const pairs = (count: number): string => Array.from({ length: count }, (_, index) => `k${index}: 1`).join(", ");
/** Each line has more of the line before. */
const tower = (levels: number, line: (index: number) => string): string =>
  ["a0: &a0 {k: 1}", ...Array.from({ length: levels }, (_, index) => line(index))].join("\n");

describe("what a document declares", () => {
  it.each<[what: string, spec: string, json: unknown]>([
    ["aliases", "a: &a {x: [1]}\nb: *a", { a: { x: [1] }, b: { x: [1] } }],
    ["an anchor that is given again", "a: &a 1\nb: *a\nc: &a 2\nd: *a", { a: 1, b: 1, c: 2, d: 2 }],
    ["merged maps", "a: &a {x: 1, y: 1}\nb: {<<: *a, y: 2}", { a: { x: 1, y: 1 }, b: { x: 1, y: 2 } }],
    [
      "several merges",
      "a: &a {x: 1}\nb: &b {y: 2}\nc: {<<: [*a, *b]}",
      { a: { x: 1 }, b: { y: 2 }, c: { x: 1, y: 2 } },
    ],
    [
      "one text in several places, whose variable has another in it",
      `a: &a "\${NAME}"\nb: *a`,
      { a: "$${NAME}", b: "$${NAME}" },
    ],
    ["tags of JSON", "a: !!str 5\nb: !!int '5'\nc: !!null ''", { a: "5", b: 5, c: null }],
  ])("is read with %s", async (_, spec, json) => {
    expect(await parse(spec)).toEqual({ spec: json, said: [] });
  });

  it.each<[what: string, spec: string, said: RegExp]>([
    ["an alias of nothing", "b: *a", /^a\.yaml:3 no &a comes before/],
    ["an alias inside of what it stands for", "b: &a\n  c: [*a]", /^a\.yaml:4 .a is inside of what it stands for/],
    ["a merge inside of what it merges", "b: &a\n  <<: *a", /^a\.yaml:4 .a is inside/],
    [
      "aliases that stand for too much",
      `a: &a {${pairs(6_000)}}\n${Array.from({ length: 20 }, (_, i) => `b${i}: *a`).join("\n")}`,
      /50000 values/,
    ],
    [
      "merges of too much",
      `a: &a {${pairs(6_000)}}\n${Array.from({ length: 20 }, (_, i) => `b${i}: {<<: *a}`).join("\n")}`,
      /50000 values/,
    ],
    ["aliases of aliases", tower(30, (i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`), /50000 values/],
    ["merges of merges", tower(30, (i) => `a${i + 1}: &a${i + 1} {<<: [*a${i}, *a${i}]}`), /50000 values/],
    ["aliases that nest", tower(120, (i) => `a${i + 1}: &a${i + 1} [*a${i}]`), /nests too deep/],
    ["lists that nest", `a: ${"[".repeat(101)}${"]".repeat(101)}`, /nests too deep/],
    ["a name twice", "a: 1\nb: 2\na: 3", /^a\.yaml:5 "a" is given twice/],
    ["a number and a text as the same name", "1: a\n'1': b", /"1" is given twice/],
    ["a name that is none", "~: a", /must be a text/],
    ["a list as a name", "[a]: b", /must be a text/],
    ["a date", "a: !!timestamp 2001-01-01", /tag .*timestamp is not allowed/],
    ["bytes", "a: !!binary aGk=", /tag .*binary is not allowed/],
    ["a set", "a: !!set {b, c}", /tag .*set is not allowed/],
    ["an ordered map", "a: !!omap [b: 1]", /tag .*omap is not allowed/],
    ["a tag of others", "a: !!js/function 'x'", /tag .*function is not allowed/],
    ["a number that JSON does not have", "a: .nan", /^a\.yaml:3 \.nan is no value of JSON/],
    ["half a character", 'a: "\\ud800"', /is no value of JSON/],
  ])("is refused with %s", async (_, spec, said) => {
    expect(await parse(spec)).toEqual({ spec: undefined, said: [expect.stringMatching(said)] });
  });

  it("is read soon however many names a map has", async () => {
    const { spec, said } = await parse(`a: {${pairs(6_000)}}`);
    expect(said).toEqual([]);
    expect(Object.keys(spec?.a as object)).toHaveLength(6_000);
  });
});
