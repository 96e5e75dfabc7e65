import type Database from "better-sqlite3";
import { BudgetPeriod } from "../../gen/es/weir/inference/v1alpha1/budget_pb.ts";
import { spanOf } from "../resource/budget-span.ts";
import { budgetCountersSchema } from "./budget-counters.ts";
import { keyUsesSchema } from "./key-uses.ts";
import { setAsideSchema } from "./set-aside-rows.ts";
import { storedBatchesSchema } from "./stored-batches.ts";

const dayMs = 86_400_000;

/** The dimensions of usage, as columns. */
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

/** The columns that identify a row. */
export const usageKey = ["organization_id", "minute", ...usageColumns].join(", ");

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
  -- How many rows usage has: counting them takes a second where there are ten million.
  CREATE TABLE IF NOT EXISTS usage_size (rows INTEGER NOT NULL) STRICT;
  -- The time that was believed when rows were last removed by age: one row.
  CREATE TABLE IF NOT EXISTS settled_time (id INTEGER PRIMARY KEY, ms INTEGER NOT NULL) STRICT;
  ${keyUsesSchema}
  ${storedBatchesSchema}
  ${budgetCountersSchema}
  ${setAsideSchema}
`;

/**
 * Creates the tables that are missing, and takes over what tables of earlier releases hold.
 *
 * @returns whether the database is new
 */
export function createUsageSchema(database: Database.Database): boolean {
  const isNew = !hasTable(database, "usage");
  database
    .transaction(() => {
      const hasOldDetails = hasTable(database, "usage") && !hasColumn(database, "usage", "custom_endpoint_id");
      if (hasOldDetails) database.exec("DROP INDEX usage_by_minute; ALTER TABLE usage RENAME TO usage_before;");
      database.exec(schema);
      if (hasOldDetails) copyDetails(database);
      if (hasTable(database, "spool")) copySpools(database);
      if (hasTable(database, "key_day")) copyKeyDays(database);
      const size = database.prepare<[], { rows: number }>("SELECT rows FROM usage_size").get();
      if (size === undefined) database.exec("INSERT INTO usage_size SELECT count(*) FROM usage");
    })
    .immediate();
  return isNew;
}

/** Details of before custom endpoints existed; their rows get an empty custom_endpoint_id. */
function copyDetails(database: Database.Database): void {
  const columns = database.pragma("table_info(usage_before)") as { name: string }[];
  const kept = columns.map(({ name }) => name).join(", ");
  database.exec(`INSERT INTO usage (${kept}, custom_endpoint_id) SELECT ${kept}, '' FROM usage_before`);
  database.exec("DROP TABLE usage_before");
}

/** The last number of each spool: all batches before it are stored. */
function copySpools(database: Database.Database): void {
  database.exec("INSERT OR IGNORE INTO stored_batches SELECT id, 1, number FROM spool");
  database.exec("DROP TABLE spool");
}

/** The use of keys by day, of which budgets were added up. */
function copyKeyDays(database: Database.Database): void {
  const add = database.prepare(`
    INSERT INTO budget_counter
    SELECT key_id, ?, ?, sum(requests), sum(tokens), sum(cost_micros) FROM key_day
    WHERE day >= ? AND day < ? GROUP BY key_id`);
  const { first, last } = database
    .prepare<[], { first: number | null; last: number }>("SELECT min(day) AS first, max(day) AS last FROM key_day")
    .get()!;
  if (first !== null) {
    for (const period of [BudgetPeriod.DAY, BudgetPeriod.MONTH, BudgetPeriod.TOTAL]) {
      for (let atMs = first * dayMs; atMs <= last * dayMs; ) {
        const { startMs, endMs } = spanOf(period, atMs);
        add.run(period, startMs, Math.floor(startMs / dayMs), Math.floor(endMs / dayMs));
        atMs = endMs;
      }
    }
  }
  database.exec("DROP TABLE key_day");
}

function hasTable(database: Database.Database, name: string): boolean {
  return database.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?").get(name) !== undefined;
}

function hasColumn(database: Database.Database, table: string, column: string): boolean {
  return (database.pragma(`table_info(${table})`) as { name: string }[]).some(({ name }) => name === column);
}
