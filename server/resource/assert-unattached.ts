import { Status } from "../../gen/es/weir/inference/v1alpha1/status_pb.ts";
import type { ResourceCodec } from "../store/resource-codec.ts";
import type { Kind, ResourceRef, StoreReader } from "../store/store.ts";
import { failedPrecondition, type PreconditionViolation } from "./api-error.ts";

/** As many as an error names: enough to act on. */
const namedAttachments = 10;

/**
 * Throws while others refer to a resource that is to be deleted; those that are being deleted don't count.
 *
 * @param fields the kinds that can refer to it, and what of them does
 */
export async function assertUnattached(
  resource: ResourceRef,
  fields: Partial<Record<Kind, string>>,
  { reader, codec }: { readonly reader: StoreReader; readonly codec: ResourceCodec },
): Promise<void> {
  const violations: PreconditionViolation[] = [];
  for (const [kind, field] of Object.entries(fields) as [Kind, string][]) {
    for (const row of await reader.list(kind, { linkedTo: resource })) {
      const { spec, status } = codec.decode(kind, row);
      if (status?.status === Status.DELETING) continue;
      violations.push({
        type: `${kind.toUpperCase()}S_ATTACHED`,
        subject: `${kind}s/${row.id}`,
        description: `${kind} "${spec!.name}" is attached: delete it first, or take the ${resource.kind} out of its ${field}`,
      });
    }
  }
  if (violations.length > 0) throw failedPrecondition(violations.slice(0, namedAttachments));
}
