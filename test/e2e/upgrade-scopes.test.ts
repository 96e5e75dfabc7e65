// A key reaches the same with and without a request for an upgrade: an upstream that ignores the upgrade answers
// the request, so the same decision holds for both.

import { createServer, request as httpRequest, type IncomingHttpHeaders, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { waitFor } from "../support/wait-for.ts";
import { hostOf, type Json, Weir } from "../support/weir.ts";

let weir: Weir;
/** Ignores upgrades, and answers with the path that it was asked for. */
let upstream: Server;
const seen: { method: string; path: string; headers: IncomingHttpHeaders; body: string }[] = [];
let modelGateway: Json;
let pathGateway: Json;
let ruleGateway: Json;

interface Sent {
  readonly gateway: () => Json;
  readonly method?: string;
  readonly path: string;
  readonly headers?: IncomingHttpHeaders;
}

/** Requests of callers, at least one of each kind of routing. */
const requests: readonly Sent[] = [
  { gateway: () => modelGateway, path: "/any", headers: { "x-model": "open" } },
  { gateway: () => modelGateway, path: "/any", headers: { "x-model": "closed" } },
  { gateway: () => modelGateway, path: "/any", headers: { "x-model": "nobody's" } },
  { gateway: () => modelGateway, path: "/any" },
  { gateway: () => modelGateway, path: "/v1/models/other", headers: { "x-model": "open" } },
  { gateway: () => modelGateway, path: "/proxy-api/open/e/any" },
  { gateway: () => modelGateway, path: "/proxy-api/closed/e/any" },
  { gateway: () => modelGateway, path: "/proxy-api/open/none/any" },
  { gateway: () => pathGateway, path: "/open/any" },
  { gateway: () => pathGateway, path: "/closed/any" },
  { gateway: () => ruleGateway, path: "/open" },
  { gateway: () => ruleGateway, path: "/open/admin" },
  { gateway: () => ruleGateway, path: "/closed" },
  { gateway: () => ruleGateway, path: "/closed/any" },
  { gateway: () => ruleGateway, path: "/posts" },
  { gateway: () => ruleGateway, path: "/posts", method: "POST" },
  { gateway: () => ruleGateway, path: "/grpc" },
  { gateway: () => ruleGateway, path: "/other-service" },
  { gateway: () => ruleGateway, path: "/none" },
  { gateway: () => ruleGateway, path: "/below/..\\closed" },
  { gateway: () => ruleGateway, path: "/below/..%5cclosed" },
  { gateway: () => ruleGateway, path: "/below/..%2fclosed" },
  { gateway: () => ruleGateway, path: "/below//host/closed" },
  { gateway: () => ruleGateway, path: "/below/x" },
];

const scopes: readonly { readonly name: string; readonly of: () => Json; readonly scopes: () => Json }[] = [
  { name: "everything of a gateway with models", of: () => modelGateway, scopes: () => undefined },
  { name: "a model", of: () => modelGateway, scopes: () => ({ models: ["open"] }) },
  { name: "models by prefix", of: () => modelGateway, scopes: () => ({ models: ["op*"] }) },
  { name: "a custom endpoint", of: () => modelGateway, scopes: () => ({ customEndpointIds: [ids.open] }) },
  { name: "a model in the path", of: () => pathGateway, scopes: () => ({ models: ["open"] }) },
  { name: "everything of a gateway with rules", of: () => ruleGateway, scopes: () => undefined },
  { name: "a rule for one path", of: () => ruleGateway, scopes: () => ({ ruleIds: [ids.openRule] }) },
  { name: "a rule for the paths below one", of: () => ruleGateway, scopes: () => ({ ruleIds: [ids.belowRule] }) },
  { name: "a rule for one method", of: () => ruleGateway, scopes: () => ({ ruleIds: [ids.postRule] }) },
  { name: "a service", of: () => ruleGateway, scopes: () => ({ serviceIds: [ids.otherService] }) },
];
const ids: Record<string, string> = {};
const secrets = new Map<string, string>();

/** Ways to ask for an upgrade that this upstream ignores. */
const offers: readonly { readonly name: string; readonly headers: IncomingHttpHeaders; readonly body?: string }[] = [
  { name: "a WebSocket", headers: webSocket("websocket") },
  { name: "a WebSocket, in another case", headers: webSocket("WebSocket") },
  {
    name: "a WebSocket, with a body",
    headers: webSocket("websocket"),
    body: "GET /closed HTTP/1.1\r\nhost: x\r\n\r\n",
  },
  { name: "h2c", headers: { connection: "Upgrade, HTTP2-Settings", upgrade: "h2c", "http2-settings": "AAEAAEAA" } },
  { name: "an unknown protocol", headers: { connection: "Upgrade", upgrade: "nothing/1" } },
  { name: "two protocols", headers: { connection: "Upgrade", upgrade: "websocket, h2c" } },
];

function webSocket(name: string): IncomingHttpHeaders {
  return { connection: "Upgrade", upgrade: name, "sec-websocket-version": "13", "sec-websocket-key": "eA==" };
}

beforeAll(async () => {
  weir = await Weir.start();
  upstream = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (part) => {
      body += part;
    });
    request.on("end", () => {
      seen.push({ method: request.method!, path: request.url!, headers: request.headers, body });
      response.end(JSON.stringify({ path: request.url }));
    });
  });
  const url = await new Promise<string>((resolve) => {
    upstream.listen(0, "127.0.0.1", () => resolve(`http://127.0.0.1:${(upstream.address() as AddressInfo).port}`));
  });
  const keyed = { apiKeyAuth: {} };
  modelGateway = await weir.createGateway({ name: "models", headerBasedRouting: { headerName: "x-model" }, ...keyed });
  pathGateway = await weir.createGateway({ name: "paths", pathBasedRouting: {}, ...keyed });
  ruleGateway = await weir.createGateway({ name: "rules", ...keyed });
  for (const { spec } of [modelGateway, pathGateway]) {
    for (const model of ["open", "closed"]) await weir.createDeployment(spec.id, model, [url], { name: model });
  }
  for (const name of ["open", "closed"]) {
    const { body } = await weir.rest("POST", "customEndpoints", {
      name,
      gatewayIds: [modelGateway.spec.id],
      endpoints: [{ name: "e", baseUrl: url }],
    });
    ids[name] = body.customEndpoint.spec.id;
    await weir.waitForStatus("customEndpoints", ids[name]!, "STATUS_READY");
  }
  const { spec } = await weir.createUpstream([url]);
  const service = async (fields: Json): Promise<string> => (await weir.createService([spec.id], fields)).spec.id;
  const [one, other, grpc] = [
    await service({ name: "one" }),
    await service({ name: "other" }),
    await service({ name: "grpc", type: "SERVICE_TYPE_GRPC" }),
  ];
  ids.otherService = other;
  const rule = async (path: string, of: string, fields: Json = {}): Promise<string> =>
    (await weir.createRule(ruleGateway.spec.id, path, [of], { name: path.replaceAll(/\W/g, "x"), ...fields })).spec.id;
  ids.openRule = await rule("/open", one);
  ids.belowRule = await rule("/below/*", one, { stripPath: true });
  ids.postRule = await rule("/posts", one, { methods: ["POST"] });
  await rule("/closed/*", one);
  await rule("/grpc", grpc);
  await rule("/other-service", other);
  for (const each of scopes) {
    const path = `gateways/${each.of().spec.id}/keys`;
    const { status, body } = await weir.rest("POST", path, { name: "k", scopes: each.scopes() });
    expect([status, body]).toMatchObject([200, { secret: expect.any(String) }]);
    secrets.set(each.name, body.secret);
    await waitFor("the proxy to know the key", async () => {
      return (await ask({ gateway: each.of, path: "/none" }, body.secret)).status !== 401;
    });
  }
});

afterAll(async () => {
  await weir?.stop();
  upstream?.closeAllConnections();
  upstream?.close();
});

interface Answered {
  readonly status: number;
  /** Of a refusal of the proxy. */
  readonly code: string | undefined;
  /** The requests that the upstream got. */
  readonly reached: readonly string[];
}

/** Sends a request on a connection of its own, which the proxy must end after the answer. */
function ask(sent: Sent, secret: string, more: IncomingHttpHeaders = {}, body?: string): Promise<Answered> {
  seen.length = 0;
  const { port, hostname } = new URL(weir.proxyUrl());
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      {
        port,
        hostname,
        path: sent.path,
        method: sent.method ?? "GET",
        agent: false,
        headers: {
          host: hostOf(sent.gateway()),
          authorization: `Bearer ${secret}`,
          ...sent.headers,
          ...more,
          ...(body === undefined ? {} : { "content-length": String(body.length) }),
        },
      },
      (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (part) => {
          text += part;
        });
        response.once("error", reject);
        response.once("end", () => {
          const reached = seen.map(({ method, path }) => `${method} ${path}`);
          resolve({ status: response.statusCode!, code: JSON.parse(text).error?.code, reached });
        });
      },
    );
    request.once("error", reject);
    request.end(body);
  });
}

describe.each(scopes)("a key for $name", ({ name, of }) => {
  it.each(offers)("reaches with $name what it reaches without, and nothing else", async ({ headers, body }) => {
    let reached = 0;
    for (const each of requests.filter(({ gateway }) => gateway() === of())) {
      const plain = await ask(each, secrets.get(name)!);
      const offered = await ask(each, secrets.get(name)!, headers, body);
      // The list of models is the proxy's own: no upgrade of it reaches anything.
      if (each.path.startsWith("/v1/models")) expect([each.path, offered.reached]).toEqual([each.path, []]);
      else expect([each.path, offered]).toEqual([each.path, plain]);
      reached += plain.reached.length;
    }
    expect(reached).toBeGreaterThan(0);
    expect(reached).toBeLessThan(requests.length);
  });
});

describe("an upgrade that an upstream ignores", () => {
  it("has its answer passed on, and its connection closed after it", async () => {
    const { port, hostname } = new URL(weir.proxyUrl());
    const socket = connect(Number(port), hostname);
    const text = await new Promise<string>((resolve, reject) => {
      let all = "";
      socket.setEncoding("latin1").on("data", (part) => {
        all += part;
      });
      socket.once("error", reject);
      socket.once("close", () => resolve(all));
      const head = [
        "GET /open HTTP/1.1",
        `host: ${hostOf(ruleGateway)}`,
        `authorization: Bearer ${secrets.get("a rule for one path")}`,
        ...Object.entries(webSocket("websocket")).map(([name, value]) => `${name}: ${value}`),
      ].join("\r\n");
      // What comes after it is no request of this connection any more.
      socket.write(`${head}\r\n\r\nGET /closed HTTP/1.1\r\nhost: ${hostOf(ruleGateway)}\r\n\r\n`);
    });
    expect(text).toMatch(/^HTTP\/1\.1 200 /);
    expect(text).toMatch(/^connection: close\r$/im);
    expect(text.match(/HTTP\/1\.1/g)).toHaveLength(1);
    expect(seen.map(({ path, body }) => [path, body])).toEqual([["/open", ""]]);
    expect(seen[0]!.headers).not.toHaveProperty("authorization");
  });
});
