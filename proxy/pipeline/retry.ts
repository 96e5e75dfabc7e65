/** How an attempt failed before a byte of an answer came. */
export type AttemptFailure =
  /** No connection: nothing was sent. */
  | "connect"
  /** No connection, by a fault of this machine: nothing was sent, and the target is not to blame. */
  | "local"
  /** No connection, because the proxy may not connect to the address: nothing was sent. */
  | "address not allowed"
  /**
   * The connection broke, and it had served requests before: the upstream had most likely closed it as idle, and others
   * that are pooled with it.
   */
  | "stale connection"
  /** The connection broke after the request went out on it. */
  | "broken connection"
  /** The answer was no HTTP. */
  | "protocol"
  /** The head of the answer did not come in time. */
  | "timeout"
  /** The answer has a status that the pool's policy does not pass on while there is another try. */
  | "status";

export interface RetryState {
  /** Attempts made so far, the failed one included. */
  readonly attempts: number;
  /** How many there may be. */
  readonly maxAttempts: number;
  /** Whether a stale connection was already forgiven in this request. */
  readonly staleForgiven: boolean;
  /** Whether the body can be sent again. */
  readonly replayable: boolean;
  /** Whether it does no harm that a target works on the request again: by its method, or as the policy says. */
  readonly repeatable: boolean;
  /** How many targets there are that were not tried. */
  readonly otherTargets: number;
  /** Whether there is another deployment or upstream to turn to. */
  readonly otherDestination: boolean;
}

export type RetryDecision =
  | { readonly again: true; readonly where: "another target" | "new connection" | "another destination" }
  | { readonly again: false; readonly reason: string };

/** Whether a request is sent again after an attempt failed before the first byte of an answer. Never asked after it. */
export function decideRetry(failure: AttemptFailure, state: RetryState): RetryDecision {
  if (!state.replayable) return { again: false, reason: "body was sent" };
  if (failure === "stale connection" && !state.staleForgiven) return { again: true, where: "new connection" };
  const usedUp =
    state.attempts >= state.maxAttempts ? "attempts used up" : state.otherTargets === 0 ? "no other target" : undefined;
  if (usedUp !== undefined && !state.otherDestination) return { again: false, reason: usedUp };
  const where = usedUp === undefined ? "another target" : "another destination";
  switch (failure) {
    case "connect":
    case "local":
    case "address not allowed":
      return { again: true, where };
    case "stale connection":
    case "broken connection":
    case "timeout":
    case "status":
      return state.repeatable ? { again: true, where } : { again: false, reason: "may have had an effect" };
    case "protocol":
      return { again: false, reason: failure };
    default:
      return failure satisfies never;
  }
}
