import { zoneLostAfterMs } from "../../kit/config-stream-times.ts";

/** Notices zones that have lost their last proxy for good. */
export class ZoneWatch {
  readonly #countIn: (zone: string) => number;
  readonly #onLost: (zone: string) => void;
  readonly #timers = new Map<string, NodeJS.Timeout>();

  constructor(countIn: (zone: string) => number, onLost: (zone: string) => void) {
    this.#countIn = countIn;
    this.#onLost = onLost;
  }

  /** Call it for each zone at start, and whenever a proxy of a zone came or went. */
  check(zone: string): void {
    if (this.#countIn(zone) > 0) {
      clearTimeout(this.#timers.get(zone));
      this.#timers.delete(zone);
      return;
    }
    if (this.#timers.has(zone)) return;
    const timer = setTimeout(() => this.#onLost(zone), zoneLostAfterMs);
    this.#timers.set(zone, timer.unref());
  }

  stop(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }
}
