import { describe, expect, it } from "vitest";
import { isUnusual, type KeyRate, nextRate } from "../../../server/usage/key-rate.ts";

/** A key that is used so much in each minute. */
function used(...counts: number[]): KeyRate {
  let rate: KeyRate | undefined;
  for (const [minute, count] of counts.entries()) rate = nextRate(rate, minute, count);
  return rate!;
}

const habit = (count: (minute: number) => number): number[] =>
  Array.from({ length: 120 }, (_, minute) => count(minute));

describe("the usual rate of a key", () => {
  it("makes a burst unusual, and a busy key's busy minute not", () => {
    expect(isUnusual(used(...habit(() => 10), 300))).toBe(true);
    expect(isUnusual(used(...habit(() => 10), 90))).toBe(false);
    expect(isUnusual(used(...habit(() => 500), 2_000))).toBe(false);
    expect(isUnusual(used(...habit((minute) => (minute % 2) * 400), 900))).toBe(false);
  });

  it("is not known before an hour", () => {
    expect(isUnusual(used(...habit(() => 1).slice(0, 50), 10_000))).toBe(false);
  });

  it("is not learned from what is unusual, and is over with the minute", () => {
    const burst = used(...habit(() => 10), 5_000);
    expect(isUnusual(burst)).toBe(true);
    const after = nextRate(burst, 121, 10);
    expect([isUnusual(after), Math.round(after.mean)]).toEqual([false, 10]);
  });

  it("knows minutes without a request, and adds what comes late", () => {
    const rate = nextRate(used(...habit(() => 100)), 400, 50);
    expect(rate.mean).toBeLessThan(50);
    expect(nextRate(rate, 399, 7).requests).toBe(57);
  });
});
