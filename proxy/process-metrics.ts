import { AggregatorRegistry, collectDefaultMetrics, Gauge, Registry } from "prom-client";

/** What the main thread knows beside the workers' metrics. */
export interface ProcessFacts {
  /** Whether the config stream is up. */
  readonly connected: boolean;
  /** How many partitions are served. */
  readonly partitions: number;
}

// The process's own metrics: CPU, memory, event loop of the main thread, config stream.
const registry = new Registry();
collectDefaultMetrics({ register: registry });
const streamUp = new Gauge({
  name: "weir_config_stream_up",
  help: "1 while the config stream is up, else 0.",
  registers: [registry],
});
const partitions = new Gauge({
  name: "weir_config_partitions",
  help: "Partitions of the snapshot that is served.",
  registers: [registry],
});

/** All workers' metrics added up, then the process's own, in Prometheus' text format. */
export async function renderMetrics(facts: ProcessFacts, workerMetrics: readonly unknown[]): Promise<string> {
  streamUp.set(facts.connected ? 1 : 0);
  partitions.set(facts.partitions);
  const workers = AggregatorRegistry.aggregate([...workerMetrics] as object[]);
  return `${await workers.metrics()}${await registry.metrics()}`;
}
