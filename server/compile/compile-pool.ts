import { create } from "@bufbuild/protobuf";
import { type TargetPool, TargetPoolSchema } from "../../gen/es/weir/config/v1alpha1/snapshot_pb.ts";
import {
  type InlineTargets,
  type Target,
  TargetSchema,
  TargetState,
} from "../../gen/es/weir/inference/v1alpha1/target_pb.ts";
import type { UpstreamSpec } from "../../gen/es/weir/inference/v1alpha1/upstream_pb.ts";

/** The pool of an upstream, by the upstream's id. */
export function compileUpstream(upstream: UpstreamSpec): TargetPool {
  const { id, targets, balance, timeouts, tls, limits, retry, ejection, healthCheck } = upstream;
  const { circuitBreaker, protocol, panicPercent, dnsTargets, headers } = upstream;
  return create(TargetPoolSchema, {
    id,
    targets: targets.map(targetForProxies),
    balance,
    timeouts,
    tls,
    limits,
    retry,
    ejection,
    healthCheck,
    circuitBreaker,
    protocol,
    panicPercent,
    dnsTargets,
    headers,
  });
}

/** The pool of targets that are written in a deployment, by the deployment's id. */
export function compileInlineTargets(id: string, { targets, balance, timeouts, headers }: InlineTargets): TargetPool {
  return create(TargetPoolSchema, { id, targets: targets.map(targetForProxies), balance, timeouts, headers });
}

/** Whether any target of a pool takes requests, as far as its owner says. */
export function takesRequests({ targets, dnsTargets }: TargetPool): boolean {
  if (dnsTargets.some(({ weight }) => weight !== 0)) return true;
  return targets.some(
    ({ weight, state }) => weight !== 0 && (state === TargetState.UNSPECIFIED || state === TargetState.HEALTHY),
  );
}

/** What a finding says of a pool whose owner has no target in use. */
export const takesNothing = "every target has weight 0, or is draining, unhealthy or disabled by its owner";

/** Without what is for people: a change of that is no change for a proxy. */
function targetForProxies({ url, weight, name, state }: Target): Target {
  return create(TargetSchema, { url, weight, name, state });
}
