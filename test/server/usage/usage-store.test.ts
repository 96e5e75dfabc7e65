import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { create } from "@bufbuild/protobuf";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ReportUsageRequestSchema } from "../../../gen/es/weir/config/v1alpha1/config_service_pb.ts";
import { UsageStore } from "../../../server/usage/usage-store.ts";

const minuteMs = 60_000;
const dayMs = 86_400_000;
const clock = { ms: 100 * dayMs, nowMs: () => clock.ms, monotonicMs: () => clock.ms };

let directory: string;
let store: UsageStore;
let number = 0;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "weir-usage-"));
  clock.ms = 100 * dayMs;
  number = 0;
  store = open();
});

afterEach(() => {
  store.close();
  rmSync(directory, { recursive: true, force: true });
});

function open(maxRows = 1_000): UsageStore {
  const options = { retentionMs: 10 * dayMs, maxRows, clock, priceOf: () => undefined };
  return UsageStore.open(join(directory, "usage.db"), options);
}

function report(minutes: readonly number[], spool = "1"): void {
  const counts = minutes.map((minute) => ({
    organizationId: "org",
    gatewayId: "g",
    keyId: "k",
    minute,
    requests: 1n,
    promptTokens: 2n,
  }));
  store.record(create(ReportUsageRequestSchema, { spoolId: spool, number: BigInt(++number), counts }));
}

const all = { organizationId: "org", startMs: undefined, endMs: undefined, only: {}, groupBy: [] } as const;
const minutesKept = (): number => store.query({ ...all, bucketMinutes: 1 }).length;
const nowMinute = (): number => clock.ms / minuteMs;

describe("the store of usage", () => {
  it("adds up what comes in parts, and takes each batch once, whenever it comes again", () => {
    const now = nowMinute();
    report([now, now, now + 1]);
    const batch = create(ReportUsageRequestSchema, {
      spoolId: "1",
      number: 1n,
      counts: [{ organizationId: "org", minute: now - 1 }],
    });
    store.record(batch);
    report([now + 1]);
    store.close();
    store = open();
    store.record(batch);
    const [total] = store.query({ ...all, bucketMinutes: undefined });
    expect(total).toMatchObject({ requests: 4, promptTokens: 8 });
    // Another proxy counts for itself.
    store.record(create(ReportUsageRequestSchema, { ...batch, spoolId: "2" }));
    expect([...store.slices({ ...all, bucketMinutes: 1 })].flat().map(({ requests }) => requests)).toEqual([0, 2, 2]);
  });

  it("keeps no more than the retention, nor more rows than it may, and forgets the oldest first", () => {
    const now = nowMinute();
    report([now]);
    report(Array.from({ length: 50 }, (_, index) => now - 20 * 1_440 + index));
    expect(minutesKept()).toBe(51);
    clock.ms += 2 * minuteMs;
    report([now + 1]);
    expect(minutesKept()).toBe(2);
    store.close();
    store = open(10);
    clock.ms += 2 * minuteMs;
    report(Array.from({ length: 30 }, (_, index) => now + 2 + index));
    const kept = store.query({ ...all, bucketMinutes: 1 }).map(({ startMs }) => startMs! / minuteMs);
    expect(kept).toEqual(Array.from({ length: 10 }, (_, index) => now + 22 + index));
    expect(store.spentSince("k", clock.ms - 5 * dayMs).requests).toBe(32);
    expect(store.spentSince("k", 0).requests).toBe(32);
  });
});
