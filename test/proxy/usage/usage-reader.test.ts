import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { UsageReader } from "../../../proxy/usage/usage-reader.ts";

const json = "application/json";
const stream = "text/event-stream";

/** How an answer carries the JSON of its usage. */
const forms: Record<string, (usage: string) => UsageReader> = {
  whole: (usage) => read([`{"choices":[],"usage":${usage}}`], json),
  "in pieces": (usage) => read([`{"choices":["${"x".repeat(50_000)}"],`, `"usage":${usage}`, "}"], json),
  compressed: (usage) => read([gzipSync(`{"choices":[],"usage":${usage}}`)], json, "gzip"),
  "as a stream": (usage) => read(["data: {}\n\n", `data: {"choices":[],"usage":${usage}}\n\n`], stream),
};

function read(pieces: readonly (string | Buffer)[], type: string, encoding?: string): UsageReader {
  const reader = new UsageReader(type, encoding);
  for (const piece of pieces) reader.read(Buffer.from(piece as string));
  return reader;
}

describe.each(Object.entries(forms))("usage in an answer, %s,", (_, of) => {
  it.each([
    ['{"prompt_tokens":7,"completion_tokens":11}', 7, 11],
    ['{"input_tokens":7,"output_tokens":11}', 7, 11],
    ['{"prompt_tokens":1000000000,"completion_tokens":0}', 1e9, 0],
    ['{"prompt_tokens":3.0,"completion_tokens":null}', 3, 0],
    ['{"prompt_tokens":1e3}', 1_000, 0],
  ])("is read from %s", (usage, promptTokens, completionTokens) => {
    const reader = of(usage);
    expect([reader.usage(), reader.isUnbelievable]).toEqual([{ promptTokens, completionTokens }, false]);
  });

  it.each(["9007199254740991", "1e300", "1e999", "1000000001", "-1", "-0.5", "0.5", '"7"', "true", "[7]", "{}"])(
    "is not believed with %s tokens",
    (number) => {
      for (const usage of [
        `{"prompt_tokens":${number},"completion_tokens":1}`,
        `{"prompt_tokens":1,"completion_tokens":${number}}`,
        `{"input_tokens":${number}}`,
      ]) {
        const reader = of(usage);
        expect([reader.usage(), reader.isUnbelievable]).toEqual([undefined, true]);
      }
    },
  );

  it.each(["null", "{}", '{"other":-1}', '"none"'])("is missing in %s", (usage) => {
    const reader = of(usage);
    expect([reader.usage(), reader.isUnbelievable]).toEqual([undefined, false]);
  });
});
