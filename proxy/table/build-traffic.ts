import type { RequestTimeouts as TimeoutsDeclaration } from "../../gen/es/weir/inference/v1alpha1/request_timeouts_pb.ts";
import type { RetryPolicy } from "../../gen/es/weir/inference/v1alpha1/retry_policy_pb.ts";
import { millisecondsOr } from "../../kit/milliseconds.ts";
import { RetryBudget } from "../target/retry-budget.ts";
import type { RequestTimeouts, RetrySettings } from "../target/traffic-settings.ts";

const defaultTimeouts: RequestTimeouts = {
  responseHeadMs: 600_000,
  idleMs: 300_000,
  attemptMs: undefined,
  overallMs: undefined,
};
const defaultAttempts = 3;
const defaultBudgetPercent = 20;

/** The clocks that are declared, and for those that are not the others. */
export function buildTimeouts(
  declared: Partial<Omit<TimeoutsDeclaration, "$typeName">> | undefined,
  others: RequestTimeouts = defaultTimeouts,
): RequestTimeouts {
  return {
    responseHeadMs: millisecondsOr(declared?.responseHead, others.responseHeadMs),
    idleMs: millisecondsOr(declared?.idle, others.idleMs),
    attemptMs: millisecondsOr(declared?.attempt, others.attemptMs),
    overallMs: millisecondsOr(declared?.overall, others.overallMs),
  };
}

export function buildRetry(declared: RetryPolicy | undefined): RetrySettings {
  return {
    attempts: declared?.attempts ?? defaultAttempts,
    statuses: new Set(declared?.statuses),
    nonIdempotent: declared?.nonIdempotent ?? false,
    hedgeMs: millisecondsOr(declared?.hedgeDelay, undefined),
    budget: new RetryBudget(declared?.budgetPercent ?? defaultBudgetPercent),
  };
}
