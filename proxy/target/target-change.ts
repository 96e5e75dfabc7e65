/** A target has left, or come back, by what somebody saw. */
export interface TargetChange {
  readonly poolId: string;
  readonly url: string;
  /** Who saw it: health checks, or requests. */
  readonly by: "checks" | "requests";
  /** Why it is left out; undefined when it is back. */
  readonly reason: string | undefined;
}
