import type { Clock } from "../../kit/clock.ts";
import type { Balancer, RequestTraits } from "../balance/balancer.ts";
import { cellsPerSlot, poolCell } from "./cells.ts";
import type { Circuit } from "./circuit.ts";
import type { InjectedHeaders } from "./injected-headers.ts";
import type { PoolTarget } from "./pool-target.ts";
import type { TargetChange } from "./target-change.ts";
import type { TrafficSettings } from "./traffic-settings.ts";

export interface EjectionPolicy {
  readonly failures: number;
  readonly baseSeconds: number;
  readonly maxSeconds: number;
  readonly slowStartSeconds: number;
}

export interface TargetPoolOptions {
  readonly id: string;
  /** All that are declared; those that their owner does not have in use have weight 0. */
  readonly targets: readonly PoolTarget[];
  readonly balance: (targets: readonly PoolTarget[]) => Balancer;
  /** The cells that all workers share, and the pool's slot in them. */
  readonly cells: Int32Array;
  readonly slot: number;
  readonly clock: Clock;
  /** Undefined: no target is left out for what requests see of it. */
  readonly ejection: EjectionPolicy | undefined;
  /** What counts where a destination says nothing else. */
  readonly traffic: TrafficSettings;
  /** What every request carries, whatever the client sent; undefined: nothing. */
  readonly headers: InjectedHeaders | undefined;
  /** Undefined: the pool has neither limits nor a breaker. */
  readonly circuit: Circuit | undefined;
  readonly maxRequestsPerTarget: number | undefined;
  /** Fewer available targets than this, in percent of those in use, and all are used. */
  readonly panicPercent: number;
  /** Called when a target of this pool is left out, or is back, by what this worker's requests saw. */
  readonly onChange: (change: TargetChange) => void;
}

/** In how many steps a target that is back comes to its full share. */
const slowStartSteps = 10;
const never = Number.POSITIVE_INFINITY;

/**
 * Targets that are balanced over together, in one worker: knows which of them take requests now, and balances over
 * those. What it knows is looked up again only when another worker, or the clock, says that it has changed.
 */
export class TargetPool {
  readonly id: string;
  readonly targets: readonly PoolTarget[];
  readonly traffic: TrafficSettings;
  readonly headers: InjectedHeaders | undefined;
  readonly circuit: Circuit | undefined;
  readonly #options: TargetPoolOptions;
  readonly #inUse: readonly PoolTarget[];
  readonly #all: Balancer;
  #available: Balancer;
  #availableCount: number;
  /** Targets whose ejection is over: each gets one request, and comes back when that goes well. */
  #trials: PoolTarget[] = [];
  #seenVersion = 0;
  /** When to look again, by the clock. */
  #lookAtMs = never;

  constructor(options: TargetPoolOptions) {
    this.id = options.id;
    this.targets = options.targets;
    this.#inUse = options.targets.filter(({ weight }) => weight > 0);
    this.traffic = options.traffic;
    this.headers = options.headers;
    this.circuit = options.circuit;
    this.#options = options;
    this.#all = options.balance(this.#inUse);
    this.#available = this.#all;
    this.#availableCount = this.#inUse.length;
    this.#look();
  }

  /**
   * Chooses a target for a request.
   *
   * @param tried targets that this request has been sent to already: chosen only when there is no other
   * @returns undefined when no target takes it now
   */
  pick(tried: readonly PoolTarget[], request: RequestTraits): PoolTarget | undefined {
    this.#lookIfDue();
    if (this.#trials.length > 0) {
      const trial = this.#takeTrial(tried);
      if (trial !== undefined) return trial;
    }
    return this.#available.pick(tried, request);
  }

  /**
   * Chooses a target as `pick` does, passes over those that are full, and counts the request there until it is released.
   *
   * @returns undefined when no target takes it now, or the pool is full
   */
  take(tried: readonly PoolTarget[], request: RequestTraits): PoolTarget | undefined {
    const { maxRequestsPerTarget } = this.#options;
    if (this.circuit?.enter() === false) return undefined;
    const chosen =
      maxRequestsPerTarget === undefined
        ? this.pick(tried, request)
        : this.#pickBelow(maxRequestsPerTarget, tried, request);
    if (chosen === undefined) this.circuit?.withdraw();
    else if (maxRequestsPerTarget === undefined) chosen.target.began();
    return chosen;
  }

  /** Counts one more request at a target, whatever the limits: it takes the place of one that has just ended there. */
  retake(chosen: PoolTarget): void {
    this.circuit?.reenter();
    chosen.target.began();
  }

  /** A request that was counted has ended. */
  release(chosen: PoolTarget): void {
    chosen.target.ended();
    this.circuit?.leave();
  }

  #pickBelow(max: number, tried: readonly PoolTarget[], request: RequestTraits): PoolTarget | undefined {
    const full: PoolTarget[] = [];
    let chosen = this.pick(tried, request);
    while (chosen !== undefined && !full.includes(chosen)) {
      if (chosen.target.beganBelow(max)) return chosen;
      full.push(chosen);
      chosen = this.pick([...tried, ...full], request);
    }
    return undefined;
  }

  /** Whether there is a target to choose. */
  isAvailable(): boolean {
    this.#lookIfDue();
    if (this.circuit?.isOpen() === true) return false;
    return this.#availableCount > 0 || this.#trials.length > 0;
  }

  /** How many targets may be tried. */
  get size(): number {
    return this.#inUse.length;
  }

  /** Why there is no target to choose: `no available target (3 configured, 2 ejected)`. */
  describeTargets(): string {
    const unhealthy = this.#inUse.filter(({ target, isForced }) => !isForced && target.health.isUnhealthy).length;
    const ejected = Math.max(0, this.#inUse.length - this.#availableCount - unhealthy);
    const unused = this.targets.length - this.#inUse.length;
    const parts = [`${this.targets.length} configured`];
    if (unused > 0) parts.push(`${unused} not in use`);
    if (unhealthy > 0) parts.push(`${unhealthy} unhealthy`);
    if (ejected > 0) parts.push(`${ejected} ejected`);
    return parts.join(", ");
  }

  /** A target answered a request, after so many milliseconds. */
  succeeded(chosen: PoolTarget, headMs: number): void {
    this.circuit?.record(false);
    this.#isWell(chosen, headMs);
  }

  #isWell(chosen: PoolTarget, headMs: number): void {
    this.#available.observe?.(chosen, headMs);
    const { health } = chosen.target;
    if (chosen.target.isAddressRefused) this.#addressIsAllowed(chosen);
    health.succeeded();
    if (health.ejectedUntil !== 0 && health.readmit(this.#nowSeconds())) this.#tell(chosen, undefined);
  }

  /** The proxy may not connect to a target's address; the request has failed besides. */
  addressRefused({ target }: PoolTarget, reason: string): void {
    if (target.isAddressRefused) return;
    target.isAddressRefused = true;
    this.#options.onChange({ poolId: this.id, url: target.address.url, by: "address", reason });
  }

  /** A target answered with an error of its own: it is there, but what stands behind the pool is not well. */
  answeredError(chosen: PoolTarget, headMs: number): void {
    this.circuit?.record(true);
    this.#isWell(chosen, headMs);
  }

  /** A request failed at a target, by the target's fault. */
  failed(chosen: PoolTarget, reason: string): void {
    this.circuit?.record(true);
    const { ejection } = this.#options;
    if (ejection === undefined || chosen.isForced) return;
    const { health } = chosen.target;
    const failures = health.failed();
    const now = this.#nowSeconds();
    const { ejectedUntil, backSince } = health;
    const failedTrial = ejectedUntil !== 0 && ejectedUntil <= now;
    if (!failedTrial && failures < ejection.failures) return;
    if (!failedTrial && !this.#hasOther(chosen)) return;
    if (!failedTrial && now - backSince > ejection.maxSeconds) health.forgetEjections();
    const seconds = (ejections: number): number =>
      Math.min(ejection.maxSeconds, ejection.baseSeconds * 2 ** (ejections - 1));
    if (health.eject(now, seconds)) this.#tell(chosen, reason);
  }

  /** A request ended without a word about its target: the client left, say. */
  learnedNothing(chosen: PoolTarget): void {
    this.circuit?.recordNothing();
    const { health } = chosen.target;
    if (health.ejectedUntil === 0) return;
    health.abandonTrial();
    this.#changed();
  }

  /** Its name leads to another address now. */
  #addressIsAllowed({ target }: PoolTarget): void {
    target.isAddressRefused = false;
    this.#options.onChange({ poolId: this.id, url: target.address.url, by: "address", reason: undefined });
  }

  #takeTrial(tried: readonly PoolTarget[]): PoolTarget | undefined {
    const now = this.#nowSeconds();
    for (const [index, trial] of this.#trials.entries()) {
      if (tried.includes(trial)) continue;
      if (!trial.target.health.beginTrial(now)) continue;
      this.#trials.splice(index, 1);
      return trial;
    }
    return undefined;
  }

  /** Whether another target takes requests: the last one is never left out. */
  #hasOther(chosen: PoolTarget): boolean {
    return this.#inUse.some(({ target, isForced }) => target !== chosen.target && (isForced || target.health.isIn));
  }

  #lookIfDue(): void {
    if (this.#version() !== this.#seenVersion) this.#look();
    else if (this.#lookAtMs !== never && this.#options.clock.nowMs() >= this.#lookAtMs) this.#look();
  }

  /** Looks up which targets take requests, and balances over those from then on. */
  #look(): void {
    this.#seenVersion = this.#version();
    const nowMs = this.#options.clock.nowMs();
    const now = nowMs / 1000;
    let lookAtMs = never;
    const available: PoolTarget[] = [];
    const trials: PoolTarget[] = [];
    let isWhole = true;
    for (const each of this.#inUse) {
      const { health } = each.target;
      const { ejectedUntil } = health;
      if (!each.isForced && health.isUnhealthy) {
        isWhole = false;
        continue;
      }
      if (ejectedUntil === 0 || each.isForced || this.#options.ejection === undefined) {
        const share = this.#shareOf(each, nowMs);
        if (share < 1) {
          isWhole = false;
          lookAtMs = Math.min(lookAtMs, nowMs + this.#slowStartStepMs());
        }
        available.push(share < 1 ? { ...each, weight: each.weight * share } : each);
        continue;
      }
      isWhole = false;
      if (ejectedUntil <= now) trials.push(each);
      else lookAtMs = Math.min(lookAtMs, ejectedUntil * 1000);
    }
    if (!isWhole && available.length * 100 < this.#inUse.length * this.#options.panicPercent) {
      // Too few are left to carry it all: better some failures than everything on those.
      available.splice(0, available.length, ...this.#inUse);
      trials.length = 0;
      isWhole = true;
    }
    this.#trials = trials;
    this.#lookAtMs = lookAtMs;
    this.#availableCount = available.length;
    this.#available = isWhole ? this.#all : this.#options.balance(available);
  }

  /** How much of its weight a target has that came back lately. */
  #shareOf({ target }: PoolTarget, nowMs: number): number {
    const { backSince } = target.health;
    const slowStartMs = (this.#options.ejection?.slowStartSeconds ?? 0) * 1000;
    if (backSince === 0 || slowStartMs === 0) return 1;
    const passed = (nowMs - backSince * 1000) / slowStartMs;
    return passed >= 1 ? 1 : Math.max(1 / slowStartSteps, Math.ceil(passed * slowStartSteps) / slowStartSteps);
  }

  #slowStartStepMs(): number {
    return ((this.#options.ejection?.slowStartSeconds ?? 0) * 1000) / slowStartSteps;
  }

  #tell({ target }: PoolTarget, reason: string | undefined): void {
    this.#changed();
    this.#options.onChange({ poolId: this.id, url: target.address.url, by: "requests", reason });
  }

  /** Tells this worker and the others that a target has left or come back. */
  #changed(): void {
    Atomics.add(this.#options.cells, this.#cell(poolCell.version), 1);
  }

  #version(): number {
    return Atomics.load(this.#options.cells, this.#cell(poolCell.version));
  }

  #cell(offset: number): number {
    return this.#options.slot * cellsPerSlot + offset;
  }

  #nowSeconds(): number {
    return this.#options.clock.nowMs() / 1000;
  }
}
