import type { HealthCheck } from "../../gen/es/weir/inference/v1alpha1/health_check_pb.ts";
import type { Clock } from "../../kit/clock.ts";
import type { Log } from "../../kit/log.ts";
import { millisecondsOr } from "../../kit/milliseconds.ts";
import type { Random } from "../../kit/random.ts";
import { buildVariant } from "../../kit/registry.ts";
import type { Dialer } from "../dial/dialer.ts";
import { type LocalFault, localFaultOf } from "../target/local-fault.ts";
import { type ConnectionTls, parseTargetUrl } from "../target/target.ts";
import type { TargetHealth } from "../target/target-health.ts";
import type { Probe } from "./probe.ts";
import { probes } from "./registry.ts";

const defaultIntervalMs = 10_000;
const defaultTimeoutMs = 2_000;
const defaultRise = 2;
const defaultFall = 3;
/** The first check of a target comes within this time: sooner than the interval, and not all at once. */
const firstWithinMs = 1_000;
/** How much of the interval chance adds or takes: checks of many proxies must not come together. */
const jitter = 0.1;

export interface TargetCheckOptions {
  readonly url: string;
  readonly declared: HealthCheck;
  readonly tls: ConnectionTls | undefined;
  readonly dialer: Dialer;
  readonly health: TargetHealth;
  /** Called when the target has left, with the reason, or come back. */
  readonly onChange: (reason: string | undefined) => void;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** Checks one target again and again, until it is stopped. */
export class TargetCheck {
  readonly #options: TargetCheckOptions;
  readonly #probe: Probe | undefined;
  readonly #stop = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  /** Checks in a row that say the other thing than what is held of the target. */
  #against = 0;

  constructor(options: TargetCheckOptions) {
    this.#options = options;
    const context = { address: parseTargetUrl(options.url), tls: options.tls, dialer: options.dialer };
    this.#probe = buildVariant(probes, options.declared.kind, context);
    this.#schedule(options.random.next() * Math.min(firstWithinMs, this.#intervalMs()));
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#stop.abort();
  }

  #schedule(afterMs: number): void {
    if (this.#stop.signal.aborted) return;
    this.#timer = setTimeout(() => this.#check(), afterMs);
  }

  async #check(): Promise<void> {
    const { url, declared, clock, random, log } = this.#options;
    const startMs = clock.monotonicMs();
    const limit = AbortSignal.timeout(millisecondsOr(declared.timeout, defaultTimeoutMs));
    let localFault: LocalFault | undefined;
    const failure = await this.#probe?.(AbortSignal.any([limit, this.#stop.signal])).then(
      () => undefined,
      (error: unknown) => {
        localFault = localFaultOf(error);
        return limit.aborted ? "no answer in time" : error instanceof Error ? error.message : String(error);
      },
    );
    if (this.#stop.signal.aborted) return;
    // A check that this machine could not make says nothing about the target.
    if (localFault === undefined) this.#judge(failure);
    else log.error({ target: url, ...(localFault as LocalFault) }, "a target can't be checked");
    const intervalMs = this.#intervalMs() * (1 - jitter + random.next() * 2 * jitter);
    this.#schedule(Math.max(0, intervalMs - (clock.monotonicMs() - startMs)));
  }

  #judge(failure: string | undefined): void {
    const { health, declared, clock, log, url, onChange } = this.#options;
    const wasWell = !health.isUnhealthy;
    const isWell = failure === undefined;
    if (wasWell === isWell) {
      this.#against = 0;
      return;
    }
    this.#against += 1;
    const needed = isWell ? (declared.rise ?? defaultRise) : (declared.fall ?? defaultFall);
    if (this.#against < needed) return;
    this.#against = 0;
    health.setUnhealthy(!isWell, clock.nowMs() / 1000);
    if (isWell) log.info({ target: url }, "a target is healthy again");
    else log.warn({ target: url, reason: failure }, "a target is unhealthy");
    onChange(failure);
  }

  #intervalMs(): number {
    return millisecondsOr(this.#options.declared.interval, defaultIntervalMs);
  }
}
