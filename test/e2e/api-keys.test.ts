// API keys: what they open, for whom, for how long, and how they are taken back.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createFakeModel, type FakeModel } from "../support/fake-model/fake-model.ts";
import { waitFor } from "../support/wait-for.ts";
import { adminToken, type ChatAnswer, type ChatOptions, hostOf, type Json, Weir } from "../support/weir.ts";

let weir: Weir;
let model: FakeModel;
let gateway: Json;

beforeAll(async () => {
  weir = await Weir.start({ proxies: 2, workers: 2 });
  model = await createFakeModel({ name: "m", tokens: 2 });
  gateway = await newGateway();
});

afterAll(async () => {
  await weir?.stop();
  await model?.close();
});

async function newGateway(models: readonly string[] = ["chat"]): Promise<Json> {
  const made = await weir.createGateway({ name: "keys", apiKeyAuth: {} });
  for (const name of models) await weir.createDeployment(made.spec.id, name, [model.url]);
  return made;
}

const keysOf = (of: Json): string => `gateways/${of.spec.id}/keys`;

/** Creates a key and waits until both proxies know it. */
async function createKey(fields: Json = {}, of = gateway): Promise<{ id: string; secret: string; key: Json }> {
  const { status, body } = await weir.rest("POST", keysOf(of), { name: "k", ...fields });
  expect(body, JSON.stringify(body)).toHaveProperty("secret");
  expect(status).toBe(200);
  const { apiKey: key, secret } = body;
  return { id: key.spec.id, secret, key };
}

function call(secret: string, options: ChatOptions & { of?: Json; model?: string } = {}): Promise<ChatAnswer> {
  return weir.chat(options.of ?? gateway, { model: options.model ?? "chat" }, { token: secret, ...options });
}

/** Waits until both proxies answer a key with a status. */
async function answers(secret: string, status: number, options: Parameters<typeof call>[1] = {}): Promise<void> {
  for (const proxy of [0, 1]) {
    await waitFor(`proxy ${proxy} to answer ${status}`, async () => {
      return (await call(secret, { ...options, proxy })).status === status;
    });
  }
}

const inMs = (ms: number): string => new Date(Date.now() + ms).toISOString();

describe("an API key", () => {
  it("opens its gateway, from where every kind of client sends it, and is not sent on", async () => {
    const { secret, key } = await createKey();
    expect(secret).toMatch(/^weir_gk_[\w-]{43}$/);
    expect(secret.startsWith(key.status.hint)).toBe(true);
    await answers(secret, 200);
    const before = model.seen.length;
    for (const headers of [{ authorization: `bearer ${secret}` }, { "x-api-key": secret }, { "api-key": secret }]) {
      expect((await call(secret, { token: null, headers: headers as never })).status).toBe(200);
    }
    for (const { headers } of model.seen.slice(before)) expect(JSON.stringify(headers)).not.toContain(secret);
    const none = await call("", { token: null });
    expect([none.status, none.json.error.code]).toEqual([401, "missing_credentials"]);
    // A management token is none.
    for (const wrong of [adminToken, `${secret}x`, secret.toUpperCase()]) {
      expect((await call(wrong)).json.error.code).toBe("invalid_credentials");
    }
    const other = await newGateway();
    expect((await call(secret, { of: other })).status).toBe(401);
  });

  it("is answered without its secret, by its gateway alone", async () => {
    const { id, secret, key } = await createKey({ metadata: { team: "search" }, user: "ann" });
    const path = `${keysOf(gateway)}/${id}`;
    const read = await weir.rest("GET", path);
    expect(read.body.apiKey.spec).toEqual(key.spec);
    expect(key.spec).toMatchObject({ gatewayId: gateway.spec.id, user: "ann", metadata: { team: "search" } });
    const list = await weir.rest("GET", `${keysOf(gateway)}?pageSize=1000`);
    expect(list.body.items.map(({ spec }: Json) => spec.id)).toContain(id);
    expect(JSON.stringify([read.body, list.body])).not.toContain(secret.slice("weir_gk_".length + 6));
    const other = await newGateway();
    expect((await weir.rest("GET", keysOf(other))).body).toEqual({});
    for (const [method, suffix, body] of [
      ["GET", "", undefined],
      ["PATCH", "", { name: "x" }],
      ["DELETE", "", undefined],
      ["POST", ":rotate", {}],
      ["POST", ":revoke", {}],
      ["GET", ":watch", undefined],
    ] as const) {
      const { status } = await weir.rest(method, `${keysOf(other)}/${id}${suffix}`, body);
      expect([method, suffix, status]).toEqual([method, suffix, 404]);
    }
    expect((await call(secret)).status).toBe(200);
  });

  it("keeps its secret through an update, and through a restart of server and proxies", async () => {
    const { id, secret, key } = await createKey();
    const path = `${keysOf(gateway)}/${id}`;
    const renamed = await weir.rest("PATCH", path, { name: "renamed", etag: key.status.etag });
    expect(renamed.body.apiKey.spec.name).toBe("renamed");
    expect((await weir.rest("PATCH", path, { name: "again", etag: key.status.etag })).status).toBe(409);
    await answers(secret, 200);
    await weir.stopServer("SIGKILL");
    await weir.stopProxy(1, "SIGKILL");
    await weir.startProxy({ index: 1 });
    expect((await call(secret, { proxy: 1 })).status).toBe(200);
    await weir.startServer();
    await answers(secret, 200);
  });

  it("says what is wrong with it, all at once", async () => {
    const { body } = await weir.rest("POST", keysOf(gateway), {
      name: "",
      scopes: { models: ["a*b"] },
      expiryWarnings: ["-1s"],
      notBefore: inMs(2000),
      expiresAt: inMs(1000),
    });
    const fields = body.details[0].debug.fieldViolations.map(({ field }: Json) => field);
    expect(fields.sort()).toEqual(["expiry_warnings[0]", "name", "scopes.models[0]", undefined]);
    const past = await weir.rest("POST", keysOf(gateway), { name: "k", expiresAt: inMs(-1000) });
    expect(past.body.message).toBe("expires_at: must be in the future");
    const unknown = "00000000-0000-4000-8000-00000000abcd";
    const scoped = await weir.rest("POST", keysOf(gateway), { name: "k", scopes: { ruleIds: [unknown] } });
    expect(scoped.body.message).toBe(`scopes.rule_ids[0]: no rule "${unknown}"`);
    expect((await weir.rest("POST", `gateways/${unknown}/keys`, { name: "k" })).status).toBe(404);
    expect((await weir.rest("GET", `gateways/${unknown}/keys`)).status).toBe(404);
  });
});

describe("the scopes of a key", () => {
  it("are models, by name or prefix: the others are refused, and not listed", async () => {
    const of = await newGateway(["team/a", "team/b", "chat", "other"]);
    const { secret } = await createKey({ scopes: { models: ["team/*", "chat"] } }, of);
    await answers(secret, 200, { of, model: "chat" });
    const statuses = [];
    for (const name of ["team/a", "team/b", "chat", "other", "none"]) {
      statuses.push((await call(secret, { of, model: name })).status);
    }
    expect(statuses).toEqual([200, 200, 200, 403, 403]);
    const { json } = await call(secret, { of, model: "other" });
    expect(json.error).toMatchObject({ code: "forbidden", message: 'API key "k" may not use model "other"' });
    const list = await weir.chat(of, "", { token: secret, method: "GET", path: "/v1/models" });
    expect(list.json.data.map(({ id }: Json) => id).sort()).toEqual(["chat", "team/a", "team/b"]);
    for (const [name, status] of [
      ["chat", 200],
      ["other", 404],
    ]) {
      const one = await weir.chat(of, "", { token: secret, method: "GET", path: `/v1/models/${name}` });
      expect(one.status).toBe(status);
    }
  });

  it("are rules, and rules that lead to nothing but its services", async () => {
    const of = await newGateway([]);
    const upstream = await weir.createUpstream([model.url]);
    const service = async () => (await weir.createService([upstream.spec.id])).spec.id;
    const [one, two] = [await service(), await service()];
    const named = await weir.createRule(of.spec.id, "/named", [two]);
    await weir.createRule(of.spec.id, "/one", [one]);
    await weir.createRule(of.spec.id, "/both", [one, two]);
    const scopes = { ruleIds: [named.spec.id], serviceIds: [one] };
    const { secret } = await createKey({ scopes }, of);
    await answers(secret, 200, { of, path: "/named" });
    const statuses = [];
    for (const path of ["/named", "/one", "/both"]) statuses.push((await call(secret, { of, path })).status);
    expect(statuses).toEqual([200, 200, 403]);
    const elsewhere = await newGateway([]);
    const foreign = await weir.rest("POST", keysOf(elsewhere), { name: "k", scopes: { ruleIds: [named.spec.id] } });
    expect(foreign.body.message).toContain("is of another gateway");
  });
});

describe("the times of a key", () => {
  it("let it work from one to the other, say so as conditions, and tell the caller why not", async () => {
    const early = await createKey({ notBefore: inMs(3_600_000) });
    const brief = await createKey({ expiresAt: inMs(1500) });
    const conditionOf = async (id: string) => {
      const { status } = (await weir.rest("GET", `${keysOf(gateway)}/${id}`)).body.apiKey;
      return status.conditions?.find(({ type }: Json) => type === "Usable")?.reason;
    };
    await waitFor("the condition", async () => (await conditionOf(early.id)) === "NotYetValid");
    await waitFor("the key to be known", async () => (await call(early.secret)).text.includes("does not work yet"));
    await waitFor("the key to work", async () => (await call(brief.secret)).status === 200);
    await waitFor("the end", async () => (await conditionOf(brief.id)) === "Expired");
    const over = await call(brief.secret);
    expect([over.status, over.json.error.code]).toEqual([401, "invalid_credentials"]);
    expect(over.json.error.message).toContain("has expired");
  });

  it("warn of the end: a condition, a log line, an event, and a header of every answer", async () => {
    const { id, secret } = await createKey({ expiresAt: inMs(3_600_000), expiryWarnings: ["7200s", "600s"] });
    const { secret: silent } = await createKey({ expiresAt: inMs(30 * 86_400_000) });
    const path = `${keysOf(gateway)}/${id}`;
    const warned = await waitFor("the warning", async () => {
      const { apiKey } = (await weir.rest("GET", path)).body;
      return apiKey.status.conditions?.some(({ type }: Json) => type === "ExpiresSoon") && apiKey;
    });
    const soon = warned.status.conditions.find(({ type }: Json) => type === "ExpiresSoon");
    expect(soon).toMatchObject({ status: "True", reason: "ExpiresSoon" });
    expect(soon.message).toContain("1 of 2 warnings");
    await waitFor("the log line", async () =>
      weir.log.some((line) => line.includes(id) && line.includes("ExpiresSoon")),
    );
    await answers(secret, 200);
    for (const options of [{}, { model: "none" }]) {
      expect((await call(secret, options)).headers["x-weir-key-expires"]).toBe(warned.spec.expiresAt);
    }
    await answers(silent, 200);
    expect((await call(silent)).headers).not.toHaveProperty("x-weir-key-expires");
  });
});

describe("rotating a key", () => {
  it("under load fails no request with either secret during the grace, and all with the old one after it", async () => {
    const { id, secret: old } = await createKey();
    await answers(old, 200);
    const path = `${keysOf(gateway)}/${id}`;
    const seen: { secret: string; atMs: number; status: number }[] = [];
    const secrets = [old];
    let stopped = false;
    const load = Promise.all(
      Array.from({ length: 8 }, async (_, index) => {
        for (let count = index; !stopped; count++) {
          const secret = secrets[count % secrets.length]!;
          const atMs = Date.now();
          seen.push({ secret, atMs, status: (await call(secret, { proxy: count % 2 })).status });
        }
      }),
    );
    const rotated = (await weir.rest("POST", `${path}:rotate`, { gracePeriod: "2s" })).body;
    const endsMs = Date.parse(rotated.apiKey.status.previousExpiresAt);
    expect(rotated.apiKey.status).toMatchObject({ previousHint: old.slice(0, 14), hint: rotated.secret.slice(0, 14) });
    await answers(rotated.secret, 200);
    secrets.push(rotated.secret);
    await answers(old, 401);
    expect(Date.now()).toBeGreaterThanOrEqual(endsMs);
    stopped = true;
    await load;
    const during = seen.filter(({ atMs }) => atMs < endsMs - 200);
    expect(during.length).toBeGreaterThan(100);
    expect(new Set(during.map(({ secret }) => secret)).size).toBe(2);
    expect(during.filter(({ status }) => status !== 200)).toEqual([]);
    const after = seen.filter(({ atMs }) => atMs > endsMs + 200);
    for (const { secret, status } of after) expect(status).toBe(secret === old ? 401 : 200);
    const over = await waitFor("the grace to be over in the status", async () => {
      const { apiKey } = (await weir.rest("GET", path)).body;
      return apiKey.status.previousExpiresAt === undefined && apiKey;
    });
    expect(over.status).not.toHaveProperty("previousHint");
  });

  it("can end the old secret at once, moves the end, and warns those who still use the old one", async () => {
    const { id, secret: first } = await createKey({ expiresAt: inMs(3_600_000) });
    const path = `${keysOf(gateway)}/${id}:rotate`;
    const expiresAt = inMs(90 * 86_400_000);
    const second = (await weir.rest("POST", path, { gracePeriod: "0s", expiresAt })).body;
    await answers(second.secret, 200);
    expect(Date.parse(second.apiKey.spec.expiresAt)).toBe(Date.parse(expiresAt));
    expect((await call(first)).status).toBe(401);
    const third = (await weir.rest("POST", path, {})).body;
    await answers(third.secret, 200);
    const old = await call(second.secret);
    expect(old.headers["x-weir-key-expires"]).toBe(third.apiKey.status.previousExpiresAt);
    expect((await call(third.secret)).headers).not.toHaveProperty("x-weir-key-expires");
    // Two at a time, never three.
    const fourth = (await weir.rest("POST", path, {})).body;
    await answers(fourth.secret, 200);
    expect([(await call(second.secret)).status, (await call(third.secret)).status]).toEqual([401, 200]);
  });
});

describe("taking a key back", () => {
  it("is felt on every proxy within a second, on connections that are open too", async () => {
    const { id, secret } = await createKey();
    await answers(secret, 200);
    const { Agent } = await import("undici");
    const agent = new Agent({ connections: 1 });
    const kept = async (proxy: number): Promise<number> => {
      const { statusCode, body } = await agent.request({
        origin: weir.proxyUrl(proxy),
        path: "/v1/chat/completions",
        method: "POST",
        headers: { host: hostOf(gateway), "content-type": "application/json", authorization: `Bearer ${secret}` },
        body: '{"model": "chat"}',
      });
      await body.dump();
      return statusCode;
    };
    for (const proxy of [0, 1]) expect(await kept(proxy)).toBe(200);
    const { status, body } = await weir.rest("POST", `${keysOf(gateway)}/${id}:revoke`, {});
    const startMs = performance.now();
    expect(status).toBe(200);
    expect(body.apiKey.status).toHaveProperty("revokedAt");
    for (const proxy of [0, 1]) {
      await waitFor("the revocation", async () => (await kept(proxy)) === 401);
      await waitFor("the revocation", async () => (await call(secret, { proxy })).status === 401);
    }
    // Milliseconds on a machine that is idle; a busy one takes seconds for anything.
    expect(performance.now() - startMs).toBeLessThan(10_000);
    await agent.close();
    const again = await weir.rest("POST", `${keysOf(gateway)}/${id}:rotate`, {});
    expect([again.status, again.body.code]).toEqual([400, "failed_precondition"]);
    await waitFor("the condition", async () => {
      const { conditions } = (await weir.rest("GET", `${keysOf(gateway)}/${id}`)).body.apiKey.status;
      return conditions?.some(({ reason }: Json) => reason === "Revoked");
    });
  });

  it("is also disabling it, deleting it, and deleting its gateway", async () => {
    const of = await newGateway([]);
    const { id, secret } = await createKey({}, of);
    // Known to the proxies: the gateway has no model.
    await answers(secret, 404, { of });
    const path = `${keysOf(of)}/${id}`;
    await weir.rest("PATCH", path, { disabled: true, updateMask: "disabled" });
    await answers(secret, 401, { of });
    await weir.rest("PATCH", path, { disabled: false, updateMask: "disabled" });
    await answers(secret, 404, { of });
    await weir.rest("DELETE", path);
    await answers(secret, 401, { of });
    const other = await createKey({}, of);
    await answers(other.secret, 404, { of });
    expect((await weir.rest("DELETE", `gateways/${of.spec.id}`)).status).toBe(200);
    await waitFor(
      "the gateway to be gone",
      async () => (await weir.rest("GET", `gateways/${of.spec.id}`)).status === 404,
    );
    // The id of a key that is gone can be used again.
    const reused = await weir.rest("POST", keysOf(gateway), { id: other.id, name: "k" });
    expect(reused.status).toBe(200);
  });
});
