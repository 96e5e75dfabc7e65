import { create } from "@bufbuild/protobuf";
import {
  type GatewayPartition,
  GatewayPartitionSchema,
  type TargetPool,
  type TokenDigest,
  type TokenSet,
  TokenSetSchema,
} from "../../gen/es/weir/config/v1alpha1/snapshot_pb.ts";
import { compareText } from "../../kit/compare-text.ts";
import { type EndpointTemplate, hostsOf } from "../resource/endpoint-template.ts";
import { compileCustomEndpoints } from "./compile-custom-endpoints.ts";
import { compileModels } from "./compile-models.ts";
import { compilePlugins } from "./compile-plugins.ts";
import { compileRules } from "./compile-rules.ts";
import type { Declarations } from "./declarations.ts";
import type { Finding } from "./finding.ts";

export interface CompiledGateway {
  readonly partition: GatewayPartition;
  readonly findings: readonly Finding[];
}

/**
 * Turns a gateway and what names it into the partition that proxies serve. Equal declarations give equal partitions,
 * whatever the order in which they were read. What is wrong with one resource is told as a finding; the rest goes on.
 */
export function compileGateway(declared: Declarations, template: EndpointTemplate): CompiledGateway {
  const spec = declared.gateway.spec!;
  const byModel = compileModels(declared);
  const byRule = compileRules(declared);
  const custom = compileCustomEndpoints(declared);
  const findings = [...byModel.findings, ...byRule.findings];
  if (byModel.models.length + byRule.rules.length + custom.routes.length === 0) {
    findings.push({
      resource: { kind: "gateway", id: spec.id },
      reason: "NoDeployments",
      message: "no enabled deployment, rule or custom endpoint: every request is refused",
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
    models: byModel.models,
    pools: eachOnce([...byModel.pools, ...byRule.pools, ...custom.pools]),
    services: byRule.services,
    rules: byRule.rules,
    customEndpoints: custom.routes,
    plugins: compilePlugins(spec.requiredPlugins),
  });
  return { partition, findings };
}

/**
 * The tokens of one organization, in the order of their ids.
 *
 * @param unreadable the digests of secrets whose tokens cannot be read
 */
export function compileTokenSet(
  organizationId: string,
  tokens: readonly TokenDigest[],
  unreadable: readonly Uint8Array[] = [],
): TokenSet {
  const ordered = [...tokens].sort((a, b) => compareText(a.tokenId, b.tokenId));
  return create(TokenSetSchema, { organizationId, tokens: ordered, unreadable: unreadable.toSorted(Buffer.compare) });
}

/** Pools in the order of their ids: an upstream that several refer to is one. */
function eachOnce(pools: readonly TargetPool[]): TargetPool[] {
  return [...new Map(pools.map((pool) => [pool.id, pool])).values()].sort((a, b) => compareText(a.id, b.id));
}
