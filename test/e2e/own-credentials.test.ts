// A credential of Weir is seen by Weir alone: no upstream, no plugin's service, no IAM and no W&B gets one.

import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { createFakeModel, type FakeModel } from "../support/fake-model/fake-model.ts";
import { createFakeWandb, type FakeWandb } from "../support/fake-wandb.ts";
import { waitFor } from "../support/wait-for.ts";
import { adminToken, hostOf, type Json, Weir } from "../support/weir.ts";

const wandbKey = "a1".repeat(20);
const strangers = {
  "an access token": `weir_at_${"x".repeat(43)}`,
  "an API key": `weir_gk_${"y".repeat(43)}`,
  "a proxy token": `weir_pt_${"z".repeat(43)}`,
};

let weir: Weir;
let model: FakeModel;
let mirror: FakeModel;
let hook: FakeModel;
let wandb: FakeWandb;
let iam: Server;
/** The tokens that IAM was shown. */
const shown: string[] = [];
/** Gateways by what they take. */
let gateways: Record<"tokens" | "keys" | "wandb", Json>;
let credentials: Record<"tokens" | "keys" | "wandb", string>;

beforeAll(async () => {
  iam = createServer((request, response) => {
    const token = request.headers.authorization?.slice("Bearer ".length) ?? "";
    shown.push(token);
    const isKnown = token === "iam-known";
    response.writeHead(isKnown ? 200 : 401).end('{"principal":{"uid":"u","orgUid":"default"}}');
  });
  await new Promise<void>((resolve) => iam.listen(0, "127.0.0.1", resolve));
  const models = ["model", "mirror", "hook"].map((name) => createFakeModel({ name }));
  [model, mirror, hook] = (await Promise.all(models)) as [FakeModel, FakeModel, FakeModel];
  wandb = await createFakeWandb({ users: { [wandbKey]: { username: "ann" } } });
  weir = await Weir.start({
    environment: {
      WEIR_IAM_WHOAMI_URL: `http://127.0.0.1:${(iam.address() as AddressInfo).port}/whoami`,
      WEIR_IAM_ORGANIZATIONS: "default",
    },
  });
  const service = await weir.createService([(await weir.createUpstream([model.url])).spec.id]);
  const copies = await weir.createService([(await weir.createUpstream([mirror.url])).spec.id]);
  const requiredPlugins = [
    { externalApi: { url: hook.url } },
    { headerTransformer: { rename: [{ from: "x-mine", to: "x-renamed" }] } },
  ];
  const create = async (name: string, auth: Json): Promise<Json> => {
    const gateway = await weir.createGateway({ name, requiredPlugins, ...auth });
    await weir.createDeployment(gateway.spec.id, "m", [model.url], {
      traffic: { mirror: { serviceId: copies.spec.id } },
    });
    await weir.createRule(gateway.spec.id, "/things/*", [service.spec.id]);
    const endpoint = {
      name: `account-${name}`,
      gatewayIds: [gateway.spec.id],
      endpoints: [{ name: "e", baseUrl: model.url }],
    };
    const { body } = await weir.rest("POST", "customEndpoints", endpoint);
    await weir.waitForStatus("customEndpoints", body.customEndpoint.spec.id, "STATUS_READY");
    return gateway;
  };
  const [tokens, keys, ofWandb] = await Promise.all([
    create("tokens", { coreWeaveAuth: {} }),
    create("keys", { apiKeyAuth: {} }),
    create("wandb", { weightsAndBiasesAuth: { serverUrl: wandb.url } }),
  ]);
  gateways = { tokens, keys, wandb: ofWandb };
  const key = await weir.rest("POST", `gateways/${keys.spec.id}/keys`, { name: "k" });
  credentials = { tokens: adminToken, keys: key.body.secret, wandb: wandbKey };
  await waitFor("the key", async () => (await call("keys", {})).status === 200);
});

afterAll(async () => {
  await weir?.stop();
  await Promise.all([model?.close(), mirror?.close(), hook?.close(), wandb?.close()]);
  iam?.close();
});

function call(name: keyof typeof gateways, headers: Record<string, string>, path?: string): Promise<Json> {
  const all = { authorization: `Bearer ${credentials[name]}`, ...headers };
  return weir.chat(gateways[name], { model: "m" }, { token: null, headers: all, ...(path !== undefined && { path }) });
}

/** Everything that came to anybody, as text. */
const seen = (): string =>
  JSON.stringify([model, mirror, hook].flatMap((each) => each.seen.map(({ rawHeaders, path }) => [rawHeaders, path])));

const names = [
  "x-api-key",
  "api-key",
  "x-goog-api-key",
  "cookie",
  "sec-websocket-protocol",
  "x-mine",
  "proxy-authorization",
];
const routes = ["/v1/chat/completions", "/things/one", "endpoint"];

describe.each(["tokens", "keys", "wandb"] as const)("a gateway that takes %s", (gateway) => {
  it.each(routes)("sends no credential of Weir on, whichever header it is in: %s", async (route) => {
    const path = route === "endpoint" ? `/proxy-api/account-${gateway}/e/v1/chat/completions` : route;
    const mirrored = mirror.seen.length;
    for (const name of names) {
      for (const secret of [...Object.values(strangers), credentials[gateway]]) {
        const value = name === "cookie" ? `session=${secret}` : secret;
        const { status } = await call(gateway, { [name]: value, "x-plain": "kept" }, path);
        expect([name, status]).toEqual([name, 200]);
        expect(model.seen.at(-1)!.headers["x-plain"]).toBe("kept");
      }
    }
    if (route === routes[0]) await waitFor("the copies", async () => mirror.seen.length >= mirrored + names.length * 4);
    for (const secret of [...Object.values(strangers), ...(gateway === "wandb" ? [] : [credentials[gateway]])])
      expect(seen()).not.toContain(secret);
  });
});

it.each([
  ["x-api-key", wandbKey],
  ["api-key", `Bearer ${wandbKey}`],
  ["x-goog-api-key", wandbKey],
  ["cookie", `a=b; session=${wandbKey}; c=d`],
  ["cookie", `key="${wandbKey}"`],
  ["sec-websocket-protocol", `realtime, key.${wandbKey}`],
])("sends on no %s that contains the caller's credential of another issuer", async (name, value) => {
  for (const path of [undefined, "/things/one", "/proxy-api/account-wandb/e/v1/chat/completions"]) {
    const { status } = await call("wandb", { [name]: value, "x-plain": "kept" }, path);
    const { rawHeaders, headers } = model.seen.at(-1)!;
    expect([status, headers["x-plain"]]).toEqual([200, "kept"]);
    expect(JSON.stringify(rawHeaders)).not.toContain(wandbKey);
  }
});

it("a client's own key for a provider passes, where the gateway does not read that header", async () => {
  for (const name of ["x-api-key", "api-key", "x-goog-api-key", "cookie"]) {
    await call("tokens", { [name]: "sk-provider-0123456789" }, "/proxy-api/account-tokens/e/x");
    expect([name, model.seen.at(-1)!.headers[name]]).toEqual([name, "sk-provider-0123456789"]);
  }
});

describe("a WebSocket", () => {
  async function open(headers: Record<string, string>, protocols: string[]): Promise<void> {
    const url = `${weir.proxyUrl().replace("http", "ws")}/proxy-api/account-tokens/e/v1/realtime?model=m`;
    const socket = new WebSocket(url, protocols, { headers: { host: hostOf(gateways.tokens), ...headers } });
    // The upstream refuses it: what counts is what it was offered.
    await new Promise((resolve) => socket.once("error", resolve));
  }
  let upstream: Server;
  const offered: Json[] = [];

  beforeAll(async () => {
    upstream = createServer();
    upstream.on("upgrade", (request, socket) => {
      offered.push(request.headers);
      socket.end("HTTP/1.1 400 no\r\nconnection: close\r\n\r\n");
    });
    await new Promise<void>((resolve) => upstream.listen(0, "127.0.0.1", resolve));
    const baseUrl = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
    const { body } = await weir.rest("GET", "customEndpoints");
    const { id } = body.items.find(({ spec }: Json) => spec.name === "account-tokens").spec;
    await weir.rest("PATCH", `customEndpoints/${id}`, { updateMask: "endpoints", endpoints: [{ name: "e", baseUrl }] });
    await weir.waitForStatus("customEndpoints", id, "STATUS_READY");
  });

  afterAll(() => upstream?.close());

  const inProtocol = (secret: string): string => `openai-insecure-api-key.${secret}`;
  const authorization = `Bearer ${adminToken}`;

  it.each<[string, Record<string, string>, string[], string | undefined]>([
    ["a token in a protocol", {}, ["realtime", inProtocol(adminToken)], "realtime"],
    ["a token in the only protocol", {}, [inProtocol(adminToken)], undefined],
    ["a token in a protocol and the header", { authorization }, ["realtime", inProtocol(adminToken)], "realtime"],
    [
      "two tokens in protocols",
      {},
      [inProtocol(adminToken), "realtime", inProtocol(strangers["an API key"])],
      "realtime",
    ],
    ["a token that is a protocol", { authorization }, ["realtime", adminToken], "realtime"],
    ["a token in x-api-key", { authorization, "x-api-key": adminToken }, ["realtime"], "realtime"],
    [
      "a key of a provider next to the token",
      { authorization },
      ["realtime", inProtocol("sk-provider")],
      `realtime, ${inProtocol("sk-provider")}`,
    ],
  ])("is opened without a credential of Weir: %s", async (_, headers, protocols, expected) => {
    offered.length = 0;
    await open(headers, protocols);
    expect(offered).toHaveLength(1);
    expect(offered[0]["sec-websocket-protocol"]?.replace(/,\s*/g, ", ")).toBe(expected);
    expect(JSON.stringify(offered)).not.toContain("weir_");
  });
});

describe.each(Object.entries(strangers))("%s that Weir does not know", (_, secret) => {
  it("is refused without a question to IAM or W&B", async () => {
    const { secret: deleted, accessToken } = (
      await weir.rest("POST", "accessTokens", { name: "t", role: "ROLE_ADMIN", organizationId: "elsewhere" })
    ).body;
    shown.length = 0;
    const before = wandb.asked.length;
    for (const token of [secret, deleted]) {
      for (const gateway of [gateways.tokens, gateways.wandb])
        expect((await weir.chat(gateway, { model: "m" }, { token })).status).toBe(401);
    }
    for (const encoded of [`api:${secret}`, `api:${adminToken}`]) {
      const authorization = `Basic ${Buffer.from(encoded).toString("base64")}`;
      const answer = await weir.chat(gateways.wandb, { model: "m" }, { token: null, headers: { authorization } });
      expect(answer.status).toBe(401);
    }
    expect((await weir.rest("GET", "gateways", undefined, secret)).status).toBe(401);
    await weir.rest("DELETE", `accessTokens/${accessToken.spec.id}`, undefined, deleted);
    expect([shown, wandb.asked.length - before]).toEqual([[], 0]);
  });
});

it.each(["Authorization", "authorization"])("a header_transformer can't rename %s", async (from) => {
  const requiredPlugins = [{ headerTransformer: { rename: [{ from, to: "x-caller" }] } }];
  const answer = await weir.rest("PATCH", `gateways/${gateways.tokens.spec.id}`, {
    requiredPlugins,
    updateMask: "requiredPlugins",
  });
  const [violation] = answer.body.details[0].debug.fieldViolations;
  expect([answer.status, violation.field]).toEqual([400, "required_plugins[0].header_transformer.rename[0].from"]);
});

it("IAM and W&B are asked about other credentials", async () => {
  expect((await weir.chat(gateways.tokens, { model: "m" }, { token: "iam-known" })).status).toBe(200);
  expect(shown).toContain("iam-known");
  expect(wandb.asked).toContain(wandbKey);
});
