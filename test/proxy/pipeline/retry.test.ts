import { describe, expect, it } from "vitest";
import { type AttemptFailure, decideRetry, type RetryState } from "../../../proxy/pipeline/retry.ts";

const first: RetryState = {
  attempts: 1,
  maxAttempts: 3,
  staleForgiven: false,
  replayable: true,
  repeatable: false,
  otherTargets: 2,
  otherDestination: false,
};

const table: [failure: AttemptFailure, state: Partial<RetryState>, expected: string][] = [
  ["connect", {}, "another target"],
  ["connect", { attempts: 2, otherTargets: 1 }, "another target"],
  ["connect", { attempts: 3 }, "attempts used up"],
  ["connect", { otherTargets: 0 }, "no other target"],
  ["connect", { attempts: 3, otherDestination: true }, "another destination"],
  ["connect", { otherTargets: 0, otherDestination: true }, "another destination"],
  ["timeout", { otherTargets: 0, otherDestination: true }, "may have had an effect"],
  ["connect", { replayable: false }, "body was sent"],
  ["stale connection", {}, "new connection"],
  ["stale connection", { otherTargets: 0 }, "new connection"],
  ["stale connection", { replayable: false }, "body was sent"],
  ["stale connection", { staleForgiven: true, attempts: 2 }, "may have had an effect"],
  ["stale connection", { staleForgiven: true, attempts: 2, repeatable: true }, "another target"],
  ["connect", { staleForgiven: true, attempts: 2, otherTargets: 1 }, "another target"],
  ["broken connection", {}, "may have had an effect"],
  ["broken connection", { repeatable: true }, "another target"],
  ["broken connection", { repeatable: true, otherTargets: 0 }, "no other target"],
  ["protocol", { repeatable: true }, "protocol"],
  ["timeout", {}, "may have had an effect"],
  ["timeout", { repeatable: true }, "another target"],
  ["status", {}, "may have had an effect"],
  ["status", { repeatable: true }, "another target"],
  ["status", { repeatable: true, attempts: 5, maxAttempts: 5 }, "attempts used up"],
];

describe("a request whose attempt failed before the first byte of an answer", () => {
  it.each(table)("after %s with %o: %s", (failure, state, expected) => {
    const decision = decideRetry(failure, { ...first, ...state });
    expect(decision.again ? decision.where : decision.reason).toBe(expected);
  });
});
