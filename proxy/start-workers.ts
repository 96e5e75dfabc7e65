import { CertificateFiles } from "../kit/certificate-files.ts";
import { systemClock } from "../kit/clock.ts";
import { ConnectionsPerSource } from "../kit/connections-per-source.ts";
import { CredentialThrottle } from "../kit/credential-throttle.ts";
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
  /** Undefined when the proxy serves cleartext. */
  readonly certificates: Promise<CertificateFiles | undefined>;
  /** Of the main thread; each worker has its own. */
  readonly dialer: Dialer;
}

/** Starts the workers, and is done at once: they load while the main thread loads what it needs. */
export function startWorkers(config: ProxyConfig): StartingWorkers {
  const slots = new TargetSlots();
  const log = createLog({ name: "proxy", level: config.logLevel });
  const dialer = new Dialer({ settings: config.targets, clock: systemClock, log });
  const certificates = openCertificates(config, log);
  const pool = startPool(config, slots, certificates, dialer, log);
  // Whoever awaits it hears of a failure; until then nobody does, and that is no crash.
  pool.catch(() => {});
  return { pool, slots, certificates, dialer };
}

async function openCertificates({ tls }: ProxyConfig, log: Log): Promise<CertificateFiles | undefined> {
  return tls && CertificateFiles.open(tls, log);
}

async function startPool(
  config: ProxyConfig,
  slots: TargetSlots,
  certificates: Promise<CertificateFiles | undefined>,
  dialer: Dialer,
  log: Log,
): Promise<WorkerPool> {
  const {
    workers,
    listen,
    logLevel,
    accessLogShare,
    trustedProxies,
    iam,
    badCredentialsPerMinute,
    connectionsPerSource,
    targets,
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
      tls: (await certificates)?.current,
      settings: {
        logLevel,
        accessLogShare,
        trustedProxies,
        iam,
        badCredentialsPerMinute,
        connectionsPerSource,
        targets,
        oidc,
        trace,
        redisUrl,
        proxyId,
      },
      targetSlots: slots.buffer,
      prefixTable: new PrefixTable().buffer,
      // Twice as many as there are workers: one that ends may still have connections when another takes its place.
      connections: ConnectionsPerSource.createMemory(systemRandom.bytes(16), 2 * workers),
      credentialThrottle: CredentialThrottle.createMemory(systemRandom.bytes(16)),
      rateTable: RateTable.create(systemRandom.bytes(8)).buffer,
    },
    log,
    judgeWandbKey: (serverUrl, key) => viewers.judge(serverUrl, key),
  });
}
