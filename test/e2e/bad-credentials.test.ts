// Answers to sources of bad credentials, and which principals of CoreWeave IAM are accepted.

import { spawn } from "node:child_process";
import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readProxyConfig } from "../../proxy/config.ts";
import { readServerConfig } from "../../server/config.ts";
import { createFakeModel, type FakeModel } from "../support/fake-model/fake-model.ts";
import { AnswerServer, TestIssuer } from "../support/identity-services.ts";
import { waitFor } from "../support/wait-for.ts";
import { adminToken, hostOf, type Json, proxyToken, Weir } from "../support/weir.ts";

const perMinute = 10;

let weir: Weir;
let model: FakeModel;
let iam: AnswerServer;
let wandb: AnswerServer;
let issuer: TestIssuer;

const wandbKey = "a1".repeat(20);

beforeAll(async () => {
  model = await createFakeModel({ name: "m" });
  issuer = await TestIssuer.start();
  iam = await AnswerServer.start((request, response) => {
    const [, uid, orgUid] = /^Bearer iam-(\w+)-(\w+)$/.exec(request.headers.authorization ?? "") ?? [];
    if (uid === undefined) response.writeHead(401).end();
    else response.end(JSON.stringify({ principal: { uid, orgUid } }));
  });
  wandb = await AnswerServer.start((request, response) => {
    const key = Buffer.from(request.headers.authorization?.slice(6) ?? "", "base64")
      .toString()
      .slice(4);
    response.end(JSON.stringify({ data: { viewer: key === wandbKey ? { username: "ann" } : null } }));
  });
  weir = await Weir.start({
    workers: 2,
    environment: {
      WEIR_IAM_WHOAMI_URL: `${iam.url}/whoami`,
      WEIR_IAM_ORGANIZATIONS: "default, acme",
      WEIR_OIDC_ISSUER: issuer.url,
      WEIR_OIDC_AUDIENCE: "weir",
      WEIR_BAD_CREDENTIALS_PER_MINUTE: String(perMinute),
      WEIR_TRUSTED_PROXIES: "127.0.4.0/24",
    },
  });
});

afterAll(async () => {
  await weir?.stop();
  await model?.close();
  iam?.close();
  wandb?.close();
  issuer?.close();
});

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly json: Json;
}

/** A GET, on a connection of its own, from a loopback address. */
function get(url: string, from: string, headers: Record<string, string>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { agent: false, localAddress: from, headers }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (part) => {
        text += part;
      });
      response.on("end", () => {
        const json = text.startsWith("{") ? JSON.parse(text) : undefined;
        resolve({ status: response.statusCode ?? 0, headers: response.headers, json });
      });
    });
    request.once("error", reject);
    request.end();
  });
}

const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });

function manage(from: string, token: string): Promise<Answer> {
  return get(`${weir.serverUrl}/v1alpha1/inference/gateways`, from, bearer(token));
}

function listModels(gateway: Json, from: string, headers: Record<string, string>): Promise<Answer> {
  return get(`${weir.proxyUrl()}/v1/models`, from, { host: hostOf(gateway), ...headers });
}

/** How many of a hundred bad credentials had which status. */
async function flood(send: (index: number) => Promise<Answer>): Promise<{ denied: number; throttled: number }> {
  const counts = { denied: 0, throttled: 0 };
  for (let index = 0; index < 100; index++) {
    const { status, headers } = await send(index);
    if (status === 429) {
      expect(Number(headers["retry-after"])).toBeGreaterThanOrEqual(1);
      expect(Number(headers["retry-after"])).toBeLessThanOrEqual(60);
      counts.throttled += 1;
    } else {
      expect(status).toBe(401);
      counts.denied += 1;
    }
  }
  return counts;
}

// The hundred may fall into two minutes, never into three.
const most = 2 * perMinute;

describe("a source of bad credentials", () => {
  it("gets 429 from the server without a question to an issuer, while other sources go on", async () => {
    const from = "127.0.1.1";
    expect((await manage(from, "iam-ann-acme")).status).toBe(200);
    const before = iam.asked;
    const { denied } = await flood((index) => manage(from, `bad-${index}`));
    expect(denied).toBeLessThanOrEqual(most);
    expect(iam.asked - before).toBeLessThanOrEqual(most);
    const throttled = await waitFor("a refusal", async () => {
      const answer = await manage(from, "bad");
      return answer.status === 429 && answer;
    });
    expect(throttled.json.code).toBe("resource_exhausted");
    // Behind the same address: a stored token, one that IAM has known before, and one that the issuer has just signed.
    expect((await manage(from, adminToken)).status).toBe(200);
    expect((await manage(from, "iam-ann-acme")).status).toBe(200);
    expect((await manage("127.0.1.2", await issuer.sign())).status).toBe(200);
    expect((await manage(from, await issuer.sign({ sub: "bob" }))).status).toBe(200);
    expect((await manage("127.0.1.3", "iam-bob-acme")).status).toBe(200);
  });

  it("gets 429 from the config stream, while proxies connect", async () => {
    const from = "127.0.1.4";
    const url = `${weir.serverUrl}/weir.config.v1alpha1.ConfigService/ReportUsage?connect=v1&encoding=json&message=%7B%7D`;
    const post = (token: string): Promise<number> =>
      new Promise((resolve, reject) => {
        const headers = { ...bearer(token), "content-type": "application/json" };
        const options = { method: "POST", agent: false, localAddress: from, headers };
        const request = httpRequest(url.split("?")[0]!, options, (response) => {
          response.resume();
          response.on("end", () => resolve(response.statusCode ?? 0));
        });
        request.once("error", reject);
        request.end("{}");
      });
    const statuses = [];
    for (let index = 0; index < 50; index++) statuses.push(await post(`bad-${index}`));
    expect(statuses.filter((status) => status === 403).length).toBeLessThanOrEqual(most);
    expect(new Set(statuses)).toEqual(new Set([403, 429]));
    expect(await post(proxyToken)).not.toBe(429);
  });

  it("gets 429 from all workers of a proxy without a question to an issuer, while other sources go on", async () => {
    const gateway = await weir.createGateway({ name: "cw" });
    const from = "127.0.2.1";
    expect((await listModels(gateway, from, bearer("iam-ann-default"))).status).toBe(200);
    const before = iam.asked;
    const { denied } = await flood((index) => listModels(gateway, from, bearer(`bad-${index}`)));
    expect(denied).toBeLessThanOrEqual(most);
    expect(iam.asked - before).toBeLessThanOrEqual(most);
    const throttled = await waitFor("a refusal", async () => {
      const answer = await listModels(gateway, from, bearer("bad"));
      return answer.status === 429 && answer;
    });
    expect(throttled.json.error).toMatchObject({ code: "too_many_bad_credentials", type: "rate_limit_error" });
    // On connections of their own, which either worker may get.
    for (let count = 0; count < 10; count++) {
      expect((await listModels(gateway, from, bearer(adminToken))).status).toBe(200);
      expect((await listModels(gateway, from, bearer("iam-ann-default"))).status).toBe(200);
    }
    expect((await listModels(gateway, "127.0.2.2", bearer("iam-bob-default"))).status).toBe(200);
    // Upgrades count, and are refused, in the same way.
    const upgraded = await new Promise<number>((resolve, reject) => {
      const websocket = {
        connection: "upgrade",
        upgrade: "websocket",
        "sec-websocket-key": "AAAAAAAAAAAAAAAAAAAAAA==",
      };
      const headers = { host: hostOf(gateway), ...bearer("bad"), ...websocket, "sec-websocket-version": "13" };
      const request = httpRequest(`${weir.proxyUrl()}/v1/realtime?model=m`, {
        agent: false,
        localAddress: from,
        headers,
      });
      request.once("error", reject);
      request.once("response", (response) => {
        expect(response.statusCode === 401 || response.headers["retry-after"] !== undefined).toBe(true);
        response.resume();
        response.once("end", () => resolve(response.statusCode ?? 0));
      });
      request.end();
    });
    // A new minute may have begun.
    expect([401, 429]).toContain(upgraded);
    // No credential is no bad one.
    expect((await listModels(gateway, from, {})).status).toBe(401);
  });

  it("gets 429 from gateways with API keys and with W&B keys too", async () => {
    const byKey = await weir.createGateway({ name: "keys", apiKeyAuth: {} });
    const created = await weir.rest("POST", `gateways/${byKey.spec.id}/keys`, { name: "k" });
    expect(created.status, JSON.stringify(created.body)).toBe(200);
    const secret = { "x-api-key": created.body.secret };
    await waitFor("the key", async () => (await listModels(byKey, "127.0.2.9", secret)).status === 200);
    const keyed = await flood((index) => listModels(byKey, "127.0.2.3", { "x-api-key": `weir_gk_${index}` }));
    expect(keyed.denied).toBeLessThanOrEqual(most);
    expect((await listModels(byKey, "127.0.2.3", secret)).status).toBe(200);

    const byWandb = await weir.createGateway({ name: "wandb", weightsAndBiasesAuth: { serverUrl: wandb.url } });
    const from = "127.0.2.4";
    expect((await listModels(byWandb, from, bearer(wandbKey))).status).toBe(200);
    const before = wandb.asked;
    const { denied } = await flood((index) => listModels(byWandb, from, bearer(String(index).padStart(40, "x"))));
    expect(denied).toBeLessThanOrEqual(most);
    expect(wandb.asked - before).toBeLessThanOrEqual(most);
    for (let count = 0; count < 5; count++) {
      expect((await listModels(byWandb, from, bearer(wandbKey))).status).toBe(200);
    }
  });
});

describe("the source of a request to a proxy", () => {
  it("is taken from the x-forwarded-for of trusted proxies only", async () => {
    const gateway = await weir.createGateway({ name: "sources" });
    const send = async (from: string, told: string): Promise<number> =>
      (await listModels(gateway, from, { ...bearer("bad"), "x-forwarded-for": told })).status;
    let untrusted = 0;
    for (let index = 0; index < 100; index++) {
      if ((await send("127.0.5.1", `198.51.100.${index}`)) === 401) untrusted += 1;
    }
    expect(untrusted).toBeLessThanOrEqual(most);
    await waitFor("the one behind it to be throttled", async () => (await send("127.0.4.1", "192.0.2.1")) === 429);
    expect(await send("127.0.4.1", "192.0.2.2")).toBe(401);
    await waitFor("the other network", async () => (await send("127.0.4.1", "2001:db8::1")) === 429);
    // The rest of its /64, then another one.
    await waitFor("its neighbour", async () => (await send("127.0.4.2", "2001:db8::2")) === 429);
    expect(await send("127.0.4.2", "2001:db8:0:1::1")).toBe(401);
  });
});

describe("a JWT while its issuer", () => {
  it.each([
    ["answers 500", 500, "{}"],
    ["answers HTML", 200, "<html></html>"],
  ])("%s is unknown, not refused, when its key is new; known keys go on", async (name, status, body) => {
    const kid = name.replaceAll(" ", "-");
    const gateway = await weir.createGateway({ name: kid });
    const known = await issuer.sign({ org_id: "default" });
    const from = "127.0.6.1";
    expect((await manage(from, known)).status).toBe(200);
    await issuer.addKey(kid);
    const token = await issuer.sign({ org_id: "default" }, { kid });
    issuer.keys = (_request, response) => response.writeHead(status).end(body);
    const answer = await manage(from, token);
    expect([answer.status, answer.json.code]).toEqual([503, "unavailable"]);
    const call = await listModels(gateway, from, bearer(token));
    expect([call.status, call.json.error.code]).toEqual([503, "auth_unavailable"]);
    expect((await manage(from, await issuer.sign({ sub: kid }))).status).toBe(200);
    issuer.keys = undefined;
    await waitFor("the key at the server", async () => (await manage(from, token)).status === 200);
    await waitFor("the key at a proxy", async () => (await listModels(gateway, from, bearer(token))).status === 200);
  });
});

describe("a principal of CoreWeave IAM", () => {
  it("is accepted from the listed organizations only, as a viewer unless the setting says admin", async () => {
    const acme = await manage("127.0.3.1", "iam-ann-acme");
    const other = await manage("127.0.3.1", "iam-ann-rival");
    expect([acme.status, other.status]).toEqual([200, 401]);
    expect((await weir.rest("POST", "gateways", {}, "iam-ann-acme")).status).toBe(403);
    const gateway = await weir.createGateway({ name: "orgs" });
    const call = async (token: string) => (await listModels(gateway, "127.0.3.2", bearer(token))).status;
    expect(await Promise.all(["iam-ann-default", "iam-ann-acme", "iam-ann-rival"].map(call))).toEqual([200, 401, 401]);
  });

  it.each([
    ["a status of 500", 500, "{}"],
    ["HTML", 200, "<html></html>"],
    ["no bytes", 200, ""],
    ["null", 200, "null"],
    ["no principal", 200, "{}"],
    ["a principal without organization", 200, '{"principal": {"uid": "ann"}}'],
    ["a redirect", 302, ""],
  ])("is unknown, not refused, when the introspection answers %s", async (name, status, body) => {
    const answer = iam.answer;
    iam.answer = (_request, response) => {
      response.writeHead(status, { location: "/elsewhere" }).end(body);
    };
    const token = `iam-x-${name.replaceAll(" ", "_")}`;
    expect((await manage("127.0.3.3", token)).status).toBe(503);
    const gateway = await weir.createGateway({ name: "unknown" });
    expect((await listModels(gateway, "127.0.3.3", bearer(token))).json.error.code).toBe("auth_unavailable");
    iam.answer = answer;
  });
});

describe.each([
  ["server", readServerConfig],
  ["proxy", readProxyConfig],
])("the settings of the %s", (process_, readConfig) => {
  const url = "http://127.0.0.1:9/";

  it.each([
    [{ WEIR_IAM_WHOAMI_URL: url }, /^WEIR_IAM_ORGANIZATIONS: must be given, because WEIR_IAM_WHOAMI_URL is$/m],
    [{ WEIR_IAM_WHOAMI_URL: url, WEIR_IAM_ORGANIZATIONS: "" }, /^WEIR_IAM_ORGANIZATIONS: must be given/m],
    [{ WEIR_IAM_WHOAMI_URL: url, WEIR_IAM_ORGANIZATIONS: "acme,,b" }, /^WEIR_IAM_ORGANIZATIONS: .*empty items/m],
    [{ WEIR_IAM_WHOAMI_URL: url, WEIR_IAM_ORGANIZATIONS: "*" }, /^WEIR_IAM_ORGANIZATIONS: .*"\*" is not one/m],
    [{ WEIR_IAM_WHOAMI_URL: url, WEIR_IAM_ORGANIZATIONS: "acme other" }, /^WEIR_IAM_ORGANIZATIONS: .*"acme other"/m],
    [
      { WEIR_IAM_WHOAMI_URL: url, WEIR_IAM_ORGANIZATIONS: "acme", WEIR_IAM_ROLE: "owner" },
      /^WEIR_IAM_ROLE: must be one of admin, viewer \(given: "owner"\)$/m,
    ],
    [{ WEIR_IAM_WHOAMI_URL: "iam.example", WEIR_IAM_ORGANIZATIONS: "acme" }, /^WEIR_IAM_WHOAMI_URL: must be an http/m],
    [{ WEIR_IAM_ORGANIZATIONS: "acme" }, /^WEIR_IAM_ORGANIZATIONS: has no effect/m],
    [{ WEIR_IAM_ROLE: "admin" }, /^WEIR_IAM_ROLE: has no effect, because WEIR_IAM_WHOAMI_URL is not given$/m],
    [{ WEIR_OIDC_ISSUER: url }, /^WEIR_OIDC_AUDIENCE: must be given, because WEIR_OIDC_ISSUER is$/m],
    [{ WEIR_OIDC_AUDIENCE: "weir" }, /^WEIR_OIDC_AUDIENCE: has no effect, because WEIR_OIDC_ISSUER is not given$/m],
    [{ WEIR_BAD_CREDENTIALS_PER_MINUTE: "-1" }, /^WEIR_BAD_CREDENTIALS_PER_MINUTE: must be a whole number/m],
  ])("refuse %j with a sentence", (settings, sentence) => {
    expect(() => readConfig(settings)).toThrow(sentence);
  });

  it("that can't be used end the process with exit code 2", async () => {
    const root = join(import.meta.dirname, "../..");
    const child = spawn(process.execPath, [join(root, process_, "main.ts")], {
      cwd: root,
      env: { PATH: process.env.PATH, WEIR_IAM_WHOAMI_URL: url, WEIR_OIDC_ISSUER: url },
    });
    let text = "";
    child.stderr.on("data", (part) => {
      text += part;
    });
    expect(await new Promise((resolve) => child.once("close", resolve))).toBe(2);
    expect(text).toMatch(/^WEIR_IAM_ORGANIZATIONS: must be given.*\n/m);
    expect(text).toMatch(/^WEIR_OIDC_AUDIENCE: must be given.*\n/m);
  });
});
