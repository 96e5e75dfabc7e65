import { create } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { type PoolReport, PoolReportSchema } from "../../gen/es/weir/config/v1alpha1/config_service_pb.ts";
import { TargetHealth } from "../../gen/es/weir/inference/v1alpha1/target_status_pb.ts";
import type { Clock } from "../../kit/clock.ts";
import type { TargetChange } from "../target/target-change.ts";

interface Absence {
  readonly reason: string;
  readonly sinceMs: number;
}

/** Why a target is left out, by who saw it. */
type Absences = { [By in TargetChange["by"]]?: Absence };

/** Which targets are left out, and why, for the server to show. */
export class TargetReports {
  readonly #clock: Clock;
  /** By pool, by URL. */
  readonly #pools = new Map<string, Map<string, Absences>>();
  #onReport: ((report: PoolReport) => void) | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Tells all that there is to tell, and from then on each pool that changes. */
  follow(onReport: (report: PoolReport) => void): void {
    this.#onReport = onReport;
    for (const poolId of this.#pools.keys()) onReport(this.#reportOf(poolId));
  }

  /** Nobody listens: what changes is told at the next connect. */
  unfollow(): void {
    this.#onReport = undefined;
  }

  /** Takes a change. What one worker says after another is told once. */
  note({ poolId, url, by, reason }: TargetChange): void {
    const absences = { ...this.#pools.get(poolId)?.get(url) };
    const before = absences[by];
    if (before?.reason === reason) return;
    // A check that brings a target back ends its ejection too.
    if (reason === undefined && by === "checks") delete absences.requests;
    if (reason === undefined) delete absences[by];
    else absences[by] = { reason, sinceMs: before?.sinceMs ?? this.#clock.nowMs() };
    this.#set(poolId, url, absences);
  }

  /** A target is in its pool no more. */
  forget(poolId: string, url: string): void {
    if (this.#pools.get(poolId)?.has(url) === true) this.#set(poolId, url, {});
  }

  #set(poolId: string, url: string, absences: Absences): void {
    const pool = this.#pools.get(poolId) ?? new Map<string, Absences>();
    if (absences.checks === undefined && absences.requests === undefined) pool.delete(url);
    else pool.set(url, absences);
    if (pool.size === 0) this.#pools.delete(poolId);
    else this.#pools.set(poolId, pool);
    this.#onReport?.(this.#reportOf(poolId));
  }

  #reportOf(poolId: string): PoolReport {
    const targets = [...(this.#pools.get(poolId) ?? [])].map(([url, { checks, requests }]) => {
      const { reason, sinceMs } = (checks ?? requests)!;
      const health = checks === undefined ? TargetHealth.EJECTED : TargetHealth.UNHEALTHY;
      return { url, health, reason, since: timestampFromMs(sinceMs) };
    });
    return create(PoolReportSchema, { poolId, targets });
  }
}
