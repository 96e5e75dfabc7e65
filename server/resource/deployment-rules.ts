import { DeploymentSpecSchema } from "../../gen/es/weir/inference/v1alpha1/deployment_pb.ts";
import { Status } from "../../gen/es/weir/inference/v1alpha1/status_pb.ts";
import type { ResourceCodec } from "../store/resource-codec.ts";
import { type FieldViolation, invalidArgument } from "./api-error.ts";
import type { Rules } from "./rules.ts";
import { targetViolations } from "./target-violations.ts";

export function createDeploymentRules({ codec }: { readonly codec: ResourceCodec }): Rules<"deployment"> {
  return {
    kind: "deployment",
    specSchema: DeploymentSpecSchema,
    initialStatus: Status.CREATING,

    complete(spec) {
      spec.gatewayIds = spec.gatewayIds.map((id) => id.toLowerCase());
      if (spec.replicas.case === "upstreamId") spec.replicas.value = spec.replicas.value.toLowerCase();
      return spec.replicas.case === "targets" ? targetViolations(spec.replicas.value.targets, "targets.targets") : [];
    },

    async checkReferences(spec, reader) {
      const violations: FieldViolation[] = [];
      for (const [index, id] of spec.gatewayIds.entries()) {
        const row = await reader.get("gateway", id);
        // Another organization's gateway does not exist for this caller.
        const gateway = row?.organizationId === spec.organizationId ? codec.decode("gateway", row) : undefined;
        if (gateway === undefined) {
          violations.push({ field: `gateway_ids[${index}]`, description: `no gateway "${id}"` });
        } else if (gateway.status?.status === Status.DELETING) {
          violations.push({ field: `gateway_ids[${index}]`, description: `gateway "${id}" is being deleted` });
        }
      }
      if (spec.replicas.case === "upstreamId") {
        const id = spec.replicas.value;
        const row = await reader.get("upstream", id);
        if (row?.organizationId !== spec.organizationId) {
          violations.push({ field: "upstream_id", description: `no upstream "${id}"` });
        }
      }
      if (violations.length > 0) throw invalidArgument(violations);
    },

    holdings: (spec) => ({
      claims: [],
      links: [
        ...spec.gatewayIds.map((id) => ({ kind: "gateway" as const, id })),
        ...(spec.replicas.case === "upstreamId" ? [{ kind: "upstream" as const, id: spec.replicas.value }] : []),
      ],
    }),

    checkDelete: async () => "drain",
  };
}
