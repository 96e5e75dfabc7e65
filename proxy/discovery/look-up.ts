import { lookup, Resolver } from "node:dns/promises";
import { isIP } from "node:net";

/** IPv4 or IPv6: a name server is asked for the addresses of each by itself. */
export type Family = 4 | 6;

/** The addresses that a name has. */
export interface Addresses {
  /** In their order. Empty when the name has none of the family. */
  readonly addresses: readonly string[];
  /** How long the answer holds, in seconds; undefined when the name server did not say. */
  readonly ttlSeconds: number | undefined;
}

export interface LookUp {
  /** Asks the name servers. Rejects when they can't answer, which says nothing about the addresses of the name. */
  ask(name: string, family: Family): Promise<Addresses>;
  /** Asks the system (`/etc/hosts`), for a name that DNS does not know. Rejects when the name has no address. */
  askSystem(name: string): Promise<Addresses>;
}

/** A name server that is silent for so long is asked once more, for twice as long. */
const timeoutMs = 1_000;
const tries = 2;
/** The name exists without addresses of the family, or does not exist. */
const definitive = new Set(["ENODATA", "ENOTFOUND"]);

/** @param servers `host:port` of the DNS servers; empty: those of the system */
export function createLookUp(servers: readonly string[]): LookUp {
  const resolver = new Resolver({ timeout: timeoutMs, tries });
  if (servers.length > 0) resolver.setServers(servers);
  return {
    async ask(name, family) {
      const given = isIP(name);
      if (given !== 0) return { addresses: given === family ? [name] : [], ttlSeconds: undefined };
      try {
        const records = await (family === 4
          ? resolver.resolve4(name, { ttl: true })
          : resolver.resolve6(name, { ttl: true }));
        return { addresses: sorted(records), ttlSeconds: Math.min(...records.map(({ ttl }) => ttl)) };
      } catch (error) {
        if (error instanceof Error && "code" in error && definitive.has(String(error.code))) return none;
        throw error;
      }
    },
    async askSystem(name) {
      return { addresses: sorted(await lookup(name, { all: true })), ttlSeconds: undefined };
    },
  };
}

const none: Addresses = { addresses: [], ttlSeconds: undefined };

function sorted(found: readonly { readonly address: string }[]): string[] {
  return [...new Set(found.map(({ address }) => address))].sort();
}
