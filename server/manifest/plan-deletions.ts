import { createHash } from "node:crypto";
import type { ResourceRef } from "../store/store.ts";
import type { ManifestKind } from "./manifest-kinds.ts";

/** A resource that the folder declares, or has declared and that is not deleted yet. */
export interface OwnedResource {
  readonly kind: ManifestKind;
  readonly id: string;
  /** Empty when an earlier version noted the resource. */
  readonly name: string;
  /** The file that declares it, or did last; empty when an earlier version noted the resource. */
  readonly file: string;
}

/** Which of the resources that the folder owns and no longer declares are deleted, and which are kept, and why. */
export interface DeletionPlan {
  /** Those whose file is still there and declares nothing, which is not the wish to delete them. */
  readonly kept: readonly OwnedResource[];
  readonly deleted: readonly OwnedResource[];
  /** Why nothing is deleted; undefined when the deletion may go on. */
  readonly refusal: string | undefined;
}

/** So many resources may always be deleted at once: in a small folder each is a large share. */
const alwaysAllowed = 3;

/**
 * Decides which resources of a folder are deleted. Resources are compared by id, so one that moved to another file stays.
 *
 * @param owned what the folder owned before this state of it
 * @param present what the folder declares now
 * @param fileNames all manifests of the folder
 * @param maxShare the largest share of the owned resources that is deleted at once, from 0 to 1
 * @param allowed digests of deletions that an operator has allowed
 */
export function planDeletions(options: {
  readonly owned: readonly OwnedResource[];
  readonly present: readonly OwnedResource[];
  readonly fileNames: readonly string[];
  readonly maxShare: number;
  readonly allowed: ReadonlySet<string>;
}): DeletionPlan {
  const { owned, present, fileNames, maxShare, allowed } = options;
  const declared = new Set(present.map(keyOf));
  const gone = owned.filter((resource) => !declared.has(keyOf(resource)));
  const declaring = new Set(present.map(({ file }) => file));
  const silent = new Set(fileNames.filter((name) => !declaring.has(name)));
  const isKept = ({ file }: OwnedResource): boolean =>
    present.length === 0 || (file === "" ? silent.size > 0 : silent.has(file));
  const deleted = gone.filter((resource) => !isKept(resource));
  const plan = { kept: gone.filter(isKept), deleted };
  const limit = Math.max(alwaysAllowed, Math.floor(maxShare * owned.length));
  const digest = digestOf(deleted);
  if (deleted.length <= limit || allowed.has(digest)) return { ...plan, refusal: undefined };
  return { ...plan, refusal: refusalOf(deleted, owned.length, limit, digest) };
}

/** @returns the resource as messages name it, for example `gateway "prod"` */
export function nameOf({ kind, id, name }: Pick<OwnedResource, "kind" | "id" | "name">): string {
  return `${kind} ${JSON.stringify(name === "" ? id : name)}`;
}

/** Names the first of many resources, and says how many there are. */
export function listNames(resources: readonly Pick<OwnedResource, "kind" | "id" | "name">[]): string {
  const shown = resources.slice(0, 10).map(nameOf).join(", ");
  return resources.length > 10 ? `${shown} and ${resources.length - 10} more` : shown;
}

function refusalOf(deleted: readonly OwnedResource[], owned: number, limit: number, digest: string): string {
  return (
    `the folder no longer declares ${deleted.length} of its ${owned} resources, and at most ${limit} are deleted at once: ` +
    `nothing is deleted; to delete them, write ${digest} into the file .weir-allow-deletions in the folder, ` +
    `or raise WEIR_MANIFESTS_MAX_DELETE_SHARE: ${listNames(deleted)}`
  );
}

/** @returns a text that names a resource and no other */
export function keyOf({ kind, id }: ResourceRef): string {
  return `${kind}/${id}`;
}

/** Names exactly these resources, so that an operator can allow their deletion and no other. */
function digestOf(resources: readonly OwnedResource[]): string {
  const keys = resources.map(keyOf).sort().join("\n");
  return createHash("sha256").update(keys).digest("hex").slice(0, 16);
}
