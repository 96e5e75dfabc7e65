import type { Database } from "better-sqlite3";
import type { Clock } from "../../kit/clock.ts";
import { nextTurn } from "../../kit/next-turn.ts";
import { SettledTime } from "../../kit/settled-time.ts";
import { openDatabase } from "./open-database.ts";
import { prepareStatements, type Statements } from "./sqlite-statements.ts";
import { SqliteReader, SqliteWriter } from "./sqlite-transaction.ts";
import type {
  AuditQuery,
  AuditRecord,
  Change,
  ChangeQuery,
  Claim,
  ClaimHolder,
  Kind,
  ListQuery,
  Origin,
  ResourceRef,
  Row,
  Store,
  StoreWriter,
} from "./store.ts";
import { isDiskFault, UnwritableStoreError } from "./unwritable-store-error.ts";

/** How many changes are kept for watches that resume: an hour of a busy system, a few MB. */
const keptChanges = 10_000;

/** How much of the audit log is kept. */
export interface KeptAudit {
  readonly retentionMs: number;
  /** The oldest go first when there are more. */
  readonly maxRows: number;
  readonly clock: Clock;
}

/** A write that waits for the next batch. */
interface Waiting {
  readonly run: (writer: StoreWriter) => Promise<unknown>;
  readonly resolve: (result: never) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * The store in one SQLite file. Writes that come in the same turn of the event loop are committed together, each in a
 * savepoint of its own, with one flush to disk: a busy server pays for the disk once a batch, and still no write is
 * acknowledged before it is on disk.
 */
export class SqliteStore implements Store {
  readonly #database: Database;
  readonly #statements: Statements;
  readonly #reader: SqliteReader;
  readonly #listeners = new Set<(changes: readonly Change[]) => void>();
  #waiting: Waiting[] = [];
  #committing: Promise<void> | undefined;
  #closed = false;
  readonly #kept: KeptAudit;
  readonly #settledTime: SettledTime;

  /** Whether the database was made by this process. */
  readonly isNew: boolean;

  private constructor(database: Database, isNew: boolean, kept: KeptAudit) {
    this.#kept = kept;
    this.#database = database;
    this.isNew = isNew;
    this.#statements = prepareStatements(database);
    this.#reader = new SqliteReader(this.#statements);
    this.#settledTime = new SettledTime(kept.clock, this.#statements.newestAudit.get()?.atMs);
    // From here on this process's changes differ from those of any other copy of the file.
    this.#statements.beginEpoch.run(this.#statements.newestRevision.get()?.revision ?? 0);
  }

  /** Opens the file, or makes it in a directory without traces of an earlier server; begins a new epoch. */
  static open(path: string, audit: KeptAudit): SqliteStore {
    const { database, isNew } = openDatabase(path);
    return new SqliteStore(database, isNew, audit);
  }

  async get(kind: Kind, id: string): Promise<Row | undefined> {
    return (await this.#committed()).get(kind, id);
  }

  async list(kind: Kind, query: ListQuery): Promise<Row[]> {
    return (await this.#committed()).list(kind, query);
  }

  async findClaim(claim: Claim): Promise<ResourceRef | undefined> {
    return (await this.#committed()).findClaim(claim);
  }

  async claimsOf(resource: ResourceRef): Promise<Claim[]> {
    return (await this.#committed()).claimsOf(resource);
  }

  async listClaims(space: string, prefix: string): Promise<ClaimHolder[]> {
    return (await this.#committed()).listClaims(space, prefix);
  }

  async listAudit(query: AuditQuery): Promise<(AuditRecord & { id: number })[]> {
    return (await this.#committed()).listAudit(query);
  }

  async counts(): Promise<ReadonlyMap<Kind, number>> {
    return (await this.#committed()).counts();
  }

  async revision(): Promise<number> {
    return (await this.#committed()).revision();
  }

  async origin(): Promise<Origin> {
    return (await this.#committed()).origin();
  }

  async continues(origin: Origin): Promise<boolean> {
    return (await this.#committed()).continues(origin);
  }

  async replaces(origin: Origin): Promise<boolean> {
    return (await this.#committed()).replaces(origin);
  }

  async hasKnown(resource: ResourceRef): Promise<boolean> {
    return (await this.#committed()).hasKnown(resource);
  }

  async hasKnownOrganization(organizationId: string): Promise<boolean> {
    return (await this.#committed()).hasKnownOrganization(organizationId);
  }

  async changesSince(revision: number, query: ChangeQuery): Promise<Change[] | undefined> {
    const { kind, organizationId, id } = query;
    const reader = await this.#committed();
    const oldest = this.#statements.oldestRevision.get()?.revision ?? (await reader.revision()) + 1;
    if (revision < oldest - 1 || revision > (await reader.revision())) return undefined;
    const rows = this.#statements.changesSince.all({ kind, organizationId, id: id ?? null, revision });
    return rows.map((row) => ({
      revision: row.revision,
      kind,
      id: row.id,
      organizationId,
      event: row.event === "modified" && row.isNew === 1 ? "added" : row.event,
      statusOnly: false,
      links: [],
      claims: [],
      body: row.lastBody ?? row.body ?? new Uint8Array(),
    }));
  }

  write<T>(work: (writer: StoreWriter) => Promise<T>): Promise<T> {
    if (this.#closed) return Promise.reject(new Error("the store is closed"));
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ run: work, resolve: resolve as Waiting["resolve"], reject });
      this.#committing ??= this.#commitAll();
    });
  }

  onCommit(listener: (changes: readonly Change[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.#closed = true;
    while (this.#committing !== undefined) await this.#committing;
    this.#database.close();
  }

  /** The reader, as soon as no transaction is open: there is one connection, and nobody sees what may be taken back. */
  async #committed(): Promise<SqliteReader> {
    while (this.#database.inTransaction) await nextTurn();
    return this.#reader;
  }

  async #commitAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      await nextTurn();
      const batch = this.#waiting;
      this.#waiting = [];
      await this.#commit(batch);
    }
    this.#committing = undefined;
  }

  async #commit(batch: readonly Waiting[]): Promise<void> {
    const changes: Change[] = [];
    const settle: (() => void)[] = [];
    let hasAudited = false;
    try {
      this.#database.exec("BEGIN IMMEDIATE");
      for (const { run, resolve, reject } of batch) {
        const writer = new SqliteWriter(this.#statements);
        this.#database.exec("SAVEPOINT write");
        try {
          const result = await run(writer);
          changes.push(...writer.changes);
          hasAudited ||= writer.hasAudited;
          settle.push(() => resolve(result as never));
        } catch (error) {
          // On a full disk SQLite has taken back the whole transaction, and the savepoint with it.
          if (isDiskFault(error)) throw error;
          this.#database.exec("ROLLBACK TO write");
          settle.push(() => reject(error));
        }
        this.#database.exec("RELEASE write");
      }
      this.#pruneChanges(changes.at(-1)?.revision ?? 0, changes.length);
      if (hasAudited) this.#pruneAudit();
      this.#database.exec("COMMIT");
    } catch (error) {
      if (this.#database.inTransaction) this.#database.exec("ROLLBACK");
      const reason = isDiskFault(error) ? new UnwritableStoreError(error) : error;
      for (const { reject } of batch) reject(reason);
      return;
    }
    if (changes.length > 0) for (const listener of this.#listeners) listener(changes);
    for (const each of settle) each();
  }

  /** Now and then, so that it costs next to nothing a write: when a multiple of a tenth of what is kept is passed. */
  #pruneChanges(newest: number, count: number): void {
    const step = keptChanges / 10;
    if (Math.floor(newest / step) === Math.floor((newest - count) / step)) return;
    this.#statements.pruneChanges.run(newest - keptChanges);
  }

  /** With each entry: the log never has more than it may have. */
  #pruneAudit(): void {
    const { maxRows, retentionMs } = this.#kept;
    const newest = this.#statements.newestAudit.get()?.id ?? 0;
    this.#statements.pruneAudit.run(newest - maxRows, this.#settledTime.nowMs() - retentionMs);
  }
}
