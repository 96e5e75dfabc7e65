/** Lets one waiter sleep until somebody wakes it or a time has passed. A wake without a waiter is kept for the next. */
export class Wakeup {
  #woken = false;
  #release: (() => void) | undefined;

  wake(): void {
    this.#woken = true;
    this.#release?.();
  }

  /** @returns false when the time passed first */
  async wait(timeoutMs: number): Promise<boolean> {
    if (!this.#woken) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, timeoutMs);
        this.#release = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.#release = undefined;
    }
    const woken = this.#woken;
    this.#woken = false;
    return woken;
  }
}
