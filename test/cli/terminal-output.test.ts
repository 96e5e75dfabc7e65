// Texts of others that the command line prints can't control a terminal, and still read as the same values.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { escapeControls, escapeLine } from "../../cli/output/escape-controls.ts";
import { yamlOf } from "../../cli/output/print.ts";
import { table } from "../../cli/output/table.ts";
import { obeyed } from "../support/obeyed-characters.ts";

const character = fc.oneof(
  fc.constantFrom("a", " ", "\n", "\t", "\r", "'", '"', "\\", "#", ":", "-", "é", "😀", "\u001b", "\u009b", "\u2028"),
  fc.constantFrom("\u0000", "\u0007", "\u007f", "\u0085", "\u202e", "\u2066", "\u200f", "\ufeff"),
);
const text = fc.string({ unit: character, maxLength: 20 });

describe("text for a terminal", () => {
  it("has no character that a terminal obeys, and keeps the rest", () => {
    fc.assert(
      fc.property(text, (value) => {
        expect(escapeControls(value).replace(/[\n\t]/g, "")).not.toMatch(obeyed);
        expect(escapeLine(value)).not.toMatch(obeyed);
        expect(escapeLine(value)).not.toMatch(/[\n\t]/);
      }),
    );
    expect(escapeLine("plain — é 😀 日本")).toBe("plain — é 😀 日本");
    expect(escapeLine("\u001b[2J\r\n\u202e\u009b")).toBe("\\u001b[2J\\r\\n\\u202e\\u009b");
  });

  it("reads as the same value in YAML and JSON", () => {
    const value = fc.dictionary(text, fc.oneof(text, fc.array(text), fc.integer()));
    fc.assert(
      fc.property(value, (original) => {
        const yaml = yamlOf(original);
        expect(yaml.replace(/[\n\t]/g, "")).not.toMatch(obeyed);
        expect(parse(yaml) ?? {}).toEqual(original);
        const json = escapeControls(JSON.stringify(original, null, 2));
        expect(json.replace(/[\n\t]/g, "")).not.toMatch(obeyed);
        expect(JSON.parse(json)).toEqual(original);
      }),
    );
  });

  it("of a table stays in its row and its column", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 5 }), (rows) => {
        expect(table(["A", "B"], rows).split("\n")).toHaveLength(rows.length + 1);
      }),
    );
  });
});
