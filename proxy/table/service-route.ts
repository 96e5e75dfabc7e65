import { ServiceType } from "../../gen/es/weir/inference/v1alpha1/service_type_pb.ts";
import type { RequestTraits } from "../balance/balancer.ts";
import { Split } from "../balance/split.ts";
import type { Plugin } from "../plugin/plugin.ts";
import { type Destination, isAvailable, isUnavailable } from "./destination.ts";

/** A service that rules route to: its upstreams share its requests. */
export class ServiceRoute {
  readonly id: string;
  readonly name: string;
  readonly type: ServiceType;
  readonly destinations: readonly Destination[];
  /** What its requests pass, after the plugins of gateway and rule. */
  readonly plugins: readonly Plugin[];
  readonly #split: Split<Destination>;
  /** Those that take requests while no other has a target for them. */
  readonly #standby: Split<Destination>;

  constructor(
    id: string,
    name: string,
    type: ServiceType,
    destinations: readonly Destination[],
    plugins: readonly Plugin[],
  ) {
    this.id = id;
    this.name = name;
    this.type = type;
    this.destinations = destinations;
    this.plugins = plugins;
    this.#split = new Split(destinations, undefined);
    const standby = destinations.filter(({ weight }) => weight === 0).map((each) => ({ ...each, weight: 1 }));
    this.#standby = new Split(standby, undefined);
  }

  /** Whether it has a target for a request. */
  isAvailable(): boolean {
    return this.destinations.some(isAvailable);
  }

  /** Chooses where a request goes: by weight, of those that have a target for it. */
  pick(request: RequestTraits): Destination | undefined {
    const chosen = this.#split.pick(request);
    if (chosen !== undefined && isAvailable(chosen)) return chosen;
    return this.#split.pick(request, isUnavailable) ?? this.#standby.pick(request, isUnavailable) ?? chosen;
  }

  /** Chooses where a request goes next that these have failed; undefined where nobody is left. */
  pickOther(request: RequestTraits, failed: readonly Destination[]): Destination | undefined {
    const isOut = (each: Destination): boolean => isUnavailable(each) || failed.some(({ pool }) => pool === each.pool);
    return this.#split.pick(request, isOut) ?? this.#standby.pick(request, isOut);
  }

  /** The methods that its type allows; undefined: all. */
  get methods(): readonly string[] | undefined {
    return this.type === ServiceType.GRAPHQL ? graphqlMethods : undefined;
  }
}

const graphqlMethods = ["GET", "POST"];
