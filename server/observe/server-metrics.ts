import { Counter, Gauge, Histogram, Registry } from "prom-client";
import { collectProcessMetrics } from "../../kit/collect-process-metrics.ts";

/** What is looked up when somebody asks for the metrics. */
export interface ServerFacts {
  /** Stored resources, by kind. */
  readonly resources: ReadonlyMap<string, number>;
  /** Connected proxies, by zone. */
  readonly proxies: ReadonlyMap<string, number>;
  readonly partitions: number;
  readonly watches: number;
  /** Connected proxies that keep the configuration of another database. */
  readonly refusingProxies: number;
  /** Stored resources that cannot be read, by kind. */
  readonly unreadable: ReadonlyMap<string, number>;
}

/** A read takes a millisecond, a write waits for the disk. */
const callBounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** What the server counts, for Prometheus. Series are as many as methods, codes, kinds and zones: callers can't add any. */
export class ServerMetrics {
  readonly #registry = new Registry();
  readonly #calls: Counter;
  readonly #durations: Histogram;
  readonly #published: Counter;
  readonly #resources: Gauge;
  readonly #proxies: Gauge;
  readonly #partitions: Gauge;
  readonly #watches: Gauge;
  readonly #refusingProxies: Gauge;
  readonly #unreadable: Gauge;

  constructor() {
    const registers = [this.#registry];
    collectProcessMetrics(this.#registry);
    this.#calls = new Counter({
      name: "weir_rpc_calls_total",
      help: "Calls of the management API and of proxies that are over, by service, method and code.",
      labelNames: ["service", "method", "code"],
      registers,
    });
    this.#durations = new Histogram({
      name: "weir_rpc_duration_seconds",
      help: "From a call's head to its answer; without streams, which last as long as somebody reads.",
      labelNames: ["service", "method"],
      buckets: callBounds,
      registers,
    });
    this.#published = new Counter({
      name: "weir_config_published_total",
      help: "Partitions of the configuration that changed and were handed out to proxies.",
      registers,
    });
    this.#resources = new Gauge({
      name: "weir_resources",
      help: "Resources that are declared, by kind.",
      labelNames: ["kind"],
      registers,
    });
    this.#proxies = new Gauge({
      name: "weir_proxies_connected",
      help: "Proxies that follow the configuration, by zone.",
      labelNames: ["zone"],
      registers,
    });
    this.#partitions = new Gauge({
      name: "weir_config_partitions",
      help: "Partitions of the configuration that proxies are to serve.",
      registers,
    });
    this.#watches = new Gauge({
      name: "weir_watches_open",
      help: "Watches that are open now.",
      registers,
    });
    this.#refusingProxies = new Gauge({
      name: "weir_proxies_refusing_database",
      help: "Connected proxies that keep the configuration of another database.",
      registers,
    });
    this.#unreadable = new Gauge({
      name: "weir_unreadable_resources",
      help: "Stored resources that cannot be read, by kind.",
      labelNames: ["kind"],
      registers,
    });
  }

  /** @param seconds undefined: a stream */
  countCall(service: string, method: string, code: string, seconds: number | undefined): void {
    this.#calls.inc({ service, method, code });
    if (seconds !== undefined) this.#durations.observe({ service, method }, seconds);
  }

  countPublished(partitions: number): void {
    this.#published.inc(partitions);
  }

  /** In Prometheus' text format. */
  render({ resources, proxies, partitions, watches, refusingProxies, unreadable }: ServerFacts): Promise<string> {
    this.#resources.reset();
    for (const [kind, count] of resources) this.#resources.set({ kind }, count);
    for (const [zone, count] of proxies) this.#proxies.set({ zone }, count);
    this.#partitions.set(partitions);
    this.#watches.set(watches);
    this.#refusingProxies.set(refusingProxies);
    this.#unreadable.reset();
    for (const [kind, count] of unreadable) this.#unreadable.set({ kind }, count);
    return this.#registry.metrics();
  }
}
