import type { Destination } from "../table/destination.ts";
import { localFaultOf } from "../target/local-fault.ts";
import { type Refusal, refusal } from "./proxy-error.ts";

/** The refusal for a request that no target of its destination accepts now. */
export function unsentRefusal({ pool, circuit, kind, name }: Destination): Refusal {
  if (circuit?.isOpen() === true || pool.circuit?.isOpen() === true) {
    return refusal("circuit_open", `${kind} "${name}": circuit breaker is open (too many requests failed)`);
  }
  if (pool.isAvailable())
    return refusal("overloaded", `${kind} "${name}" has reached its limit of concurrent requests`);
  return refusal("no_healthy_target", `no available target in ${kind} "${name}" (${pool.describeTargets()})`);
}

/** The refusal for a request that no connection could be opened for, by a fault of this machine. */
export function localRefusal({ kind, name }: Destination, error: Error): Refusal {
  const { code, reason } = localFaultOf(error)!;
  return refusal("overloaded", `no connection to ${kind} "${name}" can be opened: ${reason} (${code})`);
}
