import { describe, expect, test } from "vitest";
import { RequestsBeside } from "../../../proxy/reported-load/requests-beside.ts";

const idle = { running: 0, waiting: 0, cacheUsage: 0 };

describe("requests beside this proxy's own", () => {
  test("are those of others, running and waiting", () => {
    expect(new RequestsBeside().follow({ running: 8, waiting: 4, cacheUsage: 0 }, 5, 0)).toBe(7);
    expect(new RequestsBeside().follow({ running: 1, waiting: 0, cacheUsage: 0 }, 5, 0)).toBe(0);
  });

  test("count more where the cache is full", () => {
    expect(new RequestsBeside().follow({ running: 8, waiting: 0, cacheUsage: 1 }, 8, 0)).toBe(8);
    expect(new RequestsBeside().follow({ running: 8, waiting: 0, cacheUsage: 0.5 }, 8, 0)).toBe(0.5);
  });

  test("follow what lasts, not each report", () => {
    const beside = new RequestsBeside();
    expect(beside.follow(idle, 0, 0)).toBe(0);
    const once = beside.follow({ running: 10, waiting: 0, cacheUsage: 0 }, 0, 1_000);
    expect(once).toBeGreaterThan(1);
    expect(once).toBeLessThan(2.5);
    let lasting = once;
    for (let nowMs = 2_000; nowMs <= 30_000; nowMs += 1_000) {
      lasting = beside.follow({ running: 10, waiting: 0, cacheUsage: 0 }, 0, nowMs);
    }
    expect(lasting).toBeGreaterThan(9.9);
  });
});
