import type { RequestTraits } from "../balance/balancer.ts";
import type { DestinationMetrics } from "../observe/destination-metrics.ts";
import type { Circuit } from "../target/circuit.ts";
import type { PoolTarget } from "../target/pool-target.ts";
import type { TargetPool } from "../target/target-pool.ts";
import type { TrafficSettings } from "../target/traffic-settings.ts";
import type { WaitingLine } from "../target/waiting-line.ts";
import type { UsageAccount } from "../usage/usage-account.ts";

export type DestinationKind = "deployment" | "service" | "endpoint";

/** Where a request goes: to the targets of a pool, as a part of a model's or a service's traffic. */
export interface Destination {
  readonly id: string;
  readonly kind: DestinationKind;
  readonly name: string;
  readonly weight: number;
  readonly pool: TargetPool;
  readonly traffic: TrafficSettings;
  /** What stands before a service, beside what stands before its pools; undefined: nothing. */
  readonly circuit: Circuit | undefined;
  readonly metrics: DestinationMetrics;
  /** What its requests use is counted here. */
  readonly account: UsageAccount;
  /** What tokens its answers used: it is asked to tell them, its answers are read as they pass, or nobody looks. */
  readonly usage: "asked" | "overheard" | "none";
}

/** Whether a destination has a target for a request, and may be asked. */
export function isAvailable({ pool, circuit }: Destination): boolean {
  return pool.isAvailable() && circuit?.isOpen() !== true;
}

export function isUnavailable(destination: Destination): boolean {
  return !isAvailable(destination);
}

/** Chooses a target and counts the request there; undefined when none takes it now, or there is no room. */
export function takeTarget(
  { pool, circuit }: Destination,
  tried: readonly PoolTarget[],
  request: RequestTraits,
): PoolTarget | undefined {
  if (circuit?.enter() === false) return undefined;
  const chosen = pool.take(tried, request);
  if (chosen === undefined) circuit?.withdraw();
  return chosen;
}

/** A request that was counted has ended. */
export function releaseTarget({ pool, circuit }: Destination, chosen: PoolTarget): void {
  pool.release(chosen);
  circuit?.leave();
}

/** Where requests wait that find no room; undefined: nowhere. */
export function lineOf({ pool, circuit }: Destination): WaitingLine | undefined {
  return circuit?.line ?? pool.circuit?.line;
}
