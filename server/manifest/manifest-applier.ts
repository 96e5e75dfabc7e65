import { type DescMessage, fromJson, type Message } from "@bufbuild/protobuf";
import { nextTurn } from "../../kit/next-turn.ts";
import { ApiError, type FieldViolation, invalidArgument, permissionDenied } from "../resource/api-error.ts";
import { completePluginsAhead } from "../resource/complete-plugins.ts";
import { mayManage } from "../resource/custom-endpoint-access.ts";
import { jsonViolations } from "../resource/json-violations.ts";
import { pluginsOf } from "../resource/plugins-of.ts";
import type { Caller } from "../resource/principal.ts";
import type { SpecOf } from "../resource/rules.ts";
import type { ResourceCrud } from "../service/resource-crud.ts";
import type { Store, StoreWriter } from "../store/store.ts";
import { type ManifestCruds, type ManifestKind, manifestKinds } from "./manifest-kinds.ts";
import { type ManifestDocument, type ManifestFile, parseManifests } from "./parse-manifests.ts";
import { resolveNames } from "./resolve-names.ts";
import { changesOf, type FieldChange } from "./spec-changes.ts";

type Spec = SpecOf[ManifestKind];
/** One of them, whichever: what its methods give is what they take. */
type AnyCrud = ResourceCrud<ManifestKind>;

export interface ApplyRequest {
  readonly files: readonly ManifestFile[];
  /** What stands for `${NAME}`. */
  readonly variables: ReadonlyMap<string, string>;
  readonly dryRun: boolean;
}

/** What came of a document. */
export interface Applied {
  readonly kind: ManifestKind;
  readonly id: string;
  readonly name: string;
  readonly action: "created" | "updated" | "unchanged";
  readonly changes: readonly FieldChange[];
  readonly document: ManifestDocument;
}

/** A document that has been read as a spec. */
interface Declared {
  readonly kind: ManifestKind;
  readonly document: ManifestDocument;
  readonly spec: Spec;
  /** The spec of the resource that it is of, as it is now; undefined: there is none yet. */
  stored: Spec | undefined;
}

/** Ends a transaction that is to leave no trace, with what it would have done. */
class DryRun extends Error {
  readonly applied: readonly Applied[];

  constructor(applied: readonly Applied[]) {
    super("a dry run");
    this.applied = applied;
  }
}

/** Makes what manifests declare so, in one transaction: all of it or nothing. */
export class ManifestApplier {
  readonly #store: Store;
  readonly #cruds: ManifestCruds;

  constructor(store: Store, cruds: ManifestCruds) {
    this.#store = store;
    this.#cruds = cruds;
  }

  /** In the order of the documents. Throws an ApiError with every mistake, each with its file and line. */
  async apply({ files, variables, dryRun }: ApplyRequest, caller: Caller): Promise<readonly Applied[]> {
    const { documents, violations } = await parseManifests(files, variables);
    const declared = documents.flatMap((document) => this.#read(document, violations) ?? []);
    assertNone(violations);
    await completePluginsOf(declared);
    try {
      return await this.#store.write(async (writer) => {
        await this.#complete(declared, writer, caller);
        const applied = await this.#put(declared, writer, caller);
        if (dryRun) throw new DryRun(applied);
        return applied;
      });
    } catch (error) {
      if (error instanceof DryRun) return error.applied;
      throw error;
    }
  }

  #crudOf(kind: ManifestKind): AnyCrud {
    return this.#cruds[kind] as unknown as AnyCrud;
  }

  #read(document: ManifestDocument, violations: FieldViolation[]): Declared | undefined {
    const reject = (violation: FieldViolation): undefined => {
      violations.push(document.at(violation));
    };
    const wanted = document.kind.replaceAll("_", "").toLowerCase();
    const kind = manifestKinds.find((each) => each.replace("_", "") === wanted);
    if (kind === undefined) return reject({ field: "", description: unknownKind(document.kind, wanted) });
    const schema: DescMessage = this.#crudOf(kind).specSchema;
    const wrong = jsonViolations(schema, document.spec);
    for (const each of wrong) reject(each);
    if (wrong.length > 0) return undefined;
    const spec = fromJson(schema, document.spec) as Message as Spec;
    if (spec.name === "") return reject({ field: "name", description: "must be given" });
    return { kind, document, spec, stored: undefined };
  }

  /** Finds the resource of each document, puts ids in the place of names, and checks all that can be checked of one alone. */
  async #complete(declared: readonly Declared[], writer: StoreWriter, caller: Caller): Promise<void> {
    const violations: FieldViolation[] = [];
    const names = new Names();
    for (const kind of manifestKinds) {
      for (const spec of await this.#crudOf(kind).specs(writer, caller)) names.replace(kind, undefined, spec);
    }
    const taken = new Map<string, ManifestDocument>();
    for (const each of declared) {
      const { kind, document, spec } = each;
      const found = spec.id === "" ? names.named(kind, spec.name) : names.withId(kind, spec.id);
      if (found.length > 1) {
        const description = `${found.length} of kind ${kind} are named so: give the id of one of them`;
        violations.push(document.at({ field: "name", description }));
        continue;
      }
      each.stored = found[0];
      const key = `${kind}/${found[0]?.id ?? (spec.id || spec.name)}`;
      const other = taken.get(key);
      if (other === undefined) taken.set(key, document);
      else violations.push(document.at({ field: "name", description: `is that of ${placeOf(other)} too` }));
    }
    assertNone(violations);
    // Ids are given before names are looked up: documents refer to each other in any order.
    for (const { kind, spec, stored } of declared) {
      spec.id = stored?.id ?? this.#crudOf(kind).newId(spec.id);
      names.replace(kind, stored, spec);
    }
    const idsOf = (kind: ManifestKind, name: string): string[] => names.named(kind, name).map(({ id }) => id);
    for (const each of declared) {
      const { kind, document, spec, stored } = each;
      // Others have their turn before the next document.
      await nextTurn();
      const crud = this.#crudOf(kind);
      // First: what is wrong with a spec can tell of the stored one, which not everybody may read.
      assertMay(caller, each);
      if (kind === "custom_endpoint") nameOnlyGateway(spec as SpecOf["custom_endpoint"], names);
      const unknown = resolveNames(crud.specSchema, spec, manifestKinds, idsOf);
      const wrong = unknown.length > 0 ? unknown : crud.complete(spec, stored, caller);
      violations.push(...wrong.map((each) => document.at(each)));
    }
    assertNone(violations);
  }

  async #put(declared: readonly Declared[], writer: StoreWriter, caller: Caller): Promise<readonly Applied[]> {
    const applied = new Map<Declared, Applied>();
    const violations: FieldViolation[] = [];
    for (const kind of manifestKinds) {
      for (const each of declared) {
        if (each.kind !== kind) continue;
        const { document, spec, stored } = each;
        const crud = this.#crudOf(kind);
        try {
          const action = await crud.put(writer, spec, caller);
          const changes =
            action === "updated" ? changesOf(crud.specSchema, stored!, spec, caller.role === "admin") : [];
          applied.set(each, { kind, id: spec.id, name: spec.name, action, changes, document });
        } catch (error) {
          if (!(error instanceof ApiError)) throw error;
          if (error.kind.code !== "invalid_argument") {
            throw new ApiError(error.kind, `${placeOf(document)}: ${error.message}`);
          }
          violations.push(...error.kind.violations.map((violation) => document.at(violation)));
        }
      }
    }
    assertNone(violations);
    return declared.map((each) => applied.get(each)!);
  }
}

/** Compiles schemas and patterns, one document after the other, while others read and write. */
async function completePluginsOf(declared: readonly Declared[]): Promise<void> {
  for (const { spec } of declared) {
    const [plugins, field] = pluginsOf(spec);
    if (plugins.length === 0) continue;
    completePluginsAhead(plugins, field);
    await nextTurn();
  }
}

/** Specs by their names: stored ones, and in their places those that are declared. */
class Names {
  readonly #byName = new Map<string, Spec[]>();
  readonly #byId = new Map<string, Spec>();

  get gateways(): Spec[] {
    return [...this.#byId].flatMap(([key, spec]) => (key.startsWith("gateway/") ? spec : []));
  }

  replace(kind: ManifestKind, before: Spec | undefined, spec: Spec): void {
    if (before !== undefined) {
      const others = this.named(kind, before.name).filter((each) => each !== before);
      this.#byName.set(`${kind}/${before.name}`, others);
    }
    this.#byName.set(`${kind}/${spec.name}`, [...this.named(kind, spec.name), spec]);
    this.#byId.set(`${kind}/${spec.id}`, spec);
  }

  named(kind: ManifestKind, name: string): readonly Spec[] {
    return this.#byName.get(`${kind}/${name}`) ?? [];
  }

  withId(kind: ManifestKind, id: string): readonly Spec[] {
    const found = this.#byId.get(`${kind}/${id.toLowerCase()}`);
    return found === undefined ? [] : [found];
  }
}

/** Where there is one gateway, an account that names none is served by that: manifests of TrueFoundry name none. */
function nameOnlyGateway(spec: SpecOf["custom_endpoint"], { gateways }: Names): void {
  if (spec.gatewayIds.length === 0 && gateways.length === 1) spec.gatewayIds = [gateways[0]!.id];
}

/** Throws unless a caller is an admin, or manages the custom endpoint that a document is of. */
function assertMay(caller: Caller, { kind, spec, stored, document }: Declared): void {
  if (caller.role === "admin") return;
  if (kind === "custom_endpoint" && stored !== undefined && mayManage(stored as SpecOf["custom_endpoint"], caller))
    return;
  throw permissionDenied(
    `${placeOf(document)}: "${caller.subject}" may not change ${kind} "${spec.name}": that needs the role admin`,
  );
}

function unknownKind(given: string, wanted: string): string {
  if (wanted === "apikey") return "keys are not declared, their secrets are shown once: make one by `weir keys create`";
  if (wanted === "accesstoken") {
    return "tokens are not declared, their secrets are shown once: make one by `weir tokens create`";
  }
  return `kind: "${given}" is none of Gateway, Upstream, Service, Deployment, Rule, CustomEndpoint`;
}

function placeOf({ file, line }: ManifestDocument): string {
  return `${file}:${line}`;
}

function assertNone(violations: readonly FieldViolation[]): void {
  if (violations.length > 0) throw invalidArgument(violations);
}
