// The path of a request: whatever way it is routed, it never leaves the base path of its target, and is sent on byte for
// byte.

import { Agent, createServer, request as httpRequest, type IncomingHttpHeaders, type Server } from "node:http";
import { connect as connectHttp2 } from "node:http2";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseRawAnswer, rawExchange } from "../support/raw-exchange.ts";
import { hasDotSegment, spelledPaths } from "../support/spelled-paths.ts";
import { adminToken, hostOf, type Json, Weir } from "../support/weir.ts";

const base = "/customers/42";
const websocket = {
  connection: "Upgrade",
  upgrade: "websocket",
  "sec-websocket-version": "13",
  "sec-websocket-key": "x",
};

let weir: Weir;
/** Ignores upgrades, as most servers do. */
let upstream: Server;
const seen: string[] = [];
const agent = new Agent({ keepAlive: true, maxSockets: 4 });

interface Way {
  readonly name: string;
  readonly gateway: "models" | "headers" | "paths" | "rules";
  /** The beginning of the path, before the part that the caller chooses. */
  readonly prefix: string;
  /** The part of it that the target sees. */
  readonly kept: string;
  readonly headers?: IncomingHttpHeaders;
  readonly body?: string;
  readonly query?: string;
}

const ways: readonly Way[] = [
  { name: "a model in the body", gateway: "models", prefix: "", kept: "", body: '{"model":"m"}' },
  { name: "a model in a header", gateway: "headers", prefix: "", kept: "", headers: { "x-model": "m" } },
  { name: "a model in the path", gateway: "paths", prefix: "/org%2Fm", kept: "" },
  { name: "a rule that strips its path", gateway: "rules", prefix: "/stripped", kept: "" },
  { name: "a rule that keeps its path", gateway: "rules", prefix: "/kept", kept: "/kept" },
  { name: "a rule with one open segment", gateway: "rules", prefix: "/one/x", kept: "/one/x" },
  { name: "a custom endpoint", gateway: "models", prefix: "/proxy-api/acct/e", kept: "" },
  { name: "an upgrade, by a rule", gateway: "rules", prefix: "/kept", kept: "/kept", headers: websocket },
  { name: "an upgrade, by a rule that strips", gateway: "rules", prefix: "/stripped", kept: "", headers: websocket },
  {
    name: "an upgrade, by a custom endpoint",
    gateway: "models",
    prefix: "/proxy-api/acct/e",
    kept: "",
    headers: websocket,
  },
  { name: "an upgrade, by a model in the path", gateway: "paths", prefix: "/org%2Fm", kept: "", headers: websocket },
  {
    name: "an upgrade, by a header",
    gateway: "headers",
    prefix: "",
    kept: "",
    headers: { ...websocket, "x-model": "m" },
  },
  { name: "an upgrade, by its query", gateway: "models", prefix: "", kept: "", headers: websocket, query: "model=m" },
];
const gateways = new Map<Way["gateway"], Json>();

beforeAll(async () => {
  weir = await Weir.start();
  upstream = createServer((request, response) => {
    seen.push(request.url!);
    request.resume().on("end", () => response.end("{}"));
  });
  const url = await new Promise<string>((resolve) => {
    upstream.listen(0, "127.0.0.1", () => {
      resolve(`http://127.0.0.1:${(upstream.address() as AddressInfo).port}${base}`);
    });
  });
  const { spec } = await weir.createUpstream([url]);
  const routings = {
    models: {},
    headers: { headerBasedRouting: { headerName: "x-model" } },
    paths: { pathBasedRouting: {} },
    rules: {},
  };
  for (const [name, fields] of Object.entries(routings)) {
    const gateway = await weir.createGateway({ name, ...fields });
    gateways.set(name as Way["gateway"], gateway);
    if (name === "rules") continue;
    const model = name === "paths" ? "org/m" : "m";
    await weir.createDeployment(gateway.spec.id, model, [], { targets: undefined, upstreamId: spec.id });
  }
  const service = await weir.createService([spec.id]);
  const rules = gateways.get("rules").spec.id;
  await weir.createRule(rules, "/stripped/*", [service.spec.id], { name: "a", stripPath: true });
  await weir.createRule(rules, "/kept/*", [service.spec.id], { name: "b" });
  await weir.createRule(rules, "/one/{id}/*", [service.spec.id], { name: "c" });
  const { status, body } = await weir.rest("POST", "customEndpoints", {
    name: "acct",
    gatewayIds: [gateways.get("models").spec.id],
    endpoints: [{ name: "e", baseUrl: url }],
  });
  expect([status, body]).toMatchObject([200, {}]);
  await weir.waitForStatus("customEndpoints", body.customEndpoint.spec.id, "STATUS_READY");
});

afterAll(async () => {
  agent.destroy();
  await weir?.stop();
  upstream?.closeAllConnections();
  upstream?.close();
});

function withQuery(path: string, query: string | undefined): string {
  if (query === undefined) return path;
  return path.includes("?") ? `${path}&${query}` : `${path}?${query}`;
}

/** Sends a path by a way, as it is; resolves with the status and the code of a refusal. */
function send(way: Way, path: string): Promise<{ status: number; code: string | undefined }> {
  const { port, hostname } = new URL(weir.proxyUrl());
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      {
        port,
        hostname,
        path: withQuery(way.prefix + path, way.query),
        method: way.body === undefined ? "GET" : "POST",
        agent: way.headers?.upgrade === undefined ? agent : false,
        headers: { host: hostOf(gateways.get(way.gateway)), authorization: `Bearer ${adminToken}`, ...way.headers },
      },
      (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (part) => {
          text += part;
        });
        response.once("error", reject);
        response.once("end", () => resolve({ status: response.statusCode!, code: JSON.parse(text).error?.code }));
      },
    );
    request.once("error", reject);
    request.end(way.body);
  });
}

describe.each(ways)("$name", (way) => {
  it("never leaves the base path, and is sent on byte for byte", async () => {
    await fc.assert(
      fc.asyncProperty(spelledPaths, async (path) => {
        seen.length = 0;
        const { status, code } = await send(way, path);
        if (hasDotSegment(path)) expect([path, status, code, seen]).toEqual([path, 400, "invalid_request", []]);
        else expect([path, status, seen]).toEqual([path, 200, [withQuery(base + way.kept + path, way.query)]]);
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    "/a%2Fb/..c/d..?x=../..%2f",
    "//x/admin",
    "/x//y",
    "/a%5Cb\\c",
    "/%7Euser/~x",
    "/a;b=c/d",
    "/x%20y",
    "/%41%c3%a9",
  ])("sends %s on as it came", async (path) => {
    seen.length = 0;
    expect([(await send(way, path)).status, seen]).toEqual([200, [withQuery(base + way.kept + path, way.query)]]);
  });

  it.each([
    "/../../admin",
    "/%2e%2e/%2e%2e/admin",
    "/..%2f..%2fadmin",
    "/x/..%2F..%2F..%2Fadmin",
    "/..\\..\\admin",
    "/..%5c..%5cadmin",
    "/%252e%252e%252f%252e%252e%252fadmin",
    "/..;/..;/admin",
    "/..%00/admin",
    "/%c0%ae%c0%ae/admin",
  ])("refuses %s", async (path) => {
    seen.length = 0;
    expect([await send(way, path), seen]).toEqual([{ status: 400, code: "invalid_request" }, []]);
  });
});

it("holds for targets in absolute form, which may not hide a path in their query or their host", async () => {
  const host = hostOf(gateways.get("rules"));
  const credential = `authorization: Bearer ${adminToken}\r\nconnection: close\r\n\r\n`;
  const get = async (target: string): Promise<[number, string[]]> => {
    seen.length = 0;
    const text = await rawExchange(weir.proxyAddress(), `GET ${target} HTTP/1.1\r\nhost: ${host}\r\n${credential}`);
    return [parseRawAnswer(text).status, [...seen]];
  };
  expect(await get(`http://${host}/kept/a%2Fb?c`)).toEqual([200, [`${base}/kept/a%2Fb?c`]]);
  expect(await get(`http://${host}/kept/..%2f..%2fadmin`)).toEqual([400, []]);
  expect(await get(`http://${host}?x=/kept/a`)).toEqual([404, []]);
  expect(await get(`http://${host}\\..\\kept/a`)).toEqual([400, []]);
});

it("holds over HTTP/2", async () => {
  const session = connectHttp2(weir.proxyUrl());
  const get = (path: string): Promise<number> =>
    new Promise((resolve, reject) => {
      const headers = {
        ":path": path,
        ":authority": hostOf(gateways.get("rules")),
        authorization: `Bearer ${adminToken}`,
      };
      const stream = session.request(headers).resume();
      stream.once("response", ({ ":status": status }) => resolve(status!));
      stream.once("error", reject);
    });
  try {
    for (const path of ["/kept/../x", "/kept/..%2fx", "/kept/%252e%252e/x", "/kept/..\\x"]) {
      expect([path, await get(path)]).toEqual([path, 400]);
    }
    seen.length = 0;
    expect([await get("/kept/a%2Fb"), seen]).toEqual([200, [`${base}/kept/a%2Fb`]]);
  } finally {
    await new Promise<void>((resolve) => session.close(resolve));
  }
});
