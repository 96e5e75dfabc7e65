import { Status } from "../../gen/es/weir/inference/v1alpha1/status_pb.ts";
import type { ResourceCodec } from "../store/resource-codec.ts";
import type { ResourceRef, StoreReader } from "../store/store.ts";
import { failedPrecondition } from "./api-error.ts";

/** As many as an error names: enough to act on. */
const namedAttachments = 10;

/**
 * Throws while deployments refer to a resource that is to be deleted; those that are being deleted don't count.
 *
 * @param field what of a deployment refers to it
 */
export async function assertUnattached(
  resource: ResourceRef,
  field: string,
  { reader, codec }: { readonly reader: StoreReader; readonly codec: ResourceCodec },
): Promise<void> {
  const attached = (await reader.listLinked("deployment", resource))
    .map((row) => codec.decode("deployment", row))
    .filter(({ status }) => status?.status !== Status.DELETING);
  if (attached.length === 0) return;
  throw failedPrecondition(
    attached.slice(0, namedAttachments).map(({ spec }) => ({
      type: "DEPLOYMENTS_ATTACHED",
      subject: `deployments/${spec!.id}`,
      description: `deployment "${spec!.name}" is attached: delete it first, or take the ${resource.kind} out of its ${field}`,
    })),
  );
}
