/** How attempts at a deployment have fared since that was last told. */
export interface WatchedCounts {
  readonly deploymentId: string;
  /** The step of its rollout that they were sent in. */
  readonly step: string;
  requests: number;
  failures: number;
  slow: number;
}

/** Counts attempts at one deployment in one step of its rollout. */
export class WatchedTraffic {
  readonly #deploymentId: string;
  readonly #step: string;
  readonly #slowAfterMs: number;
  #counts: WatchedCounts;

  /** @param slowAfterMs the time to the head of an answer beyond which an attempt is slow */
  constructor(deploymentId: string, step: string, slowAfterMs: number) {
    this.#deploymentId = deploymentId;
    this.#step = step;
    this.#slowAfterMs = slowAfterMs;
    this.#counts = this.#none();
  }

  /** @param headMs undefined: no answer came */
  count(failed: boolean, headMs: number | undefined): void {
    this.#counts.requests += 1;
    if (failed) this.#counts.failures += 1;
    if (headMs === undefined || headMs > this.#slowAfterMs) this.#counts.slow += 1;
  }

  /** An answer that was counted as good broke off. */
  brokeOff(): void {
    this.#counts.failures += 1;
  }

  /** What was counted since the last time; undefined: nothing. */
  take(): WatchedCounts | undefined {
    const counts = this.#counts;
    if (counts.requests + counts.failures === 0) return undefined;
    this.#counts = this.#none();
    return counts;
  }

  #none(): WatchedCounts {
    return { deploymentId: this.#deploymentId, step: this.#step, requests: 0, failures: 0, slow: 0 };
  }
}
