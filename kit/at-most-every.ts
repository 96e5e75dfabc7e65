import type { Clock } from "./clock.ts";

/** Limits how often a repeated event is logged: the first one at once, further ones at most once in an interval. */
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
