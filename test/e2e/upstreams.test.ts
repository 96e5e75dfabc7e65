// Upstreams as resources, and what their settings do to requests.

import { readFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { certificate, keyPath } from "../support/certificate/certificate.ts";
import { createFakeModel, type FakeModel, type FakeModelOptions } from "../support/fake-model/fake-model.ts";
import { waitFor } from "../support/wait-for.ts";
import { type ChatAnswer, type Json, Weir } from "../support/weir.ts";

let weir: Weir;
let gateway: Json;
const models: FakeModel[] = [];

beforeAll(async () => {
  weir = await Weir.start({ workers: 2 });
  gateway = await weir.createGateway();
});

afterAll(() => weir?.stop());

afterEach(async () => {
  await Promise.all(models.splice(0).map((model) => model.close()));
});

async function startModel(options: Partial<FakeModelOptions> = {}): Promise<FakeModel> {
  const model = await createFakeModel({ name: `m${models.length}`, tokens: 2, ...options });
  models.push(model);
  return model;
}

let modelCount = 0;

/** A model served by an upstream, by a name of its own. */
async function serve(targets: (string | Json)[], fields: Json = {}): Promise<{ name: string; upstream: Json }> {
  const upstream = await weir.createUpstream(targets, fields);
  const name = `model-${modelCount++}`;
  const { status, body } = await weir.rest("POST", "deployments", {
    name: "d",
    gatewayIds: [gateway.spec.id],
    model: { name },
    upstreamId: upstream.spec.id,
  });
  expect([status, body]).toEqual([200, expect.anything()]);
  await weir.waitForStatus("deployments", body.deployment.spec.id, "STATUS_READY");
  return { name, upstream };
}

const chat = (model: string, more: Json = {}): Promise<ChatAnswer> => weir.chat(gateway, { model, ...more });

async function chats(model: string, count: number): Promise<ChatAnswer[]> {
  const answers: ChatAnswer[] = [];
  for (let done = 0; done < count; done++) answers.push(await chat(model));
  return answers;
}

const statusesOf = (answers: readonly ChatAnswer[]): number[] => [...new Set(answers.map(({ status }) => status))];

describe("an upstream", () => {
  it("is one resource for many deployments: a change of it is live without touching them", async () => {
    const [before, after] = [await startModel(), await startModel()];
    const { name, upstream } = await serve([before.url]);
    expect((await chat(name)).status).toBe(200);
    const { id } = upstream.spec;
    const { status } = await weir.rest("PATCH", `upstreams/${id}`, {
      targets: [{ url: after.url, name: "second", metadata: { rack: "2" } }],
      updateMask: "targets",
    });
    expect(status).toBe(200);
    await waitFor("the change to be live", async () => (await chat(name)).json.system_fingerprint === after.name);
    expect((await weir.rest("GET", `upstreams/${id}`)).body.upstream.spec.targets).toEqual([
      { url: after.url, name: "second", metadata: { rack: "2" } },
    ]);
  });

  it("is not deleted while a deployment refers to it", async () => {
    const model = await startModel();
    const { upstream } = await serve([model.url]);
    const { status, body } = await weir.rest("DELETE", `upstreams/${upstream.spec.id}`);
    expect([status, body.code]).toEqual([400, "failed_precondition"]);
    expect(body.message).toContain("upstream_id");
    const alone = await weir.createUpstream([model.url]);
    expect((await weir.rest("DELETE", `upstreams/${alone.spec.id}`)).status).toBe(200);
    expect((await weir.rest("GET", `upstreams/${alone.spec.id}`)).status).toBe(404);
  });

  it("must be there, and of the same organization", async () => {
    const { body: other } = await weir.rest("POST", "accessTokens", {
      name: "t",
      role: "ROLE_ADMIN",
      organizationId: "other",
    });
    const { body } = await weir.rest("POST", "upstreams", { name: "u", targets: [{ url: "http://a" }] }, other.secret);
    for (const upstreamId of ["00000000-0000-4000-8000-000000000000", body.upstream.spec.id]) {
      const refused = await weir.rest("POST", "deployments", {
        name: "d",
        gatewayIds: [gateway.spec.id],
        model: { name: "m" },
        upstreamId,
      });
      expect([refused.status, refused.body.details[0].debug.fieldViolations[0].field]).toEqual([400, "upstream_id"]);
    }
  });

  it.each([
    ["tls.ca_certificates", { tls: { caCertificates: "no certificate" } }],
    ["tls.client_certificate", { tls: { clientCertificate: certificate.replace(/[A-Z]{6}/, "######") } }],
    ["tls.client_key", { tls: { clientCertificate: certificate, clientKey: "no key" } }],
    ["targets[0].url", { targets: [{ url: "http://[::1" }] }],
    ["targets", { targets: [{ url: "http://a" }, { url: "http://a" }] }],
    ["balance.consistent_hash.key", { balance: { consistentHash: {} } }],
    ["balance.consistent_hash.key.kind", { balance: { consistentHash: { key: {} } } }],
    ["retry.statuses[0]", { retry: { statuses: [200] } }],
    ["limits.max_requests", { limits: { maxRequests: 0 } }],
  ])("is refused with a bad %s", async (field, fields) => {
    const { status, body } = await weir.rest("POST", "upstreams", {
      name: "u",
      targets: [{ url: "http://a" }],
      ...fields,
    });
    expect([status, body.details[0].debug.fieldViolations.map((each: Json) => each.field)]).toEqual([400, [field]]);
  });
});

describe("a target's state", () => {
  it.each(["TARGET_STATE_UNHEALTHY", "TARGET_STATE_DRAINING", "TARGET_STATE_DISABLED"])(
    "%s takes nothing new",
    async (state) => {
      const [used, unused] = [await startModel(), await startModel()];
      const { name } = await serve([used.url, { url: unused.url, state }]);
      await chats(name, 10);
      expect([used.seen.length, unused.seen.length]).toEqual([10, 0]);
    },
  );

  it("that leaves no target is shown as a finding on the deployment", async () => {
    const upstream = await weir.createUpstream([{ url: "http://a", state: "TARGET_STATE_DRAINING" }]);
    const { body } = await weir.rest("POST", "deployments", {
      name: "d",
      gatewayIds: [gateway.spec.id],
      model: { name: "drained" },
      upstreamId: upstream.spec.id,
    });
    await waitFor("the finding", async () => {
      const { deployment } = (await weir.rest("GET", `deployments/${body.deployment.spec.id}`)).body;
      return deployment.status.conditions?.some(({ reason }: Json) => reason === "TargetsTakeNothing");
    });
    expect((await chat("drained")).json.error.code).toBe("model_not_found");
  });
});

describe("a retry policy", () => {
  it("passes over the statuses that it lists, and tells so", async () => {
    const [busy, good] = [await startModel({ fault: "status-503" }), await startModel()];
    const policy = { balance: { roundRobin: {} }, ejection: { disabled: true } };
    const { name } = await serve([busy.url, good.url], {
      ...policy,
      retry: { statuses: [503], nonIdempotent: true },
    });
    const answers = await chats(name, 10);
    expect(statusesOf(answers)).toEqual([200]);
    expect(busy.seen.length).toBeGreaterThan(0);
    expect(answers.some(({ headers }) => headers["x-weir-attempts"] === "2")).toBe(true);
    // Without the policy they are the upstream's own answers.
    const without = await serve([busy.url], policy);
    const { status, json, headers } = await chat(without.name);
    expect([status, json.error.code, headers["retry-after"]]).toEqual([503, "busy", "7"]);
  });

  it("sends a request that may have had an effect again only where it says so", async () => {
    const [broken, good] = [await startModel({ fault: "reset-before-head" }), await startModel()];
    const policy = { balance: { roundRobin: {} }, ejection: { disabled: true } };
    const careful = await serve([broken.url, good.url], policy);
    expect(statusesOf(await chats(careful.name, 8)).sort()).toEqual([200, 502]);
    const eager = await serve([broken.url, good.url], { ...policy, retry: { nonIdempotent: true } });
    expect(statusesOf(await chats(eager.name, 8))).toEqual([200]);
  });

  it("sends a request without a body again as well as one whose body it has", async () => {
    const [broken, good] = [await startModel({ fault: "reset-before-head" }), await startModel()];
    const byHeader = await weir.createGateway({ name: "by-header", headerBasedRouting: { headerName: "x-model" } });
    const upstream = await weir.createUpstream([broken.url, good.url], {
      balance: { roundRobin: {} },
      ejection: { disabled: true },
    });
    const { body } = await weir.rest("POST", "deployments", {
      name: "d",
      gatewayIds: [byHeader.spec.id],
      model: { name: "m" },
      upstreamId: upstream.spec.id,
    });
    await weir.waitForStatus("deployments", body.deployment.spec.id, "STATUS_READY");
    for (let count = 0; count < 6; count++) {
      const options = { method: "GET", path: "/v1/files", headers: { "x-model": "m" } };
      expect((await weir.chat(byHeader, "", options)).status).toBe(200);
    }
    expect(broken.seen.length).toBeGreaterThan(0);
  });

  it("passes the last answer on when every try had a listed status", async () => {
    const targets = [await startModel({ fault: "status-503" }), await startModel({ fault: "status-503" })];
    const { name } = await serve(
      targets.map(({ url }) => url),
      { retry: { statuses: [503], nonIdempotent: true }, ejection: { disabled: true } },
    );
    const { status, json, headers } = await chat(name);
    expect([status, json.error.code, headers["x-weir-attempts"]]).toEqual([503, "busy", "2"]);
  });

  it("does not feed a storm: upstreams that fail all get at most 1.2 times the client's requests", async () => {
    const targets = await Promise.all([0, 1, 2].map(() => startModel({ fault: "status-503" })));
    const { name } = await serve(
      targets.map(({ url }) => url),
      { retry: { statuses: [503], nonIdempotent: true, attempts: 3 } },
    );
    const requests = 1_000;
    const batch = 50;
    for (let sent = 0; sent < requests; sent += batch) {
      await Promise.all(Array.from({ length: batch }, () => chat(name)));
    }
    const received = targets.reduce((sum, { seen }) => sum + seen.length, 0);
    // Each worker may always retry ten times in ten seconds, however little it has to do.
    expect(received).toBeLessThanOrEqual(requests * 1.2 + 20);
    expect(received).toBeGreaterThan(requests);
  });
});

describe("timeouts", () => {
  it("give up an attempt and try another target", async () => {
    const [silent, good] = [await startModel({ fault: "silent" }), await startModel()];
    const { name } = await serve([silent.url, good.url], {
      balance: { roundRobin: {} },
      timeouts: { attempt: "0.100s" },
      retry: { nonIdempotent: true },
      ejection: { disabled: true },
    });
    expect(statusesOf(await chats(name, 6))).toEqual([200]);
    expect(silent.seen.length).toBeGreaterThan(0);
    await waitFor("the attempts to be aborted", () => silent.open === 0);
  });

  it("end a request that takes too long over all, before its answer and in the midst of it", async () => {
    const silent = await startModel({ fault: "silent" });
    const { name } = await serve([silent.url], { timeouts: { overall: "0.200s" } });
    const refused = await chat(name);
    expect([refused.status, refused.json.error.code]).toEqual([504, "upstream_timeout"]);
    const stuck = await startModel({ fault: "silent-mid-stream" });
    const stream = await serve([stuck.url], { timeouts: { overall: "0.300s" } });
    await expect(chat(stream.name, { stream: true })).rejects.toThrow(/aborted|hang up/);
    await waitFor("both to be aborted", () => silent.open === 0 && stuck.open === 0);
  });
});

describe("ejection", () => {
  it("takes a target that dies out of the way of clients, and back when it lives again", async () => {
    const [first, second] = [await startModel(), await startModel()];
    const mortal = await createFakeModel({ name: "mortal", tokens: 2 });
    const port = Number(new URL(mortal.url).port);
    const { name } = await serve([first.url, second.url, mortal.url], {
      ejection: { consecutiveFailures: 3, baseTime: "1s", slowStart: "0s" },
    });
    const stop = new AbortController();
    const statuses = new Map<number, number>();
    const load = Array.from({ length: 8 }, async () => {
      while (!stop.signal.aborted) {
        const { status } = await chat(name);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
    });
    await waitFor("the target to have traffic", () => mortal.seen.length > 20);
    // A process that dies takes its connections with it: those whose request was sent can't be sent again.
    await mortal.close();
    const before = statuses.get(200) ?? 0;
    await waitFor("traffic without it", () => (statuses.get(200) ?? 0) > before + 300);
    const reborn = await createFakeModel({ name: "reborn", tokens: 2, port });
    models.push(reborn);
    await waitFor("it to be back", () => reborn.seen.length > 20);
    stop.abort();
    await Promise.all(load);
    const failed = [...statuses].filter(([status]) => status !== 200).reduce((sum, [, count]) => sum + count, 0);
    // At most what was on its way when it died.
    expect(failed).toBeLessThanOrEqual(8);
  });

  it("counts busy answers as failures", async () => {
    const [busy, good] = [await startModel({ fault: "status-503" }), await startModel()];
    const { name } = await serve([busy.url, good.url], { ejection: { consecutiveFailures: 3, baseTime: "60s" } });
    await waitFor("the busy one to be left out", async () => {
      const seen = busy.seen.length;
      await chats(name, 10);
      return busy.seen.length === seen;
    });
    expect(busy.seen.length).toBeLessThanOrEqual(20);
  });
});

describe("limits", () => {
  it("refuse what is beyond them at once, over all workers", async () => {
    const slow = await startModel({ headDelayMs: 300 });
    const { name } = await serve([slow.url], { limits: { maxRequests: 4 } });
    const answers = await Promise.all(Array.from({ length: 12 }, () => chat(name)));
    const refused = answers.filter(({ status }) => status === 503);
    expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(4);
    expect(new Set(refused.map(({ json }) => json.error.code))).toEqual(new Set(["overloaded"]));
    expect(refused[0]?.headers["retry-after"]).toBe("1");
    await waitFor("room", async () => (await chat(name)).status === 200);
  });

  it("refuse a request for which every target is full", async () => {
    const stuck = await startModel({ fault: "silent" });
    const { name } = await serve([stuck.url], { limits: { maxRequestsPerTarget: 1 }, timeouts: { overall: "0.500s" } });
    const codes = (await Promise.all([chat(name), chat(name)])).map(({ json }) => json.error.code);
    expect(codes.sort()).toEqual(["overloaded", "upstream_timeout"]);
  });

  it("pass over a target that has as many as it may", async () => {
    const [stuck, good] = [await startModel({ fault: "silent" }), await startModel()];
    const { name } = await serve([stuck.url, good.url], {
      balance: { roundRobin: {} },
      limits: { maxRequestsPerTarget: 1 },
      timeouts: { overall: "2s" },
    });
    const first = [chat(name), chat(name)];
    expect((await Promise.race(first)).status).toBe(200);
    await waitFor("the target to have one", () => stuck.seen.length === 1);
    expect(statusesOf(await chats(name, 6))).toEqual([200]);
    expect(stuck.seen.length).toBe(1);
    expect((await Promise.all(first)).map(({ status }) => status).sort()).toEqual([200, 504]);
  });
});

describe("TLS to targets", () => {
  const key = readFileSync(keyPath, "utf8");

  it("takes a private authority and another name, or nothing of it", async () => {
    const secure = await startModel({ tls: { cert: certificate, key } });
    const byAddress = secure.url;
    const trusted = await serve([byAddress], { tls: { caCertificates: certificate, serverName: "localhost" } });
    expect((await chat(trusted.name)).status).toBe(200);
    const skipped = await serve([byAddress], { tls: { insecureSkipVerify: true } });
    expect((await chat(skipped.name)).status).toBe(200);
    const plain = await serve([byAddress]);
    expect((await chat(plain.name)).json.error.code).toBe("upstream_connect_error");
    const otherName = await serve([byAddress], { tls: { caCertificates: certificate, serverName: "else.example" } });
    expect((await chat(otherName.name)).json.error.code).toBe("upstream_connect_error");
  });

  it("shows its own certificate, whose key is never given back", async () => {
    const mutual = await startModel({
      tls: { cert: certificate, key, requestCert: true, rejectUnauthorized: true, ca: certificate },
    });
    const tls = { caCertificates: certificate, clientCertificate: certificate, clientKey: key };
    const { name, upstream } = await serve([mutual.url], { tls });
    expect((await chat(name)).status).toBe(200);
    expect(upstream.spec.tls).toEqual({ caCertificates: certificate, clientCertificate: certificate });
    // Kept by an update that leaves it out.
    const { id } = upstream.spec;
    const update = { name: "u2", targets: upstream.spec.targets, tls: upstream.spec.tls };
    expect((await weir.rest("PATCH", `upstreams/${id}`, update)).status).toBe(200);
    expect((await chat(name)).status).toBe(200);
    const without = await serve([mutual.url], { tls: { caCertificates: certificate } });
    expect((await chat(without.name)).status).toBe(502);
    const answers = JSON.stringify((await weir.rest("GET", "upstreams")).body) + weir.log.join("");
    expect(answers).not.toContain(key.split("\n")[1]!);
  });
});

it("the balance policies of an upstream keep a user on a target", async () => {
  const targets = await Promise.all([startModel(), startModel(), startModel()]);
  const { name } = await serve(
    targets.map(({ url }) => url),
    { balance: { consistentHash: { key: { header: "x-session" } } } },
  );
  for (let session = 0; session < 6; session++) {
    const names = new Set<string>();
    for (let count = 0; count < 6; count++) {
      const answer = await weir.chat(gateway, { model: name }, { headers: { "x-session": `s${session}` } });
      names.add(answer.json.system_fingerprint);
    }
    expect(names.size).toBe(1);
  }
  expect(targets.filter(({ seen }) => seen.length > 0).length).toBeGreaterThan(1);
});

it("a sticky split keeps a user with one deployment, and says when deployments differ about it", async () => {
  const [stable, canary] = [await startModel(), await startModel()];
  const create = (name: string, model: FakeModel, weight: number, sticky?: Json): Promise<Json> =>
    weir.createDeployment(gateway.spec.id, "sticky", [model.url], {
      name,
      traffic: { weight, ...(sticky && { sticky }) },
    });
  await create("stable", stable, 700, { header: "x-session" });
  await create("canary", canary, 300);
  const armOf = async (session: number): Promise<string> => {
    const answer = await weir.chat(gateway, { model: "sticky" }, { headers: { "x-session": `s${session}` } });
    return String(answer.headers["x-weir-deployment"]);
  };
  const arms: string[] = [];
  for (let session = 0; session < 40; session++) arms.push(await armOf(session));
  expect(new Set(arms)).toEqual(new Set(["stable", "canary"]));
  for (const [session, arm] of arms.entries()) expect(await armOf(session)).toBe(arm);
  const { body } = await weir.rest("POST", "deployments", {
    name: "other",
    gatewayIds: [gateway.spec.id],
    model: { name: "sticky" },
    traffic: { weight: 1, sticky: { user: {} } },
    targets: { targets: [{ url: stable.url }] },
  });
  const findings = await waitFor("the findings", async () => {
    const all = (await weir.rest("GET", "deployments")).body.items.filter(
      ({ spec }: Json) => spec.model.name === "sticky",
    );
    const conditions = all.flatMap(({ status }: Json) => status.conditions ?? []);
    return conditions.filter(({ reason }: Json) => reason === "StickyDiffers").length === 1 && conditions;
  });
  expect(JSON.stringify(findings)).toContain("which counts for both");
  expect((await weir.rest("DELETE", `deployments/${body.deployment.spec.id}`)).status).toBe(200);
});
