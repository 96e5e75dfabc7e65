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
  for await (const { type, body, revision } of hub.watch(query, since, context.signal)) {
    yield {
      type,
      resourceVersion: revision === undefined ? "" : String(revision),
      resource: body === undefined ? undefined : crud.present({ body }),
    };
  }
}
