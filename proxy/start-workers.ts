import { readFile } from "node:fs/promises";
import { systemClock } from "../kit/clock.ts";
import { createLog, type Log } from "../kit/log.ts";
import { systemRandom } from "../kit/random.ts";
import { WandbViewers } from "./auth/wandb-viewers.ts";
import { PrefixTable } from "./balance/prefix-table.ts";
import type { ProxyConfig } from "./config.ts";
import { Dialer } from "./dial/dialer.ts";
import { RateTable } from "./limit/rate-table.ts";
import { TargetSlots } from "./target/target-slots.ts";
import { WorkerPool } from "./worker-pool.ts";

/** Workers on their way, and the memory that they share. */
export interface StartingWorkers {
  readonly pool: Promise<WorkerPool>;
  readonly slots: TargetSlots;
  /** Of the main thread; each worker has its own. */
  readonly dialer: Dialer;
}

/** Starts the workers, and is done at once: they load while the main thread loads what it needs. */
export function startWorkers(config: ProxyConfig): StartingWorkers {
  const slots = new TargetSlots();
  const log = createLog({ name: "proxy", level: config.logLevel });
  const dialer = new Dialer({ settings: config.targets, clock: systemClock, log });
  const pool = startPool(config, slots, dialer, log);
  // Whoever awaits it hears of a failure; until then nobody does, and that is no crash.
  pool.catch(() => {});
  return { pool, slots, dialer };
}

async function startPool(config: ProxyConfig, slots: TargetSlots, dialer: Dialer, log: Log): Promise<WorkerPool> {
  const {
    workers,
    listen,
    tls,
    logLevel,
    accessLogShare,
    trustedProxies,
    targets,
    iamWhoamiUrl,
    oidc,
    trace,
    redisUrl,
    proxyId,
  } = config;
  const viewers = new WandbViewers(systemClock, dialer.requests);
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
        targets,
        iamWhoamiUrl: iamWhoamiUrl?.href,
        oidc,
        trace,
        redisUrl,
        proxyId,
      },
      targetSlots: slots.buffer,
      prefixTable: new PrefixTable().buffer,
      rateTable: RateTable.create(systemRandom.bytes(8)).buffer,
    },
    log,
    judgeWandbKey: (serverUrl, key) => viewers.judge(serverUrl, key),
  });
}
