import {
  Continuity,
  type Hello,
  type Origin as OriginMessage,
  RemovalReason,
} from "../../gen/es/weir/config/v1alpha1/config_service_pb.ts";
import type { Origin, Store } from "../store/store.ts";
import type { Feed } from "./feed.ts";
import type { Relation } from "./proxy-session.ts";

export interface RelateOptions {
  readonly store: Store;
  readonly feed: Feed;
  /** Why proxies of a zone should not have a partition that is not published. `undefined` when they should keep it. */
  readonly whyAbsent: (zone: string, partitionId: string) => Promise<RemovalReason | undefined>;
  /** The ids of proxies of an earlier release that an operator had take this database. */
  readonly adoptedProxies: ReadonlySet<string>;
}

/**
 * Compares what a proxy knows with the database. Only a database that has every change that the proxy has seen, or that
 * an operator declared to replace the proxy's, may take anything from it.
 */
export async function relateProxy(hello: Hello, zone: string, options: RelateOptions): Promise<Relation> {
  const { continuity, refusal } = await compare(hello, options);
  const removals = new Map<string, RemovalReason>();
  if (refusal !== undefined) return { continuity, refusal, removals };
  for (const { id } of hello.held) {
    if (options.feed.hashIn(zone, id) !== undefined) continue;
    const reason = await options.whyAbsent(zone, id);
    if (reason === undefined) continue;
    const isReplaced = continuity === Continuity.REPLACES && reason === RemovalReason.DELETED;
    removals.set(id, isReplaced ? RemovalReason.REPLACED : reason);
  }
  return { continuity, refusal: undefined, removals };
}

/** An origin as it came over the stream. */
export function originFromMessage({ databaseId, epoch, revision }: OriginMessage): Origin {
  return { databaseId, epoch, revision: Number(revision) };
}

async function compare(
  hello: Hello,
  options: RelateOptions,
): Promise<{ readonly continuity: Continuity; readonly refusal: string | undefined }> {
  const { store, adoptedProxies } = options;
  if (hello.origin === undefined) {
    if (hello.held.length === 0) return continues;
    if (adoptedProxies.has(hello.proxyId)) return { continuity: Continuity.REPLACES, refusal: undefined };
    const unknown = await findUnknown(hello, store);
    if (unknown === undefined) return continues;
    return differs(`it has "${unknown}", which this database does not know, and does not say from which database`);
  }
  const known = originFromMessage(hello.origin);
  if (await store.continues(known)) return continues;
  if (await store.replaces(known)) return { continuity: Continuity.REPLACES, refusal: undefined };
  const own = await store.origin();
  if (known.databaseId !== own.databaseId) {
    return differs(`it knows the database ${known.databaseId}, and this is the database ${own.databaseId}`);
  }
  if (known.revision > own.revision) {
    return differs(`it has seen revision ${known.revision} of this database, which is at revision ${own.revision}`);
  }
  return differs(`it has seen revision ${known.revision} of another copy of this database, whose changes are not here`);
}

const continues = { continuity: Continuity.CONTINUES, refusal: undefined } as const;

function differs(refusal: string) {
  return { continuity: Continuity.DIFFERS, refusal };
}

/** A partition of something that the database has never had, as far as its changes are kept. */
async function findUnknown({ held }: Hello, store: Store): Promise<string | undefined> {
  for (const { id } of held) {
    const [kind, owner = ""] = id.split("/");
    const isKnown =
      kind === "token_sets"
        ? await store.hasKnownOrganization(id.slice("token_sets/".length))
        : await store.hasKnown({ kind: "gateway", id: owner });
    if (!isKnown) return id;
  }
  return undefined;
}
