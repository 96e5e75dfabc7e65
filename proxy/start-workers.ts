import { readFile } from "node:fs/promises";
import { systemClock } from "../kit/clock.ts";
import { CredentialThrottle } from "../kit/credential-throttle.ts";
import { createLog } from "../kit/log.ts";
import { systemRandom } from "../kit/random.ts";
import { WandbViewers } from "./auth/wandb-viewers.ts";
import { PrefixTable } from "./balance/prefix-table.ts";
import type { ProxyConfig } from "./config.ts";
import { RateTable } from "./limit/rate-table.ts";
import { TargetSlots } from "./target/target-slots.ts";
import { WorkerPool } from "./worker-pool.ts";

/** Workers on their way, and the memory that they share. */
export interface StartingWorkers {
  readonly pool: Promise<WorkerPool>;
  readonly slots: TargetSlots;
}

/** Starts the workers, and is done at once: they load while the main thread loads what it needs. */
export function startWorkers(config: ProxyConfig): StartingWorkers {
  const slots = new TargetSlots();
  const pool = startPool(config, slots);
  // Whoever awaits it hears of a failure; until then nobody does, and that is no crash.
  pool.catch(() => {});
  return { pool, slots };
}

async function startPool(config: ProxyConfig, slots: TargetSlots): Promise<WorkerPool> {
  const {
    workers,
    listen,
    tls,
    logLevel,
    accessLogShare,
    trustedProxies,
    iam,
    badCredentialsPerMinute,
    oidc,
    trace,
    redisUrl,
    proxyId,
  } = config;
  const viewers = new WandbViewers(systemClock);
  return WorkerPool.start({
    count: workers,
    listen,
    workerData: {
      tls: tls && {
        certificate: await readFile(tls.certificatePath, "utf8"),
        key: await readFile(tls.keyPath, "utf8"),
      },
      settings: {
        logLevel,
        accessLogShare,
        trustedProxies,
        iam,
        badCredentialsPerMinute,
        oidc,
        trace,
        redisUrl,
        proxyId,
      },
      targetSlots: slots.buffer,
      prefixTable: new PrefixTable().buffer,
      credentialThrottle: CredentialThrottle.createMemory(systemRandom.bytes(16)),
      rateTable: RateTable.create(systemRandom.bytes(8)).buffer,
    },
    log: createLog({ name: "proxy", level: logLevel }),
    judgeWandbKey: (serverUrl, key) => viewers.judge(serverUrl, key),
  });
}
