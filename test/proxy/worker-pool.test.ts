import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { request as httpRequest } from "node:http";
import type { Worker } from "node:worker_threads";
import { afterEach, expect, it } from "vitest";
import { ConnectionsPerSource } from "../../kit/connections-per-source.ts";
import { CredentialThrottle } from "../../kit/credential-throttle.ts";
import { createLog } from "../../kit/log.ts";
import { PrefixTable } from "../../proxy/balance/prefix-table.ts";
import { RateTable } from "../../proxy/limit/rate-table.ts";
import { TargetSlots } from "../../proxy/target/target-slots.ts";
import { WorkerPool } from "../../proxy/worker-pool.ts";
import { waitFor } from "../support/wait-for.ts";

const settings = {
  logLevel: "silent",
  accessLogShare: 1,
  trustedProxies: [],
  iam: undefined,
  badCredentialsPerMinute: 0,
  connectionsPerSource: 0,
  targets: { denied: [], allowed: [] },
  oidc: undefined,
  trace: undefined,
  redisUrl: undefined,
  proxyId: "p",
};

let pool: WorkerPool;

afterEach(() => pool?.close());

const nothing = { upserts: [], removals: [] };

function start(count: number): Promise<WorkerPool> {
  return WorkerPool.start({
    count,
    listen: { host: "127.0.0.1", port: 0 },
    workerData: {
      tls: undefined,
      settings,
      targetSlots: new TargetSlots().buffer,
      connections: ConnectionsPerSource.createMemory(new Uint8Array(16), 4),
      credentialThrottle: CredentialThrottle.createMemory(new Uint8Array(16)),
      rateTable: RateTable.create(new Uint8Array(8)).buffer,
      prefixTable: new PrefixTable().buffer,
    },
    log: createLog({ name: "test", level: "silent" }),
    judgeWandbKey: async () => ({ kind: "unavailable" }),
  });
}

/** The status of a request on a connection of its own; undefined when there is no answer. */
function ask(address: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const request = httpRequest(`http://${address}/`, { agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    request.once("error", () => resolve(undefined));
    request.end();
  });
}

it("replaces workers that ended, on the same address", async () => {
  const started: Worker[] = [];
  const note = (message: unknown): void => {
    started.push((message as { readonly worker: Worker }).worker);
  };
  subscribe("worker_threads", note);
  pool = await start(2);
  unsubscribe("worker_threads", note);
  const address = await pool.listen(() => nothing);
  expect(await ask(address)).toBe(404);
  await Promise.all(started.map((worker) => worker.terminate()));
  await waitFor("both to be gone", () => pool.listening === 0);
  await waitFor("both to be back", () => pool.listening === 2);
  expect(await ask(address)).toBe(404);
  expect(await pool.apply(nothing)).toEqual([]);
});

it("says why it can't listen", async () => {
  pool = await start(1);
  const address = await pool.listen(() => nothing);
  const port = Number(address.split(":")[1]);
  const other = await WorkerPool.start({
    count: 1,
    listen: { host: "192.0.2.1", port },
    workerData: {
      tls: undefined,
      settings,
      targetSlots: new TargetSlots().buffer,
      connections: ConnectionsPerSource.createMemory(new Uint8Array(16), 4),
      credentialThrottle: CredentialThrottle.createMemory(new Uint8Array(16)),
      rateTable: RateTable.create(new Uint8Array(8)).buffer,
      prefixTable: new PrefixTable().buffer,
    },
    log: createLog({ name: "test", level: "silent" }),
    judgeWandbKey: async () => ({ kind: "unavailable" }),
  });
  await expect(other.listen(() => nothing)).rejects.toThrow(/EADDRNOTAVAIL.*192\.0\.2\.1/);
  await other.close();
});
