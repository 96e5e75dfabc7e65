// Custom endpoints: accounts with providers, whose APIs pass as they are below /proxy-api/.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync, inflateSync, zstdDecompressSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { certificate, certificatePath, keyPath } from "../support/certificate/certificate.ts";
import { execute } from "../support/execute.ts";
import { createFakeModel, type FakeModel, type FakeModelOptions } from "../support/fake-model/fake-model.ts";
import { createFakeWandb, type FakeWandb } from "../support/fake-wandb.ts";
import { itNeeds } from "../support/it-needs.ts";
import { pythonEnvironment } from "../support/python-environment.ts";
import { waitFor } from "../support/wait-for.ts";
import { adminToken, type ChatAnswer, type ChatOptions, hostOf, type Json, Weir } from "../support/weir.ts";

const wandbKey = `wandb-${"k".repeat(80)}`;
/** What Node sends no length of a body with. */
const bodyless = ["GET", "DELETE"];
const root = join(import.meta.dirname, "../..");

const tls = { cert: readFileSync(certificatePath), key: readFileSync(keyPath) };

let weir: Weir;
let wandb: FakeWandb;
const models: FakeModel[] = [];

beforeAll(async () => {
  wandb = await createFakeWandb({ users: { [wandbKey]: { username: "ann" } }, tls });
  weir = await Weir.start({ workers: 1 });
});

afterAll(async () => {
  await weir?.stop();
  await wandb?.close();
});

afterEach(async () => {
  await Promise.all(models.splice(0).map((model) => model.close()));
});

async function startModel(options: Partial<FakeModelOptions> = {}): Promise<FakeModel> {
  const model = await createFakeModel({ name: `m${models.length}`, tokens: 2, ...options });
  models.push(model);
  return model;
}

async function createCustomEndpoint(gateway: Json, fields: Json): Promise<Json> {
  const { status, body } = await weir.rest("POST", "customEndpoints", {
    name: "account",
    gatewayIds: [gateway.spec.id],
    ...fields,
  });
  if (status !== 200) throw new Error(JSON.stringify(body));
  return ready(body.customEndpoint.spec.id);
}

const ready = (id: string): Promise<Json> =>
  waitFor("the custom endpoint to be served", async () => {
    const { body } = await weir.rest("GET", `customEndpoints/${id}`);
    return body.customEndpoint.status.status === "STATUS_READY" && body.customEndpoint;
  });

const call = (gateway: Json, path: string, options: ChatOptions = {}): Promise<ChatAnswer> =>
  weir.chat(gateway, bodyless.includes(options.method ?? "") ? "" : "{}", { path: `/proxy-api/${path}`, ...options });

async function newToken(subject: string, teams: string[] = [], role = "ROLE_VIEWER"): Promise<string> {
  const { body } = await weir.rest("POST", "accessTokens", { name: "t", role, subject, teams });
  return body.secret;
}

/** What a token may do, once proxies know of it. */
async function reaches(gateway: Json, token: string): Promise<void> {
  await waitFor("the proxy to know the token", async () => {
    return (await weir.chat(gateway, "", { method: "GET", path: "/v1/models", token })).status === 200;
  });
}

describe("W&B Inference as a custom endpoint, as the guide has it", () => {
  const manifest = () => ({
    name: "coreweave-model",
    endpoints: [
      {
        name: "inference",
        baseUrl: `${wandb.url}/v1`,
        headers: [{ name: "Authorization", value: `Bearer ${wandbKey}` }],
        tls: { caCertificates: certificate },
      },
    ],
  });

  itNeeds("python3")(
    "is called by Python's requests, which need no workaround for compressed answers",
    async () => {
      const endpointConfiguration = { additionalDns: ["localhost"] };
      const gateway = await weir.createGateway({ name: "wandb", endpointConfiguration });
      await createCustomEndpoint(gateway, manifest());
      const bin = await pythonEnvironment("requests", "examples/python/requests-requirements.txt");
      for (const encoding of [undefined, "identity", "gzip", "br", "deflate"]) {
        const stdout = await execute([join(bin, "python"), join(root, "examples/python/custom_endpoint.py")], {
          GATEWAY_BASE_URL: weir.proxyUrl().replace("127.0.0.1", "localhost"),
          GATEWAY_KEY: adminToken,
          ...(encoding === undefined ? {} : { ACCEPT_ENCODING: encoding }),
        });
        const [status, answered, text] = stdout.split("\n");
        expect([status, answered]).toEqual(["200", encoding ?? "gzip"]);
        expect(text).toContain("hello of ann");
      }
    },
    120_000,
  );

  it("passes every encoding through intact, puts the credential in, and lets none of the caller's out", async () => {
    const gateway = await weir.createGateway({ name: "encodings" });
    await createCustomEndpoint(gateway, manifest());
    const decoders = { gzip: gunzipSync, br: brotliDecompressSync, zstd: zstdDecompressSync, deflate: inflateSync };
    for (const [encoding, decode] of Object.entries(decoders)) {
      const answer = await call(gateway, "coreweave-model/inference/chat/completions?x=1&y=%2F", {
        headers: { "accept-encoding": encoding, cookie: "a=b" },
      });
      expect(answer.status).toBe(200);
      expect(answer.headers["content-encoding"]).toBe(encoding);
      expect(answer.headers["x-weir-endpoint"]).toBe("coreweave-model/inference");
      expect(JSON.parse(decode(answer.bytes).toString()).choices[0].message.content).toContain("hello of ann");
    }
    const last = wandb.seen.at(-1)!;
    expect(last).toMatchObject({ method: "POST", path: "/v1/chat/completions?x=1&y=%2F", body: "{}" });
    expect(last.headers).toMatchObject({ authorization: `Bearer ${wandbKey}`, cookie: "a=b" });
    expect(JSON.stringify(wandb.seen)).not.toContain(adminToken);
  });

  it("counts what was used, by custom endpoint", async () => {
    const gateway = await weir.createGateway({ name: "counted" });
    const { spec } = await createCustomEndpoint(gateway, manifest());
    await call(gateway, "coreweave-model/inference/chat/completions", { headers: { "accept-encoding": "gzip" } });
    await call(gateway, "coreweave-model/inference/chat/completions");
    const query = `usage?customEndpointId=${spec.id}&groupBy=USAGE_DIMENSION_CUSTOM_ENDPOINT`;
    const items = await waitFor("the usage", async () => {
      const { body } = await weir.rest("GET", query);
      return body.items?.[0]?.requests === "2" && body.items;
    });
    expect(items).toEqual([
      expect.objectContaining({ customEndpointId: spec.id, promptTokens: "22", completionTokens: "14" }),
    ]);
  });

  it("is not called with a certificate that nobody has signed, unless its owner wants that", async () => {
    const gateway = await weir.createGateway({ name: "tls" });
    const [endpoint] = manifest().endpoints;
    const endpoints = [
      { ...endpoint, name: "strict", tls: undefined },
      { ...endpoint, name: "loose", tls: { insecureSkipVerify: true } },
    ];
    await createCustomEndpoint(gateway, { endpoints });
    expect((await call(gateway, "account/strict/models")).json.error.code).toBe("upstream_connect_error");
    expect((await call(gateway, "account/loose/models")).status).toBe(200);
  });
});

describe("what passes a custom endpoint", () => {
  it("is what was sent: method, path, query, body and status", async () => {
    const model = await startModel();
    const gateway = await weir.createGateway({ name: "as-it-is" });
    await createCustomEndpoint(gateway, {
      endpoints: [
        { name: "root", baseUrl: model.url },
        { name: "based", baseUrl: `${model.url}/base/v2` },
      ],
    });
    const sent = async (method: string, path: string, headers = {}): Promise<[number, string]> => {
      const { status } = await call(gateway, path, { method, headers });
      return [status, model.seen.at(-1)!.path];
    };
    expect(await sent("PUT", "account/based/a%20b//c?q=1&q=%20")).toEqual([
      expect.any(Number),
      "/base/v2/a%20b//c?q=1&q=%20",
    ]);
    expect((await sent("GET", "account/based"))[1]).toBe("/base/v2");
    expect((await sent("GET", "account/based?x=1"))[1]).toBe("/base/v2?x=1");
    expect((await sent("GET", "account/root"))[1]).toBe("/");
    expect((await sent("GET", "account/root?x=1"))[1]).toBe("/?x=1");
    expect((await sent("DELETE", "account/root/x/"))[1]).toBe("/x/");
    expect(model.seen.map(({ method }) => method)).toEqual(["PUT", "GET", "GET", "GET", "GET", "DELETE"]);
    const whole = "x".repeat(3_000_000);
    await weir.chat(gateway, whole, { path: "/proxy-api/account/root/v1/files" });
    expect(model.seen.at(-1)!.body.length).toBe(whole.length);
    // One that fails goes on failing as it does: it is not taken out of use.
    for (let count = 0; count < 8; count++) {
      expect((await call(gateway, "account/root/v1/x", { headers: { "x-fake-fault": "status-503" } })).status).toBe(
        503,
      );
      expect(
        (await call(gateway, "account/root/v1/x", { headers: { "x-fake-fault": "status-503" } })).json.error.code,
      ).not.toBe("no_healthy_target");
    }
  });

  it("has the headers of the endpoint before those of its auth, of the account's auth, and of the client", async () => {
    const model = await startModel();
    const gateway = await weir.createGateway({ name: "headers" });
    const header = (name: string, value: string) => ({ name, value });
    await createCustomEndpoint(gateway, {
      authHeaders: [header("x-auth", "account"), header("x-own", "account")],
      endpoints: [
        { name: "inherits", baseUrl: model.url, headers: [header("X-Own", "endpoint")] },
        { name: "its-own", baseUrl: model.url, authHeaders: [header("x-key", "mine")] },
      ],
    });
    const headers = { "x-auth": "client", "x-own": "client", "x-key": "client" };
    await call(gateway, "account/inherits/v1/x", { headers });
    expect(model.seen.at(-1)!.headers).toMatchObject({ "x-auth": "account", "x-own": "endpoint", "x-key": "client" });
    await call(gateway, "account/its-own/v1/x", { headers });
    expect(model.seen.at(-1)!.headers).toMatchObject({ "x-auth": "client", "x-own": "client", "x-key": "mine" });
  });

  it.each([
    ["in cleartext", {}, undefined],
    ["over TLS, as the endpoint has it", { tls }, { caCertificates: certificate }],
  ])("is a WebSocket too, %s", async (_how, options, endpointTls) => {
    const model = await startModel(options);
    const gateway = await weir.createGateway({ name: "sockets" });
    await createCustomEndpoint(gateway, {
      endpoints: [
        { name: "live", baseUrl: model.url, headers: [{ name: "x-key", value: "injected" }], tls: endpointTls },
      ],
    });
    const url = `${weir.proxyUrl().replace("http", "ws")}/proxy-api/account/live/v1/realtime?model=m`;
    const socket = new WebSocket(url, { headers: { host: hostOf(gateway), authorization: `Bearer ${adminToken}` } });
    await new Promise((resolve, reject) => {
      socket.once("open", resolve);
      socket.once("error", reject);
    });
    socket.close();
  });

  it("is refused where it leads nowhere, or out of the base URL", async () => {
    const model = await startModel();
    const gateway = await weir.createGateway({ name: "nowhere" });
    await createCustomEndpoint(gateway, { endpoints: [{ name: "one", baseUrl: `${model.url}/v1` }] });
    const refusal = async (path: string): Promise<Json> => (await call(gateway, path)).json.error;
    expect(await refusal("other/one/x")).toMatchObject({ code: "no_route", message: expect.stringContaining("other") });
    expect(await refusal("account/two/x")).toMatchObject({
      code: "no_route",
      message: expect.stringContaining('"one"'),
    });
    expect((await refusal("account/one/../../secret")).code).toBe("invalid_request");
    expect((await refusal("account/one/%2e%2e/secret")).code).toBe("invalid_request");
    expect((await call(gateway, "account/one/x", { token: null })).status).toBe(401);
    expect(model.seen).toHaveLength(0);
  });
});

describe("the endpoints of an account as one", () => {
  it("share by weight, and one that can't answer is passed over", async () => {
    const [one, two, spare] = [await startModel(), await startModel(), await startModel()];
    const gateway = await weir.createGateway({ name: "weights" });
    await createCustomEndpoint(gateway, {
      endpoints: [
        { name: "one", baseUrl: one.url, weight: 75 },
        { name: "two", baseUrl: two.url, weight: 25 },
        { name: "spare", baseUrl: spare.url, weight: 0 },
      ],
      routing: { slug: "all", type: "ENDPOINT_ROUTING_TYPE_WEIGHT" },
    });
    for (let count = 0; count < 40; count++) expect((await call(gateway, "account/all/v1/x")).status).toBe(200);
    expect([one, two, spare].map(({ seen }) => seen.length)).toEqual([30, 10, 0]);
    one.fault = "status-503";
    two.fault = "status-503";
    const answer = await call(gateway, "account/all/v1/x");
    expect([answer.status, answer.headers["x-weir-endpoint"]]).toEqual([200, "account/spare"]);
  });

  it("are asked by priority, the next one when the first fails", async () => {
    const [first, second] = [await startModel(), await startModel()];
    const gateway = await weir.createGateway({ name: "priority" });
    await createCustomEndpoint(gateway, {
      endpoints: [
        { name: "a-second", baseUrl: second.url, priority: 1 },
        { name: "first", baseUrl: first.url },
      ],
      routing: { slug: "pool", type: "ENDPOINT_ROUTING_TYPE_PRIORITY" },
    });
    for (let count = 0; count < 5; count++) await call(gateway, "account/pool/v1/x");
    expect([first.seen.length, second.seen.length]).toEqual([5, 0]);
    first.fault = "status-503";
    const answer = await call(gateway, "account/pool/v1/x");
    expect([answer.status, answer.headers["x-weir-endpoint"]]).toEqual([200, "account/a-second"]);
    // Its own path is as it was.
    expect((await call(gateway, "account/first/v1/x")).status).toBe(503);
  });
});

describe("access to a custom endpoint", () => {
  it("needs a role on it: to call it, and to read it", async () => {
    const model = await startModel();
    const gateway = await weir.createGateway({ name: "access" });
    const [ann, bob, cid] = [await newToken("ann"), await newToken("bob", ["research"]), await newToken("cid")];
    const { spec } = await createCustomEndpoint(gateway, {
      name: "guarded",
      endpoints: [
        { name: "api", baseUrl: model.url },
        { name: "beta", baseUrl: model.url, authorizedSubjects: ["user:ann"] },
      ],
      collaborators: [
        { subject: "user:ann", role: "COLLABORATOR_ROLE_MANAGER" },
        { subject: "team:research", role: "COLLABORATOR_ROLE_USER" },
      ],
    });
    for (const token of [ann, bob, cid]) await reaches(gateway, token);
    const statuses = async (token: string): Promise<number[]> => [
      (await call(gateway, "guarded/api/v1/x", { token })).status,
      (await call(gateway, "guarded/beta/v1/x", { token })).status,
      (await weir.rest("GET", `customEndpoints/${spec.id}`, undefined, token)).status,
      (
        await weir.rest(
          "PATCH",
          `customEndpoints/${spec.id}`,
          { id: spec.id, description: "d", updateMask: "description" },
          token,
        )
      ).status,
      ((await weir.rest("GET", "customEndpoints", undefined, token)).body.items ?? []).filter(
        (each: Json) => each.spec.id === spec.id,
      ).length,
    ];
    expect(await statuses(adminToken)).toEqual([200, 200, 200, 200, 1]);
    expect(await statuses(ann)).toEqual([200, 200, 200, 200, 1]);
    expect(await statuses(bob)).toEqual([200, 403, 200, 403, 1]);
    expect(await statuses(cid)).toEqual([403, 403, 403, 403, 0]);
    const { json } = await call(gateway, "guarded/api/v1/x", { token: cid });
    expect(json.error).toMatchObject({ code: "forbidden", message: '"cid" has no role on custom endpoint "guarded"' });
    const { body } = await weir.rest("GET", `audit?resourceId=${spec.id}`, undefined, cid);
    expect(body.items ?? []).toEqual([]);
  });

  it("of a manager ends with their own account", async () => {
    const gateway = await weir.createGateway({ name: "managers" });
    const eve = await newToken("eve");
    const endpoints = [{ name: "api", baseUrl: "http://127.0.0.1:1" }];
    const managed = (name: string, subject: string) =>
      createCustomEndpoint(gateway, {
        name,
        endpoints,
        collaborators: [{ subject, role: "COLLABORATOR_ROLE_MANAGER" }],
      });
    const [hers, other] = [await managed("hers", "user:eve"), await managed("other", "user:ann")];
    const update = (id: string) =>
      weir.rest("PATCH", `customEndpoints/${id}`, { id, description: "new", updateMask: "description" }, eve);
    const remove = (id: string) => weir.rest("DELETE", `customEndpoints/${id}`, undefined, eve);
    expect((await update(hers.spec.id)).body.customEndpoint.spec.description).toBe("new");
    for (const answer of [await update(other.spec.id), await remove(other.spec.id)]) {
      expect([answer.status, answer.body.code]).toEqual([403, "permission_denied"]);
    }
    const create = { name: "third", gatewayIds: [gateway.spec.id], endpoints };
    expect((await weir.rest("POST", "customEndpoints", create, eve)).status).toBe(403);
    expect((await weir.rest("DELETE", `gateways/${gateway.spec.id}`, undefined, eve)).status).toBe(403);
    expect((await remove(hers.spec.id)).status).toBe(200);
  });

  it("is open to everyone where that is said, and to those alone whose key is for it", async () => {
    const model = await startModel();
    const gateway = await weir.createGateway({ name: "keys", apiKeyAuth: {} });
    const one = await createCustomEndpoint(gateway, {
      name: "one",
      endpoints: [{ name: "api", baseUrl: model.url }],
      collaborators: [{ subject: "team:everyone", role: "COLLABORATOR_ROLE_USER" }],
    });
    await createCustomEndpoint(gateway, { name: "two", endpoints: [{ name: "api", baseUrl: model.url }] });
    expect(one.spec.collaborators[0].subject).toBe("everyone");
    const { body } = await weir.rest("POST", `gateways/${gateway.spec.id}/keys`, {
      name: "scoped",
      scopes: { customEndpointIds: [one.spec.id] },
    });
    const token = body.secret;
    await waitFor("the key to work", async () => (await call(gateway, "one/api/v1/x", { token })).status === 200);
    expect((await call(gateway, "two/api/v1/x", { token })).status).toBe(403);
  });
});

describe("what is declared of a custom endpoint", () => {
  it("never tells a secret, and keeps each with the header that it was given for", async () => {
    const model = await startModel();
    const gateway = await weir.createGateway({ name: "kept" });
    const header = (name: string, value?: string) => ({ name, ...(value === undefined ? {} : { value }) });
    const created = await createCustomEndpoint(gateway, {
      endpoints: [
        { name: "api", baseUrl: model.url, headers: [header("x-one", "secret-1"), header("x-two", "secret-2")] },
      ],
    });
    const id = created.spec.id;
    expect(JSON.stringify(created)).not.toContain("secret-");
    const endpoints = [{ name: "api", baseUrl: model.url, headers: [header("x-two"), header("x-one")] }];
    const { body } = await weir.rest("PATCH", `customEndpoints/${id}`, {
      ...created.spec,
      organizationId: undefined,
      endpoints,
    });
    expect(body.customEndpoint.spec.endpoints[0].headers).toEqual([{ name: "x-two" }, { name: "x-one" }]);
    await ready(id);
    await call(gateway, "account/api/v1/x");
    expect(model.seen.at(-1)!.headers).toMatchObject({ "x-one": "secret-1", "x-two": "secret-2" });
    const renamed = [{ ...endpoints[0], headers: [header("x-three")] }];
    const refused = await weir.rest("PATCH", `customEndpoints/${id}`, {
      ...created.spec,
      organizationId: undefined,
      endpoints: renamed,
    });
    expect(JSON.stringify(refused.body)).toContain("endpoints[0].headers[0].value");
  });

  it.each([
    ["name", { name: "a/b" }],
    ["endpoints[0].base_url", { endpoints: [{ name: "a", baseUrl: "https://x.example/v1/" }] }],
    ["endpoints[0].base_url", { endpoints: [{ name: "a", baseUrl: "ftp://x.example" }] }],
    ["endpoints", { endpoints: [] }],
    [
      "endpoints",
      {
        endpoints: [
          { name: "a", baseUrl: "http://x" },
          { name: "a", baseUrl: "http://y" },
        ],
      },
    ],
    [
      "endpoints[0].headers[0].name",
      { endpoints: [{ name: "a", baseUrl: "http://x", headers: [{ name: "Host", value: "y" }] }] },
    ],
    [
      "endpoints[0].headers[0].value",
      { endpoints: [{ name: "a", baseUrl: "http://x", headers: [{ name: "x", value: "a\nb" }] }] },
    ],
    ["routing", { routing: { slug: "a", type: "ENDPOINT_ROUTING_TYPE_WEIGHT" } }],
    ["collaborators[0].subject", { collaborators: [{ subject: "ann", role: "COLLABORATOR_ROLE_USER" }] }],
    ["gateway_ids[0]", { gatewayIds: ["00000000-0000-4000-8000-0000000000ff"] }],
  ])("is refused with the field %s", async (field, fields) => {
    const gateway = await weir.createGateway({ name: "bad" });
    const { status, body } = await weir.rest("POST", "customEndpoints", {
      name: "bad",
      gatewayIds: [gateway.spec.id],
      endpoints: [{ name: "a", baseUrl: "http://x" }],
      ...fields,
    });
    expect([status, body.code]).toEqual([400, "invalid_argument"]);
    expect(JSON.stringify(body)).toContain(field);
  });

  it("has one name on a gateway, and holds its gateway", async () => {
    const gateway = await weir.createGateway({ name: "once" });
    const endpoints = [{ name: "api", baseUrl: "http://127.0.0.1:1" }];
    await createCustomEndpoint(gateway, { endpoints });
    const again = await weir.rest("POST", "customEndpoints", {
      name: "account",
      gatewayIds: [gateway.spec.id],
      endpoints,
    });
    expect([again.status, again.body.code]).toEqual([409, "already_exists"]);
    const removed = await weir.rest("DELETE", `gateways/${gateway.spec.id}`);
    expect(removed.body.message).toContain("custom_endpoint");
  });

  it("goes to upstreams and deployments as well: hosted APIs have keys", async () => {
    const model = await startModel();
    const gateway = await weir.createGateway({ name: "hosted" });
    const headers = [{ name: "Authorization", value: "Bearer sk-hosted" }];
    const upstream = await weir.createUpstream([model.url], { headers });
    expect(upstream.headers ?? upstream.spec.headers).toEqual([{ name: "Authorization" }]);
    await weir.createDeployment(gateway.spec.id, "a", [], { targets: undefined, upstreamId: upstream.spec.id });
    await weir.createDeployment(gateway.spec.id, "b", [], { targets: { targets: [{ url: model.url }], headers } });
    for (const name of ["a", "b"]) {
      expect((await weir.chat(gateway, { model: name, messages: [] })).status).toBe(200);
      expect(model.seen.at(-1)!.headers.authorization).toBe("Bearer sk-hosted");
    }
  });
});
