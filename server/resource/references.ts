import { Status } from "../../gen/es/weir/inference/v1alpha1/status_pb.ts";
import type { ResourceCodec } from "../store/resource-codec.ts";
import type { Kind, StoreReader } from "../store/store.ts";
import { type FieldViolation, invalidArgument } from "./api-error.ts";

/** What one resource says of another. */
export interface Reference {
  readonly kind: Kind;
  readonly id: string;
  /** The field that names it, for example `gateway_ids[0]`. */
  readonly field: string;
}

/**
 * Throws an ApiError with everything that can't be referred to: what is not there, what is being deleted, and what is
 * another organization's, which does not exist for this one.
 */
export async function assertReferences(
  references: readonly Reference[],
  organizationId: string,
  { reader, codec }: { readonly reader: StoreReader; readonly codec: ResourceCodec },
): Promise<void> {
  const violations: FieldViolation[] = [];
  for (const { kind, id, field } of references) {
    const row = await reader.get(kind, id);
    if (row?.organizationId !== organizationId) violations.push({ field, description: `no ${kind} "${id}"` });
    else if (codec.decode(kind, row).status?.status === Status.DELETING) {
      violations.push({ field, description: `${kind} "${id}" is being deleted` });
    }
  }
  if (violations.length > 0) throw invalidArgument(violations);
}
