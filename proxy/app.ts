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
import { Sequence } from "../kit/sequence.ts";
import { startAdminServer } from "./admin-server.ts";
import type { ProxyConfig } from "./config.ts";
import { followControlAddresses, protectedListeners } from "./dial/protected-listeners.ts";
import { Discovery } from "./discovery/discovery.ts";
import { createLookUp } from "./discovery/look-up.ts";
import { FileSeal } from "./file-seal.ts";
import { createProber } from "./health/prober.ts";
import { TargetReports } from "./health/target-reports.ts";
import { TrafficReports } from "./health/traffic-reports.ts";
import { HeldSnapshot, type PreparedDelta, partitionsFromBytes } from "./held-snapshot.ts";
import { LastGood } from "./last-good.ts";
import { unwrittenQueues } from "./observe/disk-queues.ts";
import { InternalErrors } from "./observe/internal-errors.ts";
import { RequestFeed } from "./observe/request-feed.ts";
import { noteInternalError } from "./pipeline/contain.ts";
import { ReportSpool } from "./report/report-spool.ts";
import { createLoadReader } from "./reported-load/load-reader.ts";
import type { StartingWorkers } from "./start-workers.ts";
import type { AppliedRejection } from "./subscribe.ts";
import type { PoolChange } from "./target/target-change.ts";
import { createUsageSender } from "./usage/send-usage.ts";
import type { TakenUsage } from "./usage/usage-account.ts";
import type { UsageSpool } from "./usage/usage-spool.ts";

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
  const moved = new Set<string>();
  const discovery = new Discovery({
    lookUp: createLookUp(config.dnsServers),
    onChange: (partitionIds) => {
      for (const id of partitionIds) moved.add(id);
      applyMoved().catch((error: unknown) => log.error({ err: error }, "following the addresses of names failed"));
    },
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
  let origin = lastGood.loadOrigin();
  const kept = held.prepare(partitionsFromBytes(lastGood.load()), []);
  const pool = await workers.pool;
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
  const used: TakenUsage[] = [];
  pool.onUsage = (taken) => used.push(...taken);
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
  let closeUsage = (): Promise<void> => inferenceReports.stop();
  lifetime.onClose("the usage", () => closeUsage());
  lifetime.onClose("the workers", () => pool.close());

  let configured = false;
  let appliedAtSeconds = 0;
  let usage: UsageSpool | undefined;
  let connected = false;
  let mismatch: string | undefined;
  // A server with another database than the proxy's would take usage that its own server never hears of.
  let mayReport = false;
  let draining = false;

  // One delta after the other: each is made ready with what the one before has left.
  const oneByOne = new Sequence();
  const apply = async ({ forWorkers, rejections, commit }: PreparedDelta): Promise<readonly AppliedRejection[]> => {
    const all = [...rejections, ...(await pool.apply(forWorkers))];
    commit(new Set(all.map(({ partitionId }) => partitionId)));
    configured = true;
    appliedAtSeconds = systemClock.nowMs() / 1000;
    return all;
  };
  const applyMoved = (): Promise<void> =>
    oneByOne.run(async () => {
      if (moved.size === 0) return;
      const prepared = held.prepareAgain(moved);
      moved.clear();
      await apply(prepared);
    });
  if (kept.forWorkers.upserts.length > 0) {
    const rejections = await oneByOne.run(() => apply(kept));
    await discovery.firstAnswers();
    await applyMoved();
    log.info({ partitions: held.size, rejections }, "serving the last good snapshot");
  }
  const internalErrors = new InternalErrors();
  // Before traffic flows, so that it is known what must not be connected to. The metrics' library is loaded when
  // somebody asks for them.
  const admin = await startAdminServer({
    listen: config.adminListen,
    token: config.adminToken,
    notReady: () => {
      if (draining) return "draining";
      if (!configured) return "no configuration yet: waiting for the server";
      return pool.listening < config.workers ? `${pool.listening} of ${config.workers} workers listen` : undefined;
    },
    // The proxy serves, so a load balancer has to keep it.
    warnings: () => [...remarksOf(mismatch, lastGood.unkept), ...unwrittenQueues({ usage, reports: inferenceReports })],
    requests,
    metrics: async () => {
      const { renderMetrics } = await import("./process-metrics.ts");
      return renderMetrics(
        {
          connected,
          databaseMismatch: mismatch !== undefined,
          unkept: lastGood.unkept,
          partitions: held.size,
          appliedAtSeconds,
          certificates,
          keys: held.countKeys(),
          reports,
          internalErrors,
          queues: { usage, reports: inferenceReports },
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
    origin: () => origin,
    reports,
    traffic,
    apply: async ({ upserts, removals, origin: from }) => {
      const incoming = upserts.map((partition) => held.complete(partition));
      const rejections = await oneByOne.run(() => apply(held.prepare(incoming, removals)));
      await discovery.firstAnswers();
      await applyMoved();
      const rejected = new Set(rejections.map(({ partitionId }) => partitionId));
      if (from !== undefined) {
        origin = from;
        lastGood.keepOrigin(from);
      }
      for (const id of removals) lastGood.keep(id, undefined);
      for (const { partition, bytes } of incoming) {
        if (!rejected.has(partition.id)) lastGood.keep(partition.id, bytes);
      }
      return rejections;
    },
    onMismatch: (reason) => {
      if (reason === mismatch) return;
      mismatch = reason;
      if (reason === undefined) log.info("the server has the database that this proxy knows");
      else {
        log.error(
          { url: config.controlUrl.href, reason },
          "another database: the proxy goes on with the configuration that it has, until `weir database adopt` says that the server's replaces it",
        );
      }
    },
    onConnectionChange: (now) => {
      if (now !== connected)
        log.info({ url: config.controlUrl.href }, now ? "config stream is up" : "config stream is down");
      connected = now;
      // While the proxy stops it reports what is left to the server that it followed.
      if (!lifetime.signal.aborted) mayReport = now && mismatch === undefined;
    },
    random: systemRandom,
    log,
    signal: lifetime.signal,
  });
  lifetime.onClose("the config stream", async () => {
    await following;
    await lastGood.close();
  });
  const sendUsage = createUsageSender({ controlUrl: config.controlUrl, readToken: () => readProxyToken(config) });
  const { UsageSpool } = await import("./usage/usage-spool.ts");
  const spool = await UsageSpool.open({
    directory: join(config.dataDirectory, "usage"),
    send: (batch) => {
      if (mayReport) return sendUsage(batch);
      return Promise.reject(new Error(mismatch ?? "the proxy has not heard from its server yet"));
    },
    clock: systemClock,
    random: systemRandom,
    log,
  });
  usage = spool;
  pool.onUsage = (taken) => spool.add(taken);
  spool.add(used);
  spool.start();
  closeUsage = async () => {
    await spool.stop();
    await inferenceReports.stop();
  };
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

/** What those who run the proxy should know, although it serves. */
function remarksOf(mismatch: string | undefined, unkept: number): string[] {
  const remarks: string[] = [];
  if (mismatch !== undefined) {
    remarks.push(`another database: ${mismatch}; serving the last configuration, see weir database adopt`);
  }
  if (unkept > 0) remarks.push(`${unkept} changes of the configuration are not on disk yet: see the log`);
  return remarks;
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
