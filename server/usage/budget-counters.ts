import type Database from "better-sqlite3";
import { BudgetPeriod } from "../../gen/es/weir/inference/v1alpha1/budget_pb.ts";
import { type BudgetSpan, spanOf } from "../resource/budget-span.ts";
import type { StoredRow } from "./stored-row.ts";
import { bounded, largestSum } from "./usage-bounds.ts";

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** How long a counter is kept after its period began: late batches still find it, and so does a clock that is set back. */
const keptMs = { [BudgetPeriod.DAY]: 7 * dayMs, [BudgetPeriod.MONTH]: 93 * dayMs } as const;
const periods = [BudgetPeriod.DAY, BudgetPeriod.MONTH, BudgetPeriod.TOTAL] as const;

export const budgetCountersSchema = `
  -- What each API key used in each period of its budgets. Independent of the details of usage, which go earlier.
  CREATE TABLE IF NOT EXISTS budget_counter (
    key_id TEXT NOT NULL,
    period INTEGER NOT NULL,
    start_ms INTEGER NOT NULL,
    requests INTEGER NOT NULL,
    tokens INTEGER NOT NULL,
    cost_micros REAL NOT NULL,
    PRIMARY KEY (key_id, period, start_ms)
  ) STRICT, WITHOUT ROWID;
`;

/** The usage of a key. */
export interface KeySpending {
  readonly requests: number;
  readonly tokens: number;
  readonly cost: number;
}

/** The usage that a batch adds to a key on one day. */
interface DayOfKey {
  readonly keyId: string;
  readonly atMs: number;
  readonly requests: number;
  readonly tokens: number;
  readonly costMicros: number;
}

/**
 * The usage of API keys in each period that a budget can have, whether or not they have a budget now: a budget that is
 * added later counts its whole period.
 */
export class BudgetCounters {
  readonly #add: Database.Statement<[string, number, number, number, number, number]>;
  readonly #get: Database.Statement<[string, number, number], KeySpending>;
  readonly #forget: Database.Statement<[string]>;
  readonly #prune: Database.Statement<[number, number]>;
  #prunedDay = 0;

  constructor(database: Database.Database) {
    this.#add = database.prepare(`
      INSERT INTO budget_counter VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET
        requests = min(requests + excluded.requests, ${largestSum}),
        tokens = min(tokens + excluded.tokens, ${largestSum}),
        cost_micros = cost_micros + excluded.cost_micros`);
    this.#get = database.prepare(`
      SELECT requests, tokens, cost_micros / 1e6 AS cost FROM budget_counter
      WHERE key_id = ? AND period = ? AND start_ms = ?`);
    this.#forget = database.prepare("DELETE FROM budget_counter WHERE key_id = ?");
    this.#prune = database.prepare("DELETE FROM budget_counter WHERE period = ? AND start_ms < ?");
  }

  /** Adds the rows of a batch. */
  add(rows: readonly StoredRow[]): void {
    const days = new Map<string, DayOfKey>();
    for (const { row, minute, costMicros } of rows) {
      const day = Math.floor((minute * minuteMs) / dayMs);
      const id = `${row.keyId} ${day}`;
      const before = days.get(id) ?? { keyId: row.keyId, atMs: day * dayMs, requests: 0, tokens: 0, costMicros: 0 };
      days.set(id, {
        ...before,
        requests: bounded(before.requests + Number(row.requests - row.rateLimited)),
        tokens: bounded(before.tokens + Number(row.promptTokens + row.completionTokens)),
        costMicros: before.costMicros + costMicros,
      });
    }
    for (const { keyId, atMs, requests, tokens, costMicros } of days.values()) {
      for (const period of periods) {
        this.#add.run(keyId, period, spanOf(period, atMs).startMs, requests, tokens, costMicros);
      }
    }
  }

  spentIn(keyId: string, period: BudgetPeriod, { startMs }: BudgetSpan): KeySpending {
    return this.#get.get(keyId, period, startMs) ?? { requests: 0, tokens: 0, cost: 0 };
  }

  /** Forgets a key that was deleted. */
  forget(keyId: string): void {
    this.#forget.run(keyId);
  }

  /** Takes away counters of periods that are over: once a day, because it looks at all of them. */
  prune(nowMs: number): void {
    const day = Math.floor(nowMs / dayMs);
    if (day === this.#prunedDay) return;
    this.#prunedDay = day;
    for (const period of [BudgetPeriod.DAY, BudgetPeriod.MONTH] as const)
      this.#prune.run(period, nowMs - keptMs[period]);
  }
}
