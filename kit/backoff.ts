import type { Random } from "./random.ts";

export interface BackoffOptions {
  readonly firstMs: number;
  readonly longestMs: number;
  readonly random: Random;
}

/** How long to pause after failures in a row: twice as long each time up to a limit, and up to half less by chance. */
export class Backoff {
  readonly #options: BackoffOptions;
  #failures = 0;

  constructor(options: BackoffOptions) {
    this.#options = options;
  }

  /** Failures since the last success. */
  get failures(): number {
    return this.#failures;
  }

  /** Counts a failure; returns how long to pause after it. */
  failed(): number {
    const { firstMs, longestMs, random } = this.#options;
    const ceilingMs = Math.min(longestMs, firstMs * 2 ** this.#failures);
    this.#failures += 1;
    return ceilingMs * (0.5 + random.next() / 2);
  }

  /** Counts a success. */
  succeeded(): void {
    this.#failures = 0;
  }
}
