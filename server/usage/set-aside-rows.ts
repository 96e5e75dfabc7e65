import type Database from "better-sqlite3";
import type { UsageCounts } from "../../gen/es/weir/config/v1alpha1/config_service_pb.ts";

/** More rows than this are not kept, only counted and logged: a proxy with a fault must not fill the disk. */
const mostRows = 10_000;

export const setAsideSchema = `
  -- Rows that proxies reported and that can't be stored, for people to look at.
  CREATE TABLE IF NOT EXISTS set_aside (
    id INTEGER PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    spool_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    reason TEXT NOT NULL,
    row TEXT NOT NULL
  ) STRICT;
`;

/** A row that can't be stored, and why. */
export interface SetAsideRow {
  readonly row: UsageCounts;
  readonly reason: string;
}

/** Keeps rows that can't be stored: the newest ones. */
export class SetAsideRows {
  readonly #add: Database.Statement<[number, string, number, string, string]>;
  readonly #prune: Database.Statement<[number | bigint]>;

  constructor(database: Database.Database) {
    this.#add = database.prepare("INSERT INTO set_aside (at_ms, spool_id, number, reason, row) VALUES (?, ?, ?, ?, ?)");
    this.#prune = database.prepare("DELETE FROM set_aside WHERE id <= ?");
  }

  add(nowMs: number, spoolId: string, number: number, rows: readonly SetAsideRow[]): void {
    let newest = 0;
    for (const { row, reason } of rows.slice(-mostRows)) {
      newest = Number(this.#add.run(nowMs, spoolId, number, reason, textOf(row)).lastInsertRowid);
    }
    if (newest > 0) this.#prune.run(newest - mostRows);
  }
}

/** As JSON, whatever is wrong with it: the proto's own JSON refuses some values. */
function textOf(row: UsageCounts): string {
  return JSON.stringify(row, (key, value) =>
    key.startsWith("$") ? undefined : typeof value === "bigint" ? value.toString() : value,
  );
}
