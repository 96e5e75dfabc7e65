import type { Random } from "../../kit/random.ts";
import type { PoolTarget } from "../target/pool-target.ts";
import type { Balancer } from "./balancer.ts";
import { WeightedDraw } from "./weighted-draw.ts";

/**
 * The least busy of a few targets drawn at random, by requests in flight, and by the load that targets report, over
 * weight. Two are enough to keep the load
 * even, and few enough that concurrent choosers do not all run to the one that is idle at the moment.
 */
export class LeastRequests implements Balancer {
  readonly #all: WeightedDraw;
  readonly #choices: number;

  constructor(targets: readonly PoolTarget[], random: Random, choices: number) {
    this.#all = new WeightedDraw(targets, random);
    this.#choices = choices;
  }

  pick(tried: readonly PoolTarget[]): PoolTarget | undefined {
    const among = tried.length === 0 ? this.#all : this.#all.untried(tried);
    let best = among.draw();
    if (best === undefined || among.targets.length === 1) return best;
    let bestLoad = loadOf(best);
    for (let draw = 1; draw < this.#choices; draw++) {
      const other = among.draw()!;
      if (other === best) continue;
      const load = loadOf(other);
      if (load < bestLoad) {
        best = other;
        bestLoad = load;
      }
    }
    return best;
  }
}

/** Without this request: between idle targets the draw decides, which goes by their weights already. */
function loadOf({ target, weight }: PoolTarget): number {
  return target.load.requests() / weight;
}
