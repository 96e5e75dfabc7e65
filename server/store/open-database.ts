import { closeSync, existsSync, fsyncSync, linkSync, lstatSync, openSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import type Database from "better-sqlite3";
import { systemRandom } from "../../kit/random.ts";
import { assertNotEmpty, DatabaseError, openSqlite } from "./open-sqlite.ts";
import { migrations } from "./sqlite-migrations.ts";

/** Files that only a server that has run before leaves in its data directory. */
const tracesOfEarlierRuns = ["usage.db", "manifests.json"];

/**
 * Opens the database file and brings its schema up to date. The file stays locked for other processes until it is closed
 * or the process ends, however it ends.
 *
 * A new database is made only where there was none before. Throws when the file is empty, is not a database of Weir,
 * belongs to a newer release or another server, or is missing from a directory in which a server has run.
 */
export function openDatabase(path: string): { readonly database: Database.Database; readonly isNew: boolean } {
  const isNew = !existsSync(path);
  if (isNew && lstatSync(path, { throwIfNoEntry: false }) !== undefined) {
    throw new DatabaseError(`${path} is a link to a file that does not exist: is its volume mounted?`);
  }
  if (isNew) createDatabase(path);
  else assertNotEmpty(path, "its resources are lost");
  return { database: open(path, migrate), isNew };
}

/** The file appears under its name when it is complete: an empty one is never the trace of a first start. */
function createDatabase(path: string): void {
  const trace = [`${path}-wal`, ...tracesOfEarlierRuns.map((name) => join(dirname(path), name))].find(existsSync);
  if (trace !== undefined) {
    throw new DatabaseError(
      `${path} is missing, but ${trace} shows that a server has run here: restore ${path} from a backup, or delete ${trace} to start with a new database`,
    );
  }
  const unfinished = `${path}.${systemRandom.uuid()}.new`;
  open(unfinished, (database) => {
    runMigrations(database, 0);
  }).close();
  placeFile(unfinished, path);
  const directory = openSync(dirname(path), "r");
  fsyncSync(directory);
  closeSync(directory);
}

/** Of two servers that start at the same time in an empty directory, the second finds the file of the first. */
function placeFile(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    // A file system without hard links.
    if (["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"].includes(code)) return renameSync(from, to);
    if (code !== "EEXIST") throw error;
  }
  rmSync(from);
}

function open(path: string, prepare: (database: Database.Database, path: string) => void): Database.Database {
  return openSqlite(path, (database) => {
    database.function("new_uuid", { deterministic: false }, () => systemRandom.uuid());
    database.pragma("foreign_keys = ON");
    prepare(database, path);
  });
}

function migrate(database: Database.Database, path: string): void {
  const version = database.pragma("user_version", { simple: true }) as number;
  if (version > migrations.length) {
    throw new DatabaseError(
      `${path} is of a newer release (schema ${version}, this one knows ${migrations.length}): use that release`,
    );
  }
  if (version < 1) throw new DatabaseError(`${path} is not a database of Weir: restore it from a backup, or delete it`);
  runMigrations(database, version);
}

function runMigrations(database: Database.Database, version: number): void {
  database
    .transaction(() => {
      for (const migration of migrations.slice(version)) database.exec(migration);
      database.pragma(`user_version = ${migrations.length}`);
    })
    .immediate();
}
