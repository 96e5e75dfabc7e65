import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SmoothWeights } from "../../../proxy/balance/smooth-weights.ts";

const candidates = fc
  .array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 10 })
  .filter((weights) => weights.some((weight) => weight > 0))
  .map((weights) => weights.map((weight, id) => ({ id, weight })));

describe("smooth weights", () => {
  it("keep every candidate within one choice of its share, at every point of the way", () => {
    fc.assert(
      fc.property(candidates, fc.integer({ min: 1, max: 3_000 }), (given, length) => {
        const split = new SmoothWeights(given);
        const sum = given.reduce((total, { weight }) => total + weight, 0);
        const counts = given.map(() => 0);
        for (let turn = 1; turn <= length; turn++) {
          counts[split.pick()!.id]!++;
          for (const { id, weight } of given)
            expect(Math.abs(counts[id]! - (turn * weight) / sum)).toBeLessThan(given.length > 2 ? 2 : 1.0001);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("give exact shares over one round of the weights", () => {
    fc.assert(
      fc.property(candidates, (given) => {
        const split = new SmoothWeights(given);
        const sum = given.reduce((total, { weight }) => total + weight, 0);
        const counts = given.map(() => 0);
        for (let turn = 0; turn < sum; turn++) counts[split.pick()!.id]!++;
        expect(counts).toEqual(given.map(({ weight }) => weight));
      }),
    );
  });

  it("interleave: 900 to 100 never has ten of the larger in a row", () => {
    const split = new SmoothWeights([
      { id: "large", weight: 900 },
      { id: "small", weight: 100 },
    ]);
    const turns = Array.from({ length: 1_000 }, () => (split.pick()!.id === "large" ? "l" : "s")).join("");
    expect(turns).not.toContain("l".repeat(10));
    expect(turns.split("s").length - 1).toBe(100);
  });

  it("share by their weights among those that are not excluded", () => {
    const split = new SmoothWeights([
      { id: "a", weight: 1 },
      { id: "b", weight: 2 },
      { id: "c", weight: 1 },
    ]);
    const turns = Array.from({ length: 40 }, () => split.pick(({ id }) => id === "b")!.id);
    expect(turns.filter((id) => id === "a").length).toBe(20);
    expect(split.pick(() => true)).toBeUndefined();
  });
});
