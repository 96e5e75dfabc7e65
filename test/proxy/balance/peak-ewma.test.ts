import { describe, expect, it } from "vitest";
import { PeakEwma } from "../../../proxy/balance/peak-ewma.ts";
import { createPoolTargets, createSeededRandom } from "../../support/pool-targets.ts";

function createClock(): { nowMs(): number; monotonicMs(): number; advance(ms: number): void } {
  let nowMs = 1_000;
  return {
    nowMs: () => nowMs,
    monotonicMs: () => nowMs,
    advance: (ms) => {
      nowMs += ms;
    },
  };
}

describe("peak EWMA", () => {
  it("goes to the faster target, turns from one that becomes slow at once, and comes back to it slowly", () => {
    const clock = createClock();
    const targets = createPoolTargets([1, 1]);
    const [a, b] = targets;
    const balancer = new PeakEwma(targets, createSeededRandom(1), clock, 10_000);
    const shareOfA = (): number => {
      let count = 0;
      for (let picks = 0; picks < 200; picks++) if (balancer.pick([]) === a) count += 1;
      return count / 200;
    };
    balancer.observe(a!, 10);
    balancer.observe(b!, 100);
    // Not compared only when both draws fall on the same target.
    expect(shareOfA()).toBeGreaterThan(0.65);
    balancer.observe(a!, 2_000);
    expect(shareOfA()).toBeLessThan(0.35);
    clock.advance(1_000);
    balancer.observe(a!, 10);
    expect(shareOfA()).toBeLessThan(0.35);
    for (let count = 0; count < 40; count++) {
      clock.advance(1_000);
      balancer.observe(a!, 10);
      balancer.observe(b!, 100);
    }
    expect(shareOfA()).toBeGreaterThan(0.65);
  });

  it("does not send everything to a target of which nothing is known", () => {
    const targets = createPoolTargets([1, 1, 1, 1]);
    const balancer = new PeakEwma(targets, createSeededRandom(2), createClock(), 10_000);
    for (const target of targets.slice(1)) balancer.observe(target, 10);
    for (let count = 0; count < 40; count++) balancer.pick([])!.target.began();
    expect(targets[0]!.target.inFlight()).toBeLessThan(12);
  });
});
