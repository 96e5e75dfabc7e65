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

export interface ConnectionOptions {
  readonly connectTimeoutMs: number;
  /** Whether a connection serves one request after the other. */
  readonly reused: boolean;
}

/** Opens connections to an origin, as many as there are requests at a time. */
export type OpenConnections = (origin: string, options: ConnectionOptions) => Dispatcher;

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
  #newConnections: Dispatcher | undefined;

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

  /** Its pooled connections; made with the first request, because most targets of a large proxy are idle. */
  get connections(): Dispatcher {
    this.#connections ??= this.#openConnections(true);
    return this.#connections;
  }

  /** A connection of its own for each request, for when the pooled ones can't be trusted. */
  get newConnections(): Dispatcher {
    this.#newConnections ??= this.#openConnections(false);
    return this.#newConnections;
  }

  /** Closes its connections when the requests on them have ended. */
  retire(): void {
    for (const connections of [this.#connections, this.#newConnections]) connections?.close().catch(() => {});
    this.#connections = undefined;
    this.#newConnections = undefined;
  }

  #openConnections(reused: boolean): Dispatcher {
    return this.#open(this.address.origin, { connectTimeoutMs: this.#connectTimeoutMs, reused });
  }
}
