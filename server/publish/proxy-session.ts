import { create } from "@bufbuild/protobuf";
import {
  type Continuity,
  type Hello,
  type Rejection,
  type Removal,
  RemovalReason,
  RemovalSchema,
  type StreamConfigResponse,
  StreamConfigResponseSchema,
} from "../../gen/es/weir/config/v1alpha1/config_service_pb.ts";
import type { Partition } from "../../gen/es/weir/config/v1alpha1/snapshot_pb.ts";
import type { Feed } from "./feed.ts";

/** One response carries at most so many partitions: a message stays far below any size limit. */
const maxUpsertsPerResponse = 200;

/** A version that was sent and not answered yet: the hash of each of its partitions, undefined for a removal. */
interface Sent {
  readonly version: bigint;
  readonly hashes: ReadonlyMap<string, string | undefined>;
}

/** How the server's database is related to what a proxy knows. */
export interface Relation {
  readonly continuity: Continuity;
  /** Why the proxy does not accept the database. `undefined` when it does. */
  readonly refusal: string | undefined;
  /**
   * Why the proxy is to forget partitions that it has and the feed does not. A partition of which neither the feed nor
   * this map knows anything stays as it is.
   */
  readonly removals: ReadonlyMap<string, RemovalReason>;
}

/**
 * What one connected proxy holds, and what it should get next. One version is under way at a time; what changes
 * meanwhile is one version after it, however many writes that were.
 */
export class ProxySession {
  readonly proxyId: string;
  readonly zone: string;
  /** The proxy's Hello. */
  readonly hello: Hello;
  readonly #feed: Feed;
  readonly #relation: Relation;
  readonly #applied: Map<string, string>;
  readonly #rejected = new Map<string, { hash: string | undefined; reason: string }>();
  readonly #pending: Set<string>;
  #sent: Sent | undefined;
  #version = 0n;

  constructor(hello: Hello, zone: string, feed: Feed, relation: Relation) {
    this.hello = hello;
    this.#relation = relation;
    this.proxyId = hello.proxyId;
    this.zone = zone;
    this.#feed = feed;
    this.#applied = new Map(hello.held.map(({ id, hash }) => [id, Buffer.from(hash).toString("hex")]));
    this.#pending = new Set(relation.removals.keys());
    for (const [id, entry] of feed.entries()) if (entry.zones.has(zone)) this.#pending.add(id);
  }

  get continuity(): Continuity {
    return this.#relation.continuity;
  }

  /** Why the proxy keeps the configuration of another database. `undefined` when it follows this one. */
  get refusal(): string | undefined {
    return this.#relation.refusal;
  }

  /** Partitions changed in the feed. */
  markPending(partitionIds: readonly string[]): void {
    for (const id of partitionIds) this.#pending.add(id);
  }

  /**
   * The responses of the next version; none while one is under way or nothing differs, nor for a proxy that keeps the
   * configuration of another database. The first version is sent even
   * when it is empty: its ack says that the proxy is up to date.
   */
  takeNextVersion(): StreamConfigResponse[] {
    if (this.#sent !== undefined || this.refusal !== undefined) return [];
    const upserts: Partition[] = [];
    const removals: Removal[] = [];
    const hashes = new Map<string, string | undefined>();
    for (const id of this.#pending) {
      const hash = this.#feed.hashIn(this.zone, id);
      if (hash === this.#applied.get(id) || this.#isRejected(id, hash)) continue;
      hashes.set(id, hash);
      if (hash === undefined) removals.push(create(RemovalSchema, { partitionId: id, reason: this.#reasonOf(id) }));
      else upserts.push(this.#feed.get(id)!.partition);
    }
    this.#pending.clear();
    if (hashes.size === 0 && this.#version > 0n) return [];
    this.#version += 1n;
    this.#sent = { version: this.#version, hashes };
    return splitVersion(this.#version, upserts, removals);
  }

  /** The proxy's answer to the version under way. Gives the partitions that it concerns; throws a RangeError otherwise. */
  answer(version: bigint, rejections: readonly Rejection[]): string[] {
    const sent = this.#sent;
    if (sent?.version !== version) throw new RangeError(`version ${version} is not under way`);
    this.#sent = undefined;
    const reasons = new Map(rejections.map(({ partitionId, reason }) => [partitionId, reason]));
    for (const [id, hash] of sent.hashes) {
      const reason = reasons.get(id);
      if (reason !== undefined) {
        this.#rejected.set(id, { hash, reason });
        continue;
      }
      this.#rejected.delete(id);
      if (hash === undefined) this.#applied.delete(id);
      else this.#applied.set(id, hash);
    }
    return [...sent.hashes.keys()];
  }

  /** Whether the proxy serves exactly what the feed has of a partition now. */
  hasApplied(partitionId: string): boolean {
    return this.#applied.get(partitionId) === this.#feed.hashIn(this.zone, partitionId);
  }

  /** Why the proxy refuses what the feed has of a partition now; undefined when it does not. */
  rejectionOf(partitionId: string): string | undefined {
    const hash = this.#feed.hashIn(this.zone, partitionId);
    return this.#isRejected(partitionId, hash) ? this.#rejected.get(partitionId)?.reason : undefined;
  }

  #reasonOf(id: string): RemovalReason {
    if (this.#feed.zonesOf(id) !== undefined) return RemovalReason.MOVED;
    return this.#relation.removals.get(id) ?? RemovalReason.DELETED;
  }

  #isRejected(id: string, hash: string | undefined): boolean {
    const rejected = this.#rejected.get(id);
    return rejected !== undefined && rejected.hash === hash;
  }
}

function splitVersion(version: bigint, upserts: readonly Partition[], removals: Removal[]): StreamConfigResponse[] {
  const responses: StreamConfigResponse[] = [];
  for (let start = 0; start === 0 || start < upserts.length; start += maxUpsertsPerResponse) {
    const end = start + maxUpsertsPerResponse;
    responses.push(
      create(StreamConfigResponseSchema, {
        version,
        upserts: upserts.slice(start, end),
        removals: start === 0 ? removals.map(({ partitionId }) => partitionId) : [],
        removed: start === 0 ? removals : [],
        more: end < upserts.length,
      }),
    );
  }
  return responses;
}
