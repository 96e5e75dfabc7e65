import type { SubjectSet } from "../../kit/subject-set.ts";
import type { Identity } from "../auth/identity.ts";
import type { RequestTraits } from "../balance/balancer.ts";
import type { Split } from "../balance/split.ts";
import { type Destination, isUnavailable } from "./destination.ts";

/** One API of an account. */
export interface EndpointRoute extends Destination {
  /** Who of those who may use the account may call it; undefined: all. */
  readonly callers: SubjectSet | undefined;
  /** Whether its base URL has a path. */
  readonly hasBasePath: boolean;
}

/** An account with a provider: what is served below `/proxy-api/` and its name. */
export interface CustomEndpointRoute {
  readonly id: string;
  readonly name: string;
  readonly disabled: boolean;
  /** Who may use it; undefined: all. */
  readonly users: SubjectSet | undefined;
  readonly endpoints: ReadonlyMap<string, EndpointRoute>;
  /** Undefined: requests are not spread over its endpoints. */
  readonly spread: EndpointSpread | undefined;
}

/** All endpoints of an account as one: those of a tier share, and the next tier comes when none of them can be asked. */
export class EndpointSpread {
  readonly slug: string;
  readonly fallbackStatuses: ReadonlySet<number>;
  readonly #tiers: readonly Split<EndpointRoute>[];

  /** @param tiers none is empty */
  constructor(slug: string, fallbackStatuses: ReadonlySet<number>, tiers: readonly Split<EndpointRoute>[]) {
    this.slug = slug;
    this.fallbackStatuses = fallbackStatuses;
    this.#tiers = tiers;
  }

  /** Chooses where a request goes; where none can be asked now, one that says why. Undefined: the caller may call none. */
  pick(request: RequestTraits, caller: Identity): EndpointRoute | undefined {
    return (
      this.pickOther(request, caller, noDestinations) ?? this.#pickUnless(request, (each) => !mayCall(each, caller))
    );
  }

  /** Chooses where a request goes next that these have failed; undefined where nobody is left. */
  pickOther(request: RequestTraits, caller: Identity, failed: readonly Destination[]): EndpointRoute | undefined {
    const isOut = (each: EndpointRoute): boolean =>
      isUnavailable(each) || !mayCall(each, caller) || failed.some(({ pool }) => pool === each.pool);
    return this.#pickUnless(request, isOut);
  }

  #pickUnless(request: RequestTraits, isOut: (each: EndpointRoute) => boolean): EndpointRoute | undefined {
    for (const tier of this.#tiers) {
      const chosen = tier.pick(request, isOut);
      if (chosen !== undefined) return chosen;
    }
    return undefined;
  }
}

/** Whether somebody who may use the account may call one of its endpoints. */
export function mayCall({ callers }: EndpointRoute, caller: Identity): boolean {
  return callers === undefined || caller.isAdmin || callers.has(caller);
}

const noDestinations: readonly Destination[] = [];
