import type {
  GatewayPartition,
  RuleRoute as RuleDeclaration,
  ServiceRoute as ServiceDeclaration,
} from "../../gen/es/weir/config/v1alpha1/snapshot_pb.ts";
import type { Mirror } from "../../gen/es/weir/inference/v1alpha1/mirror_pb.ts";
import type { RequestTimeouts } from "../../gen/es/weir/inference/v1alpha1/request_timeouts_pb.ts";
import { ServiceType } from "../../gen/es/weir/inference/v1alpha1/service_type_pb.ts";
import type { ValueCondition } from "../../gen/es/weir/inference/v1alpha1/value_condition_pb.ts";
import { literalPrefixLength, parsePathPattern } from "../../kit/path-pattern.ts";
import { keyReader } from "../balance/request-key.ts";
import { Split } from "../balance/split.ts";
import { type ValueTest, valueTest } from "../rules/conditions.ts";
import { type RuleMatch, RuleMatcher } from "../rules/rule-matcher.ts";
import type { TrafficSettings } from "../target/traffic-settings.ts";
import { nobodysAccount } from "../usage/usage-account.ts";
import { buildCircuit } from "./build-circuit.ts";
import { buildPlugins, chainOf } from "./build-plugins.ts";
import { buildRetry, buildTimeouts } from "./build-traffic.ts";
import type { Destination } from "./destination.ts";
import { type GatewayContext, poolOf, serviceOf } from "./gateway-context.ts";
import type { MirrorRoute, RuleRoute, RuleShare } from "./routing-table.ts";
import { ServiceRoute } from "./service-route.ts";

/** Builds a service; with timeouts of a rule, as that rule sees it. */
export function buildService(
  declared: ServiceDeclaration,
  context: GatewayContext,
  timeouts?: RequestTimeouts,
): ServiceRoute {
  const { serviceId: id, name, type, traffic } = declared;
  const { gatewayId, gatewayName: gateway, organizationId, parts, earlier } = context;
  const before = timeouts === undefined ? earlier?.service(declared) : undefined;
  if (before?.destinations.every(({ pool }) => context.pools.get(pool.id) === pool) === true) return before;
  const metrics = parts.metricsOf(`${gateway} ${id}`, { gateway, service: name });
  const account = parts.accountOf({ ...nobodysAccount, organizationId, gatewayId, serviceId: id });
  const usage = type === ServiceType.AI_MODEL ? "asked" : "none";
  const circuit = traffic && buildCircuit(id, traffic, parts);
  const retry = traffic?.retry && buildRetry(traffic.retry);
  const destinations = declared.pools.map(({ poolId, weight }): Destination => {
    const pool = poolOf(poolId, context);
    const own: TrafficSettings = {
      timeouts: buildTimeouts(timeouts, buildTimeouts(traffic?.timeouts, pool.traffic.timeouts)),
      retry: retry ?? pool.traffic.retry,
    };
    return { id, kind: "service", name, weight, pool, traffic: own, circuit, metrics, account, usage };
  });
  const plugins = before?.plugins ?? buildPlugins(declared.plugins, id, parts);
  return new ServiceRoute(id, name, type, destinations, plugins);
}

/** Builds what finds the rule of a request. Throws with a sentence for its owner when a rule can't be served. */
export function buildRules(
  { rules, services: declared }: GatewayPartition,
  context: GatewayContext,
): RuleMatcher<RuleRoute> {
  const declaredById = new Map(declared.map((each) => [each.serviceId, each]));
  const withTimeouts = (id: string, timeouts: RequestTimeouts | undefined): ServiceRoute => {
    const service = serviceOf(id, context);
    return timeouts === undefined ? service : buildService(declaredById.get(id)!, context, timeouts);
  };
  return new RuleMatcher(
    rules.map((rule) => {
      const pattern = parsePathPattern(rule.path);
      if (typeof pattern === "string") throw new Error(`the path of rule "${rule.name}" ${pattern}`);
      const match: RuleMatch = {
        pattern,
        methods: rule.methods,
        headers: rule.headers.map((each) => ({ name: each.name.toLowerCase(), holds: testOf(each, rule) })),
        query: rule.query.map((each) => ({ name: each.name, holds: testOf(each, rule) })),
      };
      const plugins = buildPlugins(rule.plugins, rule.ruleId, context.parts);
      const shares = rule.shares.map(({ serviceId, weight }): RuleShare => {
        const service = withTimeouts(serviceId, rule.timeouts);
        const chain = chainOf([...context.plugins, ...plugins, ...service.plugins]);
        return { id: serviceId, weight, service, chain };
      });
      const route: RuleRoute = {
        id: rule.ruleId,
        name: rule.name,
        split: new Split(shares, rule.sticky && keyReader(rule.sticky)),
        replacedSegments: literalPrefixLength(pattern),
        replacement: rule.prefixReplacement,
        mirror: rule.mirror && buildMirror(rule.mirror, context),
      };
      return { match, route };
    }),
  );
}

export function buildMirror({ serviceId, percent }: Mirror, context: GatewayContext): MirrorRoute {
  return { service: serviceOf(serviceId, context), share: (percent ?? 100) / 100 };
}

function testOf(condition: ValueCondition, { name }: RuleDeclaration): ValueTest {
  const test = valueTest(condition);
  if (test === undefined)
    throw new Error(`this proxy does not know a condition of rule "${name}": it is of an older release`);
  return test;
}
