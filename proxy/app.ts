import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Listener } from "../kit/address-policy.ts";
import { catchStrayExceptions } from "../kit/catch-stray-exceptions.ts";
import { systemClock } from "../kit/clock.ts";
import { Lifetime } from "../kit/lifetime.ts";
import { parseListenAddress } from "../kit/listen-address.ts";
import { createLog } from "../kit/log.ts";
import { systemRandom } from "../kit/random.ts";
import type { Running } from "../kit/run-until-signal.ts";
import { startAdminServer } from "./admin-server.ts";
import type { ProxyConfig } from "./config.ts";
import { followControlAddresses, protectedListeners } from "./dial/protected-listeners.ts";
import { Discovery } from "./discovery/discovery.ts";
import { createLookUp } from "./discovery/look-up.ts";
import { FileSeal } from "./file-seal.ts";
import { createProber } from "./health/prober.ts";
import { TargetReports } from "./health/target-reports.ts";
import { TrafficReports } from "./health/traffic-reports.ts";
import { HeldSnapshot, partitionsFromBytes } from "./held-snapshot.ts";
import { LastGood } from "./last-good.ts";
import { unwrittenQueues } from "./observe/disk-queues.ts";
import { InternalErrors } from "./observe/internal-errors.ts";
import { RequestFeed } from "./observe/request-feed.ts";
import { noteInternalError } from "./pipeline/contain.ts";
import { ReportSpool } from "./report/report-spool.ts";
import { createLoadReader } from "./reported-load/load-reader.ts";
import { ServedConfiguration } from "./served-configuration.ts";
import { ServerLink } from "./server-link.ts";
import type { StartingWorkers } from "./start-workers.ts";
import type { PoolChange } from "./target/target-change.ts";
import { createUsageSender } from "./usage/send-usage.ts";
import { UsageIntake } from "./usage/usage-intake.ts";

/** Starts a proxy: serves the last good snapshot at once, then follows the server. */
export async function startProxy(config: ProxyConfig, workers: StartingWorkers): Promise<Running> {
  const log = createLog({ name: "proxy", level: config.logLevel });
  const lifetime = new Lifetime();
  const { dialer } = workers;
  const cells = new Int32Array(workers.slots.buffer);
  const reports = new TargetReports(systemClock);
  const onTargetChange = (change: PoolChange): void => reports.note(change);
  const prober = createProber({ cells, dialer, onTargetChange, clock: systemClock, random: systemRandom, log });
  lifetime.onClose("the health checks", () => prober.close());
  const loads = createLoadReader({ cells, dialer, clock: systemClock, random: systemRandom, log });
  lifetime.onClose("the targets' loads", () => loads.close());
  const discovery = new Discovery({
    lookUp: createLookUp(config.dnsServers),
    onChange: (partitionIds) => configuration.move(partitionIds),
    log,
  });
  lifetime.onClose("the name lookups", () => discovery.close());
  const held = new HeldSnapshot(workers.slots, [prober, loads], reports, discovery);
  const seal = await FileSeal.open(config.dataDirectory);
  const lastGood = await LastGood.open({ dataDirectory: config.dataDirectory, seal, random: systemRandom, log });
  const inferenceReports = await ReportSpool.open({
    directory: join(config.dataDirectory, "reports"),
    seal,
    requests: dialer.requests,
    clock: systemClock,
    random: systemRandom,
    log,
  });
  const kept = held.prepare(partitionsFromBytes(lastGood.load()), []);
  const pool = await workers.pool;
  const configuration = new ServedConfiguration({ held, lastGood, discovery, workers: pool, clock: systemClock, log });
  const certificates = await workers.certificates;
  pool.onTargetChange = onTargetChange;
  const protect = (what: string, listeners: readonly Listener[]): void => {
    dialer.protect(what, listeners);
    pool.protect(what, listeners);
  };
  const controlIsKnown = followControlAddresses({
    url: config.controlUrl,
    onAddresses: (listeners) => protect(protectedListeners.control, listeners),
    log,
    signal: lifetime.signal,
  });
  const usage = new UsageIntake();
  pool.onUsage = (taken) => usage.add(taken);
  pool.onReports = (reported) => inferenceReports.add(reported);
  inferenceReports.start();
  if (config.trace !== undefined) {
    const { SpanExporter } = await import("./trace/span-exporter.ts");
    const exporter = new SpanExporter(config.trace);
    pool.onSpans = (spans) => exporter.add(spans);
    lifetime.onClose("the traces", () => exporter.close());
  }
  const traffic = new TrafficReports();
  pool.onTraffic = (counts) => traffic.note(counts);
  const requests = new RequestFeed((isFollowed) => pool.followRequests(isFollowed), systemClock);
  pool.onRequests = (records) => requests.tell(records);
  // After the workers, which tell what they have counted last.
  lifetime.onClose("the reports to W&B", () => inferenceReports.stop());
  lifetime.onClose("the usage", () => usage.close());
  lifetime.onClose("the workers", () => pool.close());

  const server = new ServerLink(config.controlUrl, lifetime.signal, log);
  await configuration.serveKept(kept);
  let draining = false;
  const internalErrors = new InternalErrors();
  // Before traffic flows, so that it is known what must not be connected to. The metrics' library is loaded when
  // somebody asks for them.
  const admin = await startAdminServer({
    listen: config.adminListen,
    token: config.adminToken,
    notReady: () => {
      if (draining) return "draining";
      if (!configuration.isServing) return "no configuration yet: waiting for the server";
      return pool.listening < config.workers ? `${pool.listening} of ${config.workers} workers listen` : undefined;
    },
    // The proxy serves, so a load balancer has to keep it.
    warnings: () => [
      ...warningsOf(server.mismatch, lastGood.unkept),
      ...unwrittenQueues({ usage: usage.spool, reports: inferenceReports }),
    ],
    requests,
    metrics: async () => {
      const { renderMetrics } = await import("./process-metrics.ts");
      return renderMetrics(
        {
          connected: server.isUp,
          databaseMismatch: server.mismatch !== undefined,
          unkept: lastGood.unkept,
          partitions: held.size,
          appliedAtSeconds: configuration.appliedAtSeconds,
          certificates,
          keys: held.countKeys(),
          reports,
          internalErrors,
          queues: { usage: usage.spool, reports: inferenceReports },
        },
        await pool.collectMetrics(),
      );
    },
  });
  lifetime.onClose("the admin port", () => admin.close());
  catchStrayExceptions((cause) => noteInternalError({ log, metrics: { internalErrors } }, "main", cause, undefined));
  protect(protectedListeners.admin, [listenerAt(admin.address)]);
  await controlIsKnown;
  const address = await pool.listen(() => held.whole());
  certificates?.follow((certificate) => pool.setCertificate(certificate));
  lifetime.onClose("the certificate", () => certificates?.close());
  protect(protectedListeners.traffic, [listenerAt(address)]);
  log.info({ address, adminAddress: admin.address, zone: config.zone, proxyId: config.proxyId }, "listening");

  const { subscribe } = await import("./subscribe.ts");
  const following = subscribe({
    controlUrl: config.controlUrl,
    proxyId: config.proxyId,
    zone: config.zone,
    readToken: () => readProxyToken(config),
    held: () => held.list(),
    origin: () => configuration.origin,
    reports,
    traffic,
    apply: (version) => configuration.take(version),
    onMismatch: (reason) => server.setMismatch(reason),
    onConnectionChange: (isUp) => server.setUp(isUp),
    random: systemRandom,
    log,
    signal: lifetime.signal,
  });
  lifetime.onClose("the config stream", async () => {
    await following;
    await lastGood.close();
  });
  const sendUsage = createUsageSender({ controlUrl: config.controlUrl, readToken: () => readProxyToken(config) });
  await usage.open({
    directory: join(config.dataDirectory, "usage"),
    send: async (batch) => {
      server.assertMayReport();
      return sendUsage(batch);
    },
    clock: systemClock,
    random: systemRandom,
    log,
  });
  return {
    reload: () => certificates?.reload(),
    close: async () => {
      draining = true;
      log.info({ graceMs: config.drainGraceMs, limitMs: config.drainLimitMs }, "draining");
      await pool.drain(config.drainGraceMs, config.drainLimitMs);
      await lifetime.close();
      log.info("stopped");
    },
  };
}

/** @param address as a socket got it, `host:port` */
function listenerAt(address: string): Listener {
  const { host, port } = parseListenAddress(address);
  return { address: host, port };
}

/** Lines of `/readyz` for the operator of a proxy that serves. */
function warningsOf(mismatch: string | undefined, unkept: number): string[] {
  const warnings: string[] = [];
  if (mismatch !== undefined) {
    warnings.push(`another database: ${mismatch}; serving the last configuration, see weir database adopt`);
  }
  if (unkept > 0) warnings.push(`${unkept} changes of the configuration are not on disk yet: see the log`);
  return warnings;
}

async function readProxyToken(config: ProxyConfig): Promise<string> {
  if (config.proxyToken !== undefined) return config.proxyToken;
  const path = join(config.serverDataDirectory, "proxy-token");
  try {
    return (await readFile(path, "utf8")).trim();
  } catch (cause) {
    throw new Error(`no proxy token: set WEIR_PROXY_TOKEN, or WEIR_DATA to where the server keeps ${path}`, { cause });
  }
}
