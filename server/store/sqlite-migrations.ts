/**
 * The database's schema as an ordered list: a database at `user_version` N has run the first N. Never edit one that was
 * released; add the next.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE resource (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    organization_id TEXT NOT NULL,
    created_at_ms INTEGER NOT NULL,
    updated_at_ms INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (kind, id)
  ) STRICT;
  CREATE INDEX resource_by_creation ON resource (kind, organization_id, created_at_ms, id);

  CREATE TABLE claim (
    space TEXT NOT NULL,
    key TEXT NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    PRIMARY KEY (space, key),
    FOREIGN KEY (kind, id) REFERENCES resource (kind, id) ON DELETE CASCADE
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX claim_by_resource ON claim (kind, id);

  CREATE TABLE link (
    from_kind TEXT NOT NULL,
    from_id TEXT NOT NULL,
    to_kind TEXT NOT NULL,
    to_id TEXT NOT NULL,
    PRIMARY KEY (from_kind, from_id, to_kind, to_id),
    FOREIGN KEY (from_kind, from_id) REFERENCES resource (kind, id) ON DELETE CASCADE
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX link_by_target ON link (to_kind, to_id, from_kind, from_id);

  CREATE TABLE change (
    revision INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    organization_id TEXT NOT NULL,
    event TEXT NOT NULL,
    last_body BLOB
  ) STRICT;
  CREATE INDEX change_by_resource ON change (kind, organization_id, id, revision);
  `,
  `
  CREATE TABLE audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at_ms INTEGER NOT NULL,
    organization_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    action TEXT NOT NULL,
    kind TEXT NOT NULL,
    resource_id TEXT NOT NULL,
    request_id TEXT NOT NULL,
    before BLOB,
    after BLOB
  ) STRICT;
  CREATE INDEX audit_by_organization ON audit (organization_id, id);
  CREATE INDEX audit_by_resource ON audit (organization_id, resource_id, id);
  CREATE INDEX audit_by_time ON audit (at_ms);
  `,
  `
  CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  INSERT INTO meta (name, value) VALUES ('database_id', new_uuid());

  CREATE TABLE epoch (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    first_revision INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE replaced_epoch (
    database_id TEXT NOT NULL,
    epoch TEXT NOT NULL,
    adopted_at_ms INTEGER NOT NULL,
    PRIMARY KEY (database_id, epoch)
  ) STRICT, WITHOUT ROWID;
  `,
];
