import type { RetryBudget } from "./retry-budget.ts";

/** The clocks of a request. */
export interface RequestTimeouts {
  readonly responseHeadMs: number;
  readonly idleMs: number;
  /** Undefined: an attempt has no clock of its own. */
  readonly attemptMs: number | undefined;
  /** Undefined: a request may take as long as it takes. */
  readonly overallMs: number | undefined;
}

/** When a request is sent again. */
export interface RetrySettings {
  /** How often it is sent in all. */
  readonly attempts: number;
  readonly statuses: ReadonlySet<number>;
  /** Whether requests are sent again that may have had an effect. */
  readonly nonIdempotent: boolean;
  /** After this long without an answer another target is asked too; undefined: never. */
  readonly hedgeMs: number | undefined;
  readonly budget: RetryBudget;
}

/** What counts for requests on their way to a destination. */
export interface TrafficSettings {
  readonly timeouts: RequestTimeouts;
  readonly retry: RetrySettings;
}
