import { describe, expect, it } from "vitest";
import { cellsPerSlot } from "../../../proxy/target/cells.ts";
import { Circuit, type CircuitOptions } from "../../../proxy/target/circuit.ts";
import { createSeededRandom } from "../../support/pool-targets.ts";
import { createTurnedClock } from "../../support/turned-clock.ts";

const breaker = { errorPercent: 50, minRequests: 10, windowSeconds: 10, openSeconds: 5 };

/** Two workers' views of one circuit. */
function createCircuits(options: Partial<CircuitOptions> = {}): {
  first: Circuit;
  second: Circuit;
  clock: ReturnType<typeof createTurnedClock>;
  changes: (string | undefined)[];
} {
  const clock = createTurnedClock();
  const changes: (string | undefined)[] = [];
  const shared: CircuitOptions = {
    maxRequests: undefined,
    maxPending: 0,
    pendingTimeoutMs: 1_000,
    breaker,
    cells: new Int32Array(new SharedArrayBuffer(cellsPerSlot * 4)),
    slot: 0,
    clock,
    random: createSeededRandom(1),
    onChange: (reason) => changes.push(reason),
    ...options,
  };
  return { first: new Circuit(shared), second: new Circuit(shared), clock, changes };
}

function record(circuit: Circuit, good: number, bad: number): void {
  for (let count = 0; count < good; count++) circuit.record(false);
  for (let count = 0; count < bad; count++) circuit.record(true);
}

describe("a circuit", () => {
  it("opens in every worker when too much of a window fails, and says why, once", () => {
    const { first, second, changes } = createCircuits();
    record(first, 6, 5);
    expect([first.isOpen(), changes]).toEqual([false, []]);
    record(second, 0, 1);
    expect([first.isOpen(), second.isOpen(), first.enter()]).toEqual([true, true, false]);
    record(first, 0, 5);
    expect(changes).toEqual(["6 of 12 requests failed"]);
  });

  it("does not open by few requests, nor by those of a window that is over", () => {
    const { first, clock } = createCircuits();
    record(first, 0, 9);
    clock.advance(10);
    record(first, 0, 9);
    expect(first.isOpen()).toBe(false);
    record(first, 0, 1);
    expect(first.isOpen()).toBe(true);
  });

  it("takes one trial at a time when its time is over: a good one closes it, a bad one opens it again", () => {
    const { first, second, clock, changes } = createCircuits();
    record(first, 0, 10);
    clock.advance(4);
    expect(first.enter()).toBe(false);
    clock.advance(3);
    expect([first.enter(), second.enter(), second.isOpen()]).toEqual([true, false, true]);
    second.record(true);
    first.leave();
    expect([first.isOpen(), first.enter()]).toEqual([true, false]);
    clock.advance(7);
    expect(second.enter()).toBe(true);
    second.record(false);
    second.leave();
    expect([first.isOpen(), first.enter(), first.enter()]).toEqual([false, true, true]);
    expect(changes).toEqual(["10 of 10 requests failed", "a trial failed", undefined]);
  });

  it("lets another trial begin when nothing was learned of one", () => {
    const { first, clock } = createCircuits();
    record(first, 0, 10);
    clock.advance(7);
    expect([first.enter(), first.enter()]).toEqual([true, false]);
    first.recordNothing();
    first.leave();
    expect(first.enter()).toBe(true);
  });

  it("stays open give or take a tenth, so that proxies do not come back together", () => {
    const times = new Set<number>();
    for (let seed = 1; seed <= 30; seed++) {
      const options = { random: createSeededRandom(seed), breaker: { ...breaker, openSeconds: 100 } };
      const { first, clock } = createCircuits(options);
      record(first, 0, 10);
      let seconds = 0;
      while (!first.enter()) {
        clock.advance(1);
        seconds += 1;
      }
      times.add(seconds);
    }
    expect(Math.min(...times)).toBeGreaterThanOrEqual(90);
    expect(Math.max(...times)).toBeLessThanOrEqual(111);
    expect(times.size).toBeGreaterThan(5);
  });

  it("has no more requests than it may, over all workers", () => {
    const { first, second } = createCircuits({ maxRequests: 3 });
    expect([first.enter(), second.enter(), first.enter(), second.enter()]).toEqual([true, true, true, false]);
    first.leave();
    expect([second.enter(), first.enter()]).toEqual([true, false]);
  });
});

describe("requests that wait for room", () => {
  it("are as many as may, over all workers, and served in their order", () => {
    const { first, second } = createCircuits({ maxRequests: 1, maxPending: 3 });
    expect(first.enter()).toBe(true);
    const started: string[] = [];
    const waiter = (name: string, isOver = false) => ({
      isOver,
      tryStart: () => {
        if (!first.enter()) return false;
        started.push(name);
        return true;
      },
      giveUp: () => started.push(`${name} gave up`),
    });
    expect([first.line!.join(waiter("a")), first.line!.join(waiter("gone", true))]).toEqual([true, true]);
    expect([second.line!.join(waiter("other worker's")), first.line!.join(waiter("too many"))]).toEqual([true, false]);
    first.leave();
    expect([started, first.line!.isEmpty, second.line!.isEmpty]).toEqual([["a"], true, false]);
    first.leave();
    second.line!.serve();
    expect(started).toEqual(["a", "other worker's"]);
  });
});
