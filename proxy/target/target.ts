import { buildConnector, Pool } from "undici";

/**
 * An upstream that closes idle connections says so in `Keep-Alive: timeout`, which is honoured with a second to spare;
 * one that does not is taken to close after five, as Node's own server does.
 */
const keepAliveMs = 4_000;
const longestKeepAliveMs = 600_000;
const keepAliveMarginMs = 1_000;

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

export function parseTargetUrl(url: string): TargetAddress {
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
  #dispatcher: Pool | undefined;

  constructor(url: string, inFlight: Int32Array, slot: number, connectTimeoutMs: number) {
    this.address = parseTargetUrl(url);
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
  get dispatcher(): Pool {
    this.#dispatcher ??= new Pool(this.address.origin, {
      connect: taggingConnector(this.#connectTimeoutMs),
      keepAliveTimeout: keepAliveMs,
      keepAliveMaxTimeout: longestKeepAliveMs,
      keepAliveTimeoutThreshold: keepAliveMarginMs,
      allowH2: false,
    });
    return this.#dispatcher;
  }

  /** Closes its connections when the requests on them have ended. */
  retire(): void {
    this.#dispatcher?.close().catch(() => {});
    this.#dispatcher = undefined;
  }
}

/** A connection's error, with what tells a reused connection from a new one. */
export interface ConnectionError extends Error {
  /** Bytes that the connection had read in its life: more than 0 when it has served a request before. */
  connectionBytesRead?: number;
}

/** undici gives the bare socket error of a reset: the connection's history is put on it here. */
function taggingConnector(timeout: number): buildConnector.connector {
  const connect = buildConnector({ timeout });
  return (options, callback) => {
    connect(options, (...result) => {
      const [error, socket] = result;
      if (error === null) {
        socket.once("error", (failure: ConnectionError) => {
          failure.connectionBytesRead = socket.bytesRead;
        });
      }
      callback(...result);
    });
  };
}
