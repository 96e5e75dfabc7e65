import type { ServiceImpl } from "@connectrpc/connect";
import {
  CreateServiceRequestSchema,
  type ServiceService,
  UpdateServiceRequestSchema,
} from "../../gen/es/weir/inference/v1alpha1/service_service_pb.ts";
import type { CallerOf } from "./caller.ts";
import type { ResourceCrud } from "./resource-crud.ts";
import type { WatchHub } from "./watch-hub.ts";
import { watchResources } from "./watch-resources.ts";

export function createServiceService(options: {
  readonly crud: ResourceCrud<"service">;
  readonly watchHub: WatchHub;
  readonly callerOf: CallerOf;
}): ServiceImpl<typeof ServiceService> {
  const { crud, watchHub, callerOf } = options;
  return {
    createService: async (request, context) => ({
      service: await crud.create(CreateServiceRequestSchema, request, callerOf(context)),
    }),
    updateService: async (request, context) => ({
      service: await crud.update(UpdateServiceRequestSchema, request, callerOf(context)),
    }),
    getService: async (request, context) => ({ service: await crud.get(request.id, callerOf(context)) }),
    listServices: (request, context) => crud.list(request, callerOf(context)),
    deleteService: async (request, context) => ({ service: await crud.delete(request, callerOf(context)) }),
    async *watchServices(request, context) {
      for await (const { resource, ...event } of watchResources(crud, watchHub, request, callerOf(context), context)) {
        yield { ...event, service: resource };
      }
    },
  };
}
