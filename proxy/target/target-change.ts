/** A circuit has opened, with the reason, or closed. */
export interface CircuitChange {
  /** The pool or service that it stands before. */
  readonly circuitOf: string;
  readonly reason: string | undefined;
}

/** A target has left, or come back, by what somebody saw. */
export interface TargetChange {
  readonly poolId: string;
  readonly url: string;
  /** Who saw it: health checks, requests, or the check of the address that is connected to. */
  readonly by: "checks" | "requests" | "address";
  /** Why it is left out; undefined when it is back. */
  readonly reason: string | undefined;
}

/** What one worker, or the health checks, tell of a pool or service. */
export type PoolChange = TargetChange | CircuitChange;
