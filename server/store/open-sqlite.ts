import { statSync } from "node:fs";
import Database from "better-sqlite3";

/** The database cannot be used, and an operator has to act. The code has it shown without a stack. */
export class DatabaseError extends Error {
  override readonly name = "DatabaseError";
  readonly code = "DATABASE_UNUSABLE";
}

/** Opens a database file that no other process can open until it is closed. Throws a DatabaseError that names the file. */
export function openSqlite(path: string, prepare: (database: Database.Database) => void): Database.Database {
  let database: Database.Database | undefined;
  try {
    database = new Database(path);
    // Exclusive: two servers on one file would not see each other's commits. The lock goes with the process.
    database.pragma("locking_mode = EXCLUSIVE");
    database.pragma("journal_mode = WAL");
    database.pragma("synchronous = FULL");
    prepare(database);
    return database;
  } catch (error) {
    database?.close();
    if (!(error instanceof Database.SqliteError)) throw error;
    if (error.code.startsWith("SQLITE_BUSY")) {
      throw new DatabaseError(
        `${path} is in use by another server: stop that one, or set WEIR_DATA to another directory`,
      );
    }
    throw new DatabaseError(`${path} cannot be opened as a database (${error.code}): ${error.message}`);
  }
}

/** An empty file is what a failed copy or a full disk leaves: it says nothing of what was there. */
export function assertNotEmpty(path: string, loss: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.size !== 0) return;
  throw new DatabaseError(
    `${path} is empty (0 bytes), so ${loss}: restore it from a backup, or delete it to start with a new database`,
  );
}
