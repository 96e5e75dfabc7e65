// Limits over several proxies, by a real Redis.

import { Agent } from "undici";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { createFakeModel, type FakeModel } from "../support/fake-model/fake-model.ts";
import { itNeeds } from "../support/it-needs.ts";
import { readMetric } from "../support/read-metric.ts";
import { RedisServer } from "../support/redis.ts";
import { waitFor } from "../support/wait-for.ts";
import { adminToken, hostOf, type Json, Weir } from "../support/weir.ts";

const itWithRedis = itNeeds("redis-server");
const proxies = 3;

let redis: RedisServer | undefined;
let weir: Weir;
let model: FakeModel;

beforeAll(async () => {
  redis = await RedisServer.start().catch(() => undefined);
  if (redis === undefined) return;
  model = await createFakeModel({ name: "m", tokens: 4 });
  weir = await Weir.start({ proxies, workers: 2, environment: { WEIR_REDIS_URL: redis.url } });
});

afterAll(async () => {
  await weir?.stop();
  await model?.close();
  await redis?.close();
});

async function isShared(up: number): Promise<void> {
  for (let index = 0; index < proxies; index++) {
    await waitFor(`proxy ${index} to know`, async () => {
      return (await readMetric(weir.adminUrl(index), "weir_rate_limit_shared_up")) === up;
    });
  }
}

/** Of all proxies at once: how many requests pass. */
async function passing(gateway: Json, requests: number, more: Json = {}): Promise<number> {
  const agent = new Agent({ connections: 50, pipelining: 1 });
  const statuses = await Promise.all(
    Array.from({ length: requests }, async (_, index) => {
      const { statusCode, body } = await agent.request({
        origin: weir.proxyUrl(index % proxies),
        path: "/v1/chat/completions",
        method: "POST",
        headers: { host: hostOf(gateway), "content-type": "application/json", authorization: `Bearer ${adminToken}` },
        body: JSON.stringify({ model: "chat", ...more }),
      });
      await body.dump();
      return statusCode;
    }),
  );
  await agent.close();
  expect([...new Set(statuses)].sort()).toEqual(expect.arrayContaining([429]));
  expect(statuses.filter((status) => status !== 200 && status !== 429)).toEqual([]);
  return statuses.filter((status) => status === 200).length;
}

async function limited(rateLimiter: Json): Promise<Json> {
  const gateway = await weir.createGateway({ name: "shared", requiredPlugins: [{ rateLimiter }] });
  await weir.createDeployment(gateway.spec.id, "chat", [model.url]);
  for (let index = 0; index < proxies; index++) {
    await waitFor("the model", async () => {
      const options = { proxy: index, method: "GET", path: "/v1/models/chat", headers: { "x-free": "1" } };
      const { status } = await weir.chat(gateway, "", options);
      return status === 200 || status === 429;
    });
  }
  return gateway;
}

describe("limits of three proxies on one Redis", () => {
  itWithRedis("let exactly 15 of 5,000 requests pass that come at once", async () => {
    await isShared(1);
    const perHeader = [{ header: "x-none", limit: 1, window: "1m" }];
    // What looks whether the model is there passes too: it is counted.
    const gateway = await limited({ limits: { global: { limit: 15 + proxies, window: "1m" }, perHeader } });
    expect(await passing(gateway, 5_000)).toBe(15);
  });

  itWithRedis(
    "let no more pass than the limit where they are large too, and waste next to nothing of them",
    async () => {
      const gateway = await limited({ limits: { global: { limit: 2_000 + proxies, window: "1m" } } });
      const passed = await passing(gateway, 4_000);
      expect(passed).toBeLessThanOrEqual(2_000);
      // Leases that were not used up are what is lacking: a thirty-second for each worker at most, of what was left.
      expect(passed).toBeGreaterThan(2_000 * (1 - (proxies * 2) / 32));
    },
  );

  itWithRedis("settle tokens", async () => {
    const gateway = await limited({ tokenLimits: { global: { limit: 1_000, window: "1h" } } });
    // Each reserves some 200 and uses seven: many more than five pass, one after the other.
    for (let count = 0; count < 40; count++) {
      // The corrections of those before are on their way when their answers are there.
      await waitFor(`request ${count} to pass`, async () => {
        const proxy = count % proxies;
        return (await weir.chat(gateway, { model: "chat", max_tokens: 200 }, { proxy })).status === 200;
      });
    }
  });

  itWithRedis(
    "hold as shares while Redis is away, which a metric says, and together again when it is back",
    async () => {
      const gateway = await limited({ limits: { global: { limit: 30, window: "1m" } } });
      await redis!.stop();
      await isShared(0);
      // A third of it on each, less what looked whether the model was there.
      const passed = await passing(gateway, 300);
      expect(passed).toBeLessThanOrEqual(30);
      expect(passed).toBeGreaterThanOrEqual(30 - proxies * 2);
      let decided = 0;
      for (let index = 0; index < proxies; index++) {
        decided += await readMetric(weir.adminUrl(index), "weir_rate_limit_local_decisions_total");
      }
      expect(decided).toBeGreaterThanOrEqual(300);
      await redis!.startAgain();
      await isShared(1);
      const other = await limited({ limits: { global: { limit: 15 + proxies, window: "1m" } } });
      expect(await passing(other, 500)).toBe(15);
    },
  );

  itWithRedis("hold through a restart of a proxy, and without the server", async () => {
    const gateway = await limited({ limits: { global: { limit: 15 + proxies, window: "1h" } } });
    expect(await passing(gateway, 300)).toBe(15);
    await weir.stopServer("SIGKILL");
    await weir.stopProxy(0, "SIGKILL");
    await weir.startProxy({ index: 0 });
    await isShared(1);
    expect(await passing(gateway, 30)).toBe(0);
    await weir.startServer();
    expect(await passing(gateway, 30)).toBe(0);
  });

  itWithRedis("have no name of a caller in Redis", async () => {
    const { createClient } = await import("redis");
    const client = createClient({ url: redis!.url });
    await client.connect();
    const keys = await client.keys("*");
    client.destroy();
    expect(keys.length).toBeGreaterThan(0);
    for (const key of keys) expect(key).toMatch(/^weir:\{limits\}:([\w-]{27}|proxies)$/);
  });
});
