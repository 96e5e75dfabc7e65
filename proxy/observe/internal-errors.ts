/**
 * Where an exception was caught: while a request, an upgrade or a copy for a mirror was handled, in a worker thread
 * outside of these, or in the main thread.
 */
export type ErrorPlace = "request" | "upgrade" | "mirror" | "worker" | "main";

const places: readonly ErrorPlace[] = ["request", "upgrade", "mirror", "worker", "main"];

/** Counts exceptions in the proxy's own code. */
export class InternalErrors {
  readonly #counts = new Map<ErrorPlace, number>();

  count(place: ErrorPlace): void {
    this.#counts.set(place, (this.#counts.get(place) ?? 0) + 1);
  }

  /** In the form of prom-client's `getMetricsAsJSON`. Places without an exception have 0, so that `rate()` sees the first. */
  toJson(): object {
    return {
      name: "weir_internal_errors_total",
      help: "Exceptions in the proxy's own code, by where they were caught. Each is a defect, and is in the log.",
      type: "counter",
      aggregator: "sum",
      values: places.map((place) => ({ labels: { place }, value: this.#counts.get(place) ?? 0 })),
    };
  }
}
