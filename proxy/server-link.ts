import type { Log } from "../kit/log.ts";

/** The link to the server: whether the config stream is up, and whether the server has the database that the proxy knows. */
export class ServerLink {
  readonly #url: string;
  readonly #signal: AbortSignal;
  readonly #log: Log;
  #isUp = false;
  #mismatch: string | undefined;
  #mayReport = false;

  /** @param signal aborted when the proxy stops */
  constructor(url: URL, signal: AbortSignal, log: Log) {
    this.#url = url.href;
    this.#signal = signal;
    this.#log = log;
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  /** Why the server's database is not the one that the proxy knows. `undefined` when it is. */
  get mismatch(): string | undefined {
    return this.#mismatch;
  }

  /** Throws, with the reason, while usage must not be sent: a server with another database would keep it for itself. */
  assertMayReport(): void {
    if (!this.#mayReport) throw new Error(this.#mismatch ?? "the config stream is down");
  }

  setMismatch(reason: string | undefined): void {
    if (reason === this.#mismatch) return;
    this.#mismatch = reason;
    if (reason === undefined) this.#log.info("the server has the database that this proxy knows");
    else {
      this.#log.error(
        { url: this.#url, reason },
        "another database: the proxy goes on with the configuration that it has, until `weir database adopt` says that the server's replaces it",
      );
    }
  }

  setUp(isUp: boolean): void {
    if (isUp !== this.#isUp) this.#log.info({ url: this.#url }, isUp ? "config stream is up" : "config stream is down");
    this.#isUp = isUp;
    // While the proxy stops it reports what is left to the server that it followed.
    if (!this.#signal.aborted) this.#mayReport = isUp && this.#mismatch === undefined;
  }
}
