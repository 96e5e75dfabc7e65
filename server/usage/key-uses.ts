import { timestampMs } from "@bufbuild/protobuf/wkt";
import type Database from "better-sqlite3";
import { type KeyRate, nextRate, withoutFuture } from "./key-rate.ts";
import type { StoredRow } from "./stored-row.ts";
import { bounded } from "./usage-bounds.ts";

export const keyUsesSchema = `
  -- When each API key was last used, and how much in a minute. Kept until the key is deleted.
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

/** When an API key was last used, and how much against how much it usually is. */
export interface KeyUsed extends KeyRate {
  readonly lastMs: number;
}

/** The last use of each API key. */
export class KeyUses {
  readonly #put: Database.Statement<[string, number, number, number, number, number, number]>;
  readonly #get: Database.Statement<[string], KeyUsed>;
  readonly #forget: Database.Statement<[string]>;

  constructor(database: Database.Database) {
    this.#put = database.prepare("INSERT OR REPLACE INTO key_use VALUES (?, ?, ?, ?, ?, ?, ?)");
    this.#get = database.prepare(
      "SELECT last_ms AS lastMs, minute, requests, mean, deviation, minutes FROM key_use WHERE key_id = ?",
    );
    this.#forget = database.prepare("DELETE FROM key_use WHERE key_id = ?");
  }

  /** Undefined when the key was never used. */
  get(keyId: string): KeyUsed | undefined {
    return this.#get.get(keyId);
  }

  /** Adds the rows of a batch. */
  add(rows: readonly StoredRow[], nowMinute: number): void {
    const uses = new Map<string, KeyUsed>();
    for (const { row, minute } of rows) {
      const before = uses.get(row.keyId) ?? this.get(row.keyId);
      const rate = nextRate(before && withoutFuture(before, nowMinute), minute, Number(row.requests));
      const usedMs = row.lastTime === undefined ? 0 : timestampMs(row.lastTime);
      uses.set(row.keyId, { ...rate, lastMs: Math.max(before?.lastMs ?? 0, usedMs) });
    }
    for (const [keyId, { lastMs, minute, requests, mean, deviation, minutes }] of uses) {
      this.#put.run(keyId, lastMs, minute, bounded(requests), mean, deviation, minutes);
    }
  }

  /** Forgets a key that was deleted. */
  forget(keyId: string): void {
    this.#forget.run(keyId);
  }
}
