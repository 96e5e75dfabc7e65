import type { Partition } from "../../gen/es/weir/config/v1alpha1/snapshot_pb.ts";

/** A partition as it is published, and to whom. */
export interface FeedEntry {
  readonly partition: Partition;
  /** The partition's hash as text, to compare. */
  readonly hash: string;
  readonly zones: ReadonlySet<string>;
}

/** Partitions to publish, by id. `undefined` says that what the partition was compiled from is deleted. */
export type FeedChanges = Map<
  string,
  { readonly partition: Partition; readonly zones: ReadonlySet<string> } | undefined
>;

/** The snapshot that proxies should serve now: the last good content of every partition. */
export class Feed {
  readonly #entries = new Map<string, FeedEntry>();
  readonly #listeners = new Set<(partitionIds: readonly string[]) => void>();

  get(partitionId: string): FeedEntry | undefined {
    return this.#entries.get(partitionId);
  }

  get size(): number {
    return this.#entries.size;
  }

  entries(): IterableIterator<[string, FeedEntry]> {
    return this.#entries.entries();
  }

  /** The partition's hash in a zone, or undefined when the zone's proxies should not have it. */
  hashIn(zone: string, partitionId: string): string | undefined {
    const entry = this.#entries.get(partitionId);
    return entry?.zones.has(zone) ? entry.hash : undefined;
  }

  /** Calls the listener with the ids of partitions that changed. Returns how to stop that. */
  onChange(listener: (partitionIds: readonly string[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The zones that get a partition. `undefined` when it is not published. */
  zonesOf(partitionId: string): ReadonlySet<string> | undefined {
    return this.#entries.get(partitionId)?.zones;
  }

  /** Publishes what differs from what is published already. */
  publish(changes: Readonly<FeedChanges>): void {
    const changed: string[] = [];
    for (const [id, change] of changes) {
      const before = this.#entries.get(id);
      if (change === undefined) {
        this.#entries.delete(id);
        // Told even if it was not published: a proxy may have it from an earlier process.
        changed.push(id);
        continue;
      }
      const hash = Buffer.from(change.partition.hash).toString("hex");
      if (before?.hash === hash && isSameSet(before.zones, change.zones)) continue;
      this.#entries.set(id, { partition: change.partition, hash, zones: change.zones });
      changed.push(id);
    }
    if (changed.length > 0) for (const listener of this.#listeners) listener(changed);
  }
}

function isSameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && a.isSubsetOf(b);
}
