import { AtMostEvery } from "../../kit/at-most-every.ts";
import type { Clock } from "../../kit/clock.ts";
import { ConnectionsPerSource } from "../../kit/connections-per-source.ts";
import { CredentialThrottle } from "../../kit/credential-throttle.ts";
import type { Log } from "../../kit/log.ts";
import type { Random } from "../../kit/random.ts";
import type { ServerConfig } from "../config.ts";
import type { ConnectionLimit } from "./one-port-listener.ts";

/** How often it is logged that connections are closed. */
const connectionLogEveryMs = 10_000;

interface LimitOptions {
  readonly onRefusedConnection: () => void;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** The limit on open connections of one source; undefined when the setting allows any number. */
export function createConnectionLimit(
  { connectionsPerSource: limit }: ServerConfig,
  { onRefusedConnection, clock, random, log }: LimitOptions,
): ConnectionLimit | undefined {
  if (limit === 0) return undefined;
  const logging = new AtMostEvery(connectionLogEveryMs, clock);
  return {
    connections: new ConnectionsPerSource(ConnectionsPerSource.createMemory(random.bytes(16), 1), 0, limit),
    onRefused: (source) => {
      onRefusedConnection();
      if (logging.isDue()) log.warn({ source, limit }, "connections are closed: their source has reached the limit");
    },
  };
}

/** The limit on bad credentials of one source; undefined when the setting allows any number. */
export function createCredentialThrottle(
  { badCredentialsPerMinute: limit }: ServerConfig,
  { clock, random }: Pick<LimitOptions, "clock" | "random">,
): CredentialThrottle | undefined {
  if (limit === 0) return undefined;
  return new CredentialThrottle(CredentialThrottle.createMemory(random.bytes(16)), limit, clock);
}
