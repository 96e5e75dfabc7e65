import type { Database, Statement } from "better-sqlite3";

/** A row of the table `resource`, with the columns named as in Row. */
export interface ResourceColumns {
  kind: string;
  id: string;
  organizationId: string;
  createdAtMs: number;
  updatedAtMs: number;
  revision: number;
  body: Buffer;
}

/** A stored message, and where it stands in its table. */
interface StoredBody {
  place: number;
  kind: string;
  body: Buffer;
}

const resourceColumns = `kind, id, organization_id AS organizationId, created_at_ms AS createdAtMs,
  updated_at_ms AS updatedAtMs, revision, body`;

/** Every statement that the store runs, prepared once. */
export function prepareStatements(database: Database) {
  const prepare = <Parameters extends unknown[], Result = unknown>(sql: string): Statement<Parameters, Result> =>
    database.prepare<Parameters, Result>(sql);
  return {
    get: prepare<[string, string], ResourceColumns>(
      `SELECT ${resourceColumns} FROM resource WHERE kind = ? AND id = ?`,
    ),
    list: prepare<[ListParameters], ResourceColumns>(`
      SELECT ${resourceColumns} FROM resource
      WHERE kind = @kind AND organization_id = @organizationId AND updated_at_ms > @updatedAfterMs
        AND (created_at_ms, id) > (@afterMs, @afterId)
      ORDER BY created_at_ms, id LIMIT @limit`),
    listAll: prepare<[ListParameters], ResourceColumns>(`
      SELECT ${resourceColumns} FROM resource
      WHERE kind = @kind AND updated_at_ms > @updatedAfterMs AND (created_at_ms, id) > (@afterMs, @afterId)
      ORDER BY created_at_ms, id LIMIT @limit`),
    counts: prepare<[], { kind: string; count: number }>("SELECT kind, count(*) AS count FROM resource GROUP BY kind"),
    listLinked: prepare<[ListParameters & { toKind: string; toId: string }], ResourceColumns>(`
      SELECT ${resourceColumns} FROM resource
      WHERE kind = @kind AND id IN (
          SELECT from_id FROM link WHERE to_kind = @toKind AND to_id = @toId AND from_kind = @kind)
        AND (@organizationId = '' OR organization_id = @organizationId) AND updated_at_ms > @updatedAfterMs
        AND (created_at_ms, id) > (@afterMs, @afterId)
      ORDER BY created_at_ms, id LIMIT @limit`),
    insert: prepare<[ResourceColumns]>(`
      INSERT INTO resource (kind, id, organization_id, created_at_ms, updated_at_ms, revision, body)
      VALUES (@kind, @id, @organizationId, @createdAtMs, @updatedAtMs, @revision, @body)`),
    update: prepare<[ResourceColumns]>(`
      UPDATE resource SET updated_at_ms = @updatedAtMs, revision = @revision, body = @body
      WHERE kind = @kind AND id = @id`),
    delete: prepare<[string, string]>("DELETE FROM resource WHERE kind = ? AND id = ?"),
    bodiesOf: {
      resource: prepare<[number, number], StoredBody>(
        "SELECT rowid AS place, kind, body FROM resource WHERE rowid > ? ORDER BY rowid LIMIT ?",
      ),
      change: prepare<[number, number], StoredBody>(`
        SELECT revision AS place, kind, last_body AS body FROM change
        WHERE revision > ? AND last_body IS NOT NULL ORDER BY revision LIMIT ?`),
    },
    setBodyOf: {
      resource: prepare<[Buffer, number]>("UPDATE resource SET body = ? WHERE rowid = ?"),
      change: prepare<[Buffer, number]>("UPDATE change SET last_body = ? WHERE revision = ?"),
    },
    findClaim: prepare<[string, string], { kind: string; id: string }>(
      "SELECT kind, id FROM claim WHERE space = ? AND key = ?",
    ),
    claimsOf: prepare<[string, string], { space: string; key: string }>(
      "SELECT space, key FROM claim WHERE kind = ? AND id = ? ORDER BY space, key",
    ),
    listClaims: prepare<[string, string, string], { key: string; kind: string; id: string; revision: number }>(`
      SELECT c.key, c.kind, c.id, r.revision FROM claim c JOIN resource r ON r.kind = c.kind AND r.id = c.id
      WHERE c.space = ? AND c.key >= ? AND c.key < ? ORDER BY c.key`),
    insertClaim: prepare<[string, string, string, string]>(
      "INSERT INTO claim (space, key, kind, id) VALUES (?, ?, ?, ?)",
    ),
    deleteClaims: prepare<[string, string]>("DELETE FROM claim WHERE kind = ? AND id = ?"),
    linksOf: prepare<[string, string], { kind: string; id: string }>(
      "SELECT to_kind AS kind, to_id AS id FROM link WHERE from_kind = ? AND from_id = ? ORDER BY to_kind, to_id",
    ),
    insertLink: prepare<[string, string, string, string]>(
      "INSERT INTO link (from_kind, from_id, to_kind, to_id) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
    ),
    deleteLinks: prepare<[string, string]>("DELETE FROM link WHERE from_kind = ? AND from_id = ?"),
    insertChange: prepare<[string, string, string, string, Buffer | Uint8Array | null]>(
      "INSERT INTO change (kind, id, organization_id, event, last_body) VALUES (?, ?, ?, ?, ?)",
    ),
    insertAudit: prepare<[AuditColumns]>(`
      INSERT INTO audit (at_ms, organization_id, subject, action, kind, resource_id, request_id, before, after)
      VALUES (@atMs, @organizationId, @subject, @action, @kind, @resourceId, @requestId, @before, @after)`),
    listAudit: prepare<[AuditParameters], AuditColumns & { id: number }>(`
      SELECT id, at_ms AS atMs, organization_id AS organizationId, subject, action, kind, resource_id AS resourceId,
        request_id AS requestId, before, after
      FROM audit
      WHERE organization_id = @organizationId AND id < @beforeId AND at_ms >= @startMs AND at_ms < @endMs
        AND (@kind = '' OR kind = @kind) AND (@resourceId = '' OR resource_id = @resourceId)
        AND (@subject = '' OR subject = @subject)
      ORDER BY id DESC LIMIT @limit`),
    newestAudit: prepare<[], { id: number; atMs: number }>(
      "SELECT id, at_ms AS atMs FROM audit ORDER BY id DESC LIMIT 1",
    ),
    pruneAudit: prepare<[number, number]>("DELETE FROM audit WHERE id <= ? OR at_ms < ?"),
    newestRevision: prepare<[], { revision: number | null }>(
      "SELECT seq AS revision FROM sqlite_sequence WHERE name = 'change'",
    ),
    oldestRevision: prepare<[], { revision: number | null }>("SELECT min(revision) AS revision FROM change"),
    changesSince: prepare<[ChangeParameters], ChangeColumns>(`
      SELECT max(c.revision) AS revision, c.id, c.event, c.last_body AS lastBody, r.body,
        EXISTS (SELECT 1 FROM change f WHERE f.kind = c.kind AND f.organization_id = c.organization_id
          AND f.id = c.id AND f.revision > @revision AND f.event = 'added') AS isNew
      FROM change c LEFT JOIN resource r ON r.kind = c.kind AND r.id = c.id
      WHERE c.kind = @kind AND c.organization_id = @organizationId AND c.revision > @revision
        AND (@id IS NULL OR c.id = @id)
      GROUP BY c.id ORDER BY revision`),
    databaseId: prepare<[], { value: string }>("SELECT value FROM meta WHERE name = 'database_id'"),
    beginEpoch: prepare<[number]>("INSERT INTO epoch (id, first_revision) VALUES (new_uuid(), ?)"),
    newestEpoch: prepare<[], { id: string }>("SELECT id FROM epoch ORDER BY number DESC LIMIT 1"),
    findEpoch: prepare<[string], { lastRevision: number | null }>(`
      SELECT (SELECT n.first_revision FROM epoch n WHERE n.number > e.number ORDER BY n.number LIMIT 1) AS lastRevision
      FROM epoch e WHERE e.id = ?`),
    findReplacedEpoch: prepare<[string, string], { epoch: string }>(
      "SELECT epoch FROM replaced_epoch WHERE database_id = ? AND epoch = ?",
    ),
    insertReplacedEpoch: prepare<[string, string, number]>(
      "INSERT INTO replaced_epoch (database_id, epoch, adopted_at_ms) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
    ),
    hasChanged: prepare<[string, string], { revision: number }>(
      "SELECT revision FROM change WHERE kind = ? AND id = ? LIMIT 1",
    ),
    hasOrganization: prepare<[string, string], { found: number }>(`
      SELECT 1 AS found WHERE EXISTS (SELECT 1 FROM resource WHERE organization_id = ?)
        OR EXISTS (SELECT 1 FROM change WHERE organization_id = ?)`),
    pruneChanges: prepare<[number]>("DELETE FROM change WHERE revision <= ?"),
  };
}

export type Statements = ReturnType<typeof prepareStatements>;

interface ListParameters {
  kind: string;
  organizationId: string;
  updatedAfterMs: number;
  afterMs: number;
  afterId: string;
  limit: number;
}

interface AuditColumns {
  atMs: number;
  organizationId: string;
  subject: string;
  action: string;
  kind: string;
  resourceId: string;
  requestId: string;
  before: Buffer | null;
  after: Buffer | null;
}

interface AuditParameters {
  organizationId: string;
  startMs: number;
  endMs: number;
  kind: string;
  resourceId: string;
  subject: string;
  beforeId: number;
  limit: number;
}

interface ChangeParameters {
  kind: string;
  organizationId: string;
  id: string | null;
  revision: number;
}

interface ChangeColumns {
  revision: number;
  id: string;
  event: "added" | "modified" | "deleted";
  lastBody: Buffer | null;
  body: Buffer | null;
  isNew: 0 | 1;
}
