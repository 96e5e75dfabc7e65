import type { Deployment } from "../../gen/es/weir/inference/v1alpha1/deployment_pb.ts";

/** The share of its weight that a deployment has now, in percent, by where its rollout stands. */
export function rolloutPercent({ spec, status }: Deployment): number {
  const rollout = spec!.traffic?.rollout;
  if (rollout === undefined) return 100;
  const observed = status?.rollout;
  // A spec whose rollout nobody has begun yet: it is at its first step.
  return observed?.etag === status?.etag && observed !== undefined ? observed.percent : rollout.steps[0]!.percent;
}

/** Names the step at which the rollout of a deployment stands, of all that it ever had: its spec changes the etag. */
export function rolloutStep({ status }: Deployment): string {
  const observed = status?.rollout;
  return `${status?.etag}/${observed?.etag === status?.etag && observed !== undefined ? observed.step : 0}`;
}
