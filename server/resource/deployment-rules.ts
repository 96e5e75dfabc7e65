import { DeploymentSpecSchema } from "../../gen/es/weir/inference/v1alpha1/deployment_pb.ts";
import { Status } from "../../gen/es/weir/inference/v1alpha1/status_pb.ts";
import type { ResourceCodec } from "../store/resource-codec.ts";
import { type FieldViolation, invalidArgument } from "./api-error.ts";
import type { Rules } from "./rules.ts";

export function createDeploymentRules({ codec }: { readonly codec: ResourceCodec }): Rules<"deployment"> {
  return {
    kind: "deployment",
    specSchema: DeploymentSpecSchema,
    initialStatus: Status.CREATING,

    complete(spec) {
      spec.gatewayIds = spec.gatewayIds.map((id) => id.toLowerCase());
      const violations: FieldViolation[] = [];
      for (const [index, { url }] of (spec.replicas.value?.targets ?? []).entries()) {
        if (URL.canParse(url)) continue;
        violations.push({
          field: `targets.targets[${index}].url`,
          description: `"${url}" is no URL: the host or the port can't be read`,
        });
      }
      return violations;
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
      if (violations.length > 0) throw invalidArgument(violations);
    },

    holdings: (spec) => ({
      claims: [],
      links: spec.gatewayIds.map((id) => ({ kind: "gateway", id })),
    }),

    checkDelete: async () => "drain",
  };
}
