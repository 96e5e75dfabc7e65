import type { ConsistentHashBalance } from "../../gen/es/weir/inference/v1alpha1/balance_pb.ts";
import type { PoolTarget } from "../target/pool-target.ts";
import type { Balancer, RequestTraits } from "./balancer.ts";
import { HashRing } from "./hash-ring.ts";
import { type KeyReader, keyReader } from "./request-key.ts";

const defaultLoadBoundPercent = 125;

/**
 * The same target for the same key, unless that has more than its share in flight: then the next one on the ring
 * (consistent hashing with bounded loads). A request without the key goes where the other policy says.
 */
export class ConsistentHash implements Balancer {
  readonly #ring: HashRing;
  readonly #without: Balancer;
  readonly #keyOf: KeyReader;
  readonly #bound: number;
  readonly #weightSum: number;

  /** @param without chooses for requests that have no key */
  constructor(settings: ConsistentHashBalance, targets: readonly PoolTarget[], without: Balancer) {
    this.#ring = new HashRing(targets);
    this.#without = without;
    this.#keyOf = (settings.key && keyReader(settings.key)) ?? (() => undefined);
    this.#bound = (settings.loadBoundPercent ?? defaultLoadBoundPercent) / 100;
    this.#weightSum = this.#ring.targets.reduce((sum, { weight }) => sum + weight, 0);
  }

  pick(tried: readonly PoolTarget[], request: RequestTraits): PoolTarget | undefined {
    const key = this.#keyOf(request);
    if (key === undefined) return this.#without.pick(tried, request);
    let inFlight = 1;
    for (const { target } of this.#ring.targets) inFlight += target.inFlight();
    const perWeight = (inFlight * this.#bound) / this.#weightSum;
    const hasRoom = ({ target, weight }: PoolTarget): boolean => target.inFlight() < Math.ceil(perWeight * weight);
    return (
      this.#ring.find(key, (candidate) => !tried.includes(candidate) && hasRoom(candidate)) ??
      this.#without.pick(tried, request)
    );
  }
}
