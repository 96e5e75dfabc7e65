import { clone, create, type DescMessage, equals, type Message, type MessageShape, toBinary } from "@bufbuild/protobuf";
import type { GenMessage } from "@bufbuild/protobuf/codegenv2";
import { type Timestamp, timestampFromMs, timestampMs } from "@bufbuild/protobuf/wkt";
import type { Validator } from "@bufbuild/protovalidate";
import { Status } from "../../gen/es/weir/inference/v1alpha1/status_pb.ts";
import type { Clock } from "../../kit/clock.ts";
import type { Random } from "../../kit/random.ts";
import {
  ApiError,
  alreadyExists,
  type FieldViolation,
  failedPrecondition,
  invalidArgument,
  notFound,
} from "../resource/api-error.ts";
import { carrySecrets } from "../resource/carry-secrets.ts";
import { assertValid, violationsOf } from "../resource/field-violations.ts";
import { canonicalPath, mergeSpec, specFromRequest } from "../resource/flat-request.ts";
import { type ResourceOf, resourceSchemas } from "../resource/kinds.ts";
import type { Caller } from "../resource/principal.ts";
import type { Rules, SpecOf } from "../resource/rules.ts";
import { clearSecrets, maskSecrets, secretFieldsOf } from "../resource/secret-fields.ts";
import type { ResourceCodec, StoredResource } from "../store/resource-codec.ts";
import {
  type Claim,
  ClaimTakenError,
  type Kind,
  type ResourceRef,
  type Row,
  RowExistsError,
  type Store,
  type StoreReader,
  type StoreWriter,
} from "../store/store.ts";
import { formatPageToken, parsePageToken } from "./page-token.ts";

export interface CrudOptions<K extends Kind> {
  readonly rules: Rules<K>;
  readonly store: Store;
  readonly codec: ResourceCodec;
  readonly validator: Validator;
  readonly clock: Clock;
  readonly random: Random;
}

interface UpdateRequest {
  readonly id: string;
  readonly etag: string;
  readonly updateMask?: { readonly paths: readonly string[] };
}

/** What can be done with a resource of any kind: read, apply the rules, store, answer without secrets. */
export class ResourceCrud<K extends Kind> {
  readonly kind: K;
  readonly specSchema: GenMessage<SpecOf[K]>;
  readonly #options: CrudOptions<K>;
  /** Specs in which a caller has given a secret. */
  readonly #withGivenSecret = new WeakSet<SpecOf[K]>();

  constructor(options: CrudOptions<K>) {
    this.kind = options.rules.kind;
    this.specSchema = options.rules.specSchema;
    this.#options = options;
  }

  /**
   * Stores a new resource of the caller's organization, or of the one that the spec names already.
   *
   * @param held names that the resource holds from the start
   */
  async create<Request extends DescMessage>(
    requestSchema: Request,
    request: MessageShape<Request>,
    caller: Caller,
    held: readonly Claim[] = [],
    amend: (resource: ResourceOf[K]) => void = () => {},
  ): Promise<ResourceOf[K]> {
    const { rules, store, validator, clock } = this.#options;
    const spec = specFromRequest(rules.specSchema, requestSchema, request) as SpecOf[K];
    spec.id = this.newId(spec.id);
    if (spec.organizationId === "") spec.organizationId = caller.organizationId;
    assertNone(this.#carrySecrets(undefined, spec));
    assertNone(rules.complete(spec, undefined));
    assertValid(validator, rules.specSchema, spec);
    const nowMs = clock.nowMs();
    const resource = this.#build(spec, nowMs);
    amend(resource);
    await store.write((writer) => this.#insert(writer, resource, held, caller, nowMs));
    return this.#withoutSecrets(resource);
  }

  /**
   * Replaces a resource's spec, or the fields of an update mask. A spec that stays the same is not written.
   *
   * @param assertMay throws unless the caller may change the stored resource
   */
  async update<Request extends DescMessage>(
    requestSchema: Request,
    request: MessageShape<Request> & UpdateRequest,
    caller: Caller,
    assertMay: (stored: SpecOf[K]) => void = () => {},
  ): Promise<ResourceOf[K]> {
    const { rules, store, codec, validator } = this.#options;
    const id = request.id.toLowerCase();
    return store.write(async (writer) => {
      const row = await this.#read(writer, id, caller);
      const resource = codec.decode(this.kind, row);
      const stored = resource.spec as SpecOf[K];
      assertMay(stored);
      this.#assertEtag(request.etag, resource.status!.etag, id);
      assertStays(this.kind, resource);
      const spec = this.#nextSpec(requestSchema, request, stored);
      assertNone(rules.complete(spec, stored));
      assertValid(validator, rules.specSchema, spec);
      await this.#replace(writer, row, resource, spec, caller);
      return this.#withoutSecrets(resource);
    });
  }

  /** The specs of an organization, of all that is not being deleted. */
  async specs(reader: StoreReader, { organizationId }: Caller): Promise<SpecOf[K][]> {
    const rows = await reader.list(this.kind, { organizationId });
    const resources = rows.map((row) => this.#options.codec.decode(this.kind, row));
    return resources.filter(({ status }) => status?.status !== Status.DELETING).map(({ spec }) => spec as SpecOf[K]);
  }

  /** The id of a new resource: the one that was given for it, or one of its own. */
  newId(given: string): string {
    return given === "" ? this.#options.random.uuid() : given.toLowerCase();
  }

  /**
   * Brings a whole spec into the form in which it is stored, in place, and gives everything that is wrong with it.
   *
   * @param stored what it takes the place of, from which it has the secrets that it leaves out; undefined: nothing
   */
  complete(spec: SpecOf[K], stored: SpecOf[K] | undefined, { organizationId }: Caller): FieldViolation[] {
    const { rules, validator } = this.#options;
    spec.id = stored?.id ?? this.newId(spec.id);
    spec.organizationId = organizationId;
    // The rules count on a spec that the proto allows, before secrets are carried over and after.
    for (const check of [
      () => violationsOf(validator, rules.specSchema, spec),
      () => this.#carrySecrets(stored, spec),
      () => violationsOf(validator, rules.specSchema, spec),
    ]) {
      const violations = check();
      if (violations.length > 0) return violations;
    }
    return rules.complete(spec, stored);
  }

  /** Stores a spec that is complete, inside of a transaction: as a new resource, or in the place of the one with its id. */
  async put(writer: StoreWriter, spec: SpecOf[K], caller: Caller): Promise<"created" | "updated" | "unchanged"> {
    const { codec, clock } = this.#options;
    const row = await writer.get(this.kind, spec.id);
    if (row?.organizationId !== caller.organizationId) {
      const nowMs = clock.nowMs();
      await this.#insert(writer, this.#build(spec, nowMs), [], caller, nowMs);
      return "created";
    }
    const resource = codec.decode(this.kind, row);
    assertStays(this.kind, resource);
    return (await this.#replace(writer, row, resource, spec, caller)) ? "updated" : "unchanged";
  }

  /**
   * Changes a resource otherwise than by an update: what the change makes of it is stored, with the names that it gives
   * for the resource to hold.
   *
   * @param action what the audit log calls it
   */
  async change(
    request: { readonly id: string; readonly etag: string },
    caller: Caller,
    action: string,
    change: (resource: ResourceOf[K], held: readonly Claim[], nowMs: number) => readonly Claim[],
  ): Promise<ResourceOf[K]> {
    const { rules, store, codec, clock } = this.#options;
    const id = request.id.toLowerCase();
    return store.write(async (writer) => {
      const row = await this.#read(writer, id, caller);
      const resource = codec.decode(this.kind, row);
      const status = resource.status!;
      this.#assertEtag(request.etag, status.etag, id);
      const updatedAtMs = clock.nowMs();
      const before = clone(rules.specSchema as DescMessage, resource.spec as SpecOf[K]) as SpecOf[K];
      const held = change(resource, await writer.claimsOf(row), updatedAtMs);
      const spec = resource.spec as SpecOf[K];
      await this.#audit(writer, action, caller, updatedAtMs, before, spec);
      status.updatedAt = timestampFromMs(updatedAtMs);
      status.etag = this.#newEtag();
      const body = codec.encode(this.kind, resource);
      await writer.update({ ...row, updatedAtMs, body }, rules.holdings(spec, held));
      return this.#withoutSecrets(resource);
    });
  }

  async get(id: string, caller: Caller): Promise<ResourceOf[K]> {
    const row = await this.#read(this.#options.store, id.toLowerCase(), caller);
    return this.present(row);
  }

  /**
   * A page of resources. Those that cannot be read are left out, so that the others can be listed; `get` fails with the
   * reason.
   *
   * @param linkedTo only those that refer to this; undefined: all of the organization
   */
  async list(
    request: { readonly updatedAfter?: Timestamp; readonly pageSize: number; readonly pageToken: string },
    caller: Caller,
    linkedTo?: ResourceRef,
  ): Promise<{ items: ResourceOf[K][]; nextPageToken: string }> {
    const { store } = this.#options;
    const rows = await store.list(this.kind, {
      organizationId: caller.organizationId,
      linkedTo,
      updatedAfterMs: request.updatedAfter && timestampMs(request.updatedAfter),
      after: request.pageToken === "" ? undefined : parsePageToken(request.pageToken),
      // One more than asked for says whether there is a next page.
      limit: request.pageSize === 0 ? undefined : request.pageSize + 1,
    });
    const hasMore = request.pageSize > 0 && rows.length > request.pageSize;
    const page = hasMore ? rows.slice(0, request.pageSize) : rows;
    const last = page.at(-1);
    return {
      items: page.flatMap((row) => this.tryPresent(row) ?? []),
      nextPageToken: hasMore && last !== undefined ? formatPageToken(last) : "",
    };
  }

  /**
   * Removes a resource, or starts to: what proxies serve is gone when they have forgotten it.
   *
   * @param assertMay throws unless the caller may delete the stored resource; undefined where it cannot be read
   */
  async delete(
    request: { readonly id: string; readonly etag: string },
    caller: Caller,
    assertMay: (stored: SpecOf[K] | undefined) => void = () => {},
  ): Promise<ResourceOf[K]> {
    const { rules, store, codec, clock } = this.#options;
    const id = request.id.toLowerCase();
    return store.write(async (writer) => {
      const row = await this.#read(writer, id, caller);
      const resource = codec.tryDecode(this.kind, row);
      assertMay(resource?.spec as SpecOf[K] | undefined);
      if (resource === undefined) return this.#deleteUnreadable(writer, row, caller);
      const status = resource.status!;
      this.#assertEtag(request.etag, status.etag, id);
      if (status.status === Status.DELETING) return this.#withoutSecrets(resource);
      const how = await rules.checkDelete(resource, row, writer);
      const updatedAtMs = clock.nowMs();
      status.status = Status.DELETING;
      status.updatedAt = timestampFromMs(updatedAtMs);
      await this.#audit(writer, "delete", caller, updatedAtMs, resource.spec as SpecOf[K], undefined);
      if (how === "remove") await writer.delete(row);
      else {
        const body = codec.encode(this.kind, resource);
        const holdings = rules.holdings(resource.spec as SpecOf[K], await writer.claimsOf(row));
        await writer.update({ ...row, updatedAtMs, body }, holdings);
      }
      return this.#withoutSecrets(resource);
    });
  }

  /** A stored resource as a caller may see it. Throws an UnreadableRowError. */
  present(row: StoredResource): ResourceOf[K] {
    return this.#withoutSecrets(this.#options.codec.decode(this.kind, row));
  }

  /** As `present`, but `undefined` when the resource cannot be read. */
  tryPresent(row: StoredResource): ResourceOf[K] | undefined {
    const resource = this.#options.codec.tryDecode(this.kind, row);
    return resource && this.#withoutSecrets(resource);
  }

  async #insert(
    writer: StoreWriter,
    resource: ResourceOf[K],
    held: readonly Claim[],
    caller: Caller,
    nowMs: number,
  ): Promise<void> {
    const { rules, codec } = this.#options;
    const spec = resource.spec as SpecOf[K];
    const { id, organizationId } = spec;
    const body = codec.encode(this.kind, resource);
    const row = { kind: this.kind, id, organizationId, createdAtMs: nowMs, updatedAtMs: nowMs, body };
    await rules.checkReferences(spec, writer);
    try {
      await writer.insert(row, rules.holdings(spec, held));
    } catch (error) {
      throw this.#translate(error, id);
    }
    await this.#audit(writer, "create", caller, nowMs, undefined, spec);
  }

  /** Gives whether anything was to be written: a spec that stays the same is not. */
  async #replace(
    writer: StoreWriter,
    row: Row,
    resource: ResourceOf[K],
    spec: SpecOf[K],
    caller: Caller,
  ): Promise<boolean> {
    const { rules, codec, clock } = this.#options;
    const stored = resource.spec as SpecOf[K];
    const status = resource.status!;
    // Whoever may not know a secret must not learn, from what is left unchanged, whether a guess of it is right.
    const isGuess = caller.role !== "admin" && this.#withGivenSecret.has(spec);
    if (!isGuess && equals(rules.specSchema, spec, stored)) return false;
    await rules.checkReferences(spec, writer);
    const updatedAtMs = clock.nowMs();
    resource.spec = spec;
    status.status = statusAfterUpdate(status.status, rules.initialStatus);
    status.updatedAt = timestampFromMs(updatedAtMs);
    status.etag = this.#newEtag();
    const body = codec.encode(this.kind, resource);
    const holdings = rules.holdings(spec, await writer.claimsOf(row));
    try {
      await writer.update({ ...row, updatedAtMs, body }, holdings);
    } catch (error) {
      throw this.#translate(error, row.id);
    }
    await this.#audit(writer, "update", caller, updatedAtMs, stored, spec);
    return true;
  }

  #build(spec: SpecOf[K], nowMs: number): ResourceOf[K] {
    const { rules } = this.#options;
    const status = {
      createdAt: timestampFromMs(nowMs),
      updatedAt: timestampFromMs(nowMs),
      status: rules.initialStatus,
      etag: this.#newEtag(),
    };
    const schema: DescMessage = resourceSchemas[this.kind];
    return create(schema, { spec, status } as never) as Message as ResourceOf[K];
  }

  /** Deletes at once, because the zones whose proxies should forget it first are not known. */
  async #deleteUnreadable(writer: StoreWriter, row: Row, caller: Caller): Promise<ResourceOf[K]> {
    const { rules, codec, clock } = this.#options;
    const { id, organizationId, createdAtMs } = row;
    const spec = create(rules.specSchema as DescMessage, { id, organizationId } as never) as SpecOf[K];
    const resource = this.#build(spec, createdAtMs);
    resource.status!.status = Status.DELETING;
    await rules.checkDelete(resource, row, writer);
    for (const key of await writer.list("api_key", { linkedTo: row })) {
      if (this.kind === "gateway") await writer.delete(key);
    }
    await this.#audit(writer, "delete", caller, clock.nowMs(), spec, undefined);
    // Watches show what was stored last: from here on that can be read.
    await writer.update({ ...row, body: codec.encode(this.kind, resource) });
    await writer.delete(row);
    return resource;
  }

  #nextSpec<Request extends DescMessage>(
    requestSchema: Request,
    request: MessageShape<Request> & UpdateRequest,
    stored: SpecOf[K],
  ): SpecOf[K] {
    const { specSchema } = this.#options.rules;
    const paths = request.updateMask?.paths ?? [];
    // Without its secrets: those that the request does not give are carried over, or refused, in one place.
    const base = clone(specSchema as DescMessage, stored) as SpecOf[K];
    clearSecrets(specSchema, base);
    const spec = (
      paths.length > 0
        ? mergeSpec(specSchema, base, requestSchema, request, paths)
        : specFromRequest(specSchema, requestSchema, request)
    ) as SpecOf[K];
    spec.id = stored.id;
    spec.organizationId = stored.organizationId;
    assertNone(this.#carrySecrets(stored, spec, new Set(paths.map((path) => canonicalPath(specSchema, path)))));
    return spec;
  }

  /** @param cleared the fields that an update mask names: a secret among them that is not given is cleared */
  #carrySecrets(
    stored: SpecOf[K] | undefined,
    spec: SpecOf[K],
    cleared: ReadonlySet<string> = new Set(),
  ): FieldViolation[] {
    if (secretFieldsOf(this.specSchema, spec).length > 0) this.#withGivenSecret.add(spec);
    return carrySecrets(this.kind, stored, spec, { cleared, newId: () => this.#options.random.uuid() });
  }

  async #read(reader: StoreReader, id: string, caller: Caller): Promise<Row> {
    const row = await reader.get(this.kind, id);
    if (row?.organizationId !== caller.organizationId) throw notFound(this.kind, id);
    return row;
  }

  /** In the transaction of the change: there is none without its entry, and no entry without its change. */
  async #audit(
    writer: StoreWriter,
    action: string,
    { subject, requestId }: Caller,
    atMs: number,
    before: SpecOf[K] | undefined,
    after: SpecOf[K] | undefined,
  ): Promise<void> {
    const { id: resourceId, organizationId } = (after ?? before)!;
    const schema: DescMessage = this.#options.rules.specSchema;
    const bytes = (spec: SpecOf[K] | undefined) => spec && toBinary(schema, maskSecrets(schema, spec));
    await writer.audit({
      atMs,
      organizationId,
      subject,
      action,
      kind: this.kind,
      resourceId,
      requestId,
      before: bytes(before),
      after: bytes(after),
    });
  }

  /** Random: made from the spec, it would let readers test guesses of its secrets. */
  #newEtag(): string {
    return Buffer.from(this.#options.random.bytes(8)).toString("hex");
  }

  #assertEtag(expected: string, actual: string, id: string): void {
    if (expected === "" || expected === actual) return;
    throw new ApiError(
      { code: "aborted" },
      `${this.kind} "${id}" has changed: its etag is "${actual}", not "${expected}"`,
    );
  }

  #withoutSecrets(resource: ResourceOf[K]): ResourceOf[K] {
    clearSecrets(resourceSchemas[this.kind], resource);
    return resource;
  }

  #translate(error: unknown, id: string): unknown {
    if (error instanceof RowExistsError) return alreadyExists(this.kind, id, `${this.kind} "${id}" exists already`);
    if (error instanceof ClaimTakenError) {
      const { space, key } = error.claim;
      return alreadyExists(space, key, `${space} "${key}" belongs to another ${this.kind}`);
    }
    return error;
  }
}

function assertNone(violations: readonly FieldViolation[]): void {
  if (violations.length > 0) throw invalidArgument(violations);
}

/** What no proxy has served yet is still being created; what none ever serves is changed at once. */
function statusAfterUpdate(status: Status, initialStatus: Status): Status {
  if (initialStatus === Status.READY) return status;
  return status === Status.CREATING ? status : Status.UPDATING;
}

/** Throws when a resource is on its way out: it can't be changed any more. */
function assertStays<K extends Kind>(kind: K, { spec, status }: ResourceOf[K]): void {
  if (status?.status !== Status.DELETING) return;
  const { id } = spec!;
  throw failedPrecondition([
    { type: "DELETING", subject: `${kind}/${id}`, description: `${kind} "${id}" is being deleted` },
  ]);
}
