/** The kinds of resource that are stored, named as in the proto. */
export type Kind =
  | "gateway"
  | "deployment"
  | "upstream"
  | "service"
  | "rule"
  | "api_key"
  | "custom_endpoint"
  | "access_token";

/** The state of a database that a configuration is compiled from. */
export interface Origin {
  /** Made with the database, and copied with it. */
  readonly databaseId: string;
  /** Made at each start of a server on the database. */
  readonly epoch: string;
  /** The revision of the newest change. */
  readonly revision: number;
}

export interface ResourceRef {
  readonly kind: Kind;
  readonly id: string;
}

/** One resource as it is stored. */
export interface Row extends ResourceRef {
  readonly organizationId: string;
  readonly createdAtMs: number;
  /** The resource's `status.updated_at`. */
  readonly updatedAtMs: number;
  /** The change marker of the write that made it so: grows over all resources, set by the store. */
  readonly revision: number;
  /** The resource's message (Gateway, Deployment, AccessToken), serialized; secrets inside are sealed. */
  readonly body: Uint8Array;
}

/** A name that one resource holds and no other can, for example a host name. */
export interface Claim {
  /** What the name is unique in, for example `host`. */
  readonly space: string;
  readonly key: string;
}

/** A name with who holds it, as it is at a revision. */
export interface ClaimHolder extends ResourceRef {
  readonly key: string;
  readonly revision: number;
}

/** What a resource holds beside its row. */
export interface Holdings {
  readonly claims: readonly Claim[];
  /** The resources that it refers to; one that it refers to in several ways may stand there as often. */
  readonly links: readonly ResourceRef[];
}

/** A row as it is written: the store sets the revision. */
export type NewRow = Omit<Row, "revision">;

/** One committed change. */
export interface Change extends ResourceRef {
  readonly revision: number;
  readonly organizationId: string;
  readonly event: "added" | "modified" | "deleted";
  /** True when only what the system observes changed: the write came without holdings. */
  readonly statusOnly: boolean;
  /** What the resource referred to before the change or refers to after it. */
  readonly links: readonly ResourceRef[];
  /** The names that it held before the change or holds after it; none where the write came without holdings. */
  readonly claims: readonly Claim[];
  /** The resource's message after the change, or the last one of a deleted resource. */
  readonly body: Uint8Array;
}

/** The subject of an audit record: a resource, or the server's master key or database, which have no spec. */
export type AuditedKind = Kind | "master_key" | "database";

/** One change that somebody made. */
export interface AuditRecord {
  readonly atMs: number;
  readonly organizationId: string;
  readonly subject: string;
  readonly action: string;
  readonly kind: AuditedKind;
  readonly resourceId: string;
  readonly requestId: string;
  /** The spec before and after, serialized, without secrets; undefined: there was none. */
  readonly before: Uint8Array | undefined;
  readonly after: Uint8Array | undefined;
}

export interface AuditQuery {
  readonly organizationId: string;
  readonly startMs: number | undefined;
  readonly endMs: number | undefined;
  /** Empty: all; so with those below. */
  readonly kind: string;
  readonly resourceId: string;
  readonly subject: string;
  /** Only entries before this one. */
  readonly beforeId: number | undefined;
  readonly limit: number;
}

export interface ListQuery {
  /** Absent: of all organizations. */
  readonly organizationId?: string;
  /** Only rows updated after this time. */
  readonly updatedAfterMs?: number;
  /** Only rows that refer to this. */
  readonly linkedTo?: ResourceRef | undefined;
  /** Only rows that come after this one. */
  readonly after?: { readonly createdAtMs: number; readonly id: string };
  /** Absent: all. */
  readonly limit?: number;
}

export interface ChangeQuery {
  readonly kind: Kind;
  readonly organizationId: string;
  readonly id?: string;
}

export interface StoreReader {
  get(kind: Kind, id: string): Promise<Row | undefined>;
  /** In order of creation, then id. */
  list(kind: Kind, query: ListQuery): Promise<Row[]>;
  /** Who holds a name. */
  findClaim(claim: Claim): Promise<ResourceRef | undefined>;
  /** The names that a resource holds. */
  claimsOf(resource: ResourceRef): Promise<Claim[]>;
  /** Who holds the names of a space that begin with a text, in the order of the names. */
  listClaims(space: string, prefix: string): Promise<ClaimHolder[]>;
  /** What was changed by whom, newest first. */
  listAudit(query: AuditQuery): Promise<(AuditRecord & { readonly id: number })[]>;
  /** How many resources there are, by kind; none of a kind of which there is none. */
  counts(): Promise<ReadonlyMap<Kind, number>>;
  /** The revision of the newest change; 0 before the first. */
  revision(): Promise<number>;
  /** The state of the database from which a configuration is compiled now. */
  origin(): Promise<Origin>;
  /**
   * Whether this database has every change up to an origin: `false` where the origin is of another database, of a copy
   * that was written separately, or newer than this one.
   */
  continues(origin: Origin): Promise<boolean>;
  /** Whether an operator declared that this database replaces an origin's. */
  replaces(origin: Origin): Promise<boolean>;
  /** Whether a resource of this id exists, or is among the changes that are kept. */
  hasKnown(resource: ResourceRef): Promise<boolean>;
  /** Whether an organization has a resource, or one among the changes that are kept. */
  hasKnownOrganization(organizationId: string): Promise<boolean>;
}

/** The inside of one transaction. */
export interface StoreWriter extends StoreReader {
  /** Throws a ClaimTakenError when somebody else holds one of the names, a RowExistsError when the id is taken. */
  insert(row: NewRow, holdings: Holdings): Promise<Row>;
  /**
   * Replaces a row; with holdings, those too (a write without them counts as one of status only). Throws a
   * ClaimTakenError when somebody else holds one of the names.
   */
  update(row: NewRow, holdings?: Holdings): Promise<Row>;
  delete(resource: ResourceRef): Promise<void>;
  /**
   * Puts other bytes in the place of stored messages that mean the same: nobody hears of it. Gives where to go on, or
   * undefined when that were all.
   *
   * @param table the resources, or what is kept of those that were deleted
   * @param rewrite undefined: the bytes stay
   */
  rewrite(
    table: "resource" | "change",
    after: number,
    limit: number,
    rewrite: (kind: Kind, body: Uint8Array) => Uint8Array | undefined,
  ): Promise<number | undefined>;
  /** Declares that this database replaces the one of an origin. */
  markReplaced(origin: Origin, atMs: number): Promise<void>;
  /** Notes who makes the change that this transaction is. */
  audit(record: AuditRecord): Promise<void>;
}

/** Where everything that operators declare is kept. */
export interface Store extends StoreReader {
  /**
   * Runs work in a transaction of its own and resolves when it is on disk. Work that throws leaves no trace, and its
   * error is thrown here. Work must not wait for anything but the writer's methods.
   */
  write<T>(work: (writer: StoreWriter) => Promise<T>): Promise<T>;
  /** Calls the listener after each commit, before the commit's writes resolve. Returns how to stop that. */
  onCommit(listener: (changes: readonly Change[]) => void): () => void;
  /** The newest change of each matching resource since a revision, oldest first; undefined when that is no longer kept. */
  changesSince(revision: number, query: ChangeQuery): Promise<Change[] | undefined>;
  /** Finishes the writes under way, then closes. */
  close(): Promise<void>;
}

export class ClaimTakenError extends Error {
  override readonly name = "ClaimTakenError";
  readonly claim: Claim;

  constructor(claim: Claim) {
    super(`${claim.space} "${claim.key}" is taken`);
    this.claim = claim;
  }
}

export class RowExistsError extends Error {
  override readonly name = "RowExistsError";

  constructor(resource: ResourceRef) {
    super(`${resource.kind} "${resource.id}" exists`);
  }
}
