import type Database from "better-sqlite3";

interface Range {
  readonly first: number;
  readonly last: number;
}

export const storedBatchesSchema = `
  -- Which batches of each life of a proxy are stored, as ranges of numbers. Never pruned: a copy of a proxy's directory
  -- may come back after any time, and a life is one row.
  CREATE TABLE IF NOT EXISTS stored_batches (
    spool_id TEXT NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (spool_id, first)
  ) STRICT, WITHOUT ROWID;
`;

/** Which batches are stored. */
export class StoredBatches {
  readonly #upTo: Database.Statement<[string, number], Range>;
  readonly #from: Database.Statement<[string, number], Range>;
  readonly #put: Database.Statement<[string, number, number]>;
  readonly #remove: Database.Statement<[string, number]>;

  constructor(database: Database.Database) {
    this.#upTo = database.prepare(
      "SELECT first, last FROM stored_batches WHERE spool_id = ? AND first <= ? ORDER BY first DESC LIMIT 1",
    );
    this.#from = database.prepare("SELECT first, last FROM stored_batches WHERE spool_id = ? AND first = ?");
    this.#put = database.prepare("INSERT OR REPLACE INTO stored_batches VALUES (?, ?, ?)");
    this.#remove = database.prepare("DELETE FROM stored_batches WHERE spool_id = ? AND first = ?");
  }

  /**
   * Notes that a batch is stored.
   *
   * @returns false when it was stored before
   */
  add(spoolId: string, number: number): boolean {
    const before = this.#upTo.get(spoolId, number);
    if (before !== undefined && number <= before.last) return false;
    const after = this.#from.get(spoolId, number + 1);
    const first = before?.last === number - 1 ? before.first : number;
    if (after !== undefined) this.#remove.run(spoolId, after.first);
    this.#put.run(spoolId, first, after?.last ?? number);
    return true;
  }
}
