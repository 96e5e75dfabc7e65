// The boundary around one exchange: an exception in its code ends this exchange alone. Everything that enters the code of
// an exchange from outside (listeners, timers, callbacks of undici, promises) passes through here, or catches in place.

import type { Log } from "../../kit/log.ts";
import type { ErrorPlace, InternalErrors } from "../observe/internal-errors.ts";

/** An exchange that ends alone when its code throws. `fail` itself never throws. */
export interface Containable {
  fail(cause: unknown): void;
}

/** Runs a step; an exception ends its owner. */
export function contain(owner: Containable, step: () => void): void {
  try {
    step();
  } catch (cause) {
    owner.fail(cause);
  }
}

/** Logs and counts an exception. Never throws. */
export function noteInternalError(
  { log, metrics }: { readonly log: Log; readonly metrics: { readonly internalErrors: InternalErrors } },
  place: ErrorPlace,
  cause: unknown,
  requestId: string | undefined,
): void {
  metrics.internalErrors.count(place);
  try {
    log.error({ err: cause, requestId }, `internal error in the proxy: ${place}`);
  } catch {
    // A cause that can't be serialized: it is counted.
  }
}
