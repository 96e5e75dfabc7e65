import { describe, expect, it } from "vitest";
import { type AttemptFailure, decideRetry, type RetryState } from "../../../proxy/pipeline/retry.ts";

const first: RetryState = { attempts: 1, staleForgiven: false, replayable: true, safe: false, targets: 3 };

const table: [failure: AttemptFailure, state: Partial<RetryState>, expected: "another" | "any" | string][] = [
  ["connect", {}, "another"],
  ["connect", { attempts: 2 }, "another"],
  ["connect", { attempts: 3 }, "attempts used up"],
  ["connect", { targets: 1 }, "no other target"],
  ["connect", { attempts: 2, targets: 2 }, "no other target"],
  ["connect", { replayable: false }, "body was sent"],
  ["stale connection", {}, "any"],
  ["stale connection", { targets: 1 }, "any"],
  ["stale connection", { replayable: false }, "body was sent"],
  ["stale connection", { staleForgiven: true, attempts: 2 }, "may have had an effect"],
  ["stale connection", { staleForgiven: true, attempts: 2, safe: true }, "another"],
  ["broken connection", {}, "may have had an effect"],
  ["broken connection", { safe: true }, "another"],
  ["broken connection", { safe: true, targets: 1 }, "no other target"],
  ["protocol", { safe: true }, "protocol"],
  ["timeout", { safe: true }, "timeout"],
];

describe("a request whose attempt failed before the first byte of an answer", () => {
  it.each(table)("after %s with %o: %s", (failure, state, expected) => {
    const decision = decideRetry(failure, { ...first, ...state });
    expect(decision.again ? decision.target : decision.reason).toBe(expected);
  });
});
