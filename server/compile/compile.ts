import { create } from "@bufbuild/protobuf";
import {
  type DeploymentRoute,
  DeploymentRouteSchema,
  type GatewayPartition,
  GatewayPartitionSchema,
  ModelRouteSchema,
  TargetPoolSchema,
  type TokenDigest,
  type TokenSet,
  TokenSetSchema,
} from "../../gen/es/weir/config/v1alpha1/snapshot_pb.ts";
import type { Deployment } from "../../gen/es/weir/inference/v1alpha1/deployment_pb.ts";
import type { Gateway } from "../../gen/es/weir/inference/v1alpha1/gateway_pb.ts";
import { type Status, Status as StatusEnum } from "../../gen/es/weir/inference/v1alpha1/status_pb.ts";
import { type EndpointTemplate, hostsOf } from "../resource/endpoint-template.ts";
import type { Finding } from "./finding.ts";

export interface CompiledGateway {
  readonly partition: GatewayPartition;
  readonly findings: readonly Finding[];
}

/**
 * Turns a gateway and the deployments that name it into the partition that proxies serve. Equal declarations give equal
 * partitions, whatever the order in which they were read. What is wrong with one deployment leaves that one out and is
 * told as a finding.
 */
export function compileGateway(
  gateway: Gateway,
  deployments: readonly Deployment[],
  template: EndpointTemplate,
): CompiledGateway {
  const spec = gateway.spec!;
  const findings: Finding[] = [];
  const serving = deployments.filter((deployment) => isServing(deployment, findings));
  const byModel = Map.groupBy(serving, (deployment) => deployment.spec!.model!.name);
  const models = [...byModel.keys()]
    .sort()
    .map((model) =>
      create(ModelRouteSchema, { model, deployments: compileSplit(byModel.get(model)!, spec.name, findings) }),
    );
  if (models.length === 0) {
    findings.push({
      resource: { kind: "gateway", id: spec.id },
      reason: "NoDeployments",
      message: "no enabled deployment: every request is answered model_not_found",
    });
  }
  const partition = create(GatewayPartitionSchema, {
    gatewayId: spec.id,
    name: spec.name,
    organizationId: spec.organizationId,
    hosts: hostsOf(spec, template),
    allowedSourceIpRanges: spec.endpointConfiguration?.allowedSourceIpRanges ?? [],
    disabled: spec.disabled,
    auth: spec.auth,
    routing: spec.routing,
    models,
  });
  return { partition, findings };
}

/** The tokens of one organization, in the order of their ids. */
export function compileTokenSet(organizationId: string, tokens: readonly TokenDigest[]): TokenSet {
  const ordered = [...tokens].sort((a, b) => compareText(a.tokenId, b.tokenId));
  return create(TokenSetSchema, { organizationId, tokens: ordered });
}

function isServing(deployment: Deployment, findings: Finding[]): boolean {
  const spec = deployment.spec!;
  if (spec.disabled || isLeaving(deployment.status?.status)) return false;
  if (spec.replicas.value!.targets.some((target) => target.weight !== 0)) return true;
  findings.push({
    resource: { kind: "deployment", id: spec.id },
    reason: "TargetsTakeNothing",
    message: "every target has weight 0",
  });
  return false;
}

/**
 * The deployments of one model that take a share: all with equal shares when every weight is 0, else those with a
 * positive weight.
 */
function compileSplit(deployments: readonly Deployment[], gatewayName: string, findings: Finding[]): DeploymentRoute[] {
  const allZero = deployments.every((deployment) => weightOf(deployment) === 0);
  const routes: DeploymentRoute[] = [];
  for (const deployment of deployments) {
    const weight = allZero ? 1 : weightOf(deployment);
    if (weight > 0) {
      routes.push(compileRoute(deployment, weight));
      continue;
    }
    const { id, model } = deployment.spec!;
    findings.push({
      resource: { kind: "deployment", id },
      reason: "WeightZero",
      message: `takes no traffic on gateway "${gatewayName}": weight 0 beside a positive weight of model "${model!.name}"`,
    });
  }
  return routes.sort((a, b) => compareText(a.deploymentId, b.deploymentId));
}

function compileRoute(deployment: Deployment, weight: number): DeploymentRoute {
  const spec = deployment.spec!;
  const replicas = spec.replicas.value!;
  return create(DeploymentRouteSchema, {
    deploymentId: spec.id,
    name: spec.name,
    weight,
    upstreamModel: spec.model!.upstreamName === spec.model!.name ? "" : spec.model!.upstreamName,
    createdAt: deployment.status?.createdAt,
    pool: create(TargetPoolSchema, {
      id: spec.id,
      targets: replicas.targets,
      balance: replicas.balance,
      timeouts: replicas.timeouts,
    }),
  });
}

function weightOf(deployment: Deployment): number {
  return deployment.spec!.traffic?.weight ?? 0;
}

function isLeaving(status: Status | undefined): boolean {
  return status === StatusEnum.DELETING;
}

/** By code units: the same order on every machine, unlike localeCompare. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
