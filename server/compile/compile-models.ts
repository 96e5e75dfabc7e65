import { create, equals } from "@bufbuild/protobuf";
import {
  type DeploymentRoute,
  DeploymentRouteSchema,
  type ModelRoute,
  ModelRouteSchema,
  type TargetPool,
} from "../../gen/es/weir/config/v1alpha1/snapshot_pb.ts";
import type { Deployment, DeploymentSpec } from "../../gen/es/weir/inference/v1alpha1/deployment_pb.ts";
import { type RequestKey, RequestKeySchema } from "../../gen/es/weir/inference/v1alpha1/request_key_pb.ts";
import { RolloutPhase } from "../../gen/es/weir/inference/v1alpha1/rollout_pb.ts";
import { Status } from "../../gen/es/weir/inference/v1alpha1/status_pb.ts";
import { compareText } from "../../kit/compare-text.ts";
import { rolloutPercent, rolloutStep } from "../resource/rollout-progress.ts";
import { type Candidate, declaringSpecs } from "./candidate.ts";
import { compileFallbacks } from "./compile-fallbacks.ts";
import { compileInlineTargets, compileUpstream, takesNothing, takesRequests } from "./compile-pool.ts";
import type { Declarations } from "./declarations.ts";
import type { Finding } from "./finding.ts";

/** While a rollout is under way, weights are counted in ten-thousandths. */
const weightsPerPercent = 100;

export interface CompiledModels {
  readonly models: ModelRoute[];
  readonly pools: TargetPool[];
  readonly findings: Finding[];
}

/** The models that a gateway serves. What is wrong with one deployment leaves that one out. */
export function compileModels({ gateway, deployments, upstreams }: Declarations): CompiledModels {
  const findings: Finding[] = [];
  const candidates: Candidate[] = [];
  for (const deployment of deployments) {
    const spec = deployment.spec!;
    if (spec.disabled || deployment.status?.status === Status.DELETING) continue;
    const pool = compilePool(spec, upstreams);
    if (pool !== undefined && takesRequests(pool)) candidates.push({ deployment, pool });
    else {
      const resource = { kind: "deployment", id: spec.id } as const;
      findings.push({ resource, reason: "TargetsTakeNothing", message: takesNothing });
    }
  }
  const byModel = Map.groupBy(candidates, ({ deployment }) => deployment.spec!.model!.name);
  const fallbacks = compileFallbacks(byModel, findings);
  const models = [...byModel.keys()].sort().map((model) =>
    create(ModelRouteSchema, {
      model,
      deployments: compileSplit(byModel.get(model)!, gateway.spec!.name, findings),
      sticky: compileSticky(byModel.get(model)!, findings),
      fallback: fallbacks.get(model),
    }),
  );
  const routed = new Set(models.flatMap((model) => model.deployments.map(({ poolId }) => poolId)));
  return { models, pools: candidates.map(({ pool }) => pool).filter(({ id }) => routed.has(id)), findings };
}

/** The one form of targets that are written in a deployment and of those that it refers to. */
function compilePool({ id, replicas }: DeploymentSpec, upstreams: Declarations["upstreams"]): TargetPool | undefined {
  switch (replicas.case) {
    case "targets":
      return compileInlineTargets(id, replicas.value);
    case "upstreamId": {
      const upstream = upstreams.get(replicas.value);
      return upstream && compileUpstream(upstream);
    }
    case undefined:
      return undefined;
    default:
      return replicas satisfies never;
  }
}

/**
 * The deployments of one model that take a share: all with equal shares when every weight is 0, else those with a
 * positive weight; of which those that a rollout brings in have a part of it.
 */
function compileSplit(candidates: readonly Candidate[], gatewayName: string, findings: Finding[]): DeploymentRoute[] {
  const allZero = candidates.every(({ deployment }) => weightOf(deployment) === 0);
  const shareOf = (deployment: Deployment): number =>
    (allZero ? 1 : weightOf(deployment)) * Math.round(rolloutPercent(deployment) * weightsPerPercent);
  // With nobody to take the rest, there is nothing to roll out against.
  const inRollout =
    candidates.some(({ deployment }) => rolloutPercent(deployment) < 100) &&
    candidates.some(({ deployment }) => rolloutPercent(deployment) === 100 && shareOf(deployment) > 0);
  const routes: DeploymentRoute[] = [];
  for (const candidate of candidates) {
    const { deployment } = candidate;
    const own = allZero ? 1 : weightOf(deployment);
    const weight = inRollout ? shareOf(deployment) : own;
    if (weight > 0) {
      routes.push(compileRoute(candidate, weight));
      continue;
    }
    const { id, model } = deployment.spec!;
    const resource = { kind: "deployment", id } as const;
    if (own > 0) {
      const message = `takes no traffic on gateway "${gatewayName}": ${deployment.status?.rollout?.reason}`;
      findings.push({ resource, reason: "RolledBack", message });
    } else {
      const beside = `weight 0 beside a positive weight of model "${model!.name}"`;
      findings.push({
        resource,
        reason: "WeightZero",
        message: `takes no traffic on gateway "${gatewayName}": ${beside}`,
      });
    }
  }
  return routes.sort((a, b) => compareText(a.deploymentId, b.deploymentId));
}

/** What the model's deployments say of stickiness: the first by id that says anything counts for all. */
function compileSticky(candidates: readonly Candidate[], findings: Finding[]): RequestKey | undefined {
  const declaring = declaringSpecs(candidates, ({ traffic }) => traffic?.sticky);
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
    poolId: pool.id,
    mirror: spec.traffic?.mirror,
    watch: isProgressing(deployment)
      ? { slowAfter: spec.traffic?.rollout?.maxP95HeadTime, step: rolloutStep(deployment) }
      : undefined,
  });
}

/** Whether a rollout is under way, or about to begin. */
function isProgressing({ spec, status }: Deployment): boolean {
  if (spec!.traffic?.rollout === undefined) return false;
  return status?.rollout?.etag !== status?.etag || status?.rollout?.phase === RolloutPhase.PROGRESSING;
}

function weightOf(deployment: Deployment): number {
  return deployment.spec!.traffic?.weight ?? 0;
}
