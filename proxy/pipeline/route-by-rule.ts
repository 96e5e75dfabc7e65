import { ServiceType } from "../../gen/es/weir/inference/v1alpha1/service_type_pb.ts";
import { rewritePath } from "../rules/rewrite-path.ts";
import type { RuleMatcher } from "../rules/rule-matcher.ts";
import type { Destination } from "../table/destination.ts";
import type { GatewayRoute, RuleRoute } from "../table/routing-table.ts";
import type { ServiceRoute } from "../table/service-route.ts";
import { ruleForbidden } from "./denial-refusal.ts";
import type { Exchange } from "./exchange.ts";
import { forward, type Outgoing } from "./forwarding.ts";
import { mirror } from "./mirror.ts";
import { refusal } from "./proxy-error.ts";
import { readSmallBody, readWholeBody } from "./read-body.ts";
import { hasDotSegment } from "./request-target.ts";

/** Sends a request to a service of the rule that takes it. False: no rule takes it, and it was not answered. */
export function routeByRule(
  exchange: Exchange,
  gateway: GatewayRoute,
  rules: RuleMatcher<RuleRoute>,
  path: string,
): boolean {
  const { request } = exchange;
  if (hasDotSegment(path)) {
    exchange.refuse(refusal("invalid_request", `the path has a "." or ".." as a segment: resolve it first`));
    return true;
  }
  const wanted = { method: request.method ?? "", path, headers: request.headers };
  const rule = rules.find(wanted);
  if (rule !== undefined) {
    exchange.rule = rule.name;
    if (exchange.apiKey?.allowsRule(rule) === false) exchange.refuse(ruleForbidden(exchange.apiKey.name, rule.name));
    else routeToService(exchange, rule, path);
    return true;
  }
  // Beside models, a rule says nothing of the methods that it does not take.
  if (gateway.models.size > 0) return false;
  const allow = rules.methodsFor(wanted);
  exchange.refuse(
    allow.length === 0
      ? refusal("no_route", `no rule of gateway "${gateway.name}" takes ${wanted.method} ${path}`)
      : { ...refusal("method_not_allowed", `${wanted.method} is not allowed here: ${allow.join(", ")}`), allow },
  );
  return true;
}

function routeToService(exchange: Exchange, rule: RuleRoute, path: string): void {
  const service = chooseService(exchange, rule);
  exchange.serviceType = service.type;
  const { method = "" } = exchange.request;
  if (service.type === ServiceType.GRPC && !exchange.isHttp2) {
    return exchange.refuse(refusal("invalid_request", `service "${service.name}" is gRPC: it takes HTTP/2`));
  }
  const { methods } = service;
  if (methods?.includes(method) === false) {
    const message = `service "${service.name}" takes ${methods.join(" and ")}, not ${method}`;
    return exchange.refuse({ ...refusal("method_not_allowed", message), allow: methods });
  }
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

function chooseService(exchange: Exchange, { split }: RuleRoute): ServiceRoute {
  const share = split.pick(exchange)!;
  if (share.service.isAvailable()) return share.service;
  // One that has no target to offer now leaves its share to the others.
  return (split.pick(exchange, ({ service }) => !service.isAvailable()) ?? share).service;
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
  return {
    destination,
    path,
    body,
    droppedHeader: undefined,
    otherThan: hasOthers ? otherThan : undefined,
    fallbackStatuses: undefined,
  };
}
