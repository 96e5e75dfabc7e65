import { monitorEventLoopDelay } from "node:perf_hooks";
import type { ProxyErrorCode } from "../pipeline/proxy-error.ts";
import { DestinationMetrics } from "./destination-metrics.ts";
import { InternalErrors } from "./internal-errors.ts";
import type { WatchedCounts } from "./watched-traffic.ts";

/** What is known of where limits are counted. */
export interface LimitFacts {
  readonly rates: { readonly evictions: number };
  /** Undefined: limits are not shared over proxies. */
  readonly shared: { readonly isUp: boolean; readonly localDecisions: number } | undefined;
}

const loopResolutionMs = 20;

/** What one worker counts. Series are as many as gateways, deployments, models and services are declared: clients can't add any. */
export class WorkerMetrics {
  readonly #destinations = new Map<string, DestinationMetrics>();
  /** By gateway, then by code. */
  readonly #refusals = new Map<string, Map<ProxyErrorCode, number>>();
  readonly #loopDelay = monitorEventLoopDelay({ resolution: loopResolutionMs });
  readonly internalErrors = new InternalErrors();
  requestsInFlight = 0;
  openUpgrades = 0;
  /** Connections that were closed because their source had reached its limit. */
  connectionsRefused = 0;
  /** Connections to targets that this machine could not open, by the system's code. */
  readonly #localFaults = new Map<string, number>();
  /** Where limits are counted. */
  limits: LimitFacts | undefined;

  /** @param key names what is counted, for as long as the proxy lives */
  of(key: string, labels: Readonly<Record<string, string>>): DestinationMetrics {
    let metrics = this.#destinations.get(key);
    if (metrics === undefined) {
      metrics = new DestinationMetrics(labels);
      this.#destinations.set(key, metrics);
    }
    return metrics;
  }

  /** What was counted of watched deployments since the last time. */
  takeWatched(): WatchedCounts[] {
    return [...this.#destinations.values()].flatMap(({ watched }) => watched?.take() ?? []);
  }

  countLocalFault(code: string): void {
    this.#localFaults.set(code, (this.#localFaults.get(code) ?? 0) + 1);
  }

  /** @param gateway undefined: it is not known which */
  countRefusal(code: ProxyErrorCode, gateway = ""): void {
    let codes = this.#refusals.get(gateway);
    if (codes === undefined) {
      codes = new Map();
      this.#refusals.set(gateway, codes);
    }
    codes.set(code, (codes.get(code) ?? 0) + 1);
  }

  /** In the form of prom-client's `getMetricsAsJSON`, which its AggregatorRegistry adds up over workers. */
  toJson(): object[] {
    const used = [...this.#destinations.values()].filter(({ attempts }) => attempts > 0);
    const histogram = (
      name: string,
      help: string,
      of: (metrics: DestinationMetrics) => DestinationMetrics["durations"],
    ) => ({
      name,
      help,
      type: "histogram",
      aggregator: "sum",
      values: used.flatMap((metrics) => of(metrics).toValues(name, metrics.labels)),
    });
    const single = (name: string, help: string, type: string, values: object[]) => ({
      name,
      help,
      type,
      aggregator: "sum",
      values,
    });
    return [
      single(
        "weir_requests_total",
        "Requests answered by a deployment or service, by status.",
        "counter",
        used.flatMap(requestValues),
      ),
      single(
        "weir_upstream_attempts_total",
        "Attempts at targets; more than requests where some were retried.",
        "counter",
        used.map(({ labels, attempts }) => ({ labels, value: attempts })),
      ),
      single(
        "weir_upstream_retries_total",
        "Attempts that were made because one before had failed, or was slow.",
        "counter",
        used.map(({ labels, retries }) => ({ labels, value: retries })),
      ),
      single(
        "weir_tokens_total",
        "Tokens of prompts and of answers.",
        "counter",
        used.flatMap(({ labels, promptTokens, completionTokens }) => [
          { labels: { ...labels, type: "prompt" }, value: promptTokens },
          { labels: { ...labels, type: "completion" }, value: completionTokens },
        ]),
      ),
      single(
        "weir_unbelievable_usage_total",
        "Answers that report numbers of tokens that can't be: negative, not whole, or above a billion. They are estimated.",
        "counter",
        used.map(({ labels, unbelievableUsages }) => ({ labels, value: unbelievableUsages })),
      ),
      single(
        "weir_refusals_total",
        "Requests that the proxy answered itself, by gateway and code.",
        "counter",
        [...this.#refusals].flatMap(([gateway, codes]) =>
          [...codes].map(([code, value]) => ({ labels: { gateway, code }, value })),
        ),
      ),
      this.internalErrors.toJson(),
      single("weir_requests_in_flight", "Requests that are open now.", "gauge", [
        { labels: {}, value: this.requestsInFlight },
      ]),
      single("weir_connections_refused_total", "Connections closed because their source has too many.", "counter", [
        { labels: {}, value: this.connectionsRefused },
      ]),
      single(
        "weir_local_faults_total",
        "Connections to targets that this machine could not open, by the system's code.",
        "counter",
        [...this.#localFaults].map(([code, value]) => ({ labels: { code }, value })),
      ),
      ...this.#limitMetrics(),
      single("weir_upgrades_open", "WebSocket connections that are open now.", "gauge", [
        { labels: {}, value: this.openUpgrades },
      ]),
      histogram(
        "weir_request_duration_seconds",
        "From the request's head to the answer's last byte.",
        (m) => m.durations,
      ),
      histogram(
        "weir_time_to_first_byte_seconds",
        "From the request's head to the head of the answer.",
        (m) => m.timesToFirstByte,
      ),
      histogram(
        "weir_time_per_output_token_seconds",
        "Of streams: from the first token to the last, for each token after the first.",
        (m) => m.timesPerToken,
      ),
      this.#loopMetric(),
      histogram(
        "weir_gateway_overhead_seconds",
        "The proxy's own share: from the request's last byte to its dispatch.",
        (m) => m.overheads,
      ),
    ];
  }

  /** Since the last time that somebody asked; of several workers the worst. */
  #loopMetric(): object {
    const delay = this.#loopDelay;
    const delays = { p50: delay.percentile(50), p99: delay.percentile(99), max: delay.max };
    const values = Object.entries(delays).map(([at, nanoseconds]) => ({
      labels: { at },
      // What is measured is the time between two looks.
      value: Math.max(0, nanoseconds / 1e9 - loopResolutionMs / 1000),
    }));
    delay.reset();
    return {
      name: "weir_worker_event_loop_delay_seconds",
      help: "How late workers' event loops are, since the last scrape: of several workers the worst.",
      type: "gauge",
      aggregator: "max",
      values,
    };
  }

  /** Has the event loop looked at, which keeps a timer: in a worker, not in what only builds tables. */
  start(): void {
    this.#loopDelay.enable();
  }

  #limitMetrics(): object[] {
    if (this.limits === undefined) return [];
    const { rates, shared } = this.limits;
    const metric = (name: string, help: string, type: string, aggregator: string, value: number): object => ({
      name,
      help,
      type,
      aggregator,
      values: [{ labels: {}, value }],
    });
    // The workers of a proxy share one table: what each of them reads of it is the same.
    const evictions = metric(
      "weir_rate_limit_evictions_total",
      "Names that a limit forgot while they counted, because there were too many.",
      "counter",
      "max",
      rates.evictions,
    );
    if (shared === undefined) return [evictions];
    return [
      evictions,
      metric(
        "weir_rate_limit_shared_up",
        "1 while the engine answers that shares limits over proxies, else 0.",
        "gauge",
        "min",
        shared.isUp ? 1 : 0,
      ),
      metric(
        "weir_rate_limit_local_decisions_total",
        "Requests that a proxy's share of a limit decided, because the engine was away.",
        "counter",
        "sum",
        shared.localDecisions,
      ),
    ];
  }
}

function requestValues({ labels, requests }: DestinationMetrics): object[] {
  return [...requests].map(([status, value]) => ({ labels: { ...labels, status: String(status) }, value }));
}
