import { create, equals } from "@bufbuild/protobuf";
import {
  type DeploymentRoute,
  DeploymentRouteSchema,
  type GatewayPartition,
  GatewayPartitionSchema,
  ModelRouteSchema,
  type TargetPool,
  TargetPoolSchema,
  type TokenDigest,
  type TokenSet,
  TokenSetSchema,
} from "../../gen/es/weir/config/v1alpha1/snapshot_pb.ts";
import type { Deployment, DeploymentSpec } from "../../gen/es/weir/inference/v1alpha1/deployment_pb.ts";
import type { Gateway } from "../../gen/es/weir/inference/v1alpha1/gateway_pb.ts";
import { type RequestKey, RequestKeySchema } from "../../gen/es/weir/inference/v1alpha1/request_key_pb.ts";
import { type Status, Status as StatusEnum } from "../../gen/es/weir/inference/v1alpha1/status_pb.ts";
import { type Target, TargetSchema, TargetState } from "../../gen/es/weir/inference/v1alpha1/target_pb.ts";
import type { UpstreamSpec } from "../../gen/es/weir/inference/v1alpha1/upstream_pb.ts";
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
 *
 * @param upstreams those that the deployments refer to, by id
 */
export function compileGateway(
  gateway: Gateway,
  deployments: readonly Deployment[],
  upstreams: ReadonlyMap<string, UpstreamSpec>,
  template: EndpointTemplate,
): CompiledGateway {
  const spec = gateway.spec!;
  const findings: Finding[] = [];
  const candidates: Candidate[] = [];
  for (const deployment of deployments) {
    if (deployment.spec!.disabled || isLeaving(deployment.status?.status)) continue;
    const pool = compilePool(deployment.spec!, upstreams);
    if (pool.targets.some(takesRequests)) candidates.push({ deployment, pool });
    else findings.push(targetsTakeNothing(deployment.spec!.id));
  }
  const byModel = Map.groupBy(candidates, ({ deployment }) => deployment.spec!.model!.name);
  const models = [...byModel.keys()].sort().map((model) =>
    create(ModelRouteSchema, {
      model,
      deployments: compileSplit(byModel.get(model)!, spec.name, findings),
      sticky: compileSticky(byModel.get(model)!, findings),
    }),
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

/** A deployment that may take a share, with where its replicas are. */
interface Candidate {
  readonly deployment: Deployment;
  readonly pool: TargetPool;
}

/** The one form of targets that are written in a deployment and of those that it refers to. */
function compilePool({ id, replicas }: DeploymentSpec, upstreams: ReadonlyMap<string, UpstreamSpec>): TargetPool {
  switch (replicas.case) {
    case "targets": {
      const { targets, balance, timeouts } = replicas.value;
      return create(TargetPoolSchema, { id, targets: targets.map(targetForProxies), balance, timeouts });
    }
    case "upstreamId": {
      const upstream = upstreams.get(replicas.value);
      if (upstream === undefined) return create(TargetPoolSchema, { id });
      const { targets, balance, timeouts, tls, limits, retry, ejection, healthCheck } = upstream;
      return create(TargetPoolSchema, {
        id: upstream.id,
        targets: targets.map(targetForProxies),
        balance,
        timeouts,
        tls,
        limits,
        retry,
        ejection,
        healthCheck,
      });
    }
    case undefined:
      return create(TargetPoolSchema, { id });
    default:
      return replicas satisfies never;
  }
}

/** Without what is for people: a change of that is no change for a proxy. */
function targetForProxies({ url, weight, name, state }: Target): Target {
  return create(TargetSchema, { url, weight, name, state });
}

/** Whether a target takes requests, as far as its owner says. */
function takesRequests({ weight, state }: Target): boolean {
  return weight !== 0 && (state === TargetState.UNSPECIFIED || state === TargetState.HEALTHY);
}

function targetsTakeNothing(deploymentId: string): Finding {
  return {
    resource: { kind: "deployment", id: deploymentId },
    reason: "TargetsTakeNothing",
    message: "every target has weight 0, or is draining, unhealthy or disabled by its owner",
  };
}

/**
 * The deployments of one model that take a share: all with equal shares when every weight is 0, else those with a
 * positive weight.
 */
function compileSplit(candidates: readonly Candidate[], gatewayName: string, findings: Finding[]): DeploymentRoute[] {
  const allZero = candidates.every(({ deployment }) => weightOf(deployment) === 0);
  const routes: DeploymentRoute[] = [];
  for (const candidate of candidates) {
    const { deployment } = candidate;
    const weight = allZero ? 1 : weightOf(deployment);
    if (weight > 0) {
      routes.push(compileRoute(candidate, weight));
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

/** What the model's deployments say of stickiness: the first by id that says anything counts for all. */
function compileSticky(candidates: readonly Candidate[], findings: Finding[]): RequestKey | undefined {
  const declaring = candidates
    .map(({ deployment }) => deployment.spec!)
    .filter(({ traffic }) => traffic?.sticky !== undefined)
    .sort((a, b) => compareText(a.id, b.id));
  const sticky = declaring[0]?.traffic?.sticky;
  for (const { id, traffic } of declaring) {
    if (equals(RequestKeySchema, traffic!.sticky!, sticky!)) continue;
    findings.push({
      resource: { kind: "deployment", id },
      reason: "StickyDiffers",
      message: `its sticky key is not that of deployment "${declaring[0]!.name}" of the same model, which counts for both`,
    });
  }
  return sticky;
}

function compileRoute({ deployment, pool }: Candidate, weight: number): DeploymentRoute {
  const spec = deployment.spec!;
  return create(DeploymentRouteSchema, {
    deploymentId: spec.id,
    name: spec.name,
    weight,
    upstreamModel: spec.model!.upstreamName === spec.model!.name ? "" : spec.model!.upstreamName,
    createdAt: deployment.status?.createdAt,
    pool,
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
