import { equals } from "@bufbuild/protobuf";
import type { GatewayPartition, TargetPool } from "../../gen/es/weir/config/v1alpha1/snapshot_pb.ts";
import { TargetPoolSchema } from "../../gen/es/weir/config/v1alpha1/snapshot_pb.ts";
import { TargetState } from "../../gen/es/weir/inference/v1alpha1/target_pb.ts";
import type { Clock } from "../../kit/clock.ts";
import type { Log } from "../../kit/log.ts";
import type { Random } from "../../kit/random.ts";
import { cellsPerSlot, poolCell } from "../target/cells.ts";
import { connectionTls } from "../target/connection-tls.ts";
import type { TargetChange } from "../target/target-change.ts";
import { TargetHealth } from "../target/target-health.ts";
import { poolKey, targetKey } from "../target/target-slots.ts";
import { TargetCheck } from "./target-check.ts";

export interface ProberOptions {
  readonly cells: Int32Array;
  readonly onTargetChange: (change: TargetChange) => void;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

interface CheckedPool {
  declared: TargetPool;
  /** The partitions that hold it. */
  readonly holders: Set<string>;
  /** The cell that tells workers to look again. */
  readonly version: number;
  checks: { readonly check: TargetCheck; readonly health: TargetHealth; readonly url: string }[];
}

/**
 * Checks the targets of every pool that asks for it, once a proxy and not once a worker; workers read what it finds in
 * the memory that they share.
 */
export class Prober {
  readonly #options: ProberOptions;
  readonly #pools = new Map<string, CheckedPool>();

  constructor(options: ProberOptions) {
    this.#options = options;
  }

  /**
   * Follows what a partition declares from now on; without a gateway: nothing.
   *
   * @param slotOf the slots of its pools and targets, by key
   */
  update(partitionId: string, gateway: GatewayPartition | undefined, slotOf: (key: string) => number): void {
    const declared = new Map<string, TargetPool>();
    for (const pool of gateway?.pools ?? []) if (pool.healthCheck !== undefined) declared.set(pool.id, pool);
    for (const [id, pool] of this.#pools) {
      if (!pool.holders.has(partitionId) || declared.has(id)) continue;
      pool.holders.delete(partitionId);
      if (pool.holders.size > 0) continue;
      stopChecks(pool);
      // What nobody checks is not held to be unhealthy.
      for (const { health, url } of pool.checks) {
        if (!health.isUnhealthy) continue;
        health.setUnhealthy(false, 0);
        this.#tell(pool.version, { poolId: id, url, by: "checks", reason: undefined });
      }
      this.#pools.delete(id);
    }
    for (const [id, each] of declared) {
      const known = this.#pools.get(id);
      known?.holders.add(partitionId);
      if (known !== undefined && equals(TargetPoolSchema, known.declared, each)) continue;
      if (known !== undefined) stopChecks(known);
      const version = slotOf(poolKey(id)) * cellsPerSlot + poolCell.version;
      const checks = this.#start(each, version, slotOf);
      if (known === undefined)
        this.#pools.set(id, { declared: each, holders: new Set([partitionId]), version, checks });
      else Object.assign(known, { declared: each, checks });
    }
  }

  close(): void {
    for (const pool of this.#pools.values()) stopChecks(pool);
    this.#pools.clear();
  }

  #start(pool: TargetPool, version: number, slotOf: (key: string) => number): CheckedPool["checks"] {
    const { cells, clock, random, log } = this.#options;
    return pool.targets
      .filter(({ state }) => state !== TargetState.DISABLED)
      .map(({ url }) => {
        const health = new TargetHealth(cells, slotOf(targetKey(pool.id, url)));
        const check = new TargetCheck({
          url,
          declared: pool.healthCheck!,
          tls: pool.tls && connectionTls(pool.tls),
          health,
          onChange: (reason) => this.#tell(version, { poolId: pool.id, url, by: "checks", reason }),
          clock,
          random,
          log,
        });
        return { check, health, url };
      });
  }

  #tell(version: number, change: TargetChange): void {
    Atomics.add(this.#options.cells, version, 1);
    this.#options.onTargetChange(change);
  }
}

function stopChecks({ checks }: CheckedPool): void {
  for (const { check } of checks) check.stop();
}
