import type { PoolTarget } from "../target/pool-target.ts";

/** Chooses one of a pool's targets for a request. Never one that has weight 0. */
export interface Balancer {
  /**
   * @param tried targets that this request has been sent to already: chosen only when there is no other
   * @returns undefined when no target can be chosen
   */
  pick(tried: readonly PoolTarget[]): PoolTarget | undefined;
}
