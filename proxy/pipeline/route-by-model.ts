import { findModel } from "../routing/find-model.ts";
import type { ModelValue } from "../routing/json-model.ts";
import type { Located } from "../routing/strategy.ts";
import { type Destination, isUnavailable } from "../table/destination.ts";
import type { DeploymentRoute, GatewayRoute, ModelRoute } from "../table/routing-table.ts";
import { modelForbidden } from "./denial-refusal.ts";
import type { Exchange } from "./exchange.ts";
import { forward, type Outgoing } from "./forwarding.ts";
import { modelsAnswer } from "./list-models.ts";
import { mirror } from "./mirror.ts";
import { refusal } from "./proxy-error.ts";
import { readSmallBody, readWholeBody } from "./read-body.ts";

/** Sends a request to a deployment of the model that it names. */
export function routeByModel(exchange: Exchange, gateway: GatewayRoute, path: string): void {
  const { request } = exchange;
  const models = modelsAnswer(gateway, exchange.apiKey, request.method ?? "", path);
  if (models === "unknown")
    return exchange.refuse(refusal("model_not_found", `no such model on gateway "${gateway.name}"`));
  if (models !== undefined) return exchange.respondJson(models);
  if (gateway.strategy.source === "body") return routeByBody(exchange, gateway, path);
  const located = gateway.strategy.locate({ path, headers: request.headers });
  if ("code" in located) exchange.refuse(located);
  else routeByHead(exchange, gateway, located);
}

/** A request for a model, whichever deployment it goes to. */
interface ModelRequest {
  readonly exchange: Exchange;
  readonly gateway: GatewayRoute;
  /** Path and query for the target. */
  readonly path: string;
  /** A header that is not sent on, in lower case. */
  readonly droppedHeader: string | undefined;
  /** Undefined: it streams through. */
  readonly body: Buffer | undefined;
  /** Where the model stands in the body; undefined: the body was not looked at. */
  readonly found: { readonly value: ModelValue; readonly quoted: boolean } | undefined;
}

/** The body is read first: the model stands in it. */
function routeByBody(exchange: Exchange, gateway: GatewayRoute, path: string): void {
  readWholeBody(exchange, (body) => {
    findModel(body, exchange.request.headers, (found) => {
      if (exchange.isOver) return;
      if ("code" in found) return exchange.refuse(found);
      const route = modelOf(exchange, gateway, found.value.model);
      if (route !== undefined) send({ exchange, gateway, path, droppedHeader: undefined, body, found }, route);
    });
  });
}

/** The body is not looked at: a small one is kept for another attempt, a large one streams through. */
function routeByHead(exchange: Exchange, gateway: GatewayRoute, { model, path, droppedHeader }: Located): void {
  const route = modelOf(exchange, gateway, model);
  if (route === undefined) return;
  readSmallBody(exchange, (body) => send({ exchange, gateway, path, droppedHeader, body, found: undefined }, route));
}

function modelOf(exchange: Exchange, gateway: GatewayRoute, model: string): ModelRoute | undefined {
  exchange.model = model;
  if (exchange.apiKey?.allowsModel(model) === false) {
    exchange.refuse(modelForbidden(exchange.apiKey.name, model));
    return undefined;
  }
  const route = gateway.models.get(model);
  if (route === undefined) {
    exchange.refuse(
      refusal("model_not_found", `no deployment serves model "${model}" on gateway "${gateway.name}"`, "model"),
    );
  }
  return route;
}

function send(request: ModelRequest, route: ModelRoute): void {
  const { exchange } = request;
  let deployment = route.split.pick(exchange)!;
  // One that has no target to offer now leaves its share to the others.
  if (isUnavailable(deployment)) deployment = route.split.pick(exchange, isUnavailable) ?? deployment;
  forward(exchange, toDeployment(request, route, deployment, undefined));
  if (deployment.mirror !== undefined) mirror(exchange, deployment.mirror, request);
}

/** @param asName what the body calls the model from now on, where that is another than was asked for */
function toDeployment(
  request: ModelRequest,
  route: ModelRoute,
  destination: DeploymentRoute,
  asName: string | undefined,
): Outgoing {
  const { path, droppedHeader, body, found } = request;
  const name = destination.upstreamModel ?? asName;
  return {
    destination,
    path,
    droppedHeader,
    body: name === undefined || body === undefined || found === undefined ? body : renameModel(body, found, name),
    otherThan: route.fallback && ((failed) => fallBack(request, route, failed)),
    fallbackStatuses: route.fallback?.statuses,
  };
}

/** Where a request goes next that these could not answer. */
function fallBack(request: ModelRequest, route: ModelRoute, failed: readonly Destination[]): Outgoing | undefined {
  const { exchange, gateway } = request;
  const isOut = (each: DeploymentRoute): boolean => isUnavailable(each) || failed.some(({ id }) => id === each.id);
  const { otherDeployments, models } = route.fallback!;
  const other = otherDeployments ? route.split.pick(exchange, isOut) : undefined;
  if (other !== undefined) return toDeployment(request, route, other, undefined);
  const isOfFailedModel = (model: ModelRoute): boolean =>
    model.split.candidates.some(({ id }) => failed.some((each) => each.id === id));
  for (const name of models) {
    const next = gateway.models.get(name);
    if (next === undefined || isOfFailedModel(next)) continue;
    const deployment = next.split.pick(exchange, isOut);
    // The way goes on as the first model has it, whatever the next one falls back to.
    if (deployment !== undefined) return toDeployment(request, route, deployment, name);
  }
  return undefined;
}

/** The body with other bytes in place of the model's name; every other byte stays. */
function renameModel(body: Buffer, { value, quoted }: NonNullable<ModelRequest["found"]>, name: string): Buffer {
  const bytes = Buffer.from(quoted ? JSON.stringify(name) : name);
  return Buffer.concat([body.subarray(0, value.start), bytes, body.subarray(value.end)]);
}
