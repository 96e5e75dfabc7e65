import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { UsageReader } from "../../../proxy/usage/usage-reader.ts";

const told = '"usage":{"prompt_tokens":3,"completion_tokens":4}';

function usageOf(body: string, encoding?: string): unknown {
  const reader = new UsageReader("application/json", encoding);
  reader.read(encoding === undefined ? Buffer.from(body) : gzipSync(body));
  return reader.usage();
}

describe("the search for usage in an answer", () => {
  it.each([
    ["plain", undefined],
    ["compressed", "gzip"],
  ])("ends soon in a %s answer that names it again and again", (_, encoding) => {
    expect(usageOf('{"usage":'.repeat(400_000), encoding)).toBeUndefined();
    expect(usageOf('"usage":{"'.repeat(400_000), encoding)).toBeUndefined();
  });

  it("finds it where texts name it too", () => {
    const named = '"usage":{"x":1},'.repeat(50);
    expect(usageOf(`{${told},${named}"end":1}`)).toEqual({ promptTokens: 3, completionTokens: 4 });
    expect(usageOf(`{${named}${told}}`, "gzip")).toEqual({ promptTokens: 3, completionTokens: 4 });
  });
});
