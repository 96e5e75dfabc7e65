import { Worker } from "node:worker_threads";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Charge, newCharge, RateTable } from "../../../proxy/limit/rate-table.ts";

const create = (capacity?: number): RateTable => RateTable.create(new Uint8Array(8), capacity);

function charge(name: number, limit: number, windowMs: number, amount = 1): Charge {
  return { ...newCharge(), low: name, high: name, limit, windowMs, amount };
}

function takes(table: RateTable, nowMs: number, ...charges: Charge[]): boolean {
  return table.take(charges, charges.length, nowMs) === -1;
}

describe("the table of limits", () => {
  it("lets no more pass than the limit in any span as long as the window, and enough after it", () => {
    const requests = fc.array(fc.record({ afterMs: fc.nat(400), amount: fc.integer({ min: 1, max: 3 }) }), {
      maxLength: 300,
    });
    fc.assert(
      fc.property(requests, fc.integer({ min: 1, max: 20 }), (all, limit) => {
        const table = create(8);
        const windowMs = 1_600;
        const passed: { atMs: number; amount: number }[] = [];
        let nowMs = 1_700_000_000_000;
        for (const { afterMs, amount } of all) {
          nowMs += afterMs;
          const inside = (spanMs: number) =>
            passed.filter(({ atMs }) => atMs > nowMs - spanMs).reduce((total, each) => total + each.amount, 0);
          const isTaken = takes(table, nowMs, charge(1, limit, windowMs, amount));
          if (isTaken) {
            expect(inside(windowMs) + amount).toBeLessThanOrEqual(limit);
            passed.push({ atMs: nowMs, amount });
          } else {
            // What is used is free again a sixteenth of the window late at most.
            expect(inside(windowMs * (17 / 16)) + amount).toBeGreaterThan(limit);
          }
        }
      }),
    );
  });

  it("charges all or none, and says which was not enough, and until when", () => {
    const table = create();
    const nowMs = 1_000_000;
    expect(takes(table, nowMs, charge(1, 5, 60_000), charge(2, 2, 60_000))).toBe(true);
    expect(takes(table, nowMs, charge(1, 5, 60_000), charge(2, 2, 60_000))).toBe(true);
    const both = [charge(1, 5, 60_000), charge(2, 2, 60_000)];
    const refused = table.take(both, 2, nowMs);
    expect(refused).toBe(1);
    const full = both[1]!;
    expect(full.remaining).toBe(0);
    expect(full.resetMs).toBeGreaterThanOrEqual(60_000);
    expect(full.resetMs).toBeLessThanOrEqual(60_000 * (17 / 16));
    const left = charge(1, 5, 60_000);
    expect(takes(table, nowMs, left)).toBe(true);
    expect(left.remaining).toBe(2);
    expect(takes(table, nowMs + full.resetMs, charge(2, 2, 60_000))).toBe(true);
  });

  it("takes corrections both ways, until what was charged counts no more", () => {
    const table = create();
    const reserved = charge(1, 100, 16_000, 80);
    expect(takes(table, 0, reserved)).toBe(true);
    expect(takes(table, 0, charge(1, 100, 16_000, 30))).toBe(false);
    table.correct(reserved, -60, 500);
    expect(takes(table, 500, charge(1, 100, 16_000, 80))).toBe(true);
    table.correct(reserved, 40, 600);
    const left = charge(1, 100, 16_000);
    expect(table.take([left], 1, 600)).toBe(0);
    expect(left.remaining).toBe(0);
    const later = charge(1, 100, 16_000, 100);
    table.correct(reserved, 1_000, 40_000);
    expect(takes(table, 40_000, later)).toBe(true);
  });

  it("stands still while a clock is set back", () => {
    const table = create();
    expect(takes(table, 100_000, charge(1, 1, 1_600))).toBe(true);
    expect(takes(table, 50_000, charge(1, 1, 1_600))).toBe(false);
    expect(takes(table, 100_000 + 1_700, charge(1, 1, 1_600))).toBe(true);
  });

  it("forgets whose turn is over first when there are too many names, and counts that", () => {
    const table = create(8);
    for (let name = 1; name <= 8; name++) expect(takes(table, name, charge(name, 1, name * 10_000))).toBe(true);
    expect(table.evictions).toBe(0);
    expect(takes(table, 10, charge(9, 1, 60_000))).toBe(true);
    expect(table.evictions).toBe(1);
    expect(takes(table, 10, charge(8, 1, 80_000))).toBe(false);
    // Over is over: nothing that counts is forgotten for it.
    expect(takes(table, 10_000_000, charge(20, 1, 60_000))).toBe(true);
    expect(table.evictions).toBe(1);
  });

  it("is exact over threads", async () => {
    const table = create();
    const source = `
      import { parentPort, workerData } from "node:worker_threads";
      const { RateTable, newCharge } = await import(workerData.module);
      const table = RateTable.of(workerData.buffer);
      let passed = 0;
      for (let count = 0; count < 20_000; count++) {
        const all = [1, 2 + (count % 50)].map((name) => ({ ...newCharge(), low: name, high: 7, limit: name === 1 ? 1_500 : 40, windowMs: 3_600_000, amount: 1 }));
        if (table.take(all, 2, 1_000_000) === -1) passed++;
      }
      parentPort.postMessage(passed);
    `;
    const module = new URL("../../../proxy/limit/rate-table.ts", import.meta.url).href;
    const counts = await Promise.all(
      Array.from({ length: 4 }, () => {
        const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(source)}`), {
          workerData: { buffer: table.buffer, module },
        });
        return new Promise<number>((resolve, reject) => {
          worker.once("message", resolve);
          worker.once("error", reject);
        });
      }),
    );
    expect(counts.reduce((total, each) => total + each, 0)).toBe(1_500);
    // What was refused by the first has cost the second nothing.
    let left = 0;
    for (let name = 2; name < 52; name++) {
      const each = { ...charge(name, 40, 3_600_000), high: 7 };
      while (table.take([each], 1, 1_000_000) === -1) left++;
    }
    expect(left).toBe(50 * 40 - 1_500);
  });
});
