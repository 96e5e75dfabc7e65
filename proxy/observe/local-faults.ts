import { AtMostEvery } from "../../kit/at-most-every.ts";
import type { Clock } from "../../kit/clock.ts";
import type { Log } from "../../kit/log.ts";
import { localFaultOf } from "../target/local-fault.ts";
import type { WorkerMetrics } from "./worker-metrics.ts";

/** While connections to targets fail, every request does. */
const logEveryMs = 10_000;

/** Tells operators of connections to targets that this machine could not open: in the log, now and then, and by a metric. */
export class LocalFaults {
  readonly #metrics: WorkerMetrics;
  readonly #log: Log;
  readonly #tell: AtMostEvery;

  constructor({ metrics, log, clock }: { readonly metrics: WorkerMetrics; readonly log: Log; readonly clock: Clock }) {
    this.#metrics = metrics;
    this.#log = log;
    this.#tell = new AtMostEvery(logEveryMs, clock);
  }

  note(error: Error): void {
    const fault = localFaultOf(error);
    if (fault === undefined) return;
    this.#metrics.countLocalFault(fault.code);
    if (this.#tell.isDue()) this.#log.error({ ...fault, err: error }, "connections to targets can't be opened");
  }
}
