import { describe, expect, it } from "vitest";
import { LeastRequests } from "../../../proxy/balance/least-requests.ts";
import { cellsPerSlot } from "../../../proxy/target/cells.ts";
import type { PoolTarget } from "../../../proxy/target/pool-target.ts";
import { RetryBudget } from "../../../proxy/target/retry-budget.ts";
import { TargetPool, type TargetPoolOptions } from "../../../proxy/target/target-pool.ts";
import { createPoolTargets, createSeededRandom, requestOf } from "../../support/pool-targets.ts";
import { createTurnedClock } from "../../support/turned-clock.ts";

const random = createSeededRandom(1);

function options(targets: readonly PoolTarget[], changes: Partial<TargetPoolOptions> = {}): TargetPoolOptions {
  return {
    id: "p",
    targets,
    balance: (available) => new LeastRequests(available, random, 2),
    cells: new Int32Array(new SharedArrayBuffer(cellsPerSlot * 4)),
    slot: 0,
    clock: createTurnedClock(),
    ejection: { failures: 3, baseSeconds: 10, maxSeconds: 60, slowStartSeconds: 0 },
    traffic: {
      timeouts: { responseHeadMs: 1_000, idleMs: 1_000, attemptMs: undefined, overallMs: undefined },
      retry: {
        attempts: 3,
        statuses: new Set(),
        nonIdempotent: false,
        hedgeMs: undefined,
        budget: new RetryBudget(20),
      },
    },
    headers: undefined,
    circuit: undefined,
    panicPercent: 0,
    maxRequestsPerTarget: undefined,
    onChange: () => {},
    ...changes,
  };
}

/** How often each target is chosen. */
function countsOf(pool: TargetPool, targets: readonly PoolTarget[], picks = 300): number[] {
  const counts = targets.map(() => 0);
  for (let count = 0; count < picks; count++) {
    const chosen = pool.pick([], requestOf(count));
    const index = targets.findIndex(({ target }) => target === chosen?.target);
    if (index >= 0) counts[index]! += 1;
  }
  return counts;
}

function fail(pool: TargetPool, target: PoolTarget, times: number): void {
  for (let count = 0; count < times; count++) pool.failed(target, "connect: refused");
}

describe("a pool whose target fails", () => {
  it("leaves it out after so many failures in a row, in every worker", () => {
    const targets = createPoolTargets([1, 1, 1]);
    const shared = options(targets);
    const [here, there] = [new TargetPool(shared), new TargetPool(shared)];
    fail(here, targets[0]!, 2);
    here.succeeded(targets[0]!, 1);
    fail(here, targets[0]!, 2);
    expect(countsOf(here, targets)[0]).toBeGreaterThan(50);
    fail(there, targets[0]!, 1);
    expect(countsOf(here, targets)[0]).toBe(0);
    expect(countsOf(there, targets)[0]).toBe(0);
    expect(here.describeTargets()).toBe("3 configured, 1 ejected");
  });

  it("never leaves out the last one", () => {
    const targets = createPoolTargets([1, 1]);
    const pool = new TargetPool(options(targets));
    for (const target of targets) fail(pool, target, 10);
    expect(countsOf(pool, targets, 10)).toEqual([0, 10]);
  });

  it("gives it one trial, and takes it back when that goes well", () => {
    const clock = createTurnedClock();
    const targets = createPoolTargets([1, 1]);
    const shared = options(targets, { clock });
    const [here, there] = [new TargetPool(shared), new TargetPool(shared)];
    fail(here, targets[0]!, 3);
    clock.advance(9);
    expect(countsOf(here, targets, 10)).toEqual([0, 10]);
    clock.advance(1);
    expect(here.pick([], requestOf())?.target).toBe(targets[0]!.target);
    // One, over all workers.
    expect(countsOf(here, targets, 10)).toEqual([0, 10]);
    expect(countsOf(there, targets, 10)).toEqual([0, 10]);
    here.succeeded(targets[0]!, 1);
    expect(countsOf(there, targets)[0]).toBeGreaterThan(100);
  });

  it("leaves it out for twice as long when the trial fails, up to the limit", () => {
    const clock = createTurnedClock();
    const targets = createPoolTargets([1, 1]);
    const pool = new TargetPool(options(targets, { clock }));
    fail(pool, targets[0]!, 3);
    for (const seconds of [10, 20, 40, 60, 60]) {
      clock.advance(seconds - 1);
      expect(countsOf(pool, targets, 10)).toEqual([0, 10]);
      clock.advance(1);
      expect(pool.pick([], requestOf())?.target).toBe(targets[0]!.target);
      pool.failed(targets[0]!, "connect: refused");
    }
  });

  it("gives another trial when the first came to no end", () => {
    const clock = createTurnedClock();
    const targets = createPoolTargets([1, 1]);
    const pool = new TargetPool(options(targets, { clock }));
    fail(pool, targets[0]!, 3);
    clock.advance(10);
    expect(pool.pick([], requestOf())?.target).toBe(targets[0]!.target);
    pool.learnedNothing(targets[0]!);
    expect(pool.pick([], requestOf())?.target).toBe(targets[0]!.target);
  });

  it("brings it back to its share step by step", () => {
    const clock = createTurnedClock();
    const targets = createPoolTargets([1, 1]);
    const ejection = { failures: 1, baseSeconds: 10, maxSeconds: 60, slowStartSeconds: 100 };
    const pool = new TargetPool(options(targets, { clock, ejection }));
    pool.failed(targets[0]!, "connect: refused");
    clock.advance(10);
    pool.succeeded(pool.pick([], requestOf())!, 1);
    const shares: number[] = [];
    for (let step = 0; step < 4; step++) {
      shares.push(countsOf(pool, targets, 1_000)[0]! / 1_000);
      clock.advance(33);
    }
    expect(shares[0]).toBeLessThan(0.2);
    expect(shares[1]).toBeGreaterThan(shares[0]!);
    expect(shares[3]).toBeGreaterThan(0.4);
  });

  it("keeps one that its owner has in use whatever is seen of it", () => {
    const [forced, other] = createPoolTargets([1, 1]) as [PoolTarget, PoolTarget];
    const targets = [{ ...forced, isForced: true }, other];
    const pool = new TargetPool(options(targets));
    fail(pool, targets[0]!, 10);
    expect(countsOf(pool, targets)[0]).toBeGreaterThan(100);
  });
});

describe("the limits of a pool", () => {
  it("pass over targets that have as many requests as they may", () => {
    const targets = createPoolTargets([1, 1, 1]);
    const pool = new TargetPool(options(targets, { maxRequestsPerTarget: 2 }));
    for (let count = 0; count < 6; count++) expect(pool.take([], requestOf())).toBeDefined();
    expect(targets.map(({ target }) => target.inFlight())).toEqual([2, 2, 2]);
    expect(pool.take([], requestOf())).toBeUndefined();
    targets[1]!.target.ended();
    expect(pool.take([], requestOf())?.target).toBe(targets[1]!.target);
  });
});

describe("panic", () => {
  it("uses all targets when too few of them are well, and those alone when enough are", () => {
    const targets = createPoolTargets([1, 1, 1, 1]);
    const pool = new TargetPool(options(targets, { panicPercent: 50 }));
    fail(pool, targets[0]!, 3);
    fail(pool, targets[1]!, 3);
    expect(countsOf(pool, targets).map((count) => count > 0)).toEqual([false, false, true, true]);
    fail(pool, targets[2]!, 3);
    expect(countsOf(pool, targets).map((count) => count > 0)).toEqual([true, true, true, true]);
  });
});
