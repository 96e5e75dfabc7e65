import type { ServiceImpl } from "@connectrpc/connect";
import {
  CreateGatewayRequestSchema,
  type GatewayService,
  UpdateGatewayRequestSchema,
} from "../../gen/es/weir/inference/v1alpha1/gateway_service_pb.ts";
import type { CallerOf } from "./caller.ts";
import type { ResourceCrud } from "./resource-crud.ts";
import type { WatchHub } from "./watch-hub.ts";
import { watchResources } from "./watch-resources.ts";

export function createGatewayService(options: {
  readonly crud: ResourceCrud<"gateway">;
  readonly watchHub: WatchHub;
  readonly callerOf: CallerOf;
  /** The configured zones, in canonical spelling. */
  readonly zones: readonly string[];
}): ServiceImpl<typeof GatewayService> {
  const { crud, watchHub, callerOf } = options;
  return {
    createGateway: async (request, context) => ({
      gateway: await crud.create(CreateGatewayRequestSchema, request, callerOf(context)),
    }),
    updateGateway: async (request, context) => ({
      gateway: await crud.update(UpdateGatewayRequestSchema, request, callerOf(context)),
    }),
    getGateway: async (request, context) => ({ gateway: await crud.get(request.id, callerOf(context)) }),
    listGateways: (request, context) => crud.list(request, callerOf(context)),
    deleteGateway: async (request, context) => ({ gateway: await crud.delete(request, callerOf(context)) }),
    async *watchGateways(request, context) {
      for await (const { resource, ...event } of watchResources(crud, watchHub, request, callerOf(context), context)) {
        yield { ...event, gateway: resource };
      }
    },
    getGatewayParameters: () => ({ zones: [...options.zones] }),
  };
}
