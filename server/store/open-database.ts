import Database from "better-sqlite3";
import { migrations } from "./sqlite-migrations.ts";

/**
 * Opens the database file, making it when it is not there, and brings its schema up to date. The file stays locked for
 * other processes until it is closed or the process ends, however it ends.
 */
export function openDatabase(path: string): Database.Database {
  const database = new Database(path);
  try {
    // Exclusive: two servers on one file would not see each other's commits. The lock goes with the process.
    database.pragma("locking_mode = EXCLUSIVE");
    database.pragma("journal_mode = WAL");
    database.pragma("synchronous = FULL");
    database.pragma("foreign_keys = ON");
    migrate(database, path);
    return database;
  } catch (error) {
    database.close();
    if (error instanceof Database.SqliteError && error.code.startsWith("SQLITE_BUSY")) {
      throw new Error(`${path} is in use by another server: stop that one, or set WEIR_DATA to another directory`);
    }
    throw error;
  }
}

function migrate(database: Database.Database, path: string): void {
  const version = database.pragma("user_version", { simple: true }) as number;
  if (version > migrations.length) {
    throw new Error(
      `${path} is of a newer release (schema ${version}, this one knows ${migrations.length}): use that release`,
    );
  }
  database
    .transaction(() => {
      for (const migration of migrations.slice(version)) database.exec(migration);
      database.pragma(`user_version = ${migrations.length}`);
    })
    .immediate();
}
