import { type RuleSpec, RuleSpecSchema } from "../../gen/es/weir/inference/v1alpha1/rule_pb.ts";
import { Status } from "../../gen/es/weir/inference/v1alpha1/status_pb.ts";
import { parsePathPattern } from "../../kit/path-pattern.ts";
import type { ResourceCodec } from "../store/resource-codec.ts";
import { completePlugins } from "./complete-plugins.ts";
import { assertReferences, type Reference } from "./references.ts";
import type { Rules } from "./rules.ts";

export function createRuleRules({ codec }: { readonly codec: ResourceCodec }): Rules<"rule"> {
  return {
    kind: "rule",
    specSchema: RuleSpecSchema,
    initialStatus: Status.CREATING,

    complete(spec) {
      spec.gatewayId = spec.gatewayId.toLowerCase();
      for (const service of spec.services) service.serviceId = service.serviceId.toLowerCase();
      if (spec.mirror !== undefined) spec.mirror.serviceId = spec.mirror.serviceId.toLowerCase();
      const violations = completePlugins(spec.plugins, "plugins");
      const pattern = parsePathPattern(spec.path);
      if (typeof pattern === "string") violations.push({ field: "path", description: `"${spec.path}" ${pattern}` });
      return violations;
    },

    checkReferences: (spec, reader) => assertReferences(referencesOf(spec), spec.organizationId, { reader, codec }),

    holdings: (spec) => ({ claims: [], links: referencesOf(spec) }),

    checkDelete: async () => "drain",
  };
}

function referencesOf({ gatewayId, services, mirror }: RuleSpec): Reference[] {
  return [
    { kind: "gateway", id: gatewayId, field: "gateway_id" },
    ...services.map(({ serviceId }, index) => ({
      kind: "service" as const,
      id: serviceId,
      field: `services[${index}].service_id`,
    })),
    ...(mirror === undefined ? [] : [{ kind: "service" as const, id: mirror.serviceId, field: "mirror.service_id" }]),
  ];
}
