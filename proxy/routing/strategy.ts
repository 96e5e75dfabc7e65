import type { IncomingHttpHeaders } from "node:http";
import type { Refusal } from "../pipeline/proxy-error.ts";

/** What a strategy may look at. */
export interface RoutableRequest {
  /** Path and query as they came, still encoded. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

/** Where a request goes. */
export interface Located {
  readonly model: string;
  /** Path and query for the target. */
  readonly path: string;
  /** A header that is not sent on, in lower case. */
  readonly droppedHeader: string | undefined;
}

/** One way to find the model that a request is for. */
export type RoutingStrategy =
  | {
      readonly source: "head";
      /** Finds the model before the body is read. */
      locate(request: RoutableRequest): Located | Refusal;
    }
  | { readonly source: "body" };
