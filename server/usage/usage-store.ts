import { createValidator } from "@bufbuild/protovalidate";
import type Database from "better-sqlite3";
import type { ReportUsageRequest, UsageCounts } from "../../gen/es/weir/config/v1alpha1/config_service_pb.ts";
import type { BudgetPeriod } from "../../gen/es/weir/inference/v1alpha1/budget_pb.ts";
import type { ModelPrice } from "../../gen/es/weir/inference/v1alpha1/deployment_pb.ts";
import type { Clock } from "../../kit/clock.ts";
import type { Log } from "../../kit/log.ts";
import { SettledTime } from "../../kit/settled-time.ts";
import type { BudgetSpan } from "../resource/budget-span.ts";
import { assertNotEmpty, openSqlite } from "../store/open-sqlite.ts";
import { isDiskFault } from "../store/unwritable-store-error.ts";
import { BudgetCounters, type KeySpending } from "./budget-counters.ts";
import type { KeyRate } from "./key-rate.ts";
import { KeyUses } from "./key-uses.ts";
import { type SetAsideRow, SetAsideRows } from "./set-aside-rows.ts";
import { StoredBatches } from "./stored-batches.ts";
import type { StoredRow } from "./stored-row.ts";
import { bounded, faultOf, largestSum, storedMinute } from "./usage-bounds.ts";
import { createUsageSchema, type UsageColumn, usageColumns, usageKey } from "./usage-schema.ts";

const minuteMs = 60_000;
/** Looking for rows that are too old costs less than a millisecond a batch when it is done this seldom. */
const pruneEveryMs = 60_000;
/** So many rows go at a time, beyond those that a batch added: a write never waits long for it. */
const rowsPerPruning = 10_000;

/** So many spans of time are read at once for an export. */
const bucketsPerSlice = 60;

export interface UsageQuery {
  readonly organizationId: string;
  readonly startMs: number | undefined;
  readonly endMs: number | undefined;
  /** Only rows with these values. */
  readonly only: Partial<Readonly<Record<UsageColumn, string>>>;
  readonly groupBy: readonly UsageColumn[];
  /** How many minutes a span has; undefined: one span. */
  readonly bucketMinutes: number | undefined;
}

/** Some usage, added up; what it is not told apart by is empty. */
export interface UsageRow {
  /** Undefined: of all of the time. */
  readonly startMs: number | undefined;
  readonly keys: Partial<Readonly<Record<UsageColumn, string>>>;
  readonly requests: number;
  readonly errors: number;
  readonly rateLimited: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly estimated: number;
  readonly cost: number;
}

export interface UsageStoreOptions {
  readonly retentionMs: number;
  /** The oldest go first when there are more. */
  readonly maxRows: number;
  readonly clock: Clock;
  /** The price of a deployment; returns undefined when its requests cost nothing. */
  readonly priceOf: (deploymentId: string) => ModelPrice | undefined;
  readonly log?: Log;
  /** Called with the number of rows that were set aside. */
  readonly onSetAside?: (rows: number) => void;
}

type Columns = Record<UsageColumn, string> & Record<"bucket" | CountColumn, number>;
type CountColumn =
  | "requests"
  | "errors"
  | "rateLimited"
  | "promptTokens"
  | "completionTokens"
  | "estimated"
  | "costMicros";

const countColumns = [
  "requests",
  "errors",
  "rate_limited",
  "prompt_tokens",
  "completion_tokens",
  "estimated",
  "cost_micros",
] as const;

/**
 * Usage by minute and the counters of budgets, in a database of its own: it grows otherwise than what operators declare.
 * A batch that a proxy reports is stored once, however often it comes. A row that can't be stored is set aside and never
 * keeps other rows from being stored.
 */
export class UsageStore {
  readonly #database: Database.Database;
  readonly #options: UsageStoreOptions;
  readonly #validator = createValidator();
  readonly #batches: StoredBatches;
  readonly #budgets: BudgetCounters;
  readonly #uses: KeyUses;
  readonly #setAside: SetAsideRows;
  readonly #addTo: Database.Statement<unknown[]>;
  readonly #insert: Database.Statement<unknown[]>;
  readonly #deleteOldest: Database.Statement<[number, number]>;
  readonly #countRows: Database.Statement<[], { rows: number }>;
  readonly #noteRows: Database.Statement<[number]>;
  readonly #settledTime: SettledTime;
  readonly #noteSettledMs: Database.Statement<[number]>;
  #prunedMs = Number.NEGATIVE_INFINITY;
  /** Rows that came since rows that are too old were looked for. */
  #addedSincePruning = 0;

  /** Whether the file was made just now: nothing is known of what was used before. */
  readonly isNew: boolean;

  private constructor(database: Database.Database, options: UsageStoreOptions, isNew: boolean) {
    this.#database = database;
    this.isNew = isNew;
    this.#options = options;
    this.#settledTime = new SettledTime(options.clock, readSettledMs(database));
    this.#noteSettledMs = database.prepare("INSERT OR REPLACE INTO settled_time VALUES (1, ?)");
    this.#batches = new StoredBatches(database);
    this.#budgets = new BudgetCounters(database);
    this.#uses = new KeyUses(database);
    this.#setAside = new SetAsideRows(database);
    const sums = countColumns.map((column) => `${column} = min(${column} + ?, ${largestSum})`);
    const isRow = ["organization_id", "minute", ...usageColumns].map((column) => `${column} = ?`);
    this.#addTo = database.prepare(`UPDATE usage SET ${sums.join(", ")} WHERE ${isRow.join(" AND ")}`);
    this.#insert = database.prepare(`
      INSERT INTO usage (${countColumns.join(", ")}, ${usageKey})
      VALUES (${[...sums, ...isRow].map(() => "?").join(", ")})`);
    this.#deleteOldest = database.prepare(`
      DELETE FROM usage
      WHERE (${usageKey}) IN (SELECT ${usageKey} FROM usage WHERE minute < ? ORDER BY minute LIMIT ?)`);
    this.#countRows = database.prepare("SELECT rows FROM usage_size");
    this.#noteRows = database.prepare("UPDATE usage_size SET rows = rows + ?");
  }

  /** Opens the file, making it when it is not there. Throws when it is empty or is no database. */
  static open(path: string, options: UsageStoreOptions): UsageStore {
    assertNotEmpty(path, "the usage and the counters of budgets are lost");
    let isNew = false;
    const database = openSqlite(path, (opened) => {
      isNew = createUsageSchema(opened);
    });
    return new UsageStore(database, options, isNew);
  }

  /**
   * Stores a batch, unless it was stored already. It is on disk when this returns, with the keys that it is of. Rows that
   * can't be stored are set aside. Throws when nothing can be stored now, for example on a full disk.
   */
  record(batch: ReportUsageRequest): Set<string> {
    const checked = this.#check(batch);
    try {
      return this.#store(batch, checked, (row) => this.#storeRow(row));
    } catch (error) {
      if (isDiskFault(error)) throw error;
      // A row that passes all checks and still can't be stored: found by storing each row by itself.
      const setAside = [...checked.setAside];
      const stored = this.#database.transaction((row: UsageCounts) => this.#storeRow(row));
      return this.#store(batch, { ...checked, setAside }, (row) => {
        try {
          return stored(row);
        } catch (cause) {
          if (isDiskFault(cause)) throw cause;
          setAside.push({ row, reason: String(cause) });
          return undefined;
        }
      });
    }
  }

  #check({ counts }: ReportUsageRequest): CheckedBatch {
    const good: UsageCounts[] = [];
    const setAside: SetAsideRow[] = [];
    for (const row of counts) {
      const reason = this.#faultOf(row);
      if (reason === undefined) good.push(row);
      else setAside.push({ row, reason });
    }
    return { good, setAside };
  }

  #faultOf(row: UsageCounts): string | undefined {
    try {
      return faultOf(row, this.#validator);
    } catch (error) {
      return `it can't be checked: ${String(error)}`;
    }
  }

  /** @param storeRow stores one row; returns undefined when it set the row aside */
  #store(
    { spoolId, number }: ReportUsageRequest,
    { good, setAside }: CheckedBatch,
    storeRow: (row: UsageCounts) => (StoredRow & { readonly isNew: boolean }) | undefined,
  ): Set<string> {
    let keyIds = new Set<string>();
    let isNew = false;
    this.#database
      .transaction(() => {
        isNew = this.#batches.add(spoolId, Number(number));
        if (!isNew) return;
        const stored = good.map(storeRow).filter((each) => each !== undefined);
        const ofKeys = stored.filter(({ row }) => row.keyId !== "");
        this.#budgets.add(ofKeys);
        this.#uses.add(ofKeys, this.#nowMinute());
        keyIds = new Set(ofKeys.map(({ row }) => row.keyId));
        this.#setAside.add(this.#options.clock.nowMs(), spoolId, Number(number), setAside);
        this.#prune(stored.filter((each) => each.isNew).length);
      })
      .immediate();
    if (isNew && setAside.length > 0) this.#tellSetAside(spoolId, number, setAside);
    return keyIds;
  }

  #tellSetAside(spoolId: string, number: bigint, setAside: readonly SetAsideRow[]): void {
    const { log, onSetAside } = this.#options;
    onSetAside?.(setAside.length);
    const { row, reason } = setAside[0]!;
    log?.error(
      { spoolId, number: Number(number), rows: setAside.length, gatewayId: row.gatewayId, reason },
      "rows of usage can't be stored: set aside in the table set_aside of usage.db",
    );
  }

  #storeRow(row: UsageCounts): StoredRow & { readonly isNew: boolean } {
    const minute = storedMinute(row.minute, this.#nowMinute());
    const costMicros = this.#costMicros(row);
    const values = [
      Number(row.requests),
      Number(row.errors),
      Number(row.rateLimited),
      Number(row.promptTokens),
      Number(row.completionTokens),
      Number(row.estimated),
      costMicros,
      row.organizationId,
      minute,
      row.gatewayId,
      row.keyId,
      row.model,
      row.deploymentId,
      row.serviceId,
      row.ruleId,
      row.customEndpointId,
    ];
    const isThere = this.#addTo.run(...values).changes > 0;
    if (!isThere) this.#insert.run(...values);
    return { row, minute, costMicros, isNew: !isThere };
  }

  #nowMinute(): number {
    return Math.floor(this.#options.clock.nowMs() / minuteMs);
  }

  /** When a key was last used; undefined: never, as far as is known. */
  lastUseMs(keyId: string): number | undefined {
    return this.#uses.get(keyId)?.lastMs;
  }

  /** How much a key is used, against how much it usually is; undefined: it never was. */
  rateOf(keyId: string): KeyRate | undefined {
    return this.#uses.get(keyId);
  }

  /** The usage of a key in a period of a budget. */
  spentIn(keyId: string, period: BudgetPeriod, span: BudgetSpan): KeySpending {
    return this.#budgets.spentIn(keyId, period, span);
  }

  /** Forgets the counters of keys that were deleted; details of their usage stay for their time. */
  forgetKeys(keyIds: readonly string[]): void {
    this.#database
      .transaction(() => {
        for (const id of keyIds) {
          this.#budgets.forget(id);
          this.#uses.forget(id);
        }
      })
      .immediate();
  }

  /**
   * By time, then by what it is told apart by.
   *
   * @param limit the most rows
   */
  query(query: UsageQuery, limit = -1): UsageRow[] {
    return this.#select(query, limit).map((row) => rowOf(row, query));
  }

  /** As `query`, however much it is: a part of the time after the other, so that nothing waits for all of it. */
  *slices(query: UsageQuery): Generator<UsageRow[]> {
    const { organizationId, bucketMinutes } = query;
    const [first, last] = this.#span(organizationId);
    if (first === undefined || last === undefined) return;
    if (bucketMinutes === undefined) {
      yield this.query(query);
      return;
    }
    const sliceMs = bucketMinutes * minuteMs * bucketsPerSlice;
    const startMs = Math.max(query.startMs ?? 0, first * minuteMs);
    const endMs = Math.min(query.endMs ?? Number.POSITIVE_INFINITY, (last + 1) * minuteMs);
    for (let atMs = startMs - (startMs % sliceMs); atMs < endMs; atMs += sliceMs) {
      yield this.query({ ...query, startMs: Math.max(atMs, startMs), endMs: Math.min(atMs + sliceMs, endMs) });
    }
  }

  #span(organizationId: string): [number | undefined, number | undefined] {
    const sql = "SELECT min(minute) AS first, max(minute) AS last FROM usage WHERE organization_id = ?";
    const span = this.#database
      .prepare<[string], { first: number | null; last: number | null }>(sql)
      .get(organizationId);
    return [span?.first ?? undefined, span?.last ?? undefined];
  }

  #select({ organizationId, startMs, endMs, only, groupBy, bucketMinutes }: UsageQuery, limit: number): Columns[] {
    const bucket = bucketMinutes === undefined ? "0" : `minute - minute % ${bucketMinutes}`;
    const filters = usageColumns.filter((column) => only[column] !== undefined);
    const statement = this.#database.prepare<unknown[], Columns>(`
      SELECT ${[`${bucket} AS bucket`, ...groupBy].join(", ")}, ${sums.join(", ")}
      FROM usage
      WHERE organization_id = ? AND minute >= ? AND minute < ?
        ${filters.map((column) => `AND ${column} = ?`).join(" ")}
      GROUP BY ${["bucket", ...groupBy].join(", ")} ORDER BY ${["bucket", ...groupBy].join(", ")} LIMIT ?`);
    return statement.all(
      organizationId,
      Math.floor((startMs ?? 0) / minuteMs),
      endMs === undefined ? Number.MAX_SAFE_INTEGER : Math.floor(endMs / minuteMs),
      ...filters.map((column) => only[column]),
      limit,
    );
  }

  close(): void {
    this.#database.close();
  }

  #costMicros({ deploymentId, requests, errors, promptTokens, completionTokens }: UsageCounts): number {
    const price = deploymentId === "" ? undefined : this.#options.priceOf(deploymentId);
    if (price === undefined) return 0;
    // A price for a million is one in millionths for each.
    return bounded(
      Math.round(
        price.perMillionPromptTokens * Number(promptTokens) +
          price.perMillionCompletionTokens * Number(completionTokens) +
          price.perRequest * Number(requests - errors) * 1e6,
      ),
    );
  }

  /**
   * Takes away the oldest rows while there are too many, and now and then those that are too old: a part at a time.
   *
   * @param added how many rows came since the last time
   */
  #prune(added: number): void {
    const { retentionMs, maxRows, clock } = this.#options;
    const nowMs = clock.nowMs();
    let change = added;
    this.#addedSincePruning += added;
    if (Math.abs(nowMs - this.#prunedMs) >= pruneEveryMs) {
      this.#prunedMs = nowMs;
      const most = this.#addedSincePruning + rowsPerPruning;
      const settledMs = this.#settledTime.nowMs();
      this.#noteSettledMs.run(Math.floor(settledMs));
      change -= this.#deleteOldest.run(Math.floor((settledMs - retentionMs) / minuteMs), most).changes;
      this.#addedSincePruning = 0;
      this.#budgets.prune(settledMs);
    }
    const excess = this.#countRows.get()!.rows + change - maxRows;
    if (excess > 0) {
      change -= this.#deleteOldest.run(Number.MAX_SAFE_INTEGER, Math.min(excess, added + rowsPerPruning)).changes;
    }
    if (change !== 0) this.#noteRows.run(change);
  }
}

/** The time up to which an earlier process removed old rows, or that of the newest row. `undefined` when there is neither. */
function readSettledMs(database: Database.Database): number | undefined {
  const select = "SELECT coalesce((SELECT ms FROM settled_time), (SELECT max(minute) * 60000 FROM usage)) AS ms";
  return database.prepare<[], { ms: number | null }>(select).get()?.ms ?? undefined;
}

interface CheckedBatch {
  readonly good: readonly UsageCounts[];
  readonly setAside: readonly SetAsideRow[];
}

/** Of all rows: never more than the largest sum, where SQLite would refuse an integer that is too large. */
const sums = countColumns.map((column) => {
  const name = column.replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase());
  // Cost is answered as a floating point number, and needs no bound.
  return column === "cost_micros" ? `total(${column}) AS ${name}` : `min(total(${column}), ${largestSum}) AS ${name}`;
});

function rowOf(row: Columns, { groupBy, bucketMinutes }: UsageQuery): UsageRow {
  const { requests, errors, rateLimited, promptTokens, completionTokens, estimated, costMicros } = row;
  return {
    startMs: bucketMinutes === undefined ? undefined : row.bucket * minuteMs,
    keys: Object.fromEntries(groupBy.map((column) => [column, row[column]])),
    ...{ requests, errors, rateLimited, promptTokens, completionTokens, estimated, cost: costMicros / 1e6 },
  };
}
