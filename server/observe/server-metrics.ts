import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { CertificateFiles } from "../../kit/certificate-files.ts";
import { registerCertificateMetrics } from "../../kit/certificate-metrics.ts";
import { collectProcessMetrics } from "../../kit/collect-process-metrics.ts";
import type { ManifestFolderFacts } from "../manifest/manifest-folder.ts";

/** What is looked up when somebody asks for the metrics. */
export interface ServerFacts {
  /** Stored resources, by kind. */
  readonly resources: ReadonlyMap<string, number>;
  /** Connected proxies, by zone. */
  readonly proxies: ReadonlyMap<string, number>;
  readonly partitions: number;
  readonly watches: number;
  /** Undefined when no folder of manifests is followed. */
  readonly manifests: ManifestFolderFacts | undefined;
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
  readonly #internalErrors: Counter;
  readonly #setAside: Counter;
  readonly #connectionsRefused: Counter;
  readonly #resources: Gauge;
  readonly #proxies: Gauge;
  readonly #partitions: Gauge;
  readonly #watches: Gauge;
  readonly #manifestsApplied: Gauge;
  readonly #manifestFindings: Gauge;
  readonly #refusedDeletions: Gauge;
  readonly #drifted: Gauge;
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
    this.#internalErrors = new Counter({
      name: "weir_internal_errors_total",
      help: "Exceptions in the server that were not caught. Each is a defect, and is in the log.",
      registers,
    });
    this.#setAside = new Counter({
      name: "weir_usage_rows_set_aside_total",
      help: "Rows of usage that proxies reported and that can't be stored: in the table set_aside of usage.db.",
      registers,
    });
    this.#connectionsRefused = new Counter({
      name: "weir_connections_refused_total",
      help: "Connections closed because their source has too many.",
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
    this.#manifestsApplied = new Gauge({
      name: "weir_manifests_applied_timestamp_seconds",
      help: "When the folder of manifests was last in effect as a whole; 0 before that, and without a folder.",
      registers,
    });
    this.#manifestFindings = new Gauge({
      name: "weir_manifests_findings",
      help: "Problems that keep the folder of manifests, or a part of it, from taking effect.",
      registers,
    });
    this.#refusedDeletions = new Gauge({
      name: "weir_manifests_refused_deletions",
      help: "Resources that the folder of manifests no longer declares and that are too many to be deleted at once.",
      registers,
    });
    this.#drifted = new Gauge({
      name: "weir_manifests_drifted",
      help: "Resources of the folder of manifests that others have changed or deleted, where that is not undone.",
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

  countInternalError(): void {
    this.#internalErrors.inc();
  }

  /** The server serves TLS, with a certificate that expires. */
  followCertificate(certificates: CertificateFiles): void {
    registerCertificateMetrics(this.#registry, certificates);
  }

  countRefusedConnection(): void {
    this.#connectionsRefused.inc();
  }

  countPublished(partitions: number): void {
    this.#published.inc(partitions);
  }

  countSetAside(rows: number): void {
    this.#setAside.inc(rows);
  }

  /** In Prometheus' text format. */
  render(facts: ServerFacts): Promise<string> {
    const { resources, proxies, partitions, watches, manifests, refusingProxies, unreadable } = facts;
    this.#resources.reset();
    for (const [kind, count] of resources) this.#resources.set({ kind }, count);
    for (const [zone, count] of proxies) this.#proxies.set({ zone }, count);
    this.#partitions.set(partitions);
    this.#watches.set(watches);
    this.#manifestsApplied.set((manifests?.appliedAtMs ?? 0) / 1000);
    this.#manifestFindings.set(manifests?.findings ?? 0);
    this.#refusedDeletions.set(manifests?.refusedDeletions ?? 0);
    this.#drifted.set(manifests?.drifted ?? 0);
    this.#refusingProxies.set(refusingProxies);
    this.#unreadable.reset();
    for (const [kind, count] of unreadable) this.#unreadable.set({ kind }, count);
    return this.#registry.metrics();
  }
}
