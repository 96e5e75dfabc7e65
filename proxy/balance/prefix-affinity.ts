import type { PrefixAffinityBalance } from "../../gen/es/weir/inference/v1alpha1/balance_pb.ts";
import type { Clock } from "../../kit/clock.ts";
import type { PoolTarget } from "../target/pool-target.ts";
import type { Balancer, RequestTraits } from "./balancer.ts";
import { type PrefixTable, slotBit } from "./prefix-table.ts";
import { hashPrefixes } from "./prompt-blocks.ts";

const defaultBlockBytes = 256;
const defaultMaxBlocks = 128;
const defaultLoadBoundPercent = 125;
const noHashes = new Int32Array(0);

export interface PrefixAffinityContext {
  readonly targets: readonly PoolTarget[];
  readonly table: PrefixTable;
  readonly clock: Clock;
  /** Tells the prompts of a pool from those of others. */
  readonly seed: number;
  /** Chooses for prompts that no target with room has seen. */
  readonly without: Balancer;
}

/**
 * The target that has lately seen the longest beginning of the same prompt, of those that have no more than their share
 * in flight: what a replica has computed of a prompt, it need not compute again.
 */
export class PrefixAffinity implements Balancer {
  readonly #targets: readonly PoolTarget[];
  readonly #context: PrefixAffinityContext;
  readonly #blockBytes: number;
  readonly #maxBlocks: number;
  readonly #bound: number;
  readonly #weightSum: number;

  constructor(settings: PrefixAffinityBalance, context: PrefixAffinityContext) {
    this.#targets = context.targets.filter(({ weight }) => weight > 0);
    this.#context = context;
    this.#blockBytes = settings.blockBytes ?? defaultBlockBytes;
    this.#maxBlocks = settings.maxBlocks ?? defaultMaxBlocks;
    this.#bound = (settings.loadBoundPercent ?? defaultLoadBoundPercent) / 100;
    this.#weightSum = this.#targets.reduce((sum, { weight }) => sum + weight, 0);
  }

  pick(tried: readonly PoolTarget[], request: RequestTraits): PoolTarget | undefined {
    const { seed, clock, without } = this.#context;
    const { body } = request;
    const hashes = body === undefined ? noHashes : hashPrefixes(body, seed, this.#blockBytes, this.#maxBlocks);
    const nowSeconds = Math.floor(clock.nowMs() / 1000);
    const most = this.#inFlightPerWeight();
    const chosen =
      this.#warmest(hashes, tried, most, nowSeconds) ??
      without.pick([...tried, ...this.#targets.filter((each) => !hasRoom(each, most))], request);
    if (chosen !== undefined) this.#note(hashes, chosen, nowSeconds);
    return chosen;
  }

  /** The one that has seen most and has room; undefined when none that has room has seen anything. */
  #warmest(hashes: Int32Array, tried: readonly PoolTarget[], most: number, nowSeconds: number): PoolTarget | undefined {
    const { table } = this.#context;
    let best: PoolTarget | undefined;
    let open = -1;
    for (let index = 0; index < hashes.length; index += 2) {
      open &= table.seenBy(hashes[index]!, hashes[index + 1]!, nowSeconds);
      if (open === 0) break;
      // Those that have seen one block more come before all that have not.
      let deeper: PoolTarget | undefined;
      let deeperLoad = Number.POSITIVE_INFINITY;
      for (const candidate of this.#targets) {
        const { target, weight } = candidate;
        if ((open & slotBit(target.slot)) === 0 || tried.includes(candidate) || !hasRoom(candidate, most)) continue;
        const load = target.inFlight() / weight;
        if (load >= deeperLoad) continue;
        deeper = candidate;
        deeperLoad = load;
      }
      if (deeper === undefined) break;
      best = deeper;
    }
    return best;
  }

  /** What a target of weight 1 may have in flight. */
  #inFlightPerWeight(): number {
    let inFlight = 1;
    for (const { target } of this.#targets) inFlight += target.inFlight();
    return (inFlight * this.#bound) / this.#weightSum;
  }

  #note(hashes: Int32Array, { target }: PoolTarget, nowSeconds: number): void {
    for (let index = 0; index < hashes.length; index += 2) {
      this.#context.table.note(hashes[index]!, hashes[index + 1]!, target.slot, nowSeconds);
    }
  }
}

function hasRoom({ target, weight }: PoolTarget, perWeight: number): boolean {
  return target.inFlight() < Math.ceil(perWeight * weight);
}
