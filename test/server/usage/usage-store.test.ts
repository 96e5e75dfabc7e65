import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import Database from "better-sqlite3";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  ReportUsageRequestSchema,
  type UsageCountsSchema,
} from "../../../gen/es/weir/config/v1alpha1/config_service_pb.ts";
import { BudgetPeriod } from "../../../gen/es/weir/inference/v1alpha1/budget_pb.ts";
import { ModelPriceSchema } from "../../../gen/es/weir/inference/v1alpha1/deployment_pb.ts";
import { spanOf } from "../../../server/resource/budget-span.ts";
import { UsageStore } from "../../../server/usage/usage-store.ts";

const minuteMs = 60_000;
const dayMs = 86_400_000;
const largest = 2 ** 53 - 1;
const gatewayId = "00000000-0000-4000-8000-000000000001";
/** What is added to `ms` is time that passes; `jumpMs` is how wrong the clock is. */
const clock = { ms: 100 * dayMs, jumpMs: 0, nowMs: () => clock.ms + clock.jumpMs, monotonicMs: () => clock.ms };
const dearest = create(ModelPriceSchema, {
  perMillionPromptTokens: 1e9,
  perMillionCompletionTokens: 1e9,
  perRequest: 1e9,
});

type Counts = MessageInitShape<typeof UsageCountsSchema>;

let directory: string;
let store: UsageStore;
let number = 0;
let setAside = 0;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "weir-usage-"));
  clock.ms = 100 * dayMs;
  clock.jumpMs = 0;
  number = 0;
  setAside = 0;
  store = open();
});

afterEach(() => {
  store.close();
  rmSync(directory, { recursive: true, force: true });
});

function open(maxRows = 1_000): UsageStore {
  return UsageStore.open(join(directory, "usage.db"), {
    retentionMs: 10 * dayMs,
    maxRows,
    clock,
    priceOf: (id) => (id === "dear" ? dearest : undefined),
    onSetAside: (rows) => {
      setAside += rows;
    },
  });
}

function reopen(maxRows?: number): void {
  store.close();
  store = open(maxRows);
}

function send(counts: readonly Counts[], id: { spoolId?: string; number?: number } = {}): void {
  const rows = counts.map((row) => ({ organizationId: "org", gatewayId, keyId: "k", minute: nowMinute(), ...row }));
  const batch = { spoolId: "1", number: BigInt(id.number ?? ++number), counts: rows };
  store.record(create(ReportUsageRequestSchema, id.spoolId === undefined ? batch : { ...batch, spoolId: id.spoolId }));
}

const report = (minutes: readonly number[]): void =>
  send(minutes.map((minute) => ({ minute, requests: 1n, promptTokens: 2n })));

const all = { organizationId: "org", startMs: undefined, endMs: undefined, only: {}, groupBy: [] } as const;
const total = () => store.query({ ...all, bucketMinutes: undefined })[0];
const minutesKept = (): number => store.query({ ...all, bucketMinutes: 1 }).length;
const nowMinute = (): number => clock.nowMs() / minuteMs;
const spent = (period: BudgetPeriod, keyId = "k") => store.spentIn(keyId, period, spanOf(period, clock.ms));

describe("a batch of usage", () => {
  it("is added to what is stored, once, after a restart too", () => {
    const now = nowMinute();
    report([now, now, now + 1]);
    send([{ minute: now - 1 }], { number: 1 });
    report([now + 1]);
    reopen();
    send([{ minute: now - 1 }], { number: 1 });
    expect(total()).toMatchObject({ requests: 4, promptTokens: 8 });
    // Another life of a proxy counts for itself.
    send([{ minute: now - 1 }], { number: 1, spoolId: "2" });
    expect([...store.slices({ ...all, bucketMinutes: 1 })].flat().map(({ requests }) => requests)).toEqual([0, 2, 2]);
  });

  it("is stored once in whatever order batches come, and however often", () => {
    let run = 0;
    const batch = fc.record({ spool: fc.integer({ min: 1, max: 3 }), of: fc.integer({ min: 1, max: 9 }) });
    fc.assert(
      fc.property(fc.array(batch), (sent) => {
        run += 1;
        const before = total()?.requests ?? 0;
        for (const { spool, of } of sent) send([{ requests: 1n }], { spoolId: `${run} ${spool}`, number: of });
        const different = new Set(sent.map(({ spool, of }) => `${spool} ${of}`)).size;
        expect((total()?.requests ?? 0) - before).toBe(different);
      }),
      { numRuns: 60 },
    );
  });

  it.each<[string, Counts]>([
    ["a number that is not a safe integer", { promptTokens: 2n ** 53n }],
    ["the largest uint64", { completionTokens: 2n ** 64n - 1n }],
    ["too many requests", { requests: 2n ** 63n }],
    ["more errors than requests", { requests: 1n, errors: 2n }],
    ["more refusals than requests", { requests: 1n, rateLimited: 9n }],
    ["more estimates than requests", { estimated: 1n }],
    ["no gateway", { gatewayId: "" }],
    ["a model that is too long", { model: "m".repeat(257) }],
    ["a key that is too long", { keyId: "k".repeat(37) }],
    ["a time before 1970", { lastTime: timestampFromMs(-1) }],
    ["a time that is too late", { lastTime: { $typeName: "google.protobuf.Timestamp", seconds: 2n ** 62n, nanos: 0 } }],
  ])("with a row of %s has that row set aside, and the others stored", (_, bad) => {
    send([{ requests: 1n }, bad, { requests: 2n, model: "m" }]);
    expect([total(), setAside]).toEqual([expect.objectContaining({ requests: 3 }), 1]);
    send([{ requests: 4n }]);
    expect([total()?.requests, setAside, spent(BudgetPeriod.TOTAL).requests]).toEqual([7, 1, 7]);
    store.close();
    const database = new Database(join(directory, "usage.db"), { readonly: true });
    const [kept] = database.prepare("SELECT spool_id, number, reason, row FROM set_aside").all() as { row: string }[];
    database.close();
    expect(kept).toMatchObject({ spool_id: "1", number: 1, reason: expect.stringMatching(/^[a-z_]+: /) });
    expect(JSON.parse(kept!.row)).toMatchObject({ organizationId: "org" });
    store = open();
  });

  it("of the largest numbers and the highest price is stored, and sums stay at the largest number", () => {
    const row = { requests: BigInt(largest), promptTokens: BigInt(largest), completionTokens: BigInt(largest) };
    for (let count = 0; count < 3; count++)
      send([
        { ...row, deploymentId: "dear" },
        { ...row, model: `m${count}` },
      ]);
    expect(total()).toMatchObject({ requests: largest, promptTokens: largest, completionTokens: largest });
    expect(total()!.cost).toBeGreaterThan(9e9);
    const [row0] = store.query({ ...all, groupBy: ["model"], bucketMinutes: 1 });
    expect(row0).toMatchObject({ requests: largest, promptTokens: largest });
    expect(spent(BudgetPeriod.DAY)).toMatchObject({ requests: largest, tokens: largest });
    expect(setAside).toBe(0);
    // SQLite refuses to add up integers beyond 64 bits, which takes a thousand of these.
    reopen(10_000);
    send(Array.from({ length: 3_000 }, (_, index) => ({ ...row, minute: index })));
    expect(total()).toMatchObject({ requests: largest, completionTokens: largest });
    expect([...store.slices({ ...all, bucketMinutes: 1_440 })].flat().at(-1)).toMatchObject({ requests: largest });
  });

  it("of a minute in the future counts as the present one", () => {
    send([
      { minute: 2 ** 32 - 1, requests: 1n },
      { minute: nowMinute() + 1_440, requests: 1n },
    ]);
    expect(spent(BudgetPeriod.DAY).requests).toBe(2);
    expect(store.query({ ...all, bucketMinutes: 1 })).toMatchObject([{ startMs: clock.ms, requests: 2 }]);
    expect(store.rateOf("k")).toMatchObject({ minute: nowMinute() });
  });
});

describe("details of usage", () => {
  it("are kept for the retention, and no more rows than the setting allows: the newest", () => {
    const now = nowMinute();
    report([now]);
    report(Array.from({ length: 50 }, (_, index) => now - 20 * 1_440 + index));
    expect(minutesKept()).toBe(51);
    clock.ms += 2 * minuteMs;
    report([now + 1]);
    expect(minutesKept()).toBe(2);
    reopen(10);
    clock.ms += 40 * minuteMs;
    report(Array.from({ length: 30 }, (_, index) => now + 2 + index));
    const kept = store.query({ ...all, bucketMinutes: 1 }).map(({ startMs }) => startMs! / minuteMs);
    expect(kept).toEqual(Array.from({ length: 10 }, (_, index) => now + 22 + index));
  });

  it("never have more rows than the setting allows, whatever comes, after a restart and at a lower setting too", () => {
    const now = nowMinute();
    reopen(100);
    for (let batch = 0; batch < 20; batch++) {
      report(Array.from({ length: 37 }, (_, index) => now - ((batch * 53 + index * 7) % 900)));
      expect(minutesKept()).toBeLessThanOrEqual(100);
      if (batch % 5 === 4) reopen(100 - batch);
    }
    report([now]);
    expect(minutesKept()).toBe(81);
  });
});

describe("a budget's counter", () => {
  const count = (period: BudgetPeriod): number => spent(period).requests;

  it("counts its whole period, however short the retention is, and forgets no key that is not deleted", () => {
    reopen(10);
    clock.ms = Date.UTC(2026, 0, 5, 12);
    send([{ requests: 3n, promptTokens: 5n, completionTokens: 2n, lastTime: timestampFromMs(clock.ms) }]);
    expect(spent(BudgetPeriod.MONTH)).toEqual({ requests: 3, tokens: 7, cost: 0 });
    const days = [0, 0, 1, 15, 26, 27, 90, 4_000];
    const seen: number[][] = [];
    for (const [index, days_] of days.entries()) {
      clock.ms = Date.UTC(2026, 0, 5, 12) + days_ * dayMs;
      // Another key's usage, which fills the table and has it pruned.
      send(
        Array.from({ length: 20 }, (_, at) => ({ keyId: "other", minute: Math.floor(nowMinute()) - at, requests: 1n })),
      );
      if (index % 2 === 1) reopen(10);
      seen.push([count(BudgetPeriod.DAY), count(BudgetPeriod.MONTH), count(BudgetPeriod.TOTAL)]);
    }
    expect(seen).toEqual([
      [3, 3, 3],
      [3, 3, 3],
      [0, 3, 3],
      [0, 3, 3],
      [0, 3, 3],
      [0, 0, 3],
      [0, 0, 3],
      [0, 0, 3],
    ]);
    expect(store.lastUseMs("k")).toBe(Date.UTC(2026, 0, 5, 12));
    store.forgetKeys(["k"]);
    expect([count(BudgetPeriod.TOTAL), store.lastUseMs("k")]).toEqual([0, undefined]);
    expect(spent(BudgetPeriod.TOTAL, "other").requests).toBe(160);
  });

  it.each([8, 31, 400])(
    "and its details outlive a clock that jumps ahead by %i days and back, over restarts",
    (days) => {
      report([nowMinute()]);
      clock.jumpMs = days * dayMs;
      for (const restarts of [false, true, true]) {
        if (restarts) reopen();
        clock.ms += 2 * minuteMs;
        send([{ keyId: "other", requests: 1n }]);
      }
      clock.jumpMs = 0;
      reopen();
      expect([count(BudgetPeriod.DAY), count(BudgetPeriod.MONTH), count(BudgetPeriod.TOTAL)]).toEqual([1, 1, 1]);
      expect(minutesKept()).toBe(4);
    },
  );

  it("takes over what earlier releases counted by day, and which batches they had stored", () => {
    store.close();
    rmSync(join(directory, "usage.db"));
    const earlier = new Database(join(directory, "usage.db"));
    earlier.exec(`
      CREATE TABLE spool (id TEXT PRIMARY KEY, number INTEGER NOT NULL) STRICT, WITHOUT ROWID;
      CREATE TABLE key_day (key_id TEXT NOT NULL, day INTEGER NOT NULL, requests INTEGER NOT NULL,
        tokens INTEGER NOT NULL, cost_micros INTEGER NOT NULL, PRIMARY KEY (key_id, day)) STRICT, WITHOUT ROWID;
      INSERT INTO spool VALUES ('old', 7);`);
    clock.ms = Date.UTC(2026, 1, 20, 12);
    const day = Math.floor(clock.ms / dayMs);
    for (const [keyId, at] of [
      ["k", day],
      ["k", day - 3],
      ["k", day - 25],
      ["other", day - 60],
    ] as const) {
      earlier.prepare("INSERT INTO key_day VALUES (?, ?, 2, 5, 1500000)").run(keyId, at);
    }
    earlier.close();
    for (let opened = 0; opened < 2; opened++) {
      store = open();
      expect(spent(BudgetPeriod.DAY)).toEqual({ requests: 2, tokens: 5, cost: 1.5 });
      expect(spent(BudgetPeriod.MONTH)).toEqual({ requests: 4, tokens: 10, cost: 3 });
      expect(spent(BudgetPeriod.TOTAL)).toEqual({ requests: 6, tokens: 15, cost: 4.5 });
      expect([count(BudgetPeriod.MONTH), spent(BudgetPeriod.TOTAL, "other").requests]).toEqual([4, 2]);
      for (const of of [1, 7]) send([{ requests: 1n }], { spoolId: "old", number: of });
      expect(total()).toBeUndefined();
      store.close();
    }
    store = open();
    send([{ requests: 1n }], { spoolId: "old", number: 8 });
    expect(total()?.requests).toBe(1);
  });
});
