// Whatever one request or one answer holds, nothing else notices: streams that were opened before, over HTTP/1.1 and over
// the very same HTTP/2 connection, are whole at the end, and no worker is replaced.

import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  createServer as createHttp2Server,
  type Http2ServerResponse,
} from "node:http2";
import type { AddressInfo, Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { http2Frame, http2Headers, http2Preface, http2Reset, sendBytes } from "../support/http2-frames.ts";
import { type OpenAnswer, openChat, startChat } from "../support/open-request.ts";
import { parseRawAnswer, rawExchange } from "../support/raw-exchange.ts";
import { createRawUpstream, type RawUpstream } from "../support/raw-upstream.ts";
import { readMetric } from "../support/read-metric.ts";
import { waitFor } from "../support/wait-for.ts";
import { adminToken, hostOf, type Json, Weir } from "../support/weir.ts";

const credential = `authorization: Bearer ${adminToken}\r\n`;
const endless = new Set<Socket>();
/** The upstream's answers, by path. */
const answers = new Map<string, string>();
let weir: Weir;
let upstream: RawUpstream;
let gateway: Json;
let host: string;
let canary: OpenAnswer;
let session: ClientHttp2Session;
let sessionCanary: ClientHttp2Stream;
let sessionText = "";

const head = (lines: string, status = "200 OK"): string =>
  `HTTP/1.1 ${status}\r\ncontent-type: text/plain\r\n${lines}\r\n`;

beforeAll(async () => {
  upstream = await createRawUpstream((path, socket) => {
    if (!path.startsWith("/v1/endless")) return answers.get(path) ?? head("content-length: 2\r\n").concat("ok");
    endless.add(socket);
    return `${head("transfer-encoding: chunked\r\n")}5\r\nbegin\r\n`;
  });
  weir = await Weir.start({ workers: 1 });
  gateway = await weir.createGateway();
  const { spec } = await weir.createUpstream([upstream.url]);
  const service = await weir.createService([spec.id]);
  await weir.createRule(gateway.spec.id, "/v1/*", [service.spec.id]);
  host = hostOf(gateway);
  canary = await openChat(weir, gateway, {}, { path: "/v1/endless" });
  expect(canary.status).toBe(200);
  session = connect(weir.proxyUrl());
  session.on("error", () => {});
  sessionCanary = ask("/v1/endless");
  sessionCanary.setEncoding("utf8").on("data", (text: string) => {
    sessionText += text;
  });
  await waitFor("both streams to begin", () => canary.text === "begin" && sessionText === "begin");
});

afterAll(async () => {
  session?.destroy();
  await weir?.stop();
  await upstream?.close();
});

/** Opens a stream on the shared HTTP/2 connection. */
function ask(path: string, headers: Record<string, string> = {}): ClientHttp2Stream {
  const stream = session.request({
    ":path": path,
    ":authority": host,
    authorization: `Bearer ${adminToken}`,
    ...headers,
  });
  stream.on("error", () => {});
  return stream;
}

/** How a stream on the shared connection ends: with a status, or reset. */
function endOf(stream: ClientHttp2Stream): Promise<{ status: number; text: string; code: number }> {
  return new Promise((resolve) => {
    let status = 0;
    let text = "";
    stream.on("response", (headers) => {
      status = Number(headers[":status"]);
    });
    stream.setEncoding("utf8").on("data", (part: string) => {
      text += part;
    });
    stream.once("close", () => resolve({ status, text, code: stream.rstCode }));
  });
}

/** The proxy still answers, and no exchange is left behind. */
async function expectServing(): Promise<void> {
  expect((await weir.chat(gateway, {}, { path: "/v1/ok" })).text).toBe("ok");
  await waitFor(
    "no exchange to be left behind",
    async () => (await readMetric(weir.adminUrl(), "weir_requests_in_flight")) === 2,
  );
}

describe("a version that HTTP/1 does not have", () => {
  const more = [
    "",
    "host: HOST\r\n",
    "host: unknown.example\r\n",
    `host: HOST\r\n${credential}`,
    "host: HOST\r\ncontent-type: application/grpc\r\n",
    "host: HOST\r\nexpect: 100-continue\r\n",
    "host: HOST\r\nconnection: upgrade\r\nupgrade: websocket\r\n",
  ];
  it.each(["2.0", "0.9", "3.0", "1.2", "9.9"])("(%s) is refused, whatever the request has", async (version) => {
    for (const method of ["GET", "POST", "HEAD"]) {
      for (const lines of more) {
        const text = await rawExchange(
          weir.proxyAddress(),
          `${method} /v1/ok HTTP/${version}\r\n${lines.replace("HOST", host)}\r\n`,
          { halfClose: true },
        );
        expect([400, 505, 200]).toContain(parseRawAnswer(text).status);
        if (!lines.includes("grpc")) expect(parseRawAnswer(text).status).not.toBe(200);
      }
    }
    await expectServing();
  });

  it.each(["2.0", "0.9", "3.0"])("(%s) is refused by the server too", async (version) => {
    for (const path of ["/livez", "/v1alpha1/inference/gateways", "/grpc.health.v1.Health/Check"]) {
      const text = await rawExchange(
        new URL(weir.serverUrl).host,
        `POST ${path} HTTP/${version}\r\nhost: x\r\ncontent-type: application/grpc\r\n\r\n`,
        { halfClose: true },
      );
      expect(parseRawAnswer(text).status).toBe(400);
    }
    expect((await fetch(`${weir.serverUrl}/livez`)).status).toBe(200);
  });
});

describe("a gRPC refusal", () => {
  it.each(["\\ud800", "\\udfff", "a\\ud800b", "\\ud800\\ud800", "é\\u0000\\r\\n", "x".repeat(100_000), "%", " "])(
    "that names the model %j is answered",
    async (model) => {
      const other = await modelGateway();
      const body = `{"model":"${model}","messages":[]}`;
      const answer = await weir.chat(other, body, { headers: { "content-type": "application/grpc" } });
      expect([answer.status, answer.headers["grpc-status"]]).toEqual([200, "12"]);
      const { port, hostname } = new URL(weir.proxyUrl());
      const over2 = connect(`http://${hostname}:${port}`);
      over2.on("error", () => {});
      const stream = over2.request({
        ":method": "POST",
        ":path": "/v1/chat/completions",
        ":authority": hostOf(other),
        authorization: `Bearer ${adminToken}`,
        "content-type": "application/grpc",
      });
      stream.on("error", () => {});
      stream.end(body);
      const headers = await new Promise<Json>((resolve) => {
        stream.once("response", resolve);
        stream.once("close", () => resolve({}));
      });
      over2.destroy();
      expect(headers["grpc-status"]).toBe("12");
      expect(decodeURIComponent(headers["grpc-message"])).toContain("model_not_found");
      await expectServing();
    },
  );
});

let models: Promise<Json> | undefined;
/** A gateway that routes by model. */
function modelGateway(): Promise<Json> {
  models ??= (async () => {
    const created = await weir.createGateway({ name: "models" });
    await weir.createDeployment(created.spec.id, "m", [upstream.url]);
    return created;
  })();
  return models;
}

describe("HTTP/2 streams that are reset in the packet that opens them", () => {
  const kinds: [string, (readonly [string, string])[]][] = [
    ["expect: 100-continue", [["expect", "100-continue"]]],
    ["expect: something else", [["expect", "something"]]],
    ["content-type: application/grpc", [["content-type", "application/grpc"]]],
    ["both", [["expect", "100-continue"], ["content-type", "application/grpc"]]], // biome-ignore format: a table
    ["nothing special", []],
    ["a credential", [["authorization", `Bearer ${adminToken}`]]],
  ];
  it.each(kinds)("with %s end nothing, on a proxy and on the server", async (_kind, more) => {
    for (const address of [weir.proxyAddress(), new URL(weir.serverUrl).host]) {
      const parts = [http2Preface()];
      let id = 1;
      for (const method of ["POST", "GET", "HEAD", "CONNECT", "OPTIONS"]) {
        for (const end of [false, true]) {
          for (const data of [false, true]) {
            const target = method === "CONNECT" ? [] : ([[":scheme", "http"], [":path", "/v1/ok"]] as const); // biome-ignore format: short
            const fields = [[":method", method], ...target, [":authority", host], ...more] as const;
            parts.push(http2Headers(id, fields, { end }));
            if (data && !end) parts.push(http2Frame("data", 0, id, Buffer.from("data")));
            parts.push(http2Reset(id));
            id += 2;
          }
        }
      }
      const socket = await sendBytes(address, Buffer.concat(parts));
      // The same over many packets, and a client that leaves at once.
      const other = await sendBytes(address, Buffer.concat(parts.slice(0, 4)));
      other.destroy();
      await expectServing();
      expect((await fetch(`${weir.serverUrl}/livez`)).status).toBe(200);
      socket.destroy();
    }
  });
});

describe("an HTTP/2 request whose Host header names another host than :authority", () => {
  it.each(["other.example", "127.0.0.1:1"])("is refused (%s)", async (other) => {
    for (const [authority, named] of [
      [host, other],
      [other, host],
    ]) {
      const end = await endOf(ask("/v1/ok", { ":authority": authority!, host: named! }));
      expect([end.status, end.text]).toEqual([400, expect.stringContaining("the request has the Host")]);
    }
    expect(await endOf(ask("/v1/ok", { host: host.toUpperCase() }))).toMatchObject({ status: 200 });
  });
});

describe("an answer that HTTP/2 can't carry", () => {
  const body = "content-length: 2\r\n";
  const heads: [string, string][] = [
    ["status 600", head(body, "600 X")],
    ["status 999", head(body, "999 X")],
    ["status 199", head(body, "199 X")],
    ["status 099", head(body, "099 X")],
    ["status 000", head(body, "000 X")],
    ["content-type twice", head(`content-type: b\r\n${body}`)],
    ["http2-settings", head(`http2-settings: AAMAAABkAAQAAP__\r\n${body}`)],
    ["a colon in a name", head(`:status: 200\r\n${body}`)],
    ["a control character in a value", head(`x-a: a\x01b\r\n${body}`)],
    ...["location", "etag", "date", "retry-after", "content-encoding", "age", "user-agent"].map(
      (name): [string, string] => [`${name} twice`, head(`${name}: a\r\n${name}: b\r\n${body}`)],
    ),
  ];
  it.each(heads)("(%s) is answered with 502 or reset alone", async (name, bytes) => {
    const path = `/v1/bad-${encodeURIComponent(name)}`;
    answers.set(path, `${bytes}ok`);
    const end = await endOf(ask(path));
    expect([end.status, end.code === 0 || end.status === 0]).toEqual([502, true]);
    await expectServing();
  });

  it.each(heads)("(%s) ends nothing over HTTP/1.1", async (name, bytes) => {
    const path = `/v1/bad1-${encodeURIComponent(name)}`;
    answers.set(path, `${bytes}ok`);
    const answer = await weir.chat(gateway, {}, { path });
    expect([200, 502, 600, 999]).toContain(answer.status);
    await expectServing();
  });

  const trailers = [
    ":status: 200",
    "transfer-encoding: chunked",
    "connection: x",
    "content-type: a\r\ncontent-type: b",
  ];
  it.each([...trailers, "x-a: \x01", "te: gzip", "http2-settings: x", "keep-alive: 1", "upgrade: h2c"])(
    "(the trailer %j) is reset alone",
    async (trailer) => {
      const path = `/v1/trailer-${Buffer.from(trailer).toString("hex")}`;
      answers.set(path, `${head("transfer-encoding: chunked\r\n")}2\r\nok\r\n0\r\n${trailer}\r\n\r\n`);
      const end = await endOf(ask(path));
      expect([200, 502]).toContain(end.status);
      expect(end.status === 502 || end.code !== 0).toBe(true);
      await expectServing();
    },
  );

  it.each(["text/plain", "text/event-stream"])("(%s that breaks off) is reset alone", async (type) => {
    const path = `/v1/cut-${type}`;
    answers.set(path, `HTTP/1.1 200 OK\r\ncontent-type: ${type}\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\nzz`);
    const end = await endOf(ask(path));
    expect([end.status, end.code]).toEqual([200, 2]);
    await expectServing();
  });
});

describe("an HTTP/2 upstream", () => {
  it("gets no request that it can't be sent: the request is refused, or sent without what belongs to HTTP/1", async () => {
    let open: Http2ServerResponse | undefined;
    const server = createHttp2Server((request, response) => {
      request.resume();
      if (request.url !== "/open") return void response.end(JSON.stringify(request.headers));
      open = response;
      response.write("begin");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { spec } = await weir.createUpstream([url], { protocol: "UPSTREAM_PROTOCOL_HTTP2" });
    const service = await weir.createService([spec.id]);
    const other = await weir.createGateway({ name: "h2" });
    await weir.createRule(other.spec.id, "/*", [service.spec.id]);
    // All requests to this upstream share one connection with this one.
    const shared = await openChat(weir, other, {}, { path: "/open" });
    const lines = [
      "",
      "http2-settings: x\r\n",
      "http2-settings: x\r\nhttp2-settings: y\r\n",
      "content-type: a\r\ncontent-type: b\r\n",
      "user-agent: a\r\nuser-agent: b\r\n",
      "range: a\r\nrange: b\r\n",
      "te: gzip\r\n",
      "keep-alive: x\r\n",
      "proxy-connection: x\r\n",
      "connection: upgrade, http2-settings\r\nupgrade: h2c\r\nhttp2-settings: x\r\n",
      "x-a: \xff\xfe\r\n",
      `x-long: ${"x".repeat(60_000)}\r\n`,
    ];
    for (const method of ["GET", "POST", "HEAD", "OPTIONS", "QUERY", "PROPFIND", "DELETE"]) {
      for (const line of lines) {
        const text = await rawExchange(
          weir.proxyAddress(),
          `${method} /x HTTP/1.1\r\nhost: ${hostOf(other)}\r\n${credential}${line}content-length: 2\r\nconnection: close\r\n\r\nhi`,
        );
        expect([method, line.slice(0, 40), [200, 400].includes(parseRawAnswer(text).status)]).toEqual([method, line.slice(0, 40), true]); // biome-ignore format: one line
      }
    }
    open?.end("end");
    expect(await shared.ended).toBe("whole");
    expect(shared.text).toBe("beginend");
    await expectServing();
    await new Promise((resolve) => server.close(resolve));
  });
});

describe("uploads to an HTTP/2 upstream", () => {
  it("may be aborted at any time: the worker goes on", async () => {
    const server = createHttp2Server((request, response) => {
      const stop = request.stream.id! % 3;
      request.on("error", () => {});
      if (stop === 0) return;
      request.resume();
      if (stop === 1) response.end("x".repeat(70_000));
      else response.stream.close(7);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { spec } = await weir.createUpstream([url], {
      protocol: "UPSTREAM_PROTOCOL_HTTP2",
      ejection: { disabled: true },
    });
    const service = await weir.createService([spec.id]);
    const other = await weir.createGateway({ name: "uploads" });
    await weir.createRule(other.spec.id, "/*", [service.spec.id]);
    const ended = Array.from({ length: 400 }, async (_, index) => {
      // Few at a time, so that some uploads begin while others are aborted.
      await new Promise((resolve) => setTimeout(resolve, index * 3));
      const request = startChat(weir, other, { path: "/x" });
      request.on("error", () => {});
      request.write(Buffer.alloc((index * 7_919) % 100_000));
      if (index % 2 === 0) request.end();
      await new Promise((resolve) => setTimeout(resolve, index % 9));
      request.destroy();
    });
    await Promise.all(ended);
    await expectServing();
    server.close();
  });
});

describe("afterwards", () => {
  it("the streams that were opened first are whole, no worker was replaced, and nothing threw", async () => {
    for (const socket of endless) socket.write("3\r\nend\r\n0\r\n\r\n");
    expect(await canary.ended).toBe("whole");
    expect(canary.text).toBe("beginend");
    await waitFor("the stream over HTTP/2 to end", () => sessionCanary.closed);
    expect([sessionText, sessionCanary.rstCode]).toEqual(["beginend", 0]);
    expect(weir.log.filter((line) => /worker (failed|was started again)|internal error/.test(line))).toEqual([]);
    expect(await readMetric(weir.adminUrl(), "weir_internal_errors_total")).toBe(0);
    expect(await readMetric(weir.serverUrl, "weir_internal_errors_total")).toBe(0);
  });
});
