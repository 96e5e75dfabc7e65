import type { PoolTarget } from "../target/pool-target.ts";
import type { Balancer } from "./balancer.ts";

/** Each target in turn, weights ignored. */
export class RoundRobin implements Balancer {
  readonly #targets: readonly PoolTarget[];
  #next = 0;

  constructor(targets: readonly PoolTarget[]) {
    this.#targets = targets.filter(({ weight }) => weight > 0);
  }

  pick(tried: readonly PoolTarget[]): PoolTarget | undefined {
    const { length } = this.#targets;
    for (let attempt = 0; attempt < length; attempt++) {
      const target = this.#take();
      if (!tried.includes(target)) return target;
    }
    return length === 0 ? undefined : this.#take();
  }

  #take(): PoolTarget {
    const target = this.#targets[this.#next]!;
    this.#next = this.#next + 1 === this.#targets.length ? 0 : this.#next + 1;
    return target;
  }
}
