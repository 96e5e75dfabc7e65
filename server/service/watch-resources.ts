import type { HandlerContext } from "@connectrpc/connect";
import type { EventType } from "../../gen/es/weir/inference/v1alpha1/event_pb.ts";
import type { ResourceOf } from "../resource/kinds.ts";
import type { Principal } from "../resource/principal.ts";
import type { Kind } from "../store/store.ts";
import type { ResourceCrud } from "./resource-crud.ts";
import type { WatchHub } from "./watch-hub.ts";

/** The messages of a kind's watch, whose field for the resource is named differently in each kind. */
export async function* watchResources<K extends Kind>(
  crud: ResourceCrud<K>,
  hub: WatchHub,
  request: { readonly id: string; readonly resourceVersion: string },
  caller: Principal,
  context: HandlerContext,
): AsyncGenerator<{ type: EventType; resourceVersion: string; resource: ResourceOf[K] | undefined }> {
  const query = {
    kind: crud.kind,
    organizationId: caller.organizationId,
    id: request.id === "" ? undefined : request.id.toLowerCase(),
  };
  const since = request.resourceVersion === "" ? undefined : Number(request.resourceVersion);
  const { organizationId } = query;
  for await (const { type, id, body, revision } of hub.watch(query, since, context.signal)) {
    const resourceVersion = revision === undefined ? "" : String(revision);
    const resource = body === undefined ? undefined : crud.tryPresent({ id, organizationId, body });
    // A resource that cannot be read has no event, as it has no place in a list.
    if (body === undefined || resource !== undefined) yield { type, resourceVersion, resource };
  }
}
