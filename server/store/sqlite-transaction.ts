import Database from "better-sqlite3";
import type { ResourceColumns, Statements } from "./sqlite-statements.ts";
import {
  type AuditQuery,
  type AuditRecord,
  type Change,
  type Claim,
  type ClaimHolder,
  ClaimTakenError,
  type Holdings,
  type Kind,
  type ListQuery,
  type NewRow,
  type Origin,
  type ResourceRef,
  type Row,
  RowExistsError,
  type StoreReader,
  type StoreWriter,
} from "./store.ts";

/** Reads what the connection sees: inside of a transaction that is its own writes too. */
export class SqliteReader implements StoreReader {
  protected readonly statements: Statements;

  constructor(statements: Statements) {
    this.statements = statements;
  }

  async get(kind: Kind, id: string): Promise<Row | undefined> {
    return this.statements.get.get(kind, id) as Row | undefined;
  }

  async list(kind: Kind, query: ListQuery): Promise<Row[]> {
    const parameters = {
      kind,
      organizationId: query.organizationId ?? "",
      updatedAfterMs: query.updatedAfterMs ?? -1,
      afterMs: query.after?.createdAtMs ?? -1,
      afterId: query.after?.id ?? "",
      limit: query.limit ?? -1,
    };
    const { linkedTo } = query;
    if (linkedTo !== undefined) {
      return this.statements.listLinked.all({ ...parameters, toKind: linkedTo.kind, toId: linkedTo.id }) as Row[];
    }
    const statement = query.organizationId === undefined ? this.statements.listAll : this.statements.list;
    return statement.all(parameters) as Row[];
  }

  async findClaim({ space, key }: Claim): Promise<ResourceRef | undefined> {
    return this.statements.findClaim.get(space, key) as ResourceRef | undefined;
  }

  async claimsOf({ kind, id }: ResourceRef): Promise<Claim[]> {
    return this.statements.claimsOf.all(kind, id);
  }

  async listClaims(space: string, prefix: string): Promise<ClaimHolder[]> {
    // No name has a character beyond this one.
    return this.statements.listClaims.all(space, prefix, `${prefix}\u{10FFFF}`) as ClaimHolder[];
  }

  async listAudit(query: AuditQuery): Promise<(AuditRecord & { id: number })[]> {
    const rows = this.statements.listAudit.all({
      ...query,
      startMs: query.startMs ?? 0,
      endMs: query.endMs ?? Number.MAX_SAFE_INTEGER,
      beforeId: query.beforeId ?? Number.MAX_SAFE_INTEGER,
    });
    return rows.map((row) => ({
      ...row,
      kind: row.kind as AuditRecord["kind"],
      before: row.before ?? undefined,
      after: row.after ?? undefined,
    }));
  }

  async counts(): Promise<ReadonlyMap<Kind, number>> {
    return new Map(this.statements.counts.all().map(({ kind, count }) => [kind as Kind, count]));
  }

  async revision(): Promise<number> {
    return this.statements.newestRevision.get()?.revision ?? 0;
  }

  async origin(): Promise<Origin> {
    return {
      databaseId: this.statements.databaseId.get()!.value,
      epoch: this.statements.newestEpoch.get()!.id,
      revision: await this.revision(),
    };
  }

  async continues({ databaseId, epoch, revision }: Origin): Promise<boolean> {
    if (databaseId !== this.statements.databaseId.get()!.value) return false;
    const found = this.statements.findEpoch.get(epoch);
    return found !== undefined && revision <= (found.lastRevision ?? (await this.revision()));
  }

  async replaces({ databaseId, epoch }: Origin): Promise<boolean> {
    return this.statements.findReplacedEpoch.get(databaseId, epoch) !== undefined;
  }

  async hasKnown({ kind, id }: ResourceRef): Promise<boolean> {
    return this.statements.get.get(kind, id) !== undefined || this.statements.hasChanged.get(kind, id) !== undefined;
  }

  async hasKnownOrganization(organizationId: string): Promise<boolean> {
    return this.statements.hasOrganization.get(organizationId, organizationId) !== undefined;
  }
}

/** The inside of one transaction; collects the changes that it makes. */
export class SqliteWriter extends SqliteReader implements StoreWriter {
  readonly changes: Change[] = [];
  /** Whether it has written into the audit log. */
  hasAudited = false;

  async insert(row: NewRow, holdings: Holdings): Promise<Row> {
    if (this.statements.get.get(row.kind, row.id) !== undefined) throw new RowExistsError(row);
    const written = this.#record(row, "added", false, holdings);
    this.statements.insert.run(columnsOf(written));
    this.#hold(row, holdings);
    return written;
  }

  async update(row: NewRow, holdings?: Holdings): Promise<Row> {
    const links = this.#linksOf(row);
    const touched =
      holdings === undefined
        ? { claims: [], links }
        : { claims: [...(await this.claimsOf(row)), ...holdings.claims], links: union(links, holdings.links) };
    const written = this.#record(row, "modified", holdings === undefined, touched);
    this.statements.update.run(columnsOf(written));
    if (holdings !== undefined) this.#hold(row, holdings);
    return written;
  }

  async delete(resource: ResourceRef): Promise<void> {
    const row = await this.get(resource.kind, resource.id);
    if (row === undefined) return;
    this.#record(row, "deleted", false, { claims: await this.claimsOf(row), links: this.#linksOf(row) });
    this.statements.delete.run(row.kind, row.id);
  }

  async rewrite(
    table: "resource" | "change",
    after: number,
    limit: number,
    rewrite: (kind: Kind, body: Uint8Array) => Uint8Array | undefined,
  ): Promise<number | undefined> {
    const rows = this.statements.bodiesOf[table].all(after, limit);
    for (const { place, kind, body } of rows) {
      const bytes = rewrite(kind as Kind, body);
      if (bytes !== undefined) this.statements.setBodyOf[table].run(Buffer.from(bytes), place);
    }
    return rows.length < limit ? undefined : rows.at(-1)!.place;
  }

  async markReplaced({ databaseId, epoch }: Origin, atMs: number): Promise<void> {
    this.statements.insertReplacedEpoch.run(databaseId, epoch, atMs);
  }

  async audit(record: AuditRecord): Promise<void> {
    const bytes = (body: Uint8Array | undefined): Buffer | null => (body === undefined ? null : Buffer.from(body));
    this.statements.insertAudit.run({ ...record, before: bytes(record.before), after: bytes(record.after) });
    this.hasAudited = true;
  }

  #record(row: NewRow, event: Change["event"], statusOnly: boolean, { claims, links }: Holdings): Row {
    const { kind, id, organizationId, body } = row;
    const lastBody = event === "deleted" ? body : null;
    const revision = Number(
      this.statements.insertChange.run(kind, id, organizationId, event, lastBody).lastInsertRowid,
    );
    this.changes.push({ revision, kind, id, organizationId, event, statusOnly, links, claims, body });
    return { ...row, revision };
  }

  #hold({ kind, id }: ResourceRef, { claims, links }: Holdings): void {
    this.statements.deleteClaims.run(kind, id);
    for (const claim of claims) {
      try {
        this.statements.insertClaim.run(claim.space, claim.key, kind, id);
      } catch (error) {
        if (error instanceof Database.SqliteError && error.code === "SQLITE_CONSTRAINT_PRIMARYKEY") {
          throw new ClaimTakenError(claim);
        }
        throw error;
      }
    }
    this.statements.deleteLinks.run(kind, id);
    for (const link of links) this.statements.insertLink.run(kind, id, link.kind, link.id);
  }

  #linksOf({ kind, id }: ResourceRef): ResourceRef[] {
    return this.statements.linksOf.all(kind, id) as ResourceRef[];
  }
}

function columnsOf(row: Row): ResourceColumns {
  return { ...row, body: Buffer.from(row.body.buffer, row.body.byteOffset, row.body.byteLength) };
}

function union(a: readonly ResourceRef[], b: readonly ResourceRef[]): ResourceRef[] {
  const all = new Map([...a, ...b].map((resource) => [`${resource.kind}/${resource.id}`, resource]));
  return [...all.values()];
}
