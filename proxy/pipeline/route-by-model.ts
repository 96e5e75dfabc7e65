import { findModel } from "../routing/find-model.ts";
import type { ModelValue } from "../routing/json-model.ts";
import type { Located } from "../routing/strategy.ts";
import type { DeploymentRoute, GatewayRoute } from "../table/routing-table.ts";
import type { Exchange } from "./exchange.ts";
import { forward, type Outgoing } from "./forwarding.ts";
import { modelsAnswer } from "./list-models.ts";
import { refusal } from "./proxy-error.ts";
import { readSmallBody, readWholeBody } from "./read-body.ts";

/** Sends a request to a deployment of the model that it names. */
export function routeByModel(exchange: Exchange, gateway: GatewayRoute, path: string): void {
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
  readWholeBody(exchange, (body) => {
    findModel(body, exchange.request.headers, (found) => {
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
      forward(exchange, toDeployment(deployment, path, renamed));
    });
  });
}

/** The body is not looked at: a small one is kept for another attempt, a large one streams through. */
function routeByHead(exchange: Exchange, gateway: GatewayRoute, { model, path, droppedHeader }: Located): void {
  const deployment = chooseDeployment(exchange, gateway, model);
  if (deployment === undefined) return;
  readSmallBody(exchange, (body) => forward(exchange, { ...toDeployment(deployment, path, body), droppedHeader }));
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

function toDeployment(destination: DeploymentRoute, path: string, body: Buffer | undefined): Outgoing {
  return { destination, path, body, droppedHeader: undefined, otherThan: undefined };
}
