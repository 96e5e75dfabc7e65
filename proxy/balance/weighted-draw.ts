import type { Random } from "../../kit/random.ts";
import type { PoolTarget } from "../target/pool-target.ts";

/** Draws targets at random in proportion to their weights. */
export class WeightedDraw {
  readonly targets: readonly PoolTarget[];
  readonly #random: Random;
  /** For each target, the sum of the weights up to and with its own. */
  readonly #sums: Float64Array;

  constructor(targets: readonly PoolTarget[], random: Random) {
    this.targets = targets.filter(({ weight }) => weight > 0);
    this.#random = random;
    this.#sums = new Float64Array(this.targets.length);
    let sum = 0;
    for (const [index, { weight }] of this.targets.entries()) {
      sum += weight;
      this.#sums[index] = sum;
    }
  }

  /** @returns undefined when there is no target */
  draw(): PoolTarget | undefined {
    const sums = this.#sums;
    if (sums.length < 2) return this.targets[0];
    const point = this.#random.next() * sums[sums.length - 1]!;
    let low = 0;
    let high = sums.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle]! > point) high = middle;
      else low = middle + 1;
    }
    return this.targets[low];
  }

  /** The targets that were not tried yet, or all when every one was. */
  untried(tried: readonly PoolTarget[]): WeightedDraw {
    const rest = this.targets.filter((target) => !tried.includes(target));
    return rest.length === 0 ? this : new WeightedDraw(rest, this.#random);
  }
}
