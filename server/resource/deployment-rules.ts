import { type DeploymentSpec, DeploymentSpecSchema } from "../../gen/es/weir/inference/v1alpha1/deployment_pb.ts";
import type { Rollout } from "../../gen/es/weir/inference/v1alpha1/rollout_pb.ts";
import { Status } from "../../gen/es/weir/inference/v1alpha1/status_pb.ts";
import type { ResourceCodec } from "../store/resource-codec.ts";
import type { FieldViolation } from "./api-error.ts";
import { injectedHeaderViolations } from "./injected-header-violations.ts";
import { assertReferences, type Reference } from "./references.ts";
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
      const mirror = spec.traffic?.mirror;
      if (mirror !== undefined) mirror.serviceId = mirror.serviceId.toLowerCase();
      const violations = rolloutViolations(spec.traffic?.rollout);
      if (violations.length > 0) return violations;
      if (spec.replicas.case !== "targets") return [];
      const { targets, headers } = spec.replicas.value;
      return [...targetViolations(targets, "targets.targets"), ...injectedHeaderViolations(headers, "targets.headers")];
    },

    checkReferences: (spec, reader) => assertReferences(referencesOf(spec), spec.organizationId, { reader, codec }),

    holdings: (spec) => ({ claims: [], links: referencesOf(spec) }),

    checkDelete: async () => "drain",
  };
}

function rolloutViolations(rollout: Rollout | undefined): FieldViolation[] {
  return (rollout?.steps ?? []).flatMap(({ percent }, index, steps) => {
    const before = steps[index - 1]?.percent ?? 0;
    return percent > before
      ? []
      : [
          {
            field: `traffic.rollout.steps[${index}].percent`,
            description: `must be greater than that of the step before, ${before}`,
          },
        ];
  });
}

function referencesOf({ gatewayIds, replicas, traffic }: DeploymentSpec): Reference[] {
  const references: Reference[] = gatewayIds.map((id, index) => ({
    kind: "gateway",
    id,
    field: `gateway_ids[${index}]`,
  }));
  if (replicas.case === "upstreamId") references.push({ kind: "upstream", id: replicas.value, field: "upstream_id" });
  const mirrored = traffic?.mirror?.serviceId;
  if (mirrored !== undefined) references.push({ kind: "service", id: mirrored, field: "traffic.mirror.service_id" });
  return references;
}
