import { create } from "@bufbuild/protobuf";
import {
  type RuleRoute,
  RuleRouteSchema,
  type ServiceRoute,
  ServiceRouteSchema,
  type TargetPool,
} from "../../gen/es/weir/config/v1alpha1/snapshot_pb.ts";
import type { RuleSpec } from "../../gen/es/weir/inference/v1alpha1/rule_pb.ts";
import type { ServiceSpec } from "../../gen/es/weir/inference/v1alpha1/service_pb.ts";
import { ServiceType } from "../../gen/es/weir/inference/v1alpha1/service_type_pb.ts";
import { Status } from "../../gen/es/weir/inference/v1alpha1/status_pb.ts";
import { UpstreamProtocol } from "../../gen/es/weir/inference/v1alpha1/upstream_protocol_pb.ts";
import { compareText } from "../../kit/compare-text.ts";
import { parsePathPattern } from "../../kit/path-pattern.ts";
import { compilePlugins } from "./compile-plugins.ts";
import { compileUpstream, takesNothing, takesRequests } from "./compile-pool.ts";
import type { Declarations } from "./declarations.ts";
import type { Finding } from "./finding.ts";
import { compareRules, type ParsedRule } from "./rule-order.ts";
import { findUnreachable } from "./unreachable-rules.ts";

export interface CompiledRules {
  readonly rules: RuleRoute[];
  readonly services: ServiceRoute[];
  readonly pools: TargetPool[];
  readonly findings: Finding[];
}

/** The rules of a gateway, with the services that they and mirrors send to. */
export function compileRules({ rules, deployments, services, upstreams }: Declarations): CompiledRules {
  const ordered = rules
    .filter(({ spec, status }) => !spec!.disabled && status?.status !== Status.DELETING)
    .map(({ spec }) => parseRule(spec!))
    .sort(compareRules);
  const findings = findUnreachable(ordered);
  const used = new Map<string, UsedService>();
  const use = (serviceId: string): UsedService | undefined => {
    const declared = services.get(serviceId);
    if (declared === undefined) return undefined;
    const service = used.get(serviceId) ?? compileService(declared, upstreams);
    used.set(serviceId, service);
    return service;
  };
  for (const { spec } of ordered) {
    const resource = { kind: "rule", id: spec.id } as const;
    if (spec.mirror !== undefined) use(spec.mirror.serviceId);
    for (const { serviceId, weight } of spec.services) {
      const service = weight === 0 ? undefined : use(serviceId);
      if (service === undefined) continue;
      const { name, type } = service.route;
      if (!service.pools.some(takesRequests)) {
        findings.push({ resource, reason: "TargetsTakeNothing", message: `service "${name}": ${takesNothing}` });
      }
      if (type === ServiceType.GRPC && service.pools.some(({ protocol }) => protocol !== UpstreamProtocol.HTTP2)) {
        const message = `service "${name}" is gRPC, and needs upstreams whose protocol is UPSTREAM_PROTOCOL_HTTP2`;
        findings.push({ resource, reason: "ProtocolMismatch", message });
      }
    }
  }
  for (const { spec } of deployments) if (spec!.traffic?.mirror !== undefined) use(spec!.traffic.mirror.serviceId);
  return {
    rules: ordered.map(({ spec }) => compileRule(spec)),
    services: [...used.values()].map(({ route }) => route).sort((a, b) => compareText(a.serviceId, b.serviceId)),
    pools: [...used.values()].flatMap(({ pools }) => pools),
    findings,
  };
}

/** A service with the pools that it sends to. */
interface UsedService {
  readonly route: ServiceRoute;
  readonly pools: readonly TargetPool[];
}

/** Throws where the path is no pattern: none is stored that is not. */
function parseRule(spec: RuleSpec): ParsedRule {
  const pattern = parsePathPattern(spec.path);
  if (typeof pattern === "string") throw new Error(`the path of rule ${spec.id} ${pattern}`);
  return { spec, pattern };
}

/** Without what is for people: a change of that is no change for a proxy. */
function compileService(service: ServiceSpec, known: Declarations["upstreams"]): UsedService {
  const { id, name, type, upstreams, traffic } = service;
  const shares = upstreams
    .filter(({ upstreamId }) => known.has(upstreamId))
    .map(({ upstreamId, weight }) => ({ poolId: upstreamId, weight: weight ?? 1 }))
    .sort((a, b) => compareText(a.poolId, b.poolId));
  return {
    route: create(ServiceRouteSchema, {
      serviceId: id,
      name,
      type,
      pools: shares,
      traffic,
      plugins: compilePlugins(service.plugins),
    }),
    pools: shares.map(({ poolId }) => compileUpstream(known.get(poolId)!)),
  };
}

function compileRule(spec: RuleSpec): RuleRoute {
  const { id, name, path, methods, headers, query, stripPath, rewrite, services, sticky, timeouts, mirror } = spec;
  const shares = services
    .map(({ serviceId, weight }) => ({ serviceId, weight: weight ?? 1 }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => compareText(a.serviceId, b.serviceId));
  return create(RuleRouteSchema, {
    ruleId: id,
    name,
    path,
    methods,
    headers,
    query,
    prefixReplacement: stripPath ? "" : rewrite === "" ? undefined : rewrite,
    shares,
    sticky,
    timeouts,
    mirror,
    plugins: compilePlugins(spec.plugins),
  });
}
