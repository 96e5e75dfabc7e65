import type { Clock } from "./clock.ts";

/** Says whether something that happens often is to be told of now: at once, and then no more often than an interval. */
export class AtMostEvery {
  readonly #intervalMs: number;
  readonly #clock: Clock;
  #lastMs = Number.NEGATIVE_INFINITY;

  constructor(intervalMs: number, clock: Clock) {
    this.#intervalMs = intervalMs;
    this.#clock = clock;
  }

  isDue(): boolean {
    const nowMs = this.#clock.monotonicMs();
    if (nowMs - this.#lastMs < this.#intervalMs) return false;
    this.#lastMs = nowMs;
    return true;
  }
}
