import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type JsonModelResult, JsonModelScanner } from "../../../proxy/routing/json-model.ts";

function scan(body: Buffer, bytesPerStep = Number.MAX_SAFE_INTEGER): JsonModelResult {
  const scanner = new JsonModelScanner(body);
  for (let step = 0; step <= body.length + 1; step++) {
    const result = scanner.step(bytesPerStep);
    if (result !== undefined) return result;
  }
  throw new Error("the scanner makes no progress");
}

/** What JSON.parse says of the same text. */
function expected(text: string): "invalid" | "absent" | "not a string" | { model: string } {
  try {
    const value = JSON.parse(text);
    if (typeof value !== "object" || value === null || Array.isArray(value) || !Object.hasOwn(value, "model")) {
      return "absent";
    }
    return typeof value.model === "string" ? { model: value.model } : "not a string";
  } catch {
    return "invalid";
  }
}

function summary(result: JsonModelResult): unknown {
  return result.kind === "model" ? { model: result.value.model } : result.kind;
}

const steps = fc.integer({ min: 1, max: 40 });

describe("the scanner for the model of a JSON body", () => {
  it("finds in every JSON document what JSON.parse finds, in steps of any size", () => {
    const json = fc.oneof(
      fc.json(),
      fc
        .record({ model: fc.jsonValue(), other: fc.jsonValue() }, { requiredKeys: [] })
        .map((each) => JSON.stringify(each)),
      fc
        .record({ a: fc.jsonValue(), model: fc.string({ unit: "binary" }) })
        .map((each) => JSON.stringify(each, null, 2)),
    );
    fc.assert(
      fc.property(json, steps, (text, bytesPerStep) => {
        expect(summary(scan(Buffer.from(text), bytesPerStep))).toEqual(expected(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it("takes and refuses what JSON.parse takes and refuses when a document is damaged", () => {
    const damaged = fc
      .tuple(
        fc
          .record({ model: fc.string(), n: fc.double(), list: fc.array(fc.jsonValue()) })
          .map((each) => JSON.stringify(each)),
        fc.nat(),
        fc.constantFrom(
          "",
          '"',
          "\\",
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "0",
          "-",
          "e",
          ".",
          "\n",
          "\\u12",
          "tru",
          " ",
          "é",
        ),
        fc.integer({ min: 0, max: 3 }),
      )
      .map(([text, place, put, cut]) => {
        const at = place % (text.length + 1);
        return text.slice(0, at) + put + text.slice(at + cut);
      });
    fc.assert(
      fc.property(damaged, steps, (text, bytesPerStep) => {
        const got = scan(Buffer.from(text), bytesPerStep);
        const wanted = expected(text);
        // A model that is no string, or stands twice, is refused before the rest is looked at.
        if (got.kind === "not a string" || (got.kind === "invalid" && got.reason.includes("twice"))) return;
        expect(summary(got)).toEqual(wanted);
      }),
      { numRuns: 5_000 },
    );
  });

  it("gives the place of the value, so that it can be replaced", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.jsonValue(), (model, before) => {
        const body = Buffer.from(JSON.stringify({ before, model, after: 1 }));
        const result = scan(body);
        if (result.kind !== "model") throw new Error(result.kind);
        const { start, end } = result.value;
        expect(JSON.parse(body.subarray(start, end).toString())).toBe(model);
      }),
    );
  });

  it("refuses a top-level model that stands twice, in whatever spelling", () => {
    for (const text of ['{"model":"a","model":"a"}', '{"model":"a","x":{"model":1},"\\u006dodel":"b"}']) {
      expect(scan(Buffer.from(text))).toEqual({ kind: "invalid", reason: '"model" stands twice in the body' });
    }
  });

  it("never works on more than a step at a time, even inside one long string", () => {
    const body = Buffer.from(JSON.stringify({ image: "A".repeat(100_000), model: "m" }));
    const scanner = new JsonModelScanner(body);
    let count = 0;
    while (scanner.step(1_000) === undefined) count++;
    expect(count).toBeGreaterThanOrEqual(99);
  });
});
