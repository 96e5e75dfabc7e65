import type { IncomingMessage, ServerResponse } from "node:http";
import { ApiKeyIdentity } from "../auth/api-key-identity.ts";
import type { Verdict } from "../auth/authenticator.ts";
import { findGateway } from "../table/find-gateway.ts";
import type { GatewayRoute } from "../table/routing-table.ts";
import { denialRefusal } from "./denial-refusal.ts";
import { Exchange } from "./exchange.ts";
import type { PipelineContext } from "./pipeline-context.ts";
import { refusal } from "./proxy-error.ts";
import { readTarget } from "./request-target.ts";
import { routeByModel } from "./route-by-model.ts";
import { routeByRule } from "./route-by-rule.ts";

/** Carries one request: accept, authenticate, match; what is matched splits, balances and forwards. */
export function handleRequest(
  context: PipelineContext,
  request: IncomingMessage,
  response: ServerResponse,
  awaitsContinue = false,
): void {
  const exchange = new Exchange(context, request, response);
  exchange.awaitsContinue = awaitsContinue;
  const target = readTarget(request);
  if ("code" in target) return exchange.refuse(target);
  const table = context.table.get();
  let gateway: GatewayRoute | undefined;
  try {
    gateway = findGateway(table, target.host);
  } catch (cause) {
    return exchange.fail(cause);
  }
  if (gateway === undefined) {
    return exchange.refuse(refusal("unknown_gateway", `no gateway answers to host "${target.host}"`));
  }
  exchange.gateway = gateway;
  if (gateway.disabled) return exchange.refuse(refusal("forbidden", `gateway "${gateway.name}" is disabled`));
  if (gateway.allowedSources?.contains(exchange.client.source) === false) {
    return exchange.refuse(refusal("forbidden", `${exchange.client.source} may not call gateway "${gateway.name}"`));
  }
  const verdict = gateway.authenticator.authenticate(request.headers, table);
  if (!(verdict instanceof Promise)) return authenticated(exchange, gateway, target.path, verdict);
  verdict.then(
    (late) => authenticated(exchange, gateway, target.path, late),
    (cause: unknown) => exchange.fail(cause),
  );
}

function authenticated(exchange: Exchange, gateway: GatewayRoute, path: string, verdict: Verdict): void {
  if (exchange.isOver) return;
  if (verdict.kind !== "identity") return exchange.refuse(denialRefusal(verdict.kind, gateway.name));
  exchange.subject = verdict.subject;
  if (verdict instanceof ApiKeyIdentity) exchange.apiKey = verdict;
  if (gateway.rules !== undefined && routeByRule(exchange, gateway, gateway.rules, path)) return;
  routeByModel(exchange, gateway, path);
}
