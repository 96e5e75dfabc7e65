/** Notices when a proxy that is still connected gives no sign of life any more. */
export class SignsOfLife {
  readonly #timer: NodeJS.Timeout;
  #silent = 0;

  /**
   * @param everyMs how often it looks
   * @param silentLooks after so many looks in a row without a sign, `onSilent` is called, once
   */
  constructor(everyMs: number, silentLooks: number, onSilent: () => void) {
    this.#timer = setInterval(() => {
      if (++this.#silent < silentLooks) return;
      this.stop();
      onSilent();
    }, everyMs);
    this.#timer.unref();
  }

  note(): void {
    this.#silent = 0;
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
