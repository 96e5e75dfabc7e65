import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Partition } from "../gen/es/weir/config/v1alpha1/snapshot_pb.ts";
import { Lifetime } from "../kit/lifetime.ts";
import { createLog } from "../kit/log.ts";
import { systemRandom } from "../kit/random.ts";
import { startAdminServer } from "./admin-server.ts";
import type { ProxyConfig } from "./config.ts";
import { HeldSnapshot, readPartition } from "./held-snapshot.ts";
import { LastGood } from "./last-good.ts";
import { ProcessMetrics } from "./process-metrics.ts";
import { type AppliedRejection, subscribe } from "./subscribe.ts";
import { TargetSlots } from "./target/target-slots.ts";
import { WorkerPool } from "./worker-pool.ts";

/** Starts a proxy: serves the last good snapshot at once, then follows the server. */
export async function startProxy(config: ProxyConfig): Promise<{ close(): Promise<void> }> {
  const log = createLog({ name: "proxy", level: config.logLevel });
  const lifetime = new Lifetime();
  const slots = new TargetSlots();
  const held = new HeldSnapshot(slots);
  const lastGood = await LastGood.open(config.dataDirectory, log);
  const kept = lastGood.load();
  const pool = await WorkerPool.start({
    count: config.workers,
    workerData: {
      ...config.listen,
      tls: config.tls && {
        certificate: await readFile(config.tls.certificatePath, "utf8"),
        key: await readFile(config.tls.keyPath, "utf8"),
      },
      settings: {
        logLevel: config.logLevel,
        trustedProxies: config.trustedProxies,
        iamWhoamiUrl: config.iamWhoamiUrl?.href,
      },
      targetSlots: slots.buffer,
    },
    snapshot: () => held.whole(),
    log,
  });
  lifetime.onClose("the workers", () => pool.close());

  let configured = false;
  let connected = false;
  let draining = false;

  const apply = async (
    upserts: readonly Partition[],
    removals: readonly string[],
  ): Promise<readonly AppliedRejection[]> => {
    const delta = held.prepare(upserts, removals);
    const rejections = await pool.apply({ upserts: delta.upserts, removals: delta.removals, slots: delta.slots });
    delta.commit(new Set(rejections.map(({ partitionId }) => partitionId)));
    configured = true;
    return rejections;
  };
  const keptPartitions = (await kept).map(readPartition);
  if (keptPartitions.length > 0) {
    const rejections = await apply(keptPartitions, []);
    log.info({ partitions: keptPartitions.length, rejections }, "serving the last good snapshot");
  }

  const metrics = new ProcessMetrics();
  const admin = await startAdminServer({
    listen: config.adminListen,
    notReady: () => {
      if (draining) return "draining";
      if (!configured) return "no configuration yet: waiting for the server";
      return pool.listening < config.workers ? `${pool.listening} of ${config.workers} workers listen` : undefined;
    },
    metrics: async () => metrics.render({ connected, partitions: held.size }, await pool.collectMetrics()),
  });
  lifetime.onClose("the admin port", () => admin.close());
  log.info({ address: pool.address, adminAddress: admin.address, zone: config.zone }, "listening");

  const following = subscribe({
    controlUrl: config.controlUrl,
    proxyId: `${config.hostName}-${systemRandom.uuid()}`,
    zone: config.zone,
    readToken: () => readProxyToken(config),
    held: () => held.list(),
    apply: async (upserts, removals) => {
      const rejections = await apply(upserts, removals);
      const rejected = new Set(rejections.map(({ partitionId }) => partitionId));
      for (const id of removals) lastGood.keep(id, undefined);
      for (const { id } of upserts) if (!rejected.has(id)) lastGood.keep(id, held.bytesOf(id));
      return rejections;
    },
    onConnectionChange: (now) => {
      if (now !== connected)
        log.info({ url: config.controlUrl.href }, now ? "config stream is up" : "config stream is down");
      connected = now;
    },
    random: systemRandom,
    log,
    signal: lifetime.signal,
  });
  lifetime.onClose("the config stream", async () => {
    await following;
    await lastGood.settled();
  });
  return {
    close: async () => {
      draining = true;
      log.info({ graceMs: config.drainGraceMs, limitMs: config.drainLimitMs }, "draining");
      await pool.drain(config.drainGraceMs, config.drainLimitMs);
      await lifetime.close();
      log.info("stopped");
    },
  };
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
