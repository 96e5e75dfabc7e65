// Pains that users of other gateways report of splits and of balancing, and what the shares are worth.

import { Pool } from "undici";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createFakeModel, type FakeModel, type FakeModelOptions } from "../support/fake-model/fake-model.ts";
import { waitFor } from "../support/wait-for.ts";
import { adminToken, hostOf, type Json, Weir } from "../support/weir.ts";

let one: Weir;
let two: Weir;
const models: FakeModel[] = [];

beforeAll(async () => {
  one = await Weir.start({ workers: 1 });
  two = await Weir.start({ workers: 2 });
});

afterAll(async () => {
  await one?.stop();
  await two?.stop();
});

afterEach(async () => {
  await Promise.all(models.splice(0).map((model) => model.close()));
});

async function startModel(options: Partial<FakeModelOptions> = {}): Promise<FakeModel> {
  const model = await createFakeModel({ name: `m${models.length}`, tokens: 1, ...options });
  models.push(model);
  return model;
}

/** Sends requests over so many kept connections and gives what each was answered by, in the order of the answers. */
async function send(
  weir: Weir,
  gateway: Json,
  count: number,
  { connections = 1, headers = (_index: number): Record<string, string> => ({}) } = {},
): Promise<string[]> {
  const pool = new Pool(weir.proxyUrl(), { connections });
  const answers: string[] = [];
  let next = 0;
  const sendAll = async (): Promise<void> => {
    while (next < count) {
      const index = next++;
      const response = await pool.request({
        method: "POST",
        path: "/v1/chat/completions",
        headers: { host: hostOf(gateway), authorization: `Bearer ${adminToken}`, ...headers(index) },
        body: '{"model":"m"}',
      });
      expect(response.statusCode).toBe(200);
      await response.body.dump();
      answers[index] = String(response.headers["x-weir-deployment"]);
    }
  };
  await Promise.all(Array.from({ length: connections }, sendAll));
  await pool.close();
  return answers;
}

async function deploy(weir: Weir, gateway: Json, name: string, weight: number, more: Json = {}): Promise<Json> {
  const model = await startModel();
  return weir.createDeployment(gateway.spec.id, "m", [model.url], { name, traffic: { weight, ...more } });
}

describe("a split of 900 to 100", () => {
  it("is interleaved: in 10,000 requests of a worker, 9 or 10 is the longest run to one deployment", async () => {
    const gateway = await one.createGateway();
    await deploy(one, gateway, "large", 900);
    await deploy(one, gateway, "small", 100);
    const answers = await send(one, gateway, 10_000);
    const runs = answers
      .map((name) => name[0])
      .join("")
      .match(/l+|s+/g)!;
    const longest = Math.max(...runs.map(({ length }) => length));
    expect([9, 10]).toContain(longest);
    expect(Math.max(...runs.filter((run) => run.startsWith("s")).map(({ length }) => length))).toBe(1);
  });

  it("is what chi-squared takes for 900 to 100, over all workers", async () => {
    const gateway = await two.createGateway();
    await deploy(two, gateway, "large", 900);
    await deploy(two, gateway, "small", 100);
    const count = 10_000;
    const answers = await send(two, gateway, count, { connections: 16 });
    const small = answers.filter((name) => name === "small").length;
    const chiSquared = (small - count / 10) ** 2 / (count / 10) + (small - count / 10) ** 2 / ((count * 9) / 10);
    // One degree of freedom, 1 %.
    expect(chiSquared).toBeLessThan(6.63);
  });
});

describe("pain 6: a split that is sticky or weighted, but not both", () => {
  it("keeps a user in its arm, holds the shares, and moves only the users that a change must move", async () => {
    const gateway = await two.createGateway();
    const sticky = { sticky: { header: "x-user" } };
    const first = await deploy(two, gateway, "a", 700, sticky);
    await deploy(two, gateway, "b", 300, sticky);
    const users = 1_000;
    const headers = (index: number): Record<string, string> => ({ "x-user": `user-${index % users}` });
    const arms = async (): Promise<string[]> => {
      const answers = await send(two, gateway, users * 2, { connections: 8, headers });
      // Whichever worker took it, and whenever.
      expect(answers.slice(0, users)).toEqual(answers.slice(users));
      return answers.slice(0, users);
    };
    const before = await arms();
    const share = before.filter((arm) => arm === "a").length / users;
    // Four standard deviations of a fair draw.
    expect(Math.abs(share - 0.7)).toBeLessThan(4 * Math.sqrt((0.7 * 0.3) / users));
    const { status } = await two.rest("PATCH", `deployments/${first.spec.id}`, {
      traffic: { weight: 300, ...sticky },
      updateMask: "traffic",
    });
    expect(status).toBe(200);
    await two.waitForStatus("deployments", first.spec.id, "STATUS_READY");
    const after = await arms();
    const moved = before.map((arm, user) => `${arm}${after[user]}`);
    expect(moved.filter((each) => each === "ba")).toEqual([]);
    const left = moved.filter((each) => each === "ab").length / users;
    // 70 % had been there, half stays: a fifth of all users moves.
    expect(Math.abs(left - 0.2)).toBeLessThan(0.06);
  });
});

describe("pain 19: a herd", () => {
  it("never gives a target more than its cap, however much better it looks", async () => {
    const gateway = await two.createGateway();
    const [fast, ...slow] = [
      await startModel({ headDelayMs: 5 }),
      await startModel({ headDelayMs: 60 }),
      await startModel({ headDelayMs: 60 }),
    ];
    const upstream = await two.createUpstream(
      [fast, ...slow].map(({ url }) => url),
      {
        balance: { peakEwma: {} },
        limits: { maxRequestsPerTarget: 12 },
      },
    );
    const deployment = { targets: undefined, upstreamId: upstream.spec.id };
    await two.createDeployment(gateway.spec.id, "m", [], deployment);
    let most = 0;
    const watch = setInterval(() => {
      most = Math.max(most, ...models.map(({ open }) => open));
    }, 1);
    await send(two, gateway, 900, { connections: 30 });
    clearInterval(watch);
    expect(most).toBeGreaterThan(4);
    expect(most).toBeLessThanOrEqual(12);
    for (const model of slow) expect(model.seen.length).toBeGreaterThan(0);
  });

  it("gives a target that is back a part of its share at first", async () => {
    const gateway = await two.createGateway();
    const [steady, back] = [await startModel(), await startModel({ fault: "status-503" })];
    const upstream = await two.createUpstream([steady.url, back.url], {
      balance: { weightedRoundRobin: {} },
      retry: { statuses: [503], nonIdempotent: true, budgetPercent: 1000 },
      ejection: { consecutiveFailures: 1, baseTime: "1s", slowStart: "60s" },
    });
    const deployment = { targets: undefined, upstreamId: upstream.spec.id };
    await two.createDeployment(gateway.spec.id, "m", [], deployment);
    await waitFor("it to be ejected", async () => {
      await send(two, gateway, 4);
      const { body } = await two.rest("GET", `upstreams/${upstream.spec.id}`);
      return body.upstream.status.targets?.length === 1;
    });
    back.fault = undefined;
    await waitFor("it to be back", async () => {
      await send(two, gateway, 4);
      const { body } = await two.rest("GET", `upstreams/${upstream.spec.id}`);
      return body.upstream.status.targets === undefined;
    });
    const before = back.seen.length;
    await send(two, gateway, 440, { connections: 4 });
    // A tenth of its weight against a whole one: 40 of 440.
    expect(Math.abs(back.seen.length - before - 40)).toBeLessThanOrEqual(6);
  });

  it("leaves the last target in, and does not open every breaker at once", async () => {
    const gateway = await two.createGateway();
    const targets = [await startModel(), await startModel(), await startModel()];
    const fields = { ejection: { consecutiveFailures: 2, baseTime: "60s" } };
    const upstream = await two.createUpstream(
      targets.map(({ url }) => url),
      fields,
    );
    const deployment = { targets: undefined, upstreamId: upstream.spec.id };
    await two.createDeployment(gateway.spec.id, "m", [], deployment);
    for (const target of targets) target.fault = "status-503";
    const statuses = new Set<number>();
    for (let count = 0; count < 40; count++) statuses.add((await two.chat(gateway, { model: "m" })).status);
    // An upstream's own error, to the last: never a refusal for want of a target.
    expect([...statuses]).toEqual([503]);
    const { body } = await two.rest("GET", `upstreams/${upstream.spec.id}`);
    expect(body.upstream.status.targets).toHaveLength(2);
    for (const target of targets) target.fault = undefined;
    expect((await two.chat(gateway, { model: "m" })).status).toBe(200);
  });
});
