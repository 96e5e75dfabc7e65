import { Continuity, type StreamConfigResponse } from "../gen/es/weir/config/v1alpha1/config_service_pb.ts";

/** The state of a database that the proxy's configuration is from. */
export interface KnownOrigin {
  readonly databaseId: string;
  readonly epoch: string;
  readonly revision: number;
}

/** The origin of a version. `undefined` when the server is of a release that does not tell it. */
export function originOf({ origin }: StreamConfigResponse): KnownOrigin | undefined {
  return origin && { databaseId: origin.databaseId, epoch: origin.epoch, revision: Number(origin.revision) };
}

/** Reads what was kept. `undefined` when the text is no origin. */
export function parseKnownOrigin(text: string): KnownOrigin | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  const { databaseId, epoch, revision } = value as Partial<Record<keyof KnownOrigin, unknown>>;
  if (typeof databaseId !== "string" || typeof epoch !== "string" || typeof revision !== "number") return undefined;
  return { databaseId, epoch, revision };
}

/**
 * Why the proxy does not take its configuration from a server. `undefined` when it does: the server's database has
 * everything that the proxy has seen, or an operator declared that it replaces the one that the proxy knows. A server
 * that says neither is not believed to know more than the proxy.
 *
 * @param known the origin that the proxy named when it connected; undefined when it knows none
 */
export function mismatchOf(known: KnownOrigin | undefined, response: StreamConfigResponse): string | undefined {
  const { continuity } = response;
  const own = originOf(response);
  if (own === undefined) {
    return known && `the server does not say which database it has, and the proxy knows ${describe(known)}`;
  }
  if (continuity === Continuity.REPLACES) return undefined;
  const continues = continuity === Continuity.CONTINUES;
  if (continues && known === undefined) return undefined;
  const goesOn = continues && own.databaseId === known?.databaseId && own.revision >= known.revision;
  if (goesOn) return undefined;
  const before = known === undefined ? "partitions of an unknown database" : describe(known);
  // Without the server's revision, so that the text stays the same while the server is written to.
  return `the server has the database ${own.databaseId} (epoch ${own.epoch}), and the proxy knows ${before}`;
}

function describe({ databaseId, epoch, revision }: KnownOrigin): string {
  return `revision ${revision} of the database ${databaseId} (epoch ${epoch})`;
}
