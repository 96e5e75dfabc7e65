import { collectDefaultMetrics, type Registry } from "prom-client";

/** Gauges that are called like counters: `nodejs_active_resources` and its like tell the same. */
const misnamed = ["nodejs_active_handles_total", "nodejs_active_requests_total", "nodejs_active_resources_total"];

/** CPU, memory, event loop and garbage collection of this process, under the names that Prometheus' clients share. */
export function collectProcessMetrics(register: Registry): void {
  collectDefaultMetrics({ register });
  for (const name of misnamed) register.removeSingleMetric(name);
}
