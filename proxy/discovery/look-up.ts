import { lookup, Resolver } from "node:dns/promises";
import { isIP } from "node:net";

/** What a name stands for. */
export interface Addresses {
  /** In their order. */
  readonly addresses: readonly string[];
  /** How long that holds, in seconds; undefined: not said. */
  readonly ttlSeconds: number | undefined;
}

export type LookUp = (name: string) => Promise<Addresses>;

/**
 * Looks names up by DNS, and where that knows none, as the system does (`/etc/hosts`). Rejects when a name has no
 * address.
 *
 * @param servers `host:port` of the DNS servers; empty: the system's
 */
export function createLookUp(servers: readonly string[]): LookUp {
  const resolver = new Resolver();
  if (servers.length > 0) resolver.setServers(servers);
  return async (name) => {
    if (isIP(name) !== 0) return { addresses: [name], ttlSeconds: undefined };
    const answers = await Promise.allSettled([
      resolver.resolve4(name, { ttl: true }),
      resolver.resolve6(name, { ttl: true }),
    ]);
    const records = answers.flatMap((answer) => (answer.status === "fulfilled" ? answer.value : []));
    if (records.length > 0) {
      const addresses = [...new Set(records.map(({ address }) => address))].sort();
      return { addresses, ttlSeconds: Math.min(...records.map(({ ttl }) => ttl)) };
    }
    const found = await lookup(name, { all: true });
    return { addresses: [...new Set(found.map(({ address }) => address))].sort(), ttlSeconds: undefined };
  };
}
