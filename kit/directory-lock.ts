import { join } from "node:path";
import Database from "better-sqlite3";

const fileName = "lock";
/** A process that was killed just now may still be on its way out. */
const waitMs = 500;

/** A directory that another process has locked. */
export class DirectoryInUseError extends Error {
  override readonly name = "DirectoryInUseError";
}

/**
 * A lock on a directory that one process at a time can hold. It is a file lock of the operating system, taken through
 * SQLite: it ends with the process however that ends, unlike a file with a process id, which means nothing in another
 * container.
 */
export class DirectoryLock {
  readonly #database: Database.Database;

  private constructor(database: Database.Database) {
    this.#database = database;
  }

  /** Locks a directory that exists. Throws a DirectoryInUseError when another process has it. */
  static take(directory: string): DirectoryLock {
    const database = new Database(join(directory, fileName), { timeout: waitMs });
    try {
      // Stays open, and writes nothing: a full disk does not matter.
      database.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
    } catch (cause) {
      database.close();
      const isInUse = cause instanceof Error && "code" in cause && cause.code === "SQLITE_BUSY";
      throw isInUse ? new DirectoryInUseError(`another process uses the directory ${directory}`) : cause;
    }
    return new DirectoryLock(database);
  }

  release(): void {
    this.#database.close();
  }
}
