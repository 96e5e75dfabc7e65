import type { IncomingMessage, ServerResponse } from "node:http";
import { isHttp1Version } from "../../kit/http1-version.ts";
import { ApiKeyIdentity } from "../auth/api-key-identity.ts";
import type { Verdict } from "../auth/authenticator.ts";
import type { PluginChain } from "../plugin/plugin-chain.ts";
import { findGateway } from "../table/find-gateway.ts";
import type { GatewayRoute } from "../table/routing-table.ts";
import { noteInternalError } from "./contain.ts";
import { denialRefusal, versionRefusal } from "./denial-refusal.ts";
import { cutOff, Exchange } from "./exchange.ts";
import { isModelList } from "./list-models.ts";
import type { PipelineContext } from "./pipeline-context.ts";
import { refusal } from "./proxy-error.ts";
import { readWholeBody } from "./read-body.ts";
import { readTarget } from "./request-target.ts";
import { findEndpoint, routeByEndpoint } from "./route-by-endpoint.ts";
import { locateModel, routeByModel } from "./route-by-model.ts";
import { findRule, routeByRule } from "./route-by-rule.ts";
import { runPlugins } from "./run-plugins.ts";

/**
 * Carries one request: accept, authenticate, match, plugins; what is matched splits, balances and forwards. Never throws.
 *
 * @param isHttp2 whether the listener that accepted it speaks HTTP/2
 * @param awaitsContinue whether the client waits for `100 Continue` before it sends the body
 */
export function handleRequest(
  context: PipelineContext,
  request: IncomingMessage,
  response: ServerResponse,
  isHttp2: boolean,
  awaitsContinue: boolean,
): void {
  let exchange: Exchange | undefined;
  try {
    exchange = new Exchange(context, request, response, isHttp2);
    exchange.awaitsContinue = awaitsContinue;
    accept(exchange);
  } catch (cause) {
    if (exchange !== undefined) return exchange.fail(cause);
    noteInternalError(context, "request", cause, undefined);
    cutOff(request, response, isHttp2);
  }
}

function accept(exchange: Exchange): void {
  const { context, request } = exchange;
  if (!exchange.isHttp2 && !isHttp1Version(request)) return exchange.refuse(versionRefusal(request));
  const target = readTarget(request);
  if ("code" in target) return exchange.refuse(target);
  const table = context.table.get();
  const gateway = findGateway(table, target.host);
  if (gateway === undefined) {
    return exchange.refuse(refusal("unknown_gateway", `no gateway answers to host "${target.host}"`));
  }
  exchange.gateway = gateway;
  if (gateway.disabled) return exchange.refuse(refusal("forbidden", `gateway "${gateway.name}" is disabled`));
  if (gateway.allowedSources?.contains(exchange.client.source) === false) {
    return exchange.refuse(refusal("forbidden", `${exchange.client.source} may not call gateway "${gateway.name}"`));
  }
  const answer = gateway.chain?.arrival(exchange);
  if (answer !== undefined) return exchange.respondEmpty(answer);
  const verdict = gateway.authenticator.authenticate(request.headers, table);
  if (!(verdict instanceof Promise)) return authenticated(exchange, gateway, target.path, verdict);
  verdict
    .then((late) => authenticated(exchange, gateway, target.path, late))
    .catch((cause: unknown) => exchange.fail(cause));
}

function authenticated(exchange: Exchange, gateway: GatewayRoute, path: string, verdict: Verdict): void {
  if (exchange.isOver) return;
  if (verdict.kind !== "identity") {
    const { kind, retryAfterSeconds } = verdict;
    if (retryAfterSeconds !== undefined) exchange.addAnswerHeaders("retry-after", String(retryAfterSeconds));
    return exchange.refuse(denialRefusal(kind, gateway.name));
  }
  exchange.identity = verdict;
  if (verdict instanceof ApiKeyIdentity && !exchange.useKey(verdict)) return;
  const endpoint = findEndpoint(gateway, path, exchange);
  if (endpoint !== undefined) {
    if ("code" in endpoint) return exchange.refuse(endpoint);
    return passPlugins(exchange, gateway, gateway.chain, undefined, () => routeByEndpoint(exchange, endpoint));
  }
  const matched = gateway.rules === undefined ? undefined : findRule(exchange, gateway, gateway.rules, path);
  if (matched !== undefined && "code" in matched) return exchange.refuse(matched);
  const chain = matched === undefined ? gateway.chain : matched.share.chain;
  const hasModel = matched === undefined && !isModelList(exchange.request.method, path);
  passPlugins(exchange, gateway, chain, hasModel ? path : undefined, () => {
    if (matched === undefined) routeByModel(exchange, gateway, path);
    else routeByRule(exchange, matched, path);
  });
}

/** @param path of a request for a model; undefined: it is for none */
function passPlugins(
  exchange: Exchange,
  gateway: GatewayRoute,
  chain: PluginChain | undefined,
  path: string | undefined,
  route: () => void,
): void {
  if (chain === undefined) return route();
  exchange.chain = chain;
  runPlugins(exchange, chain, (step, goOn) => supply(exchange, gateway, path, step, goOn), route);
}

/**
 * Gets what a plugin needs of a request, unless it is there.
 *
 * @param path of a request for a model; undefined: it is for none
 */
function supply(
  exchange: Exchange,
  gateway: GatewayRoute,
  path: string | undefined,
  step: PluginChain["onRequest"][number],
  goOn: () => void,
): boolean {
  if (step.needsModel === true && path !== undefined && exchange.located === undefined) {
    locateModel(exchange, gateway, path, goOn);
    return true;
  }
  if (exchange.body !== undefined || step.needsBody?.(exchange) !== true) return false;
  readWholeBody(exchange, goOn);
  return true;
}
