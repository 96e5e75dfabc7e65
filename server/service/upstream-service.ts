import type { ServiceImpl } from "@connectrpc/connect";
import {
  CreateUpstreamRequestSchema,
  UpdateUpstreamRequestSchema,
  type UpstreamService,
} from "../../gen/es/weir/inference/v1alpha1/upstream_service_pb.ts";
import type { CallerOf } from "./caller.ts";
import type { ResourceCrud } from "./resource-crud.ts";
import type { WatchHub } from "./watch-hub.ts";
import { watchResources } from "./watch-resources.ts";

export function createUpstreamService(options: {
  readonly crud: ResourceCrud<"upstream">;
  readonly watchHub: WatchHub;
  readonly callerOf: CallerOf;
}): ServiceImpl<typeof UpstreamService> {
  const { crud, watchHub, callerOf } = options;
  return {
    createUpstream: async (request, context) => ({
      upstream: await crud.create(CreateUpstreamRequestSchema, request, callerOf(context)),
    }),
    updateUpstream: async (request, context) => ({
      upstream: await crud.update(UpdateUpstreamRequestSchema, request, callerOf(context)),
    }),
    getUpstream: async (request, context) => ({ upstream: await crud.get(request.id, callerOf(context)) }),
    listUpstreams: (request, context) => crud.list(request, callerOf(context)),
    deleteUpstream: async (request, context) => ({ upstream: await crud.delete(request, callerOf(context)) }),
    async *watchUpstreams(request, context) {
      for await (const { resource, ...event } of watchResources(crud, watchHub, request, callerOf(context), context)) {
        yield { ...event, upstream: resource };
      }
    },
  };
}
