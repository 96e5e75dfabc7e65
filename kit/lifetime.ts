/** What a process has opened, closed in reverse order, each once. */
export class Lifetime {
  readonly #closers: { name: string; close: () => Promise<void> | void }[] = [];
  readonly #abort = new AbortController();
  #closed: Promise<void> | undefined;

  /** Aborted when closing begins, before anything is closed. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Takes over the closing of something that was just opened. */
  onClose(name: string, close: () => Promise<void> | void): void {
    this.#closers.push({ name, close });
  }

  /** Closes everything; one that fails does not keep the rest open. Throws an AggregateError naming those that failed. */
  close(): Promise<void> {
    this.#closed ??= this.#closeAll();
    return this.#closed;
  }

  async #closeAll(): Promise<void> {
    this.#abort.abort();
    const failures: Error[] = [];
    for (const { name, close } of this.#closers.reverse()) {
      try {
        await close();
      } catch (cause) {
        failures.push(new Error(`closing ${name} failed`, { cause }));
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, failures.map((failure) => failure.message).join("; "));
  }
}
