import { isDeepStrictEqual } from "node:util";
import type { Dispatcher } from "undici";
import { cellsPerSlot, targetCell } from "./cells.ts";
import { TargetHealth } from "./target-health.ts";
import { TargetLoadCell } from "./target-load-cell.ts";

/** What a request needs to know of a target. */
export interface TargetAddress {
  readonly url: string;
  /** `http://host:port`. */
  readonly origin: string;
  /** The value of `Host`, and what a certificate must name where nothing else is said. */
  readonly host: string;
  /** Put before the path of each request; empty or `/v1`, without a final slash. */
  readonly basePath: string;
}

/** How connections to a target are made, as its pool says. */
export interface ConnectionSettings {
  readonly connectTimeoutMs: number;
  readonly tls: ConnectionTls | undefined;
  /** Whether they speak HTTP/2, in place of HTTP/1.1. */
  readonly isHttp2: boolean;
}

/** What the owner of a pool says of TLS, in Node's words. */
export interface ConnectionTls {
  readonly ca: string | undefined;
  readonly servername: string | undefined;
  readonly rejectUnauthorized: boolean;
  readonly cert: string | undefined;
  readonly key: string | undefined;
}

export interface ConnectionOptions extends ConnectionSettings {
  /** Whether a connection serves one request after the other. */
  readonly reused: boolean;
}

/** Opens connections to an origin, as many as there are requests at a time. */
export type OpenConnections = (origin: string, options: ConnectionOptions) => Dispatcher;

/** Throws when the URL can't be used. */
export function parseTargetUrl(url: string): TargetAddress {
  const { origin, host, pathname, protocol, hash } = new URL(url);
  if (protocol !== "http:" && protocol !== "https:") throw new Error(`target "${url}" is neither http nor https`);
  // An address of a name has the name as its fragment.
  const name = hash === "" ? host : hash.slice(1);
  return { url, origin, host: name, basePath: pathname.replace(/\/+$/, "") };
}

/**
 * A target's live state: its connections, and its requests in flight over all workers. One object for as long as the
 * target stays in its pool, whatever else of the configuration changes.
 */
export class Target {
  readonly address: TargetAddress;
  /** Its number, unique in the proxy. */
  readonly slot: number;
  readonly health: TargetHealth;
  /** How busy it is, by what is in flight and by what it says itself. */
  readonly load: TargetLoadCell;
  /** Whether this worker may not connect to its address, as far as it has tried. */
  isAddressRefused = false;
  /** How soon it answers, as far as this worker has seen: a moving average, and when it was last brought up to date. */
  readonly latency = { ewmaMs: 0, atMs: 0 };
  readonly #cells: Int32Array;
  readonly #inFlight: number;
  #settings: ConnectionSettings;
  readonly #open: OpenConnections;
  #connections: Dispatcher | undefined;
  #newConnections: Dispatcher | undefined;

  /** Throws when the URL can't be used. */
  constructor(url: string, cells: Int32Array, slot: number, settings: ConnectionSettings, open: OpenConnections) {
    this.address = parseTargetUrl(url);
    this.slot = slot;
    this.health = new TargetHealth(cells, slot);
    this.load = new TargetLoadCell(cells, slot);
    this.#open = open;
    this.#cells = cells;
    this.#inFlight = slot * cellsPerSlot + targetCell.inFlight;
    this.#settings = settings;
  }

  /** What its owner says of TLS; undefined: nothing. */
  get tls(): ConnectionTls | undefined {
    return this.#settings.tls;
  }

  /** Requests in flight, over all workers. */
  inFlight(): number {
    return this.load.inFlight();
  }

  began(): void {
    Atomics.add(this.#cells, this.#inFlight, 1);
  }

  /** Begins a request where fewer than so many are in flight, over all workers. */
  beganBelow(max: number): boolean {
    let inFlight = this.inFlight();
    while (inFlight < max) {
      const before = Atomics.compareExchange(this.#cells, this.#inFlight, inFlight, inFlight + 1);
      if (before === inFlight) return true;
      inFlight = before;
    }
    return false;
  }

  ended(): void {
    Atomics.sub(this.#cells, this.#inFlight, 1);
  }

  /** New connections are made so from now on; requests that are under way end on theirs. */
  setConnections(settings: ConnectionSettings): void {
    if (isDeepStrictEqual(settings, this.#settings)) return;
    this.#settings = settings;
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
    return this.#open(this.address.origin, { ...this.#settings, reused });
  }
}
