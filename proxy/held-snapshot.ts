import { fromBinary, toBinary } from "@bufbuild/protobuf";
import { type Partition, PartitionSchema } from "../gen/es/weir/config/v1alpha1/snapshot_pb.ts";
import { type TargetSlots, targetKey } from "./target/target-slots.ts";
import type { SnapshotDelta } from "./worker-pool.ts";

interface Held {
  readonly hash: Uint8Array;
  readonly bytes: Uint8Array;
  readonly targetKeys: readonly string[];
}

/** A delta on its way to the workers. */
export interface PreparedDelta extends SnapshotDelta {
  /** Takes over what the workers serve now; the partitions named were refused and keep what they had. */
  commit(rejectedIds: ReadonlySet<string>): void;
}

/** The partitions that this proxy serves, as bytes: to tell the server, to start a worker with, to keep on disk. */
export class HeldSnapshot {
  readonly #partitions = new Map<string, Held>();
  readonly #slots: TargetSlots;

  constructor(slots: TargetSlots) {
    this.#slots = slots;
  }

  get size(): number {
    return this.#partitions.size;
  }

  /** What to tell the server at a connect. */
  list(): { id: string; hash: Uint8Array }[] {
    return [...this.#partitions].map(([id, { hash }]) => ({ id, hash }));
  }

  /** A partition as it is served. */
  bytesOf(id: string): Uint8Array | undefined {
    return this.#partitions.get(id)?.bytes;
  }

  /** Everything, as the delta that a new worker needs. */
  whole(): SnapshotDelta {
    const held = [...this.#partitions.values()];
    return {
      upserts: held.map(({ bytes }) => bytes),
      removals: [],
      slots: new Map(held.flatMap(({ targetKeys }) => targetKeys).map((key) => [key, this.#slots.slotOf(key)])),
    };
  }

  /** Makes a delta ready for the workers; nothing is held differently until it is committed. */
  prepare(upserts: readonly Partition[], removals: readonly string[]): PreparedDelta {
    const fresh = new Map<string, Held>();
    for (const partition of upserts) {
      fresh.set(partition.id, {
        hash: partition.hash,
        bytes: toBinary(PartitionSchema, partition),
        targetKeys: targetKeysOf(partition),
      });
    }
    const keys = [...fresh.values()].flatMap(({ targetKeys }) => targetKeys);
    const slots = new Map(keys.map((key) => [key, this.#slots.acquire(key)]));
    const commit = (rejectedIds: ReadonlySet<string>): void => {
      for (const id of removals) this.#replace(id, undefined);
      for (const [id, held] of fresh) {
        if (rejectedIds.has(id)) this.#release(held);
        else this.#replace(id, held);
      }
    };
    return { upserts: [...fresh.values()].map(({ bytes }) => bytes), removals, slots, commit };
  }

  #replace(id: string, held: Held | undefined): void {
    this.#release(this.#partitions.get(id));
    if (held === undefined) this.#partitions.delete(id);
    else this.#partitions.set(id, held);
  }

  #release(held: Held | undefined): void {
    for (const key of held?.targetKeys ?? []) this.#slots.release(key);
  }
}

/** Reads a partition as it was written by `toBinary`. */
export function readPartition(bytes: Uint8Array): Partition {
  return fromBinary(PartitionSchema, bytes);
}

function targetKeysOf(partition: Partition): string[] {
  if (partition.content.case !== "gateway") return [];
  const keys: string[] = [];
  for (const { deployments } of partition.content.value.models) {
    for (const { pool } of deployments) {
      for (const { url } of pool?.targets ?? []) keys.push(targetKey(pool!.id, url));
    }
  }
  return keys;
}
