import type { CustomEndpoint } from "../../gen/es/weir/inference/v1alpha1/custom_endpoint_pb.ts";
import type { Deployment } from "../../gen/es/weir/inference/v1alpha1/deployment_pb.ts";
import type { Gateway } from "../../gen/es/weir/inference/v1alpha1/gateway_pb.ts";
import type { Rule } from "../../gen/es/weir/inference/v1alpha1/rule_pb.ts";
import type { Service } from "../../gen/es/weir/inference/v1alpha1/service_pb.ts";
import type { Upstream } from "../../gen/es/weir/inference/v1alpha1/upstream_pb.ts";
import type { Connection } from "./connection.ts";
import { kindOf, type Resource } from "./kinds.ts";
import { Resources } from "./resources.ts";

/** All that carries traffic, of an organization or of one gateway. */
export interface Declared {
  readonly gateway: readonly Gateway[];
  readonly deployment: readonly Deployment[];
  readonly upstream: readonly Upstream[];
  readonly service: readonly Service[];
  readonly rule: readonly Rule[];
  readonly "custom-endpoint": readonly CustomEndpoint[];
}

export async function readDeclared(connection: Connection): Promise<Declared> {
  const words = ["gateway", "deployment", "upstream", "service", "rule", "custom-endpoint"] as const;
  const lists = await Promise.all(words.map((word) => new Resources(kindOf(word), connection).list()));
  return Object.fromEntries(words.map((word, index) => [word, lists[index]])) as unknown as Declared;
}

/** A gateway, what is attached to it, and what stands behind that. */
export function ofGateway(all: Declared, gateway: Gateway): Declared {
  const { id } = gateway.spec!;
  const deployment = all.deployment.filter(({ spec }) => spec!.gatewayIds.includes(id));
  const rule = all.rule.filter(({ spec }) => spec!.gatewayId === id);
  const serviceIds = new Set([
    ...rule.flatMap(({ spec }) => spec!.services.map(({ serviceId }) => serviceId)),
    ...[...rule, ...deployment].map(mirrorOf),
  ]);
  const service = all.service.filter(({ spec }) => serviceIds.has(spec!.id));
  const upstreamIds = new Set([
    ...service.flatMap(({ spec }) => spec!.upstreams.map(({ upstreamId }) => upstreamId)),
    ...deployment.map(({ spec }) => (spec!.replicas.case === "upstreamId" ? spec!.replicas.value : undefined)),
  ]);
  return {
    gateway: [gateway],
    deployment,
    rule,
    service,
    upstream: all.upstream.filter(({ spec }) => upstreamIds.has(spec!.id)),
    "custom-endpoint": all["custom-endpoint"].filter(({ spec }) => spec!.gatewayIds.includes(id)),
  };
}

/** What there is, each with the word for its kind. */
export function resourcesOf(declared: Declared): { readonly word: string; readonly resource: Resource }[] {
  return Object.entries(declared).flatMap(([word, resources]) =>
    (resources as readonly Resource[]).map((resource) => ({ word, resource })),
  );
}

function mirrorOf({ spec }: Rule | Deployment): string | undefined {
  const mirror = "traffic" in spec! ? spec.traffic?.mirror : "mirror" in spec! ? spec.mirror : undefined;
  return mirror?.serviceId;
}
