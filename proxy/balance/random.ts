import type { Random } from "../../kit/random.ts";
import type { PoolTarget } from "../target/pool-target.ts";
import type { Balancer } from "./balancer.ts";
import { WeightedDraw } from "./weighted-draw.ts";

/** A random target, in proportion to its weight. */
export class RandomChoice implements Balancer {
  readonly #all: WeightedDraw;

  constructor(targets: readonly PoolTarget[], random: Random) {
    this.#all = new WeightedDraw(targets, random);
  }

  pick(tried: readonly PoolTarget[]): PoolTarget | undefined {
    return (tried.length === 0 ? this.#all : this.#all.untried(tried)).draw();
  }
}
