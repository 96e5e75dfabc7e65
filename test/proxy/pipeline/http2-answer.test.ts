import { connect, constants, createServer, type ServerHttp2Stream } from "node:http2";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { http2HeadFault, http2TrailersFault } from "../../../proxy/pipeline/http2-answer.ts";

const server = createServer();
let stream: ServerHttp2Stream;
let close = (): void => {};

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const client = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  client.on("error", () => {});
  close = () => client.destroy();
  const came = new Promise<ServerHttp2Stream>((resolve) => server.once("stream", resolve));
  client.request().on("error", () => {});
  stream = await came;
});

afterAll(() => {
  close();
  server.close();
});

/** Whether Node refuses a head before it sends it. An informational head is checked in the same way, and may be sent often. */
function nodeRefuses(headers: Record<string, string | string[]>): boolean {
  try {
    stream.additionalHeaders({ ":status": 103, ...headers });
    return false;
  } catch {
    return true;
  }
}

const names = Object.entries(constants)
  .filter(([constant, name]) => constant.startsWith("HTTP2_HEADER_") && typeof name === "string")
  .map(([, name]) => name as string)
  .filter((name) => !name.startsWith(":"));

describe("what HTTP/2 can carry", () => {
  it.each(names)("agrees with Node about %s, once and twice, as a header and as a trailer", (name) => {
    const once = http2HeadFault(200, [name, "a"]);
    const twice = http2HeadFault(200, [name, "a", name.toUpperCase(), "b"]);
    expect([once !== undefined, twice !== undefined]).toEqual([
      nodeRefuses({ [name]: "a" }),
      nodeRefuses({ [name]: ["a", "b"] }),
    ]);
    expect(http2TrailersFault({ [name]: "a" })).toBe(once);
    expect(http2TrailersFault({ [name]: ["a", "b"] }) === undefined).toBe(twice === undefined);
  });

  it.each([0, 99, 100, 101, 199, 600, 999, 1000, -1, Number.NaN])("refuses the status %s", (status) => {
    expect(http2HeadFault(status, [])).toContain("status");
  });

  it.each(["", ":status", "a b", "ä", "a:", "\n"])("refuses the header name %j", (name) => {
    expect(http2HeadFault(200, [name, "a"])).toContain("name");
    expect(http2TrailersFault({ [name]: "a" })).toContain("name");
  });

  it.each(["\0", "\r\n", "a\nb", "\x7f", "ā", "\ud800"])("refuses the header value %j", (value) => {
    expect(http2HeadFault(200, ["x-a", value])).toContain("character");
    expect(http2TrailersFault({ "x-a": [value] })).toContain("character");
  });

  it("takes everything else", () => {
    expect(http2HeadFault(200, ["X-A", "é\t ", "x-a", "b", "Set-Cookie", "a", "set-cookie", "b"])).toBeUndefined();
    expect(http2TrailersFault({ "grpc-status": "0", "x-a": ["b", "c"] })).toBeUndefined();
  });
});
