import type { ServiceImpl } from "@connectrpc/connect";
import type { CustomEndpointSpec } from "../../gen/es/weir/inference/v1alpha1/custom_endpoint_pb.ts";
import {
  CreateCustomEndpointRequestSchema,
  type CustomEndpointService,
  UpdateCustomEndpointRequestSchema,
} from "../../gen/es/weir/inference/v1alpha1/custom_endpoint_service_pb.ts";
import { EventType } from "../../gen/es/weir/inference/v1alpha1/event_pb.ts";
import { permissionDenied } from "../resource/api-error.ts";
import { mayManage, mayRead } from "../resource/custom-endpoint-access.ts";
import type { Caller } from "../resource/principal.ts";
import type { CallerOf } from "./caller.ts";
import type { ResourceCrud } from "./resource-crud.ts";
import type { WatchHub } from "./watch-hub.ts";
import { watchResources } from "./watch-resources.ts";

/** Custom endpoints, each of which says itself who may read it and who may change it. */
export function createCustomEndpointService(options: {
  readonly crud: ResourceCrud<"custom_endpoint">;
  readonly watchHub: WatchHub;
  readonly callerOf: CallerOf;
}): ServiceImpl<typeof CustomEndpointService> {
  const { crud, watchHub, callerOf } = options;

  /** Called in the transaction of the change: rights that are taken away meanwhile count. */
  const assertManages = (caller: Caller) => (stored: CustomEndpointSpec | undefined) => {
    // Nobody can say who manages a custom endpoint that cannot be read: admins may delete it.
    if (stored === undefined ? caller.role === "admin" : mayManage(stored, caller)) return;
    const name = stored === undefined ? "that cannot be read" : `"${stored.name}"`;
    throw permissionDenied(`"${caller.subject}" is no manager of custom endpoint ${name}`);
  };

  const read = async (id: string, caller: Caller) => {
    const customEndpoint = await crud.get(id, caller);
    const spec = customEndpoint.spec!;
    if (mayRead(spec, caller)) return customEndpoint;
    throw permissionDenied(`"${caller.subject}" has no role on custom endpoint "${spec.name}"`);
  };

  return {
    createCustomEndpoint: async (request, context) => ({
      customEndpoint: await crud.create(CreateCustomEndpointRequestSchema, request, callerOf(context)),
    }),
    async updateCustomEndpoint(request, context) {
      const caller = callerOf(context);
      const schema = UpdateCustomEndpointRequestSchema;
      return { customEndpoint: await crud.update(schema, request, caller, assertManages(caller)) };
    },
    getCustomEndpoint: async (request, context) => ({ customEndpoint: await read(request.id, callerOf(context)) }),
    async listCustomEndpoints(request, context) {
      const caller = callerOf(context);
      const { items, nextPageToken } = await crud.list(request, caller);
      return { items: items.filter(({ spec }) => mayRead(spec!, caller)), nextPageToken };
    },
    async deleteCustomEndpoint(request, context) {
      const caller = callerOf(context);
      return { customEndpoint: await crud.delete(request, caller, assertManages(caller)) };
    },
    async *watchCustomEndpoints(request, context) {
      const caller = callerOf(context);
      if (request.id !== "") await read(request.id, caller);
      const shown = new Set<string>();
      for await (const { resource, ...event } of watchResources(crud, watchHub, request, caller, context)) {
        const spec = resource?.spec;
        if (spec === undefined) {
          yield event;
        } else if (mayRead(spec, caller)) {
          shown.add(spec.id);
          yield { ...event, customEndpoint: resource };
        } else if (shown.delete(spec.id)) {
          // For this caller it is gone.
          yield { ...event, type: EventType.DELETED };
        }
      }
    },
  };
}
