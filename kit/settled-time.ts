import type { Clock } from "./clock.ts";

const dayMs = 86_400_000;
/** A clock may be corrected by so much, and a process be stopped for so long, without further ado. */
const toleratedMs = dayMs;
/** A larger jump ahead is believed when it has lasted for so long. */
const doubtMs = dayMs;

/**
 * The time by which old records are removed. What is removed does not come back, so a clock that has jumped ahead by more
 * than a day is believed only a day later; until then time goes on from where it was. A clock that was set back is
 * believed at once: it removes less.
 */
export class SettledTime {
  readonly #clock: Clock;
  /** The last time that was believed. `undefined` when no time is known to compare with. */
  #believedMs: number | undefined;
  #believedAtMs: number;
  #doubtedSinceMs: number | undefined;

  /** @param lastKnownMs the newest time of an earlier process; `undefined` when no process ran before */
  constructor(clock: Clock, lastKnownMs: number | undefined) {
    this.#clock = clock;
    this.#believedMs = lastKnownMs;
    this.#believedAtMs = clock.monotonicMs();
  }

  nowMs(): number {
    const nowMs = this.#clock.nowMs();
    const atMs = this.#clock.monotonicMs();
    const expectedMs = this.#believedMs === undefined ? nowMs : this.#believedMs + (atMs - this.#believedAtMs);
    if (nowMs > expectedMs + toleratedMs) {
      this.#doubtedSinceMs ??= atMs;
      if (atMs - this.#doubtedSinceMs < doubtMs) return expectedMs;
    }
    this.#doubtedSinceMs = undefined;
    this.#believedMs = nowMs;
    this.#believedAtMs = atMs;
    return nowMs;
  }
}
