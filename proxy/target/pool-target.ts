import type { Target } from "./target.ts";

/** A target as a member of a pool. */
export interface PoolTarget {
  readonly target: Target;
  readonly weight: number;
  /** Whether its owner has it in use whatever is seen of it. */
  readonly isForced: boolean;
}
