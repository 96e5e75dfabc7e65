import type { ApiKeyIdentity } from "../auth/api-key-identity.ts";
import { findModel } from "../routing/find-model.ts";
import { type Destination, isUnavailable } from "../table/destination.ts";
import type { DeploymentRoute, GatewayRoute, ModelRoute } from "../table/routing-table.ts";
import { askForUsage } from "../usage/ask-for-usage.ts";
import { modelForbidden } from "./denial-refusal.ts";
import type { Exchange } from "./exchange.ts";
import { forward, type Outgoing } from "./forwarding.ts";
import { modelsAnswer } from "./list-models.ts";
import type { LocatedModel } from "./located-model.ts";
import { mirror } from "./mirror.ts";
import { type Refusal, refusal } from "./proxy-error.ts";
import { readSmallBody, readWholeBody } from "./read-body.ts";

/** Sends a request to a deployment of the model that it names. */
export function routeByModel(exchange: Exchange, gateway: GatewayRoute, path: string): void {
  const models = modelsAnswer(gateway, exchange.apiKey, exchange.request.method, path);
  if (models === "unknown")
    return exchange.refuse(refusal("model_not_found", `no such model on gateway "${gateway.name}"`));
  if (models !== undefined) return exchange.respondJson(models);
  locateModel(exchange, gateway, path, (located) => {
    const route = findModelRoute(gateway, exchange.apiKey, located.model);
    if ("code" in route) return exchange.refuse(route);
    const send = (body: Buffer | undefined): void => sendTo(route, { exchange, gateway, located, body });
    // A body that was not looked at: a small one is kept for another attempt, a large one streams through.
    if (located.found === undefined) readSmallBody(exchange, send);
    else send(exchange.body);
  });
}

/** Finds the model of a request, in its body or before that is read, and goes on; refuses one that names none. */
export function locateModel(
  exchange: Exchange,
  gateway: GatewayRoute,
  path: string,
  callback: (located: LocatedModel) => void,
): void {
  if (exchange.located !== undefined) return callback(exchange.located);
  const note = (located: LocatedModel): void => {
    exchange.located = located;
    exchange.model = located.model;
    callback(located);
  };
  const { strategy } = gateway;
  const { headers } = exchange.request;
  if (strategy.source === "head") {
    const located = strategy.locate({ path, headers });
    if ("code" in located) exchange.refuse(located);
    else note({ ...located, found: undefined });
    return;
  }
  readWholeBody(exchange, (body) => {
    findModel(body, headers, (found) => {
      if (exchange.isOver) return;
      if ("code" in found) exchange.refuse(found);
      else note({ model: found.value.model, path, droppedHeader: undefined, found });
    });
  });
}

/** A request for a model, whichever deployment it goes to. */
interface ModelRequest {
  readonly exchange: Exchange;
  readonly gateway: GatewayRoute;
  readonly located: LocatedModel;
  /** Undefined: it streams through. */
  readonly body: Buffer | undefined;
}

/** Finds the model that a request or an upgrade names, or says why its caller may not have it. */
export function findModelRoute(
  gateway: GatewayRoute,
  apiKey: ApiKeyIdentity | undefined,
  model: string,
): ModelRoute | Refusal {
  if (apiKey?.allowsModel(model) === false) return modelForbidden(apiKey.name, model);
  return (
    gateway.models.get(model) ??
    refusal("model_not_found", `no deployment serves model "${model}" on gateway "${gateway.name}"`, "model")
  );
}

function sendTo(route: ModelRoute, request: ModelRequest): void {
  const { exchange, located, body } = request;
  const deployment = route.split.pickUnless(isUnavailable, exchange)!;
  forward(exchange, toDeployment(request, route, deployment, undefined));
  if (deployment.mirror !== undefined) mirror(exchange, deployment.mirror, { ...located, body });
}

/** @param asName what the body calls the model from now on, where that is another than was asked for */
function toDeployment(
  request: ModelRequest,
  route: ModelRoute,
  destination: DeploymentRoute,
  asName: string | undefined,
): Outgoing {
  const { body } = request;
  const { path, droppedHeader, found } = request.located;
  const name = destination.upstreamModel ?? asName;
  const named = name === undefined || body === undefined || found === undefined ? body : renameModel(body, found, name);
  const asking = named && askForUsage(path, named);
  return {
    destination,
    path,
    droppedHeader,
    body: asking ?? named,
    hidesUsage: asking !== undefined,
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
function renameModel(body: Buffer, { value, quoted }: NonNullable<LocatedModel["found"]>, name: string): Buffer {
  const bytes = Buffer.from(quoted ? JSON.stringify(name) : name);
  return Buffer.concat([body.subarray(0, value.start), bytes, body.subarray(value.end)]);
}
