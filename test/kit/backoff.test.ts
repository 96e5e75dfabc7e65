import { describe, expect, it } from "vitest";
import { Backoff } from "../../kit/backoff.ts";
import { systemRandom } from "../../kit/random.ts";

describe("a backoff", () => {
  it.each([
    [0, [50, 100, 200, 400, 500, 500]],
    [0.5, [75, 150, 300, 600, 750, 750]],
    [0.999, [100, 200, 400, 800, 1_000, 1_000]],
  ])("doubles up to its limit, with chance %d between half and all of it", (chance, expected) => {
    const backoff = new Backoff({ firstMs: 100, longestMs: 1_000, random: { ...systemRandom, next: () => chance } });
    const pauses = expected.map(() => backoff.failed());
    expect(pauses.map((ms) => Math.round(ms))).toEqual(expected);
    expect(backoff.failures).toBe(expected.length);
    backoff.succeeded();
    expect([backoff.failures, Math.round(backoff.failed())]).toEqual([0, expected[0]]);
    for (let count = 0; count < 2_000; count++) expect(backoff.failed()).toBeLessThanOrEqual(1_000);
  });
});
