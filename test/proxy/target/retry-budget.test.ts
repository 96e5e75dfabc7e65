import { expect, it } from "vitest";
import { RetryBudget } from "../../../proxy/target/retry-budget.ts";

/** The retries that a budget gives when every request asks for one. */
function retriesOf(budget: RetryBudget, requests: number, fromMs: number, everyMs: number): number {
  let retries = 0;
  for (let count = 0; count < requests; count++) {
    budget.countRequest(fromMs + count * everyMs);
    if (budget.take(fromMs + count * everyMs)) retries += 1;
  }
  return retries;
}

it("gives a quiet pool some retries, and a busy one its share", () => {
  expect(retriesOf(new RetryBudget(20), 5, 0, 100)).toBe(5);
  expect(retriesOf(new RetryBudget(20), 1_000, 0, 1)).toBe(200);
  expect(retriesOf(new RetryBudget(50), 1_000, 0, 1)).toBe(500);
  expect(retriesOf(new RetryBudget(0), 1_000, 0, 1)).toBe(0);
});

it("keeps the share over any time", () => {
  // 100 requests a second for a minute.
  expect(retriesOf(new RetryBudget(20), 6_000, 1_000_000, 10) / 6_000).toBeLessThanOrEqual(0.21);
});

it("forgets what is ten seconds old", () => {
  const budget = new RetryBudget(20);
  expect(retriesOf(budget, 20, 0, 1)).toBe(10);
  expect(budget.take(9_000)).toBe(false);
  expect(budget.take(60_000)).toBe(true);
});
