import type { Dispatcher } from "undici";

/** What a request needs to know of a target. */
export interface TargetAddress {
  readonly url: string;
  /** `http://host:port`. */
  readonly origin: string;
  /** The value of `Host`. */
  readonly host: string;
  /** Put before the path of each request; empty or `/v1`, without a final slash. */
  readonly basePath: string;
}

/** Opens connections to an origin, as many as there are requests at a time. */
export type OpenConnections = (origin: string, connectTimeoutMs: number) => Dispatcher;

function parseTargetUrl(url: string): TargetAddress {
  const { origin, host, pathname, protocol } = new URL(url);
  if (protocol !== "http:" && protocol !== "https:") throw new Error(`target "${url}" is neither http nor https`);
  return { url, origin, host, basePath: pathname.replace(/\/+$/, "") };
}

/**
 * A target's live state: its connections, and its requests in flight over all workers. One object for as long as the
 * target stays in its pool, whatever else of the configuration changes.
 */
export class Target {
  readonly address: TargetAddress;
  readonly #inFlight: Int32Array;
  readonly #slot: number;
  #connectTimeoutMs: number;
  readonly #open: OpenConnections;
  #connections: Dispatcher | undefined;

  /** Throws when the URL can't be used. */
  constructor(url: string, inFlight: Int32Array, slot: number, connectTimeoutMs: number, open: OpenConnections) {
    this.address = parseTargetUrl(url);
    this.#open = open;
    this.#inFlight = inFlight;
    this.#slot = slot;
    this.#connectTimeoutMs = connectTimeoutMs;
  }

  /** Requests in flight, over all workers. */
  inFlight(): number {
    return Atomics.load(this.#inFlight, this.#slot);
  }

  began(): void {
    Atomics.add(this.#inFlight, this.#slot, 1);
  }

  ended(): void {
    Atomics.sub(this.#inFlight, this.#slot, 1);
  }

  /** New connections are opened within this time from now on; those that are open stay. */
  setConnectTimeout(connectTimeoutMs: number): void {
    if (connectTimeoutMs === this.#connectTimeoutMs) return;
    this.#connectTimeoutMs = connectTimeoutMs;
    this.retire();
  }

  /** Its connections; made with the first request, because most targets of a large proxy are idle. */
  get dispatcher(): Dispatcher {
    this.#connections ??= this.#open(this.address.origin, this.#connectTimeoutMs);
    return this.#connections;
  }

  /** Closes its connections when the requests on them have ended. */
  retire(): void {
    this.#connections?.close().catch(() => {});
    this.#connections = undefined;
  }
}
