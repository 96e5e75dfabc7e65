import { Status } from "../../gen/es/weir/inference/v1alpha1/status_pb.ts";
import type { ResourceCodec } from "../store/resource-codec.ts";
import type { Kind, StoreReader } from "../store/store.ts";
import type { FieldViolation } from "./api-error.ts";
import type { ResourceOf } from "./kinds.ts";

/** What one resource says of another. */
export interface Reference<K extends Kind = Kind> {
  readonly kind: K;
  readonly id: string;
  /** The field that names it, for example `gateway_ids[0]`. */
  readonly field: string;
}

/** Reads what is referred to, or tells why it can't be: another organization's resources do not exist for this one. */
export async function readReference<K extends Kind>(
  { kind, id, field }: Reference<K>,
  organizationId: string,
  { reader, codec }: { readonly reader: StoreReader; readonly codec: ResourceCodec },
): Promise<ResourceOf[K] | FieldViolation> {
  const row = await reader.get(kind, id);
  if (row?.organizationId !== organizationId) return { field, description: `no ${kind} "${id}"` };
  const resource = codec.decode(kind, row);
  if (resource.status?.status === Status.DELETING) {
    return { field, description: `${kind} "${id}" is being deleted` };
  }
  return resource;
}

/** Everything that is wrong with what a resource refers to. */
export async function referenceViolations(
  references: readonly Reference[],
  organizationId: string,
  from: { readonly reader: StoreReader; readonly codec: ResourceCodec },
): Promise<FieldViolation[]> {
  const violations: FieldViolation[] = [];
  for (const reference of references) {
    const found = await readReference(reference, organizationId, from);
    if ("field" in found) violations.push(found);
  }
  return violations;
}
