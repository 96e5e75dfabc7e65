import type { ConsistentHashBalance } from "../../gen/es/weir/inference/v1alpha1/balance_pb.ts";
import type { PoolTarget } from "../target/pool-target.ts";
import type { Balancer, RequestTraits } from "./balancer.ts";
import { HashRing } from "./hash-ring.ts";

const defaultLoadBoundPercent = 125;

/**
 * The same target for the same key, unless that has more than its share in flight: then the next one on the ring
 * (consistent hashing with bounded loads). A request without the key goes where the other policy says.
 */
export class ConsistentHash implements Balancer {
  readonly #ring: HashRing;
  readonly #without: Balancer;
  readonly #keyOf: (request: RequestTraits) => string | undefined;
  readonly #bound: number;
  readonly #weightSum: number;

  /** @param without chooses for requests that have no key */
  constructor(settings: ConsistentHashBalance, targets: readonly PoolTarget[], without: Balancer) {
    this.#ring = new HashRing(targets);
    this.#without = without;
    this.#keyOf = keyReader(settings.key);
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

function keyReader(key: ConsistentHashBalance["key"]): (request: RequestTraits) => string | undefined {
  switch (key.case) {
    case "header": {
      const name = key.value.toLowerCase();
      return ({ request }) => {
        const value = request.headers[name];
        return Array.isArray(value) ? value.join(",") : value;
      };
    }
    case "cookie":
      return ({ request }) => cookieOf(request.headers.cookie, key.value);
    case "sourceAddress":
      return ({ client }) => client.source;
    case "user":
      return ({ subject }) => subject;
    case undefined:
      return () => undefined;
    default:
      return key satisfies never;
  }
}

function cookieOf(header: string | undefined, name: string): string | undefined {
  for (const pair of header?.split(";") ?? []) {
    const equals = pair.indexOf("=");
    if (pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim();
  }
  return undefined;
}
