import type { IncomingMessage } from "node:http";
import { ServiceType } from "../../gen/es/weir/inference/v1alpha1/service_type_pb.ts";
import type { ApiKeyIdentity } from "../auth/api-key-identity.ts";
import type { RequestTraits } from "../balance/balancer.ts";
import { rewritePath } from "../rules/rewrite-path.ts";
import type { RuleMatcher } from "../rules/rule-matcher.ts";
import type { Destination } from "../table/destination.ts";
import type { GatewayRoute, RuleRoute, RuleShare } from "../table/routing-table.ts";
import type { ServiceRoute } from "../table/service-route.ts";
import { askForUsage } from "../usage/ask-for-usage.ts";
import { ruleForbidden } from "./denial-refusal.ts";
import type { Exchange } from "./exchange.ts";
import { forward, type Outgoing } from "./forwarding.ts";
import { mirror } from "./mirror.ts";
import { type Refusal, refusal } from "./proxy-error.ts";
import { readSmallBody, readWholeBody } from "./read-body.ts";

/** A rule, and which of its services a request goes to. */
export interface MatchedRule {
  readonly rule: RuleRoute;
  readonly share: RuleShare;
}

/** A request or an upgrade that rules may take. */
export interface RuledRequest extends RequestTraits {
  readonly request: IncomingMessage;
  readonly apiKey: ApiKeyIdentity | undefined;
  rule: { readonly id: string; readonly name: string } | undefined;
}

/**
 * Finds the rule that takes a request or an upgrade, or says why its caller may not have it. Undefined when no rule takes
 * it, and models may.
 */
export function findRule(
  ruled: RuledRequest,
  gateway: GatewayRoute,
  rules: RuleMatcher<RuleRoute>,
  path: string,
): MatchedRule | Refusal | undefined {
  const { request, apiKey } = ruled;
  const wanted = { method: request.method ?? "", path, headers: request.headers };
  const rule = rules.find(wanted);
  if (rule !== undefined) {
    ruled.rule = rule;
    if (apiKey?.allowsRule(rule) === false) return ruleForbidden(apiKey.name, rule.name);
    return { rule, share: rule.split.pickUnless(hasNoTarget, ruled)! };
  }
  // Beside models, a rule says nothing of the methods that it does not take.
  if (gateway.models.size > 0) return undefined;
  const allow = rules.methodsFor(wanted);
  return allow.length === 0
    ? refusal("no_route", `no rule of gateway "${gateway.name}" takes ${wanted.method} ${path}`)
    : { ...refusal("method_not_allowed", `${wanted.method} is not allowed here: ${allow.join(", ")}`), allow };
}

/** Why a service does not take a request or an upgrade of a method; undefined when it does. */
export function serviceRefusal(
  { name, type, methods }: ServiceRoute,
  method: string,
  isHttp2: boolean,
): Refusal | undefined {
  if (type === ServiceType.GRPC && !isHttp2) {
    return refusal("invalid_request", `service "${name}" is gRPC: it takes HTTP/2`);
  }
  if (methods?.includes(method) !== false) return undefined;
  const message = `service "${name}" takes ${methods.join(" and ")}, not ${method}`;
  return { ...refusal("method_not_allowed", message), allow: methods };
}

/** Sends a request to a service of the rule that takes it. */
export function routeByRule(exchange: Exchange, { rule, share: { service } }: MatchedRule, path: string): void {
  exchange.serviceType = service.type;
  const refused = serviceRefusal(service, exchange.request.method ?? "", exchange.isHttp2);
  if (refused !== undefined) return exchange.refuse(refused);
  const destination = service.pick(exchange);
  if (destination === undefined) {
    return exchange.refuse(refusal("no_healthy_target", `service "${service.name}" has no upstream in use`));
  }
  const sent = rewritePath(path, rule.replacedSegments, rule.replacement);
  const send = (body: Buffer | undefined): void => {
    forward(exchange, toService(exchange, service, destination, sent, body));
    if (rule.mirror !== undefined) mirror(exchange, rule.mirror, { path: sent, body, droppedHeader: undefined });
  };
  if (service.type === ServiceType.AI_MODEL) readWholeBody(exchange, send);
  else readSmallBody(exchange, send);
}

/** Whether the service of a share has no target to offer now. */
function hasNoTarget({ service }: RuleShare): boolean {
  return !service.isAvailable();
}

function toService(
  exchange: Exchange,
  service: ServiceRoute,
  destination: Destination,
  path: string,
  body: Buffer | undefined,
): Outgoing {
  const otherThan = (failed: readonly Destination[]): Outgoing | undefined => {
    const other = service.pickOther(exchange, failed);
    return other && toService(exchange, service, other, path, body);
  };
  const hasOthers = service.destinations.length > 1;
  const asking = body !== undefined && destination.usage === "asked" ? askForUsage(path, body) : undefined;
  return {
    destination,
    path,
    body: asking ?? body,
    droppedHeader: undefined,
    hidesUsage: asking !== undefined,
    otherThan: hasOthers ? otherThan : undefined,
    fallbackStatuses: undefined,
  };
}
