import type { IncomingHttpHeaders } from "node:http";
import type { PoolTarget } from "../target/pool-target.ts";

/** What a policy may know of a request. */
export interface RequestTraits {
  readonly request: { readonly headers: IncomingHttpHeaders };
  readonly client: { readonly source: string };
  /** Who calls; undefined before authentication. */
  readonly subject: string | undefined;
  /** The whole body; undefined where it streams through. */
  readonly body: Buffer | undefined;
}

/** Chooses one of a pool's targets for a request. Never one that has weight 0. */
export interface Balancer {
  /**
   * @param tried targets that this request has been sent to already: chosen only when there is no other
   * @returns undefined when no target can be chosen
   */
  pick(tried: readonly PoolTarget[], request: RequestTraits): PoolTarget | undefined;
  /** A target has answered: the head of its answer came after so many milliseconds. */
  observe?(chosen: PoolTarget, headMs: number): void;
}
