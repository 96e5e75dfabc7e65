import { AggregatorRegistry, Counter, Gauge, Registry } from "prom-client";
import type { CertificateFiles } from "../kit/certificate-files.ts";
import { certificateExpiry, registerCertificateMetrics } from "../kit/certificate-metrics.ts";
import { collectProcessMetrics } from "../kit/collect-process-metrics.ts";
import type { TargetReports } from "./health/target-reports.ts";
import type { ObservedQueues } from "./observe/disk-queues.ts";
import type { InternalErrors } from "./observe/internal-errors.ts";

/** What the main thread knows beside the workers' metrics. */
export interface ProcessFacts {
  /** Whether the config stream is up. */
  readonly connected: boolean;
  /** Whether the server has another database than the proxy knows. */
  readonly databaseMismatch: boolean;
  /** Changes of the configuration that could not be written to disk yet. */
  readonly unkept: number;
  /** How many partitions are served. */
  readonly partitions: number;
  /** When a version of the configuration was last taken, in seconds since 1970; 0: never. */
  readonly appliedAtSeconds: number;
  /** API keys that are known. */
  readonly keys: number;
  /** Undefined when the proxy serves cleartext. */
  readonly certificates: CertificateFiles | undefined;
  readonly reports: TargetReports;
  /** Exceptions in the main thread. */
  readonly internalErrors: InternalErrors;
  readonly queues: ObservedQueues;
}

// The process's own metrics: CPU, memory, event loop of the main thread, config stream.
const registry = new Registry();
collectProcessMetrics(registry);
const streamUp = new Gauge({
  name: "weir_config_stream_up",
  help: "1 while the config stream is up, else 0.",
  registers: [registry],
});
const databaseMismatch = new Gauge({
  name: "weir_config_database_mismatch",
  help: "1 while the server has another database than the proxy knows, else 0.",
  registers: [registry],
});
const unkept = new Gauge({
  name: "weir_unkept_partitions",
  help: "Changes of the configuration that could not be written to disk yet.",
  registers: [registry],
});
const partitions = new Gauge({
  name: "weir_config_partitions",
  help: "Partitions of the snapshot that is served.",
  registers: [registry],
});
const appliedAt = new Gauge({
  name: "weir_config_applied_timestamp_seconds",
  help: "When a version of the configuration was last taken; 0 before the first.",
  registers: [registry],
});
const keys = new Gauge({
  name: "weir_api_keys",
  help: "API keys that are known.",
  registers: [registry],
});
const batchesWaiting = new Gauge({
  name: "weir_batches_waiting",
  help: "Batches that wait to be taken: of usage by the server, of reports by W&B.",
  labelNames: ["of"],
  registers: [registry],
});
const batchesInMemory = new Gauge({
  name: "weir_batches_in_memory",
  help: "Batches that are not on disk yet: more than one for long where the disk takes no writes.",
  labelNames: ["of"],
  registers: [registry],
});
const batchesSetAside = new Counter({
  name: "weir_batches_set_aside_total",
  help: "Batches that can't be read, or that the server refuses for good: in the folder set-aside of their queue.",
  labelNames: ["of"],
  registers: [registry],
});
const targetsOut = new Gauge({
  name: "weir_targets_left_out",
  help: "Targets of an upstream or deployment that take no requests now, by what says so: checks, requests, or address (which the proxy may not connect to).",
  labelNames: ["pool", "by"],
  registers: [registry],
});
const circuitsOpen = new Gauge({
  name: "weir_circuits_open",
  help: "1 for each upstream or service that is not asked now, because too much failed.",
  labelNames: ["pool"],
  registers: [registry],
});
const ejections = new Counter({
  name: "weir_target_ejections_total",
  help: "Targets left out for what requests saw of them.",
  registers: [registry],
});
const openings = new Counter({
  name: "weir_circuit_openings_total",
  help: "Circuits opened because too much failed.",
  registers: [registry],
});

/** All workers' metrics added up, then the process's own, in Prometheus' text format. */
export async function renderMetrics(facts: ProcessFacts, workerMetrics: readonly unknown[]): Promise<string> {
  if (facts.certificates !== undefined && registry.getSingleMetric(certificateExpiry) === undefined) {
    registerCertificateMetrics(registry, facts.certificates);
  }
  targetsOut.reset();
  circuitsOpen.reset();
  for (const { id, address, checks, requests, isOpen } of facts.reports.counts()) {
    if (address > 0) targetsOut.set({ pool: id, by: "address" }, address);
    if (checks > 0) targetsOut.set({ pool: id, by: "checks" }, checks);
    if (requests > 0) targetsOut.set({ pool: id, by: "requests" }, requests);
    if (isOpen) circuitsOpen.set({ pool: id }, 1);
  }
  ejections.reset();
  ejections.inc(facts.reports.ejections);
  openings.reset();
  openings.inc(facts.reports.openings);
  streamUp.set(facts.connected ? 1 : 0);
  databaseMismatch.set(facts.databaseMismatch ? 1 : 0);
  unkept.set(facts.unkept);
  partitions.set(facts.partitions);
  appliedAt.set(facts.appliedAtSeconds);
  keys.set(facts.keys);
  batchesSetAside.reset();
  for (const [of, observed] of Object.entries(facts.queues)) {
    batchesWaiting.set({ of }, observed?.waiting ?? 0);
    batchesInMemory.set({ of }, observed?.queue.inMemory ?? 0);
    batchesSetAside.inc({ of }, observed?.queue.setAsideCount ?? 0);
  }
  const workers = AggregatorRegistry.aggregate([...workerMetrics, [facts.internalErrors.toJson()]] as object[]);
  return `${await workers.metrics()}${await registry.metrics()}`;
}
