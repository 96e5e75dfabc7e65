/** The window in which retries are compared with requests, in seconds. */
const windowSeconds = 10;
/** So many retries are allowed in a window whatever the share: a quiet pool must be able to retry at all. */
const alwaysAllowed = 10;

/** Keeps the retries of a pool, in one worker, to a share of its requests: retries can't feed a storm. */
export class RetryBudget {
  readonly #percent: number;
  readonly #requests = new Int32Array(windowSeconds);
  readonly #retries = new Int32Array(windowSeconds);
  #second = 0;

  /** @param percent 0: no retry at all */
  constructor(percent: number) {
    this.#percent = percent;
  }

  /** A request has come. */
  countRequest(nowMs: number): void {
    this.#requests[this.#turnTo(nowMs)]! += 1;
  }

  /** Takes a retry; false when the share is used up. */
  take(nowMs: number): boolean {
    const index = this.#turnTo(nowMs);
    if (this.#percent === 0) return false;
    let requests = 0;
    let retries = 0;
    for (let second = 0; second < windowSeconds; second++) {
      requests += this.#requests[second]!;
      retries += this.#retries[second]!;
    }
    if (retries >= Math.max(alwaysAllowed, (requests * this.#percent) / 100)) return false;
    this.#retries[index]! += 1;
    return true;
  }

  /** The place of the present second; those that have passed since the last look are emptied. */
  #turnTo(nowMs: number): number {
    const second = Math.floor(nowMs / 1000);
    if (second !== this.#second) {
      const passed = Math.min(windowSeconds, second - this.#second);
      for (let back = 0; back < passed; back++) {
        this.#requests[(second - back) % windowSeconds] = 0;
        this.#retries[(second - back) % windowSeconds] = 0;
      }
      this.#second = second;
    }
    return second % windowSeconds;
  }
}
