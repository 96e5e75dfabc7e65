import { lookup as systemLookup } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { Agent, buildConnector, type Dispatcher, Pool } from "undici";
import { AddressPolicy, type AddressSettings, type Listener } from "../../kit/address-policy.ts";
import type { Clock } from "../../kit/clock.ts";
import type { Log } from "../../kit/log.ts";
import { RefusedAddress } from "./refused-address.ts";

/** The same refusal is logged once in this time. */
const logEveryMs = 60_000;
/** Refusals that are remembered, so that they are not logged again. */
const mostRemembered = 1_000;
/** The longest answer of a service that a plugin or an authenticator asks: it is buffered whole. */
const maxAnswerBytes = 32 * 1024 * 1024;

export interface DialerOptions {
  readonly settings: AddressSettings;
  readonly clock: Clock;
  readonly log: Log;
  /** The system's resolver where absent. */
  readonly lookUp?: typeof systemLookup;
}

/**
 * Opens the way to addresses that tenants name. The address is checked when a connection is made, after the name was
 * looked up: the address that was checked is the one that is connected to. Every connection on behalf of a tenant is
 * made with what this gives; `test/architecture/dialling.test.ts` knows all places.
 */
export class Dialer {
  readonly #policy: AddressPolicy;
  readonly #options: DialerOptions;
  readonly #loggedAtMs = new Map<string, number>();
  #requests: Dispatcher | undefined;

  constructor(options: DialerOptions) {
    this.#options = options;
    this.#policy = new AddressPolicy(options.settings);
  }

  /** From now on no connection is made to these listeners, in place of those that were protected under the same name. */
  protect(what: string, listeners: readonly Listener[]): void {
    this.#policy.protect(what, listeners);
  }

  /** For requests to services that tenants name, which are not targets. Answers are bounded; redirects are not followed. */
  get requests(): Dispatcher {
    this.#requests ??= new Agent({
      factory: (origin, options) => {
        return new Pool(origin, { ...options, connect: tellingWhatWasRead(this.connectorTo(String(origin), {})) });
      },
      maxResponseSize: maxAnswerBytes,
    });
    return this.#requests;
  }

  /** Makes undici's connections to one origin. */
  connectorTo(origin: string, options: buildConnector.BuildOptions): buildConnector.connector {
    const connect = buildConnector({ ...options, lookup: this.lookupFor(origin) });
    return (to, callback) => {
      const refused = this.refusalOf(origin);
      if (refused === undefined) connect(to, callback);
      else queueMicrotask(() => callback(refused, null));
    };
  }

  /** Options for a connection of Node's own. Throws a RefusedAddress when the URL names an address that is refused. */
  guard(url: string): { readonly lookup: LookupFunction } {
    const refused = this.refusalOf(url);
    if (refused !== undefined) throw refused;
    return { lookup: this.lookupFor(url) };
  }

  /** Why a URL that names an address is refused; undefined when it is not, or names a host that has to be looked up. */
  refusalOf(url: string): RefusedAddress | undefined {
    const { host, port } = endOf(url);
    const reason = isIP(host) === 0 ? undefined : this.#policy.refusalOf(host, port);
    return reason === undefined ? undefined : this.#refused(url, reason);
  }

  /** Looks the host of a URL up, and gives those of its addresses that may be connected to. */
  lookupFor(url: string): LookupFunction {
    const { port } = endOf(url);
    const lookUp = this.#options.lookUp ?? systemLookup;
    return (host, options, callback) => {
      lookUp(host, { ...options, all: true }, (error, found) => {
        if (error !== null) return callback(error, []);
        let reason: string | undefined;
        const allowed = found.filter(({ address }) => {
          const refusal = this.#policy.refusalOf(address, port);
          if (refusal !== undefined) reason = refusal;
          return refusal === undefined;
        });
        const [first] = allowed;
        if (reason !== undefined && first === undefined) callback(this.#refused(url, reason), []);
        else if (first === undefined)
          callback(Object.assign(new Error(`${host} has no address`), { code: "ENOTFOUND" }), []);
        else if (options.all === true) callback(null, allowed);
        else callback(null, first.address, first.family);
      });
    };
  }

  #refused(url: string, reason: string): RefusedAddress {
    const { clock, log } = this.#options;
    const { origin } = new URL(url);
    const key = `${origin} ${reason}`;
    const nowMs = clock.monotonicMs();
    const loggedAtMs = this.#loggedAtMs.get(key);
    if (loggedAtMs === undefined || nowMs - loggedAtMs > logEveryMs) {
      if (this.#loggedAtMs.size >= mostRemembered) this.#loggedAtMs.clear();
      this.#loggedAtMs.set(key, nowMs);
      log.warn({ to: origin, reason }, "a connection is refused: its address is not allowed");
    }
    return new RefusedAddress(reason);
  }
}

/** Lets errors of a connection say how many bytes were read, as undici's own do: see `askAgain`. */
function tellingWhatWasRead(connect: buildConnector.connector): buildConnector.connector {
  return (to, callback) => {
    connect(to, (...[error, socket]: Parameters<buildConnector.Callback>) => {
      socket?.on("error", (broken) => Object.assign(broken, { socket: { bytesRead: socket.bytesRead } }));
      if (error === null) callback(null, socket);
      else callback(error, null);
    });
  };
}

function endOf(url: string): { host: string; port: number } {
  const { hostname, port, protocol } = new URL(url);
  return {
    host: hostname.replace(/^\[|\]$/g, ""),
    port: port !== "" ? Number(port) : protocol === "https:" ? 443 : 80,
  };
}
