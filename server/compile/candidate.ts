import type { TargetPool } from "../../gen/es/weir/config/v1alpha1/snapshot_pb.ts";
import type { Deployment, DeploymentSpec } from "../../gen/es/weir/inference/v1alpha1/deployment_pb.ts";
import { compareText } from "../../kit/compare-text.ts";

/** A deployment that may take a share, with where its replicas are. */
export interface Candidate {
  readonly deployment: Deployment;
  readonly pool: TargetPool;
}

/** The specs that declare something, by id. */
export function declaringSpecs(
  candidates: readonly Candidate[],
  declared: (spec: DeploymentSpec) => unknown,
): DeploymentSpec[] {
  return candidates
    .map(({ deployment }) => deployment.spec!)
    .filter((spec) => declared(spec) !== undefined)
    .sort((a, b) => compareText(a.id, b.id));
}
