import { timestampMs } from "@bufbuild/protobuf/wkt";
import Database from "better-sqlite3";
import type { ReportUsageRequest, UsageCounts } from "../../gen/es/weir/config/v1alpha1/config_service_pb.ts";
import type { ModelPrice } from "../../gen/es/weir/inference/v1alpha1/deployment_pb.ts";
import type { Clock } from "../../kit/clock.ts";
import { type KeyRate, nextRate } from "./key-rate.ts";

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** Looking for what is too old, or too much, costs less than a millisecond a batch when it is done this seldom. */
const pruneEveryMs = 60_000;
/** So many rows go at a time: a write never waits long for it. */
const rowsPerPruning = 10_000;

/** So many spans of time are read at once for an export. */
const bucketsPerSlice = 60;

/** What usage can be told apart by, as columns. */
export const usageColumns = [
  "gateway_id",
  "key_id",
  "model",
  "deployment_id",
  "service_id",
  "rule_id",
  "custom_endpoint_id",
] as const;
export type UsageColumn = (typeof usageColumns)[number];

const usageKey = ["organization_id", "minute", ...usageColumns].join(", ");

const schema = `
  CREATE TABLE IF NOT EXISTS usage (
    organization_id TEXT NOT NULL,
    minute INTEGER NOT NULL,
    gateway_id TEXT NOT NULL,
    key_id TEXT NOT NULL,
    model TEXT NOT NULL,
    deployment_id TEXT NOT NULL,
    service_id TEXT NOT NULL,
    rule_id TEXT NOT NULL,
    custom_endpoint_id TEXT NOT NULL,
    requests INTEGER NOT NULL,
    errors INTEGER NOT NULL,
    rate_limited INTEGER NOT NULL,
    prompt_tokens INTEGER NOT NULL,
    completion_tokens INTEGER NOT NULL,
    estimated INTEGER NOT NULL,
    cost_micros INTEGER NOT NULL,
    PRIMARY KEY (${usageKey})
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS usage_by_minute ON usage (minute);
  -- The last batch of each spool: what came before it is stored too.
  CREATE TABLE IF NOT EXISTS spool (id TEXT PRIMARY KEY, number INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  -- What each key used on each day, for its budgets.
  CREATE TABLE IF NOT EXISTS key_day (
    key_id TEXT NOT NULL,
    day INTEGER NOT NULL,
    requests INTEGER NOT NULL,
    tokens INTEGER NOT NULL,
    cost_micros INTEGER NOT NULL,
    PRIMARY KEY (key_id, day)
  ) STRICT, WITHOUT ROWID;
  -- When each key was last used, and how much in a minute.
  CREATE TABLE IF NOT EXISTS key_use (
    key_id TEXT PRIMARY KEY,
    last_ms INTEGER NOT NULL,
    minute INTEGER NOT NULL,
    requests INTEGER NOT NULL,
    mean REAL NOT NULL,
    deviation REAL NOT NULL,
    minutes INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
`;

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

/** What a key has used. */
export interface KeySpending {
  readonly requests: number;
  readonly tokens: number;
  readonly cost: number;
}

export interface UsageStoreOptions {
  readonly retentionMs: number;
  /** The oldest go first when there are more. */
  readonly maxRows: number;
  readonly clock: Clock;
  /** What a request costs. */
  readonly priceOf: (deploymentId: string) => ModelPrice | undefined;
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

/**
 * Usage by minute, in a database of its own: it grows otherwise than what operators declare, and can be thrown away. What
 * proxies report is stored once, however often it comes.
 */
export class UsageStore {
  readonly #database: Database.Database;
  readonly #options: UsageStoreOptions;
  readonly #lastOf: Database.Statement<[string], { number: number }>;
  readonly #noteLast: Database.Statement<[string, number]>;
  readonly #add: Database.Statement<unknown[]>;
  readonly #addDay: Database.Statement<[string, number, number, number, number]>;
  readonly #spent: Database.Statement<[string, number], { requests: number; tokens: number; costMicros: number }>;
  readonly #noteUse: Database.Statement<[string, number, number, number, number, number, number]>;
  readonly #useOf: Database.Statement<[string], KeyRate & { lastMs: number }>;
  #prunedMs = 0;

  private constructor(database: Database.Database, options: UsageStoreOptions) {
    this.#database = database;
    this.#options = options;
    this.#lastOf = database.prepare("SELECT number FROM spool WHERE id = ?");
    this.#noteLast = database.prepare(
      "INSERT INTO spool (id, number) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET number = excluded.number",
    );
    this.#add = database.prepare(`
      INSERT INTO usage VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET
        requests = requests + excluded.requests,
        errors = errors + excluded.errors,
        rate_limited = rate_limited + excluded.rate_limited,
        prompt_tokens = prompt_tokens + excluded.prompt_tokens,
        completion_tokens = completion_tokens + excluded.completion_tokens,
        estimated = estimated + excluded.estimated,
        cost_micros = cost_micros + excluded.cost_micros`);
    this.#addDay = database.prepare(`
      INSERT INTO key_day VALUES (?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET requests = requests + excluded.requests, tokens = tokens + excluded.tokens,
        cost_micros = cost_micros + excluded.cost_micros`);
    this.#spent = database.prepare(`
      SELECT coalesce(sum(requests), 0) AS requests, coalesce(sum(tokens), 0) AS tokens,
        coalesce(sum(cost_micros), 0) AS costMicros
      FROM key_day WHERE key_id = ? AND day >= ?`);
    this.#noteUse = database.prepare("INSERT OR REPLACE INTO key_use VALUES (?, ?, ?, ?, ?, ?, ?)");
    this.#useOf = database.prepare(
      "SELECT last_ms AS lastMs, minute, requests, mean, deviation, minutes FROM key_use WHERE key_id = ?",
    );
  }

  /** Opens the file, making it when it is not there. */
  static open(path: string, options: UsageStoreOptions): UsageStore {
    const database = new Database(path);
    database.pragma("locking_mode = EXCLUSIVE");
    database.pragma("journal_mode = WAL");
    database.pragma("synchronous = FULL");
    bringUpToDate(database);
    return new UsageStore(database, options);
  }

  /** Stores a batch, unless it was stored already. It is on disk when this returns, with the keys that it is of. */
  record({ spoolId, number, counts }: ReportUsageRequest): Set<string> {
    const keyIds = new Set<string>();
    this.#database
      .transaction(() => {
        const last = this.#lastOf.get(spoolId)?.number ?? 0;
        if (Number(number) <= last) return;
        this.#noteLast.run(spoolId, Number(number));
        for (const each of counts) {
          const costMicros = this.#costMicros(each);
          this.#add.run(
            each.organizationId,
            each.minute,
            each.gatewayId,
            each.keyId,
            each.model,
            each.deploymentId,
            each.serviceId,
            each.ruleId,
            each.customEndpointId,
            each.requests,
            each.errors,
            each.rateLimited,
            each.promptTokens,
            each.completionTokens,
            each.estimated,
            costMicros,
          );
          if (each.keyId === "") continue;
          keyIds.add(each.keyId);
          this.#noteKey(each, costMicros);
        }
        this.#prune();
      })
      .immediate();
    return keyIds;
  }

  /** When a key was last used; undefined: never, as far as is known. */
  lastUseMs(keyId: string): number | undefined {
    return this.#useOf.get(keyId)?.lastMs;
  }

  /** How much a key is used, against how much it usually is; undefined: it never was. */
  rateOf(keyId: string): KeyRate | undefined {
    return this.#useOf.get(keyId);
  }

  /** What a key has used since the beginning of a day. */
  spentSince(keyId: string, startMs: number): KeySpending {
    const { requests, tokens, costMicros } = this.#spent.get(keyId, Math.floor(startMs / dayMs))!;
    return { requests, tokens, cost: costMicros / 1e6 };
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
      SELECT ${[`${bucket} AS bucket`, ...groupBy].join(", ")}, sum(requests) AS requests, sum(errors) AS errors,
        sum(rate_limited) AS rateLimited, sum(prompt_tokens) AS promptTokens,
        sum(completion_tokens) AS completionTokens, sum(estimated) AS estimated,
        sum(cost_micros) AS costMicros
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

  #noteKey(
    { keyId, minute, requests, rateLimited, promptTokens, completionTokens, lastTime }: UsageCounts,
    costMicros: number,
  ): void {
    const day = Math.floor((minute * minuteMs) / dayMs);
    this.#addDay.run(keyId, day, Number(requests - rateLimited), Number(promptTokens + completionTokens), costMicros);
    const before = this.#useOf.get(keyId);
    const next = nextRate(before, minute, Number(requests));
    const lastMs = Math.max(before?.lastMs ?? 0, lastTime === undefined ? 0 : timestampMs(lastTime));
    this.#noteUse.run(keyId, lastMs, next.minute, next.requests, next.mean, next.deviation, next.minutes);
  }

  #costMicros({ deploymentId, requests, errors, promptTokens, completionTokens }: UsageCounts): number {
    const price = deploymentId === "" ? undefined : this.#options.priceOf(deploymentId);
    if (price === undefined) return 0;
    // A price for a million is one in millionths for each.
    return Math.round(
      price.perMillionPromptTokens * Number(promptTokens) +
        price.perMillionCompletionTokens * Number(completionTokens) +
        price.perRequest * Number(requests - errors) * 1e6,
    );
  }

  /** Takes away what is too old, and the oldest of what is too much: now and then, and a part at a time. */
  #prune(): void {
    const { retentionMs, maxRows, clock } = this.#options;
    const nowMs = clock.nowMs();
    if (nowMs - this.#prunedMs < pruneEveryMs) return;
    this.#prunedMs = nowMs;
    const tooOld = Math.floor((nowMs - retentionMs) / minuteMs);
    this.#deleteOldest("minute < ?", tooOld, rowsPerPruning);
    this.#database.prepare("DELETE FROM key_day WHERE day < ?").run(Math.floor((nowMs - retentionMs) / dayMs));
    this.#database.prepare("DELETE FROM key_use WHERE last_ms < ?").run(nowMs - retentionMs);
    const { rows } = this.#database.prepare<[], { rows: number }>("SELECT count(*) AS rows FROM usage").get()!;
    if (rows > maxRows)
      this.#deleteOldest("minute <= ?", Number.MAX_SAFE_INTEGER, Math.min(rowsPerPruning, rows - maxRows));
  }

  #deleteOldest(where: string, minute: number, limit: number): void {
    this.#database
      .prepare(
        `DELETE FROM usage WHERE (${usageKey}) IN (SELECT ${usageKey} FROM usage WHERE ${where} ORDER BY minute LIMIT ?)`,
      )
      .run(minute, limit);
  }
}

/** A table of before custom endpoints has its rows copied: they answered none of those. */
function bringUpToDate(database: Database.Database): void {
  const columns = database.pragma("table_info(usage)") as { name: string }[];
  const isOld = columns.length > 0 && !columns.some(({ name }) => name === "custom_endpoint_id");
  database
    .transaction(() => {
      if (isOld) database.exec("DROP INDEX usage_by_minute; ALTER TABLE usage RENAME TO usage_before;");
      database.exec(schema);
      if (!isOld) return;
      const kept = columns.map(({ name }) => name).join(", ");
      database.exec(`INSERT INTO usage (${kept}, custom_endpoint_id) SELECT ${kept}, '' FROM usage_before`);
      database.exec("DROP TABLE usage_before");
    })
    .immediate();
}

function rowOf(row: Columns, { groupBy, bucketMinutes }: UsageQuery): UsageRow {
  const { requests, errors, rateLimited, promptTokens, completionTokens, estimated, costMicros } = row;
  return {
    startMs: bucketMinutes === undefined ? undefined : row.bucket * minuteMs,
    keys: Object.fromEntries(groupBy.map((column) => [column, row[column]])),
    ...{ requests, errors, rateLimited, promptTokens, completionTokens, estimated, cost: costMicros / 1e6 },
  };
}
