import { fromBinary, toBinary } from "@bufbuild/protobuf";
import { type GatewayPartition, type Partition, PartitionSchema } from "../gen/es/weir/config/v1alpha1/snapshot_pb.ts";
import { assertServable } from "./assert-servable.ts";
import { KeyShard } from "./auth/key-shard.ts";
import type { Discovery, WantedName } from "./discovery/discovery.ts";
import { expandNames, namesOf } from "./discovery/expand-names.ts";
import type { TargetReports } from "./health/target-reports.ts";
import { keepUnreadable } from "./keep-unreadable.ts";
import { slotKeysOf } from "./table/slot-keys.ts";
import type { FollowedPools } from "./target/followed-pools.ts";
import { parseTargetKey, type TargetSlots } from "./target/target-slots.ts";
import type { PartitionUpsert } from "./worker/worker-protocol.ts";
import type { SnapshotDelta, WorkerRejection } from "./worker-pool.ts";

interface Held {
  readonly hash: Uint8Array;
  /** As it came: with names in place of their addresses; undefined where there are none, and nothing is to be made again. */
  readonly bytes: Uint8Array | undefined;
  readonly upsert: PartitionUpsert;
  /** The slots of its pools and targets, and what they are of. */
  readonly slotKeys: readonly string[];
  readonly slots: Int32Array;
  readonly names: readonly WantedName[];
}

/** A partition with its serialization. */
export interface IncomingPartition {
  readonly partition: Partition;
  readonly bytes: Uint8Array;
}

/** A delta on its way to the workers. */
export interface PreparedDelta {
  readonly forWorkers: SnapshotDelta;
  /** What can't be served, and is not handed on. */
  readonly rejections: readonly WorkerRejection[];
  /** Takes over what the workers serve now; the partitions named were refused and keep what they had. */
  commit(rejectedIds: ReadonlySet<string>): void;
}

/** The partitions that this proxy serves, as bytes: to tell the server, to start a worker with, to keep on disk. */
export class HeldSnapshot {
  readonly #partitions = new Map<string, Held>();
  readonly #slots: TargetSlots;
  readonly #followers: readonly FollowedPools[];
  readonly #reports: TargetReports;
  readonly #discovery: Discovery;

  /** @param followers what goes on for pools beside traffic */
  constructor(slots: TargetSlots, followers: readonly FollowedPools[], reports: TargetReports, discovery: Discovery) {
    this.#slots = slots;
    this.#followers = followers;
    this.#reports = reports;
    this.#discovery = discovery;
  }

  get size(): number {
    return this.#partitions.size;
  }

  countKeys(): number {
    let keys = 0;
    for (const { upsert } of this.#partitions.values())
      if (upsert.kind === "key set") keys += KeyShard.count(upsert.keys);
    return keys;
  }

  /** What to tell the server at a connect. */
  list(): { id: string; hash: Uint8Array }[] {
    return [...this.#partitions].map(([id, { hash }]) => ({ id, hash }));
  }

  /** Makes partitions ready once more, because the addresses of their names have changed. */
  prepareAgain(ids: Iterable<string>): PreparedDelta {
    const bytes = [...ids].flatMap((id) => this.#partitions.get(id)?.bytes ?? []);
    return this.prepare(partitionsFromBytes(bytes), []);
  }

  /** Everything, as the delta that a new worker needs. */
  whole(): SnapshotDelta {
    return { upserts: [...this.#partitions.values()].map(({ upsert }) => upsert), removals: [] };
  }

  /** A partition as the stream gives it, completed by what the server cannot read and this proxy has. */
  complete(partition: Partition): IncomingPartition {
    const complete = keepUnreadable(partition, this.#partitions.get(partition.id)?.upsert);
    return { partition: complete, bytes: toBinary(PartitionSchema, complete) };
  }

  /** Makes a delta ready for the workers; nothing is held differently until it is committed. */
  prepare(upserts: Iterable<IncomingPartition>, removals: readonly string[]): PreparedDelta {
    const fresh = new Map<string, { readonly held: Held; readonly gateway: GatewayPartition | undefined }>();
    const rejections: WorkerRejection[] = [];
    for (const incoming of upserts) {
      const { id } = incoming.partition;
      try {
        fresh.set(id, this.#hold(incoming));
      } catch (error) {
        rejections.push({ partitionId: id, reason: error instanceof Error ? error.message : String(error) });
      }
    }
    const commit = (rejectedIds: ReadonlySet<string>): void => {
      for (const id of removals) this.#replace(id, undefined, undefined);
      for (const [id, { held, gateway }] of fresh) {
        if (rejectedIds.has(id)) this.#release(held);
        else this.#replace(id, held, gateway);
      }
    };
    return {
      forWorkers: { upserts: [...fresh.values()].map(({ held }) => held.upsert), removals },
      rejections,
      commit,
    };
  }

  /** Throws with a sentence for its owner when the partition can't be served. */
  #hold({ partition, bytes }: IncomingPartition): { held: Held; gateway: GatewayPartition | undefined } {
    const { hash, content } = partition;
    const declared = content.case === "gateway" ? content.value : undefined;
    const gateway = declared && expandNames(declared, (name) => this.#discovery.addressesOf(name));
    const served: Partition =
      gateway === declared ? partition : { ...partition, content: { case: "gateway", value: gateway! } };
    assertServable(served);
    const slotKeys = gateway === undefined ? [] : slotKeysOf(gateway);
    const slots = this.#slots.acquire(slotKeys);
    const forWorkers = served === partition ? bytes : toBinary(PartitionSchema, served);
    const upsert = upsertOf(served, forWorkers, slots);
    const names = declared === undefined ? [] : namesOf(declared);
    return { held: { hash, bytes: names.length === 0 ? undefined : bytes, upsert, slotKeys, slots, names }, gateway };
  }

  #replace(id: string, held: Held | undefined, gateway: GatewayPartition | undefined): void {
    // Before the slots are given back: what goes on being checked keeps what is known of it.
    this.#discovery.follow(id, held?.names ?? []);
    const slotOf = (key: string): number => held!.slots[held!.slotKeys.indexOf(key)]!;
    for (const followed of this.#followers) followed.update(id, gateway, slotOf);
    for (const pool of gateway?.pools ?? []) {
      if (pool.circuitBreaker === undefined) this.#reports.forgetCircuit(pool.id);
    }
    for (const { serviceId, traffic } of gateway?.services ?? []) {
      if (traffic?.circuitBreaker === undefined) this.#reports.forgetCircuit(serviceId);
    }
    const before = this.#partitions.get(id);
    this.#release(before);
    for (const key of before?.slotKeys ?? []) {
      if (this.#slots.has(key)) continue;
      const gone = parseTargetKey(key);
      if (gone === undefined) this.#reports.forgetCircuit(key);
      else this.#reports.forget(gone.poolId, gone.url);
    }
    if (held === undefined) this.#partitions.delete(id);
    else this.#partitions.set(id, held);
  }

  #release(held: Held | undefined): void {
    if (held !== undefined) this.#slots.release(held.slotKeys);
  }
}

function upsertOf({ id, content }: Partition, bytes: Uint8Array, slots: Int32Array): PartitionUpsert {
  switch (content.case) {
    case "gateway":
      return { kind: "gateway", id, hosts: content.value.hosts, bytes, slots };
    case "keySet": {
      const { gatewayId, shard } = content.value;
      return { kind: "key set", id, gatewayId, shard, keys: KeyShard.pack(content.value) };
    }
    case "tokenSet":
      return { kind: "token set", id, bytes };
    default:
      throw new Error("this proxy does not know the partition's content");
  }
}

/** Partitions as they lie on disk, each read when its turn comes: all of them as objects would take more than they do. */
export function* partitionsFromBytes(serialized: Iterable<Uint8Array>): Generator<IncomingPartition> {
  for (const bytes of serialized) yield { partition: fromBinary(PartitionSchema, bytes), bytes };
}
