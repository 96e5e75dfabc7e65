// Breakers, waiting for room, panic, hedging, fallbacks, mirrors: what becomes of requests when not all is well.

import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createFakeModel, type FakeModel, type FakeModelOptions } from "../support/fake-model/fake-model.ts";
import { readMetric } from "../support/read-metric.ts";
import { waitFor } from "../support/wait-for.ts";
import { type ChatAnswer, closedPort, type Json, Weir } from "../support/weir.ts";

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

/** A model served by an upstream of its own, by a name of its own. */
async function serve(
  targets: (string | Json)[],
  fields: Json = {},
  traffic: Json = {},
  name = `model-${modelCount++}`,
): Promise<{ name: string; upstream: Json; deployment: Json }> {
  const upstream = await weir.createUpstream(targets, fields);
  const deployment = await weir.createDeployment(gateway.spec.id, name, [], {
    name: `of-${name}`,
    targets: undefined,
    upstreamId: upstream.spec.id,
    traffic,
  });
  return { name, upstream, deployment };
}

const chat = (model: string, more: Json = {}): Promise<ChatAnswer> => weir.chat(gateway, { model, ...more });

async function chats(model: string, count: number): Promise<ChatAnswer[]> {
  const answers: ChatAnswer[] = [];
  for (let done = 0; done < count; done++) answers.push(await chat(model));
  return answers;
}

const codesOf = (answers: readonly ChatAnswer[]): Json[] =>
  answers.map(({ status, json }) => (status === 200 ? 200 : (json.error.code ?? status)));

describe("a circuit breaker", () => {
  it("opens when too much fails, is shown with its reason, and closes after a trial that goes well", async () => {
    const model = await startModel({ fault: "status-503" });
    const { name, upstream } = await serve([model.url], {
      circuitBreaker: { minRequests: 10, openTime: "1s" },
      ejection: { disabled: true },
    });
    const openedBefore = await readMetric(weir.adminUrl(), "weir_circuit_openings_total");
    const codes = codesOf(await chats(name, 20));
    expect(codes.filter((code) => code === "circuit_open")).toHaveLength(10);
    expect(model.seen).toHaveLength(10);
    const circuits = await waitFor("its status", async () => {
      const { body } = await weir.rest("GET", `upstreams/${upstream.spec.id}`);
      return body.upstream.status.circuits;
    });
    expect(circuits).toEqual([
      { proxyId: expect.any(String), reason: "10 of 10 requests failed", since: expect.any(String) },
    ]);
    expect(await readMetric(weir.adminUrl(), "weir_circuits_open", upstream.spec.id)).toBe(1);
    expect(await readMetric(weir.adminUrl(), "weir_circuit_openings_total")).toBe(openedBefore + 1);
    model.fault = undefined;
    await waitFor("the trial", async () => (await chat(name)).status === 200);
    expect(codesOf(await chats(name, 5))).toEqual([200, 200, 200, 200, 200]);
    await waitFor("its status to be clear", async () => {
      const { body } = await weir.rest("GET", `upstreams/${upstream.spec.id}`);
      return body.upstream.status.circuits === undefined;
    });
  });

  it("of a service is its own: what else uses the upstream goes on", async () => {
    const model = await startModel({ fault: "status-503" });
    const upstream = await weir.createUpstream([model.url], { ejection: { disabled: true } });
    const service = await weir.createService([upstream.spec.id], {
      name: "guarded",
      traffic: { circuitBreaker: { minRequests: 5, openTime: "60s" } },
    });
    const rules = await weir.createGateway({ name: "rules" });
    await weir.createRule(rules.spec.id, "/guarded", [service.spec.id]);
    await weir.createRule(rules.spec.id, "/free", [(await weir.createService([upstream.spec.id])).spec.id]);
    const codes = [];
    for (let count = 0; count < 8; count++) {
      codes.push((await weir.chat(rules, "{}", { path: "/guarded" })).json.error.code);
    }
    expect(codes).toEqual([...Array(5).fill("busy"), ...Array(3).fill("circuit_open")]);
    expect((await weir.chat(rules, "{}", { path: "/free" })).json.error.code).toBe("busy");
    await waitFor("its status", async () => {
      const { body } = await weir.rest("GET", `services/${service.spec.id}`);
      return body.service.status.circuits?.[0].reason === "5 of 5 requests failed";
    });
  });
});

describe("a limit with a waiting line", () => {
  it("lets requests wait for room, in every worker, and refuses those that would be too many", async () => {
    const model = await startModel({ headDelayMs: 50 });
    const { name } = await serve([model.url], { limits: { maxRequests: 2, maxPending: 8 } });
    const answers = codesOf(await Promise.all(Array.from({ length: 30 }, () => chat(name))));
    const served = answers.filter((code) => code === 200).length;
    expect(answers.filter((code) => code === "overloaded")).toHaveLength(30 - served);
    expect(served).toBeGreaterThanOrEqual(10);
    expect(served).toBeLessThan(30);
    const all = await Promise.all(Array.from({ length: 10 }, () => chat(name)));
    expect(codesOf(all)).toEqual(Array(10).fill(200));
  });

  it("lets requests wait also where it is each target that is full", async () => {
    const model = await startModel({ headDelayMs: 20 });
    const { name } = await serve([model.url], { limits: { maxRequestsPerTarget: 1, maxPending: 20 } });
    const answers = codesOf(await Promise.all(Array.from({ length: 10 }, () => chat(name))));
    expect(answers).toEqual(Array(10).fill(200));
  });

  it("gives up after its time, and says how long that was", async () => {
    const model = await startModel({ fault: "silent" });
    const { name } = await serve([model.url], {
      limits: { maxRequests: 1, maxPending: 1, pendingTimeout: "0.2s" },
      timeouts: { overall: "2s" },
    });
    const first = chat(name);
    await waitFor("it to be under way", () => model.open === 1);
    const waited = await chat(name);
    expect([waited.status, waited.json.error.message]).toEqual([503, expect.stringContaining("within 200 ms")]);
    await first;
  });
});

describe("panic", () => {
  it("uses every target when too few are well", async () => {
    const [first, second] = [await startModel(), await startModel()];
    const healthCheck = { http: { path: "/health", expectedStatuses: [404] }, interval: "0.1s", fall: 1 };
    const { name } = await serve([first.url, second.url], { healthCheck, balance: { roundRobin: {} } });
    await waitFor("the checks to fail", async () => (await chat(name)).status === 503);
    const panicking = await serve([first.url, second.url], {
      healthCheck,
      panicPercent: 60,
      balance: { roundRobin: {} },
    });
    await waitFor("its checks to fail", async () => {
      const { body } = await weir.rest("GET", `upstreams/${panicking.upstream.spec.id}`);
      return body.upstream.status.targets?.length === 2;
    });
    expect(codesOf(await chats(panicking.name, 6))).toEqual(Array(6).fill(200));
  });
});

describe("hedging", () => {
  it("asks another target when the first is slow: the first answer counts, the other attempt is given up", async () => {
    const [slow, fast] = [await startModel({ fault: "silent" }), await startModel()];
    const { name } = await serve([slow.url, fast.url], {
      balance: { roundRobin: {} },
      retry: { hedgeDelay: "0.05s", nonIdempotent: true },
    });
    const answers = await chats(name, 6);
    expect(codesOf(answers)).toEqual(Array(6).fill(200));
    const hedged = answers.filter(({ headers }) => headers["x-weir-attempts"] === "2").length;
    expect(hedged).toBeGreaterThan(0);
    await waitFor("the slow ones to be given up", () => slow.open === 0);
    expect(slow.abortedAtMs).toHaveLength(hedged);
  });

  it("leaves streams, and what may have had an effect, alone", async () => {
    const [one, two] = [await startModel({ headDelayMs: 150 }), await startModel({ headDelayMs: 150 })];
    const hedged = await serve([one.url, two.url], { retry: { hedgeDelay: "0.02s", nonIdempotent: true } });
    expect((await chat(hedged.name, { stream: true })).headers["x-weir-attempts"]).toBe("1");
    expect((await chat(hedged.name)).headers["x-weir-attempts"]).toBe("2");
    const careful = await serve([one.url, two.url], { retry: { hedgeDelay: "0.02s" } });
    expect((await chat(careful.name)).headers["x-weir-attempts"]).toBe("1");
  });

  it("waits for the other attempt when one fails", async () => {
    const [slow, broken] = [
      await startModel({ headDelayMs: 150 }),
      await startModel({ fault: "reset-before-head", headDelayMs: 30 }),
    ];
    const { name } = await serve([slow.url, broken.url], {
      balance: { roundRobin: {} },
      ejection: { disabled: true },
      retry: { hedgeDelay: "0.05s", nonIdempotent: true },
    });
    expect(codesOf(await chats(name, 6))).toEqual(Array(6).fill(200));
  });
});

describe("a fallback", () => {
  it("goes to another model, by its name, when the first can't answer", async () => {
    const other = await startModel();
    const spare = await serve([other.url]);
    const dead = [`http://127.0.0.1:${await closedPort()}`];
    const { name } = await serve(dead, {}, { weight: 1, fallback: { models: [spare.name] } });
    const { status, headers } = await chat(name);
    expect([status, headers["x-weir-deployment"]]).toEqual([200, `of-${spare.name}`]);
    expect(JSON.parse(String(other.seen[0]!.body)).model).toBe(spare.name);
  });

  it("goes on after the statuses that it names, and passes the last answer on when nothing is left", async () => {
    const [busy, busyToo, good] = [
      await startModel({ fault: "status-503" }),
      await startModel({ fault: "status-503" }),
      await startModel(),
    ];
    const last = await serve([good.url]);
    const second = await serve([busyToo.url], {}, { fallback: { models: [last.name], statuses: [503] } });
    const first = await serve([busy.url], {}, { fallback: { models: [second.name], statuses: [503] } });
    const answer = await chat(first.name);
    expect([answer.status, answer.headers["x-weir-attempts"]]).toEqual([200, "3"]);
    expect([busy.seen.length, busyToo.seen.length, good.seen.length]).toEqual([1, 1, 1]);
    const only = await serve([busy.url], {}, { fallback: { models: [second.name], statuses: [429] } });
    expect((await chat(only.name)).json.error.code).toBe("busy");
    good.fault = "status-503";
    const all = await chat(first.name);
    expect([all.status, all.json.error.code, all.headers["x-weir-attempts"]]).toEqual([503, "busy", "3"]);
  });

  it("tries the model's other deployments first, where it says so", async () => {
    const [broken, good] = [await startModel({ fault: "reset-before-head" }), await startModel()];
    const fallback = { otherDeployments: true };
    const { name } = await serve([broken.url], { ejection: { disabled: true } }, { weight: 1, fallback });
    await serve([good.url], {}, { weight: 1, fallback }, name);
    expect(codesOf(await chats(name, 6))).toEqual(Array(6).fill(200));
    expect(broken.seen.length).toBeGreaterThan(0);
  });

  it("that goes round in a circle, or leads nowhere, says so; the rest of it works", async () => {
    const model = await startModel();
    const dead = [`http://127.0.0.1:${await closedPort()}`];
    const [a, b] = [`loop-a-${modelCount++}`, `loop-b-${modelCount++}`];
    const first = await serve(dead, {}, { fallback: { models: [b] } }, a);
    await serve([model.url], {}, { fallback: { models: [a, "nowhere"] } }, b);
    const reasons = await waitFor("the finding", async () => {
      const { body } = await weir.rest("GET", `deployments/${first.deployment.spec.id}`);
      return body.deployment.status.conditions?.find(
        ({ status, type }: Json) => type === "Routable" && status === "False",
      );
    });
    expect(reasons.message).toContain(`models fall back in a circle: "${a}" to "${b}" to "${a}"`);
    expect((await chat(a)).status).toBe(200);
  });
});

describe("a mirror", () => {
  it("gets copies of a share of the requests, whatever becomes of them", async () => {
    const [main, copy] = [await startModel(), await startModel({ fault: "silent" })];
    const upstream = await weir.createUpstream([copy.url]);
    const service = await weir.createService([upstream.spec.id]);
    const { name } = await serve([main.url], {}, { mirror: { serviceId: service.spec.id } });
    const answers = await chats(name, 5);
    expect(codesOf(answers)).toEqual(Array(5).fill(200));
    await waitFor("the copies", () => copy.seen.length === 5);
    expect(copy.seen.map(({ body, headers }) => [String(body), headers["x-weir-mirrored"]])).toEqual(
      main.seen.map(({ body }) => [String(body), "true"]),
    );
    expect(copy.seen[0]!.headers.authorization).toBeUndefined();
    copy.fault = undefined;
    const patch = { traffic: { mirror: { serviceId: service.spec.id, percent: 20 } }, updateMask: "traffic" };
    const deployments = (await weir.rest("GET", "deployments")).body.items;
    const { spec } = deployments.find((each: Json) => each.spec.name === `of-${name}`);
    await weir.rest("PATCH", `deployments/${spec.id}`, patch);
    await weir.waitForStatus("deployments", spec.id, "STATUS_READY");
    const before = copy.seen.length;
    for (let sent = 0; sent < 200; sent += 20) await Promise.all(Array.from({ length: 20 }, () => chat(name)));
    await waitFor("some copies", () => copy.seen.length > before + 15);
    expect(copy.seen.length).toBeLessThan(before + 80);
  });

  it("of a rule gets the path that its services get; a service that is mirrored to stays", async () => {
    const [main, copy] = [await startModel(), await startModel()];
    const rules = await weir.createGateway({ name: "mirrored" });
    const [to, copies] = [await weir.createUpstream([main.url]), await weir.createUpstream([copy.url])];
    const mirrored = await weir.createService([copies.spec.id]);
    await weir.createRule(rules.spec.id, "/api/*", [(await weir.createService([to.spec.id])).spec.id], {
      stripPath: true,
      mirror: { serviceId: mirrored.spec.id },
    });
    await weir.createRule(rules.spec.id, "/twice", [mirrored.spec.id], { mirror: { serviceId: mirrored.spec.id } });
    expect((await weir.chat(rules, "", { method: "GET", path: "/api/x?y=1" })).status).toBe(200);
    await waitFor("the copy", () => copy.seen.length === 1);
    expect(copy.seen[0]!.path).toBe("/x?y=1");
    expect((await weir.rest("DELETE", `services/${mirrored.spec.id}`)).body.message).toContain("services or mirror");
  });
});
