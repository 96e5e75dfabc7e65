import { equals } from "@bufbuild/protobuf";
import {
  type GatewayPartition,
  type TargetPool,
  TargetPoolSchema,
} from "../../gen/es/weir/config/v1alpha1/snapshot_pb.ts";

/** The slot of a pool or target, by its key. */
export type SlotOf = (key: string) => number;

/** What goes on for a pool in the main thread. */
export interface PoolWork {
  /** @param isGone the pool is not followed any more; else its work begins anew at once */
  end(isGone: boolean): void;
}

interface Followed {
  readonly declared: TargetPool;
  /** The partitions that hold it. */
  readonly holders: Set<string>;
  readonly work: PoolWork;
}

/** Pools that something goes on for, once for each however many partitions hold it, as long as one does. */
export class FollowedPools {
  readonly #begin: (pool: TargetPool, slotOf: SlotOf) => PoolWork | undefined;
  readonly #pools = new Map<string, Followed>();

  /** @param begin undefined: nothing goes on for such a pool */
  constructor(begin: (pool: TargetPool, slotOf: SlotOf) => PoolWork | undefined) {
    this.#begin = begin;
  }

  /** Follows what a partition declares from now on; without a gateway: nothing. */
  update(partitionId: string, gateway: GatewayPartition | undefined, slotOf: SlotOf): void {
    const pools = gateway?.pools ?? [];
    if (this.#pools.size > 0) {
      const declared = new Set(pools.map(({ id }) => id));
      for (const [id, { holders }] of this.#pools) {
        if (!declared.has(id) && holders.delete(partitionId) && holders.size === 0) this.#end(id);
      }
    }
    for (const pool of pools) this.#follow(pool, partitionId, slotOf);
  }

  close(): void {
    for (const { work } of this.#pools.values()) work.end(false);
    this.#pools.clear();
  }

  #follow(pool: TargetPool, partitionId: string, slotOf: SlotOf): void {
    const known = this.#pools.get(pool.id);
    known?.holders.add(partitionId);
    if (known !== undefined && equals(TargetPoolSchema, known.declared, pool)) return;
    known?.work.end(false);
    const work = this.#begin(pool, slotOf);
    if (work !== undefined) {
      this.#pools.set(pool.id, { declared: pool, holders: known?.holders ?? new Set([partitionId]), work });
    } else if (known !== undefined) this.#end(pool.id);
  }

  #end(id: string): void {
    this.#pools.get(id)?.work.end(true);
    this.#pools.delete(id);
  }
}
