import type {
  CustomEndpointRoute as CustomEndpointDeclaration,
  GatewayPartition,
} from "../../gen/es/weir/config/v1alpha1/snapshot_pb.ts";
import { type EndpointRouting, EndpointRoutingType } from "../../gen/es/weir/inference/v1alpha1/custom_endpoint_pb.ts";
import { SubjectSet } from "../../kit/subject-set.ts";
import { Split } from "../balance/split.ts";
import { nobodysAccount } from "../usage/usage-account.ts";
import { type CustomEndpointRoute, type EndpointRoute, EndpointSpread } from "./custom-endpoint-route.ts";
import { type GatewayContext, poolOf } from "./gateway-context.ts";

const defaultFallbackStatuses = [429, 500, 502, 503, 504];

/** Builds the accounts of a gateway, by name; undefined where there are none. */
export function buildCustomEndpoints(
  { customEndpoints }: GatewayPartition,
  context: GatewayContext,
): ReadonlyMap<string, CustomEndpointRoute> | undefined {
  if (customEndpoints.length === 0) return undefined;
  return new Map(customEndpoints.map((each) => [each.name, buildCustomEndpoint(each, context)]));
}

function buildCustomEndpoint(declared: CustomEndpointDeclaration, context: GatewayContext): CustomEndpointRoute {
  const { customEndpointId: id, name, disabled, collaborators, routing } = declared;
  const endpoints = buildEndpoints(declared, context);
  return {
    id,
    name,
    disabled,
    users: subjectsOf(collaborators.map(({ subject }) => subject)),
    endpoints: new Map(declared.endpoints.map((each, index) => [each.name, endpoints[index]!])),
    spread: routing && buildSpread(routing, declared, endpoints),
  };
}

function buildEndpoints(
  { customEndpointId, name: account, endpoints }: CustomEndpointDeclaration,
  context: GatewayContext,
): EndpointRoute[] {
  const { gatewayId, gatewayName: gateway, organizationId, parts } = context;
  const counted = parts.accountOf({ ...nobodysAccount, organizationId, gatewayId, customEndpointId });
  return endpoints.map(({ name: endpoint, poolId, weight, authorizedSubjects }) => {
    const pool = poolOf(poolId, context);
    const name = `${account}/${endpoint}`;
    return {
      id: poolId,
      kind: "endpoint",
      name,
      weight,
      pool,
      traffic: pool.traffic,
      circuit: undefined,
      metrics: parts.metricsOf(`${gateway} ${poolId}`, { gateway, endpoint: name }),
      account: counted,
      // What passes is passed on as it is: its tokens are read beside, where it tells them.
      usage: "overheard",
      callers: subjectsOf(authorizedSubjects),
      hasBasePath: pool.targets.some(({ target }) => target.address.basePath !== ""),
    };
  });
}

function buildSpread(
  { slug, type, fallbackStatuses }: EndpointRouting,
  { endpoints: declared }: CustomEndpointDeclaration,
  endpoints: readonly EndpointRoute[],
): EndpointSpread {
  const statuses = new Set(fallbackStatuses.length > 0 ? fallbackStatuses : defaultFallbackStatuses);
  // By weight, those with weight 0 stand by for all others.
  const tierOf = (index: number): number =>
    type === EndpointRoutingType.PRIORITY ? declared[index]!.priority : Number(endpoints[index]!.weight === 0);
  const tiers = Map.groupBy(endpoints.keys(), tierOf);
  const inOrder = [...tiers.keys()].sort((a, b) => a - b);
  const splits = inOrder.map((tier) => {
    const members = tiers.get(tier)!.map((index) => endpoints[index]!);
    const isEven = members.every(({ weight }) => weight === 0);
    return new Split(isEven ? members.map((each) => ({ ...each, weight: 1 })) : members, undefined);
  });
  return new EndpointSpread(slug, statuses, splits);
}

function subjectsOf(subjects: readonly string[]): SubjectSet | undefined {
  return subjects.length === 0 ? undefined : new SubjectSet(subjects);
}
