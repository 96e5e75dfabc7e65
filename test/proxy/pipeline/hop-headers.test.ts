import { describe, expect, it } from "vitest";
import {
  downstreamResponseHeaders,
  replacedHeadersWith,
  upstreamRequestHeaders,
} from "../../../proxy/pipeline/hop-headers.ts";

const unchanged = {
  uncompressed: false,
  isTraced: false,
  injected: undefined,
  connection: undefined,
  replaced: replacedHeadersWith([]),
  authorization: undefined,
  dropped: undefined,
  contentLength: undefined,
};

describe("headers on the way up", () => {
  it("keep order, spelling and repetition", () => {
    const raw = ["X-B", "1", "x-a", "2", "X-B", "3", "Accept", "*/*"];
    expect(upstreamRequestHeaders(raw, unchanged)).toEqual(raw);
  });

  it("lose those of the connection, those that it names, and those that the proxy sets", () => {
    const raw = [
      ...["Connection", "close, X-Hop , Te", "X-Hop", "1", "TE", "trailers", "Keep-Alive", "timeout=5"],
      ...["Transfer-Encoding", "chunked", "Upgrade", "h2c", "Proxy-Authorization", "Basic x"],
      ...["Authorization", "Bearer x", "Host", "a", "X-Forwarded-For", "6.6.6.6", "X-Request-Id", "1"],
      ...["Expect", "100-continue", "Forwarded", "for=6.6.6.6", "X-Model", "m", "X-Kept", "yes"],
    ];
    const headers = upstreamRequestHeaders(raw, { ...unchanged, connection: raw[1], dropped: "x-model" });
    expect(headers).toEqual(["X-Kept", "yes"]);
  });

  it("lose what else may carry the caller's credential", () => {
    const replaced = replacedHeadersWith(["x-api-key"]);
    expect(upstreamRequestHeaders(["X-Api-Key", "1", "X-B", "2"], { ...unchanged, replaced })).toEqual(["X-B", "2"]);
  });

  it("say the length of a body that was changed", () => {
    const headers = upstreamRequestHeaders(["Content-Length", "10"], { ...unchanged, contentLength: 12 });
    expect(headers).toEqual(["Content-Length", "12"]);
  });
});

describe("headers on the way down", () => {
  const down = (...raw: string[]): string[] =>
    downstreamResponseHeaders(raw.map((text) => Buffer.from(text, "latin1")));

  it("keep order, repetition and bytes beyond ASCII", () => {
    const raw = ["Set-Cookie", "a=1", "Set-Cookie", "b=2", "X-Name", "caf\u00e9"];
    expect(down(...raw)).toEqual(raw);
  });

  it("lose those of the connection, those that it names, and what only the proxy may say", () => {
    const headers = down(
      ...["X-Hop", "1", "Connection", "keep-alive, x-hop", "Keep-Alive", "timeout=5", "Transfer-Encoding", "chunked"],
      ...["X-Weir-Deployment", "forged", "X-Request-Id", "forged", "Content-Type", "text/plain"],
    );
    expect(headers).toEqual(["Content-Type", "text/plain"]);
  });
});
