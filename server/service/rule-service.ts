import type { ServiceImpl } from "@connectrpc/connect";
import {
  CreateRuleRequestSchema,
  type RuleService,
  UpdateRuleRequestSchema,
} from "../../gen/es/weir/inference/v1alpha1/rule_service_pb.ts";
import type { CallerOf } from "./caller.ts";
import type { ResourceCrud } from "./resource-crud.ts";
import type { WatchHub } from "./watch-hub.ts";
import { watchResources } from "./watch-resources.ts";

export function createRuleService(options: {
  readonly crud: ResourceCrud<"rule">;
  readonly watchHub: WatchHub;
  readonly callerOf: CallerOf;
}): ServiceImpl<typeof RuleService> {
  const { crud, watchHub, callerOf } = options;
  return {
    createRule: async (request, context) => ({
      rule: await crud.create(CreateRuleRequestSchema, request, callerOf(context)),
    }),
    updateRule: async (request, context) => ({
      rule: await crud.update(UpdateRuleRequestSchema, request, callerOf(context)),
    }),
    getRule: async (request, context) => ({ rule: await crud.get(request.id, callerOf(context)) }),
    listRules: (request, context) => crud.list(request, callerOf(context)),
    deleteRule: async (request, context) => ({ rule: await crud.delete(request, callerOf(context)) }),
    async *watchRules(request, context) {
      for await (const { resource, ...event } of watchResources(crud, watchHub, request, callerOf(context), context)) {
        yield { ...event, rule: resource };
      }
    },
  };
}
