import type { Clock } from "../../kit/clock.ts";
import type { Random } from "../../kit/random.ts";
import type { PoolTarget } from "../target/pool-target.ts";
import type { Balancer } from "./balancer.ts";
import { WeightedDraw } from "./weighted-draw.ts";

/** What a target counts for that has a request in flight and has never answered one. */
const unknownMs = 1_000_000;

/**
 * The better of two targets drawn at random, by the moving average of the time to its answers' heads, times the
 * requests that it would have in flight, over its weight. The average follows a slower answer at once, a faster one
 * slowly, and fades while nothing is sent: a target that was slow is tried again.
 */
export class PeakEwma implements Balancer {
  readonly #all: WeightedDraw;
  readonly #clock: Clock;
  readonly #decayMs: number;

  constructor(targets: readonly PoolTarget[], random: Random, clock: Clock, decayMs: number) {
    this.#all = new WeightedDraw(targets, random);
    this.#clock = clock;
    this.#decayMs = decayMs;
  }

  pick(tried: readonly PoolTarget[]): PoolTarget | undefined {
    const among = tried.length === 0 ? this.#all : this.#all.untried(tried);
    const first = among.draw();
    if (first === undefined || among.targets.length === 1) return first;
    const second = among.draw()!;
    if (second === first) return first;
    const nowMs = this.#clock.monotonicMs();
    return this.#costOf(second, nowMs) < this.#costOf(first, nowMs) ? second : first;
  }

  observe({ target }: PoolTarget, headMs: number): void {
    const nowMs = this.#clock.monotonicMs();
    const { latency } = target;
    const kept = this.#remaining(nowMs - latency.atMs);
    latency.ewmaMs = headMs > latency.ewmaMs ? headMs : latency.ewmaMs * kept + headMs * (1 - kept);
    latency.atMs = nowMs;
  }

  /** Between idle targets of which nothing is known the draw decides, which goes by their weights already. */
  #costOf({ target, weight }: PoolTarget, nowMs: number): number {
    const { ewmaMs, atMs } = target.latency;
    const inFlight = target.inFlight();
    if (ewmaMs === 0) return inFlight === 0 ? 0 : unknownMs * inFlight;
    return (ewmaMs * this.#remaining(nowMs - atMs) * (inFlight + 1)) / weight;
  }

  /** The part of a memory that is left after some time. */
  #remaining(passedMs: number): number {
    return Math.exp(-passedMs / this.#decayMs);
  }
}
