import type { IncomingMessage, ServerResponse } from "node:http";
import type { Verdict } from "../auth/authenticator.ts";
import { findModel } from "../routing/find-model.ts";
import type { ModelValue } from "../routing/json-model.ts";
import type { Located } from "../routing/strategy.ts";
import { findGateway } from "../table/find-gateway.ts";
import type { DeploymentRoute, GatewayRoute } from "../table/routing-table.ts";
import { denialRefusal } from "./denial-refusal.ts";
import { Exchange } from "./exchange.ts";
import { forward } from "./forwarding.ts";
import { modelsAnswer } from "./list-models.ts";
import type { PipelineContext } from "./pipeline-context.ts";
import { refusal } from "./proxy-error.ts";
import { maxBodyBytes, readBody } from "./read-body.ts";
import { readTarget } from "./request-target.ts";

/** Bodies that are not needed for routing are kept up to this size, so that they can be sent again. */
const keptBodyBytes = 64 * 1024;

/** Carries one request: accept, authenticate, match, split; the exchange balances, forwards and accounts. */
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
  const verdict = gateway.authenticator.authenticate(request.headers, table.tokenSets.get(gateway.organizationId));
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
  const { request } = exchange;
  const models = modelsAnswer(gateway, request.method ?? "", path);
  if (models === "unknown")
    return exchange.refuse(refusal("model_not_found", `no such model on gateway "${gateway.name}"`));
  if (models !== undefined) return exchange.respondJson(models);
  if (gateway.strategy.source === "body") return routeByBody(exchange, gateway, path);
  const located = gateway.strategy.locate({ path, headers: request.headers });
  if ("code" in located) exchange.refuse(located);
  else routeByHead(exchange, gateway, located);
}

/** The body is read first: the model stands in it. */
function routeByBody(exchange: Exchange, gateway: GatewayRoute, path: string): void {
  const { request } = exchange;
  if (Number(request.headers["content-length"] ?? 0) > maxBodyBytes) return refuseTooLarge(exchange, maxBodyBytes);
  exchange.invite();
  readBody(request, maxBodyBytes, (body) => {
    if (body === undefined) return refuseTooLarge(exchange, maxBodyBytes);
    findModel(body, request.headers, (found) => {
      if (exchange.isOver) return;
      if ("code" in found) return exchange.refuse(found);
      const deployment = chooseDeployment(exchange, gateway, found.value.model);
      if (deployment === undefined) return;
      const renamed =
        deployment.upstreamModel === undefined
          ? body
          : renameModel(
              body,
              found.value,
              found.quoted ? JSON.stringify(deployment.upstreamModel) : deployment.upstreamModel,
            );
      forward(exchange, { deployment, path, body: renamed, droppedHeader: undefined });
    });
  });
}

/** The body is not looked at: a small one is kept for another attempt, a large one streams through. */
function routeByHead(exchange: Exchange, gateway: GatewayRoute, { model, path, droppedHeader }: Located): void {
  const deployment = chooseDeployment(exchange, gateway, model);
  if (deployment === undefined) return;
  const { request } = exchange;
  const length = Number(request.headers["content-length"] ?? Number.NaN);
  if (!(length <= keptBodyBytes)) return forward(exchange, { deployment, path, body: undefined, droppedHeader });
  exchange.invite();
  readBody(request, keptBodyBytes, (body) => forward(exchange, { deployment, path, body, droppedHeader }));
}

function chooseDeployment(exchange: Exchange, gateway: GatewayRoute, model: string): DeploymentRoute | undefined {
  exchange.model = model;
  const split = gateway.models.get(model)?.split;
  let deployment = split?.pick(exchange);
  // One that has no target to offer now leaves its share to the others.
  if (deployment?.pool.isAvailable() === false) deployment = split?.pick(exchange, hasNoTarget) ?? deployment;
  if (deployment === undefined) {
    exchange.refuse(
      refusal("model_not_found", `no deployment serves model "${model}" on gateway "${gateway.name}"`, "model"),
    );
  }
  return deployment;
}

function hasNoTarget({ pool }: DeploymentRoute): boolean {
  return !pool.isAvailable();
}

/** The body with other bytes in place of the model's name; every other byte stays. */
function renameModel(body: Buffer, { start, end }: ModelValue, name: string): Buffer {
  return Buffer.concat([body.subarray(0, start), Buffer.from(name), body.subarray(end)]);
}

function refuseTooLarge(exchange: Exchange, maxBytes: number): void {
  exchange.refuse(refusal("body_too_large", `the body is larger than ${maxBytes} bytes`));
}
