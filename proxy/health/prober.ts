import type { TargetPool } from "../../gen/es/weir/config/v1alpha1/snapshot_pb.ts";
import { TargetState } from "../../gen/es/weir/inference/v1alpha1/target_pb.ts";
import type { Clock } from "../../kit/clock.ts";
import type { Log } from "../../kit/log.ts";
import type { Random } from "../../kit/random.ts";
import type { Dialer } from "../dial/dialer.ts";
import { cellsPerSlot, poolCell } from "../target/cells.ts";
import { connectionTls } from "../target/connection-tls.ts";
import { FollowedPools, type PoolWork, type SlotOf } from "../target/followed-pools.ts";
import type { TargetChange } from "../target/target-change.ts";
import { TargetHealth } from "../target/target-health.ts";
import { poolKey, targetKey } from "../target/target-slots.ts";
import { TargetCheck } from "./target-check.ts";

export interface ProberOptions {
  readonly cells: Int32Array;
  readonly dialer: Dialer;
  readonly onTargetChange: (change: TargetChange) => void;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/**
 * Checks the targets of every pool that asks for it, once a proxy and not once a worker; workers read what it finds in
 * the memory that they share.
 */
export function createProber(options: ProberOptions): FollowedPools {
  return new FollowedPools((pool, slotOf) =>
    pool.healthCheck === undefined ? undefined : new CheckedPool(pool, slotOf, options),
  );
}

class CheckedPool implements PoolWork {
  readonly #id: string;
  /** The cell that tells workers to look again. */
  readonly #version: number;
  readonly #options: ProberOptions;
  readonly #checks: readonly { readonly check: TargetCheck; readonly health: TargetHealth; readonly url: string }[];

  constructor(pool: TargetPool, slotOf: SlotOf, options: ProberOptions) {
    this.#id = pool.id;
    this.#version = slotOf(poolKey(pool.id)) * cellsPerSlot + poolCell.version;
    this.#options = options;
    const { cells, dialer, clock, random, log } = options;
    this.#checks = pool.targets
      .filter(({ state }) => state !== TargetState.DISABLED)
      .map(({ url }) => {
        const health = new TargetHealth(cells, slotOf(targetKey(pool.id, url)));
        const check = new TargetCheck({
          url,
          declared: pool.healthCheck!,
          tls: pool.tls && connectionTls(pool.tls),
          dialer,
          health,
          onChange: (reason) => this.#tell(url, reason),
          clock,
          random,
          log,
        });
        return { check, health, url };
      });
  }

  end(isGone: boolean): void {
    for (const { check, health, url } of this.#checks) {
      check.stop();
      // What nobody checks is not held to be unhealthy.
      if (!isGone || !health.isUnhealthy) continue;
      health.setUnhealthy(false, 0);
      this.#tell(url, undefined);
    }
  }

  #tell(url: string, reason: string | undefined): void {
    Atomics.add(this.#options.cells, this.#version, 1);
    this.#options.onTargetChange({ poolId: this.#id, url, by: "checks", reason });
  }
}
