// Which addresses proxies connect to on behalf of tenants, whatever the resource and however the address is written.

import { request as httpRequest } from "node:http";
import { type AddressInfo, createServer, type Server } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createDnsServer, type DnsServer } from "../support/dns-server.ts";
import { waitFor } from "../support/wait-for.ts";
import { adminToken, hostOf, type Json, Weir } from "../support/weir.ts";

/** Counts connections, and answers each request with the same bytes. */
interface Listener {
  readonly url: string;
  readonly port: number;
  connections: number;
  close(): void;
}

async function listen(host: string, answer = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"): Promise<Listener> {
  const server: Server = createServer((socket) => {
    listener.connections += 1;
    socket.on("error", () => socket.destroy());
    socket.on("data", () => socket.write(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const { port } = server.address() as AddressInfo;
  const listener = { url: `http://${host}:${port}`, port, connections: 0, close: () => server.close() };
  return listener;
}

let weir: Weir;
let dns: DnsServer;
let gateway: Json;
let count = 0;
const nextName = (): string => `t${++count}`;

beforeAll(async () => {
  dns = await createDnsServer();
  weir = await Weir.start({
    proxyEnvironment: { WEIR_TARGETS_DENY: "127.0.0.2/32,127.0.0.8/29", WEIR_DNS_SERVERS: dns.address },
  });
  gateway = await weir.createGateway();
});

afterAll(async () => {
  await weir?.stop();
  await dns?.close();
});

async function created(collection: string, body: Json, resource: string): Promise<Json> {
  const answer = await weir.rest("POST", collection, body);
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return answer.body[resource];
}

async function createEndpoint(name: string, url: string): Promise<Json> {
  const fields = { name, gatewayIds: [gateway.spec.id], endpoints: [{ name: "e", baseUrl: url }] };
  const endpoint = await created("customEndpoints", fields, "customEndpoint");
  return weir.waitForStatus("customEndpoints", endpoint.spec.id, "STATUS_READY");
}

function get(on: Json, path: string): ReturnType<Weir["chat"]> {
  return weir.chat(on, "", { path, method: "GET" });
}

/** The status of the answer to an upgrade. */
function upgrade(on: Json, path: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(`${weir.proxyUrl()}${path}`, {
      agent: false,
      headers: {
        host: hostOf(on),
        authorization: `Bearer ${adminToken}`,
        connection: "Upgrade",
        upgrade: "websocket",
        "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
        "sec-websocket-version": "13",
      },
    });
    sent.on("response", (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on("upgrade", (response, socket) => {
      socket.destroy();
      resolve(response.statusCode);
    });
    sent.on("error", reject);
    sent.end();
  });
}

/** Every way in which a tenant has a proxy connect to an address. Resolves when it has been asked to. */
const ways: Record<string, (url: string) => Promise<unknown>> = {
  async deployment(url) {
    const model = nextName();
    await weir.createDeployment(gateway.spec.id, model, [url]);
    return weir.chat(gateway, { model });
  },
  async "custom endpoint"(url) {
    const name = nextName();
    await createEndpoint(name, url);
    return get(gateway, `/proxy-api/${name}/e/x`);
  },
  async "upgrade to a custom endpoint"(url) {
    const name = nextName();
    await createEndpoint(name, url);
    return upgrade(gateway, `/proxy-api/${name}/e/x`);
  },
  async "HTTP/2 upstream"(url) {
    const model = nextName();
    const upstream = await weir.createUpstream([url], {
      protocol: "UPSTREAM_PROTOCOL_HTTP2",
      // What listens here does not speak it.
      timeouts: { overall: "0.5s" },
    });
    const fields = { targets: undefined, upstreamId: upstream.spec.id };
    await weir.createDeployment(gateway.spec.id, model, [], fields);
    return weir.chat(gateway, { model });
  },
  async "TLS upstream"(url) {
    const model = nextName();
    const upstream = await weir.createUpstream([url.replace("http:", "https:")]);
    await weir.createDeployment(gateway.spec.id, model, [], { targets: undefined, upstreamId: upstream.spec.id });
    return weir.chat(gateway, { model });
  },
  async "name that is looked up"(url) {
    const model = nextName();
    const { hostname, port } = new URL(url);
    dns.records.set(`${model}.test`, [hostname]);
    const upstream = await weir.createUpstream([], { dnsTargets: [{ url: `http://${model}.test:${port}` }] });
    await weir.createDeployment(gateway.spec.id, model, [], { targets: undefined, upstreamId: upstream.spec.id });
    return weir.chat(gateway, { model });
  },
  async "service of a rule"(url) {
    const ruled = await weir.createGateway({ name: nextName() });
    const service = await weir.createService([(await weir.createUpstream([url])).spec.id]);
    await weir.createRule(ruled.spec.id, "/*", [service.spec.id]);
    return get(ruled, "/x");
  },
  async mirror(url) {
    const model = nextName();
    const service = await weir.createService([(await weir.createUpstream([url])).spec.id]);
    await weir.createDeployment(gateway.spec.id, model, [open.url], {
      traffic: { mirror: { serviceId: service.spec.id } },
    });
    return weir.chat(gateway, { model });
  },
  "health checks by HTTP": (url) => checked(url, { http: {} }),
  "health checks by TCP": (url) => checked(url, { tcp: {} }),
  "health checks by gRPC": (url) => checked(url, { grpc: {} }),
  async "reading of load"(url) {
    const upstream = await weir.createUpstream([url], {
      balance: { leastRequests: { reportedLoad: { interval: "0.1s" } } },
    });
    await weir.createDeployment(gateway.spec.id, nextName(), [], { targets: undefined, upstreamId: upstream.spec.id });
  },
  async "external_api plugin"(url) {
    const asked = await weir.createGateway({ name: nextName(), requiredPlugins: [{ externalApi: { url } }] });
    return weir.chat(asked, { model: "m" });
  },
  async "W&B server"(url) {
    const asked = await weir.createGateway({ name: nextName(), weightsAndBiasesAuth: { serverUrl: url } });
    return weir.chat(asked, { model: "m" }, { token: "k".repeat(40) });
  },
};

async function checked(url: string, kind: Json): Promise<void> {
  const upstream = await weir.createUpstream([url], { healthCheck: { ...kind, interval: "0.1s", fall: 1 } });
  await weir.createDeployment(gateway.spec.id, nextName(), [], { targets: undefined, upstreamId: upstream.spec.id });
}

let open: Listener;
let denied: Listener;

beforeEach(async () => {
  open = await listen("127.0.0.3");
  denied = await listen("127.0.0.2");
});

afterEach(() => {
  open.close();
  denied.close();
});

/** Waits until a proxy has logged that it does not connect to a port, and gives the reason. */
async function refusalTo(port: number): Promise<string> {
  const isRefusal = (line: string): boolean => line.includes(`:${port}"`) && line.includes("a connection is refused");
  return JSON.parse(await waitFor(`a refusal to connect to port ${port}`, () => weir.log.find(isRefusal))).reason;
}

describe.each(Object.entries(ways))("%s", (_name, ask) => {
  it("is connected to where its address is allowed, and not where it is denied", async () => {
    await ask(open.url);
    await waitFor("a connection to the address that is allowed", () => open.connections > 0);
    await ask(denied.url);
    expect(await refusalTo(denied.port)).toBe("127.0.0.2 is in 127.0.0.2/32, which WEIR_TARGETS_DENY refuses");
    expect(denied.connections).toBe(0);
  });
});

const spellings = [
  "127.0.0.1",
  "127.1",
  "2130706433",
  "0x7f.1",
  "0x7f000001",
  "0177.0.0.1",
  "127.0.0.1.",
  "[::ffff:127.0.0.1]",
  "[::ffff:7f00:1]",
  "[::127.0.0.1]",
  "[64:ff9b::7f00:1]",
  "0.0.0.0",
  "0",
  "localhost",
  "LOCALHOST.",
];

describe("the proxy's own listeners and the control plane", () => {
  it.each(spellings)("are never targets, as %s", async (host) => {
    const ports = [
      [weir.adminUrl(), "/metrics", "WEIR_PROXY_ADMIN_LISTEN"],
      [weir.serverUrl, "/metrics", "WEIR_CONTROL_URL"],
      [weir.proxyUrl(), "/", "WEIR_PROXY_LISTEN"],
    ] as const;
    for (const [url, path, setting] of ports) {
      const name = nextName();
      const at = `http://${host}:${new URL(url).port}`;
      const answer = await weir.rest("POST", "customEndpoints", {
        name,
        gatewayIds: [gateway.spec.id],
        endpoints: [{ name: "e", baseUrl: at }],
      });
      // Some spellings are not URLs to the API.
      if (answer.status === 400) continue;
      await weir.waitForStatus("customEndpoints", answer.body.customEndpoint.spec.id, "STATUS_READY");
      const { status, text, json } = await get(gateway, `/proxy-api/${name}/e${path}`);
      // A name may have an address of IPv6 besides, where nothing listens.
      if (/localhost/i.test(host)) expect([status, json.error.code]).toContain(502);
      else expect([status, json.error.code]).toEqual([502, "target_not_allowed"]);
      // The caller does not operate the proxy.
      expect(text).not.toMatch(/weir_|WEIR_|127\.0\.0/);
      if (/localhost/i.test(host)) continue;
      await waitFor(`a refusal that names ${setting}`, () => weir.log.some((line) => line.includes(setting)));
    }
  });
});

describe("a target whose address is refused", () => {
  it("shows why in its status, until its name leads elsewhere", async () => {
    const name = nextName();
    dns.records.set(`${name}.test`, ["127.0.0.2"]);
    const upstream = await weir.createUpstream([], {
      dnsTargets: [{ url: `http://${name}.test:${open.port}`, minInterval: "0.1s" }],
    });
    await weir.createDeployment(gateway.spec.id, name, [], { targets: undefined, upstreamId: upstream.spec.id });
    const { status, json } = await weir.chat(gateway, { model: name });
    expect([status, json.error.code]).toEqual([502, "target_not_allowed"]);
    const targets = async (): Promise<Json[]> =>
      (await weir.rest("GET", `upstreams/${upstream.spec.id}`)).body.upstream.status.targets ?? [];
    expect(await waitFor("the status", async () => (await targets())[0])).toMatchObject({
      health: "TARGET_HEALTH_NOT_ALLOWED",
      reason: "127.0.0.2 is in 127.0.0.2/32, which WEIR_TARGETS_DENY refuses",
    });
    dns.records.set(`${name}.test`, ["127.0.0.3"]);
    await waitFor("the other address", async () => (await weir.chat(gateway, { model: name })).status === 200);
    await waitFor("the status to be as before", async () => (await targets()).length === 0);
  });

  it("is passed over for another target of its pool", async () => {
    const model = nextName();
    await weir.createDeployment(gateway.spec.id, model, [denied.url, open.url]);
    for (let sent = 0; sent < 12; sent++) expect((await weir.chat(gateway, { model })).status).toBe(200);
    expect(denied.connections).toBe(0);
  });
});

it("follows no redirect to a denied address", async () => {
  const to = denied.url;
  const answer = `HTTP/1.1 307 Temporary Redirect\r\nlocation: ${to}/x\r\ncontent-length: 0\r\n\r\n`;
  const redirecting = await listen("127.0.0.3", answer);
  for (const way of ["custom endpoint", "external_api plugin", "W&B server", "health checks by HTTP"]) {
    const before = redirecting.connections;
    await ways[way]!(redirecting.url);
    await waitFor(`a connection of ${way}`, () => redirecting.connections > before);
  }
  expect(denied.connections).toBe(0);
  redirecting.close();
});

describe("a server with the same settings", () => {
  let server: Weir;

  beforeAll(async () => {
    server = await Weir.start({ proxies: 0, environment: { WEIR_TARGETS_ALLOW: "192.0.2.0/24,2001:db8::/32" } });
  });

  afterAll(() => server?.stop());

  const target = (url: string): Json => ({ targets: [{ url }] });
  const plugin = (url: string): Json => [{ externalApi: { url } }];
  const routed = { zones: ["local"], pathBasedRouting: {} };
  const id = "00000000-0000-4000-8000-000000000000";
  const fields: [string, string, (url: string) => Json][] = [
    [
      "deployments",
      "targets.targets[0].url",
      (url) => ({ gatewayIds: [id], model: { name: "m" }, targets: target(url) }),
    ],
    ["upstreams", "targets[0].url", target],
    ["upstreams", "dns_targets[0].url", (url) => ({ dnsTargets: [{ url }] })],
    [
      "customEndpoints",
      "endpoints[0].base_url",
      (url) => ({ gatewayIds: [id], endpoints: [{ name: "e", baseUrl: url }] }),
    ],
    [
      "gateways",
      "weights_and_biases_auth.server_url",
      (url) => ({ ...routed, weightsAndBiasesAuth: { serverUrl: url } }),
    ],
    [
      "gateways",
      "required_plugins[0].external_api.url",
      (url) => ({ ...routed, coreWeaveAuth: {}, requiredPlugins: plugin(url) }),
    ],
    [
      "rules",
      "plugins[0].external_api.url",
      (url) => ({ gatewayId: id, path: "/x", services: [{ serviceId: id }], plugins: plugin(url) }),
    ],
    [
      "services",
      "plugins[0].external_api.url",
      (url) => ({ type: "SERVICE_TYPE_REST", upstreams: [{ upstreamId: id }], plugins: plugin(url) }),
    ],
  ];
  const refused: [string, string][] = [
    ["http://198.51.100.1:80", "WEIR_TARGETS_ALLOW"],
    ["https://[2001:db9::1]", "WEIR_TARGETS_ALLOW"],
    ["http://169.254.169.254", "WEIR_TARGETS_DENY"],
    ["http://[fe80::1]:9", "WEIR_TARGETS_DENY"],
  ];

  it.each(fields)(
    "refuses addresses that are not allowed in %s at %s, and names the setting",
    async (collection, field, make) => {
      for (const [url, setting] of refused) {
        const { status, body } = await server.rest("POST", collection, { name: "n", ...make(url) });
        expect.soft([status, body.message], url).toEqual([400, expect.stringContaining(setting)]);
        expect.soft(body.message, url).toContain(field);
      }
      for (const url of ["http://192.0.2.1:80", "https://[2001:db8::1]/base", "http://models.example.com"]) {
        const { body } = await server.rest("POST", collection, { name: "n", ...make(url) });
        expect.soft(JSON.stringify(body), url).not.toContain("WEIR_TARGETS");
      }
    },
  );
});
