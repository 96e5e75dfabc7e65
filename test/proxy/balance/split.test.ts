// Pain 6: sticky and weighted together.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keyReader } from "../../../proxy/balance/request-key.ts";
import { Split } from "../../../proxy/balance/split.ts";
import { requestOf } from "../../support/pool-targets.ts";

interface Arm {
  readonly id: string;
  readonly weight: number;
}

const callers = 4_000;
const byHeader = keyReader({ kind: { case: "header", value: "X-Key" } } as never);
const armsOf = (weights: readonly number[]): Arm[] => weights.map((weight, index) => ({ id: `arm-${index}`, weight }));

/** The arm of each caller. */
function armOfEach(weights: readonly number[]): (string | undefined)[] {
  const split = new Split(armsOf(weights), byHeader);
  return Array.from({ length: callers }, (_, caller) => split.pick(requestOf(caller))?.id);
}

describe("pain 6: a split that is sticky and weighted", () => {
  it("keeps each key in its arm, in every worker", () => {
    expect(armOfEach([900, 100])).toEqual(armOfEach([900, 100]));
  });

  it("gives each arm its share of the keys", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 2, maxLength: 6 }), (weights) => {
        const arms = armOfEach(weights);
        const sum = weights.reduce((total, weight) => total + weight, 0);
        for (const [index, weight] of weights.entries()) {
          const share = arms.filter((id) => id === `arm-${index}`).length / callers;
          const wanted = weight / sum;
          // Four standard deviations, and a little for hashes that are none of the best.
          expect(Math.abs(share - wanted)).toBeLessThan(4 * Math.sqrt((wanted * (1 - wanted)) / callers) + 0.01);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("moves only the keys that a change of weight must move, and none between two other arms", () => {
    const [before, after] = [armOfEach([500, 300, 200]), armOfEach([500, 300, 400])];
    const moved = before.flatMap((id, caller) => (id === after[caller] ? [] : [[id, after[caller]]]));
    for (const [, to] of moved) expect(to).toBe("arm-2");
    // From 20 % to 33 %: what must move, within chance.
    expect(moved.length / callers).toBeGreaterThan(0.1);
    expect(moved.length / callers).toBeLessThan(0.17);
  });

  it("shares the keys of an arm that leaves, and moves no other", () => {
    const arms = armsOf([1, 1, 1]);
    const split = new Split(arms, byHeader);
    for (let caller = 0; caller < callers; caller++) {
      const chosen = split.pick(requestOf(caller));
      const without = split.pick(requestOf(caller), ({ id }) => id === "arm-1");
      if (chosen?.id === "arm-1") expect(without?.id).not.toBe("arm-1");
      else expect(without).toBe(chosen);
    }
  });

  it("splits requests without the key by weight alone", () => {
    const split = new Split(armsOf([3, 1]), keyReader({ kind: { case: "header", value: "absent" } } as never));
    const ids = Array.from({ length: 8 }, () => split.pick(requestOf())?.id);
    expect(ids.filter((id) => id === "arm-0")).toHaveLength(6);
  });
});
