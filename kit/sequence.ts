/** Runs work one after the other, in the order in which it comes. */
export class Sequence {
  #last: Promise<unknown> = Promise.resolve();

  /** Gives what the work gives; work that fails does not keep what comes after it. */
  run<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work, work);
    this.#last = result.catch(() => {});
    return result;
  }
}
