import type { ServiceImpl } from "@connectrpc/connect";
import {
  CreateDeploymentRequestSchema,
  type DeploymentService,
  UpdateDeploymentRequestSchema,
} from "../../gen/es/weir/inference/v1alpha1/deployment_service_pb.ts";
import type { CallerOf } from "./caller.ts";
import type { ResourceCrud } from "./resource-crud.ts";
import type { WatchHub } from "./watch-hub.ts";
import { watchResources } from "./watch-resources.ts";

export function createDeploymentService(options: {
  readonly crud: ResourceCrud<"deployment">;
  readonly watchHub: WatchHub;
  readonly callerOf: CallerOf;
}): ServiceImpl<typeof DeploymentService> {
  const { crud, watchHub, callerOf } = options;
  return {
    createDeployment: async (request, context) => ({
      deployment: await crud.create(CreateDeploymentRequestSchema, request, callerOf(context)),
    }),
    updateDeployment: async (request, context) => ({
      deployment: await crud.update(UpdateDeploymentRequestSchema, request, callerOf(context)),
    }),
    getDeployment: async (request, context) => ({ deployment: await crud.get(request.id, callerOf(context)) }),
    listDeployments: (request, context) => crud.list(request, callerOf(context)),
    deleteDeployment: async (request, context) => ({ deployment: await crud.delete(request, callerOf(context)) }),
    async *watchDeployments(request, context) {
      for await (const { resource, ...event } of watchResources(crud, watchHub, request, callerOf(context), context)) {
        yield { ...event, deployment: resource };
      }
    },
  };
}
