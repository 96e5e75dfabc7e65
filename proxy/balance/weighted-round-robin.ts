import type { PoolTarget } from "../target/pool-target.ts";
import type { Balancer } from "./balancer.ts";
import { SmoothWeights } from "./smooth-weights.ts";

/** Each target in turn, interleaved in proportion to its weight. */
export class WeightedRoundRobin implements Balancer {
  readonly #weights: SmoothWeights<PoolTarget>;

  constructor(targets: readonly PoolTarget[]) {
    this.#weights = new SmoothWeights(targets);
  }

  pick(tried: readonly PoolTarget[]): PoolTarget | undefined {
    if (tried.length === 0) return this.#weights.pick();
    return this.#weights.pick((target) => tried.includes(target)) ?? this.#weights.pick();
  }
}
