import type { CircuitBreaker } from "../../gen/es/weir/inference/v1alpha1/circuit_breaker_pb.ts";
import type { ConnectionLimits } from "../../gen/es/weir/inference/v1alpha1/connection_limits_pb.ts";
import { millisecondsOr } from "../../kit/milliseconds.ts";
import { type BreakerSettings, Circuit } from "../target/circuit.ts";
import type { TableParts } from "./table-parts.ts";

const defaultErrorPercent = 50;
const defaultMinRequests = 20;
const defaultWindowMs = 10_000;
const defaultOpenMs = 5_000;
const defaultPendingMs = 10_000;

/**
 * What stands before a pool or a service; undefined where nothing is declared.
 *
 * @param of the pool's or service's id, by which its slot is known
 * @param isBounded whether requests can find no room for another reason
 */
export function buildCircuit(
  of: string,
  {
    limits,
    circuitBreaker,
  }: { readonly limits?: ConnectionLimits | undefined; readonly circuitBreaker?: CircuitBreaker | undefined },
  { cells, slotOf, clock, random, onTargetChange }: TableParts,
  isBounded = false,
): Circuit | undefined {
  if (limits?.maxRequests === undefined && circuitBreaker === undefined && !isBounded) return undefined;
  return new Circuit({
    maxRequests: limits?.maxRequests,
    maxPending: limits?.maxPending ?? 0,
    pendingTimeoutMs: millisecondsOr(limits?.pendingTimeout, defaultPendingMs),
    breaker: circuitBreaker && breakerSettings(circuitBreaker),
    cells,
    slot: slotOf(of),
    clock,
    random,
    onChange: (reason) => onTargetChange({ circuitOf: of, reason }),
  });
}

function breakerSettings({ errorPercent, minRequests, window, openTime }: CircuitBreaker): BreakerSettings {
  return {
    errorPercent: errorPercent ?? defaultErrorPercent,
    minRequests: minRequests ?? defaultMinRequests,
    windowSeconds: millisecondsOr(window, defaultWindowMs) / 1000,
    openSeconds: millisecondsOr(openTime, defaultOpenMs) / 1000,
  };
}
