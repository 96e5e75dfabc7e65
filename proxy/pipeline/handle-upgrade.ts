import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import httpProxy from "http-proxy-3";
import type { Verdict } from "../auth/authenticator.ts";
import { findGateway } from "../table/find-gateway.ts";
import type { DeploymentRoute, GatewayRoute } from "../table/routing-table.ts";
import { clientAddressOf } from "./client-address.ts";
import { denialRefusal } from "./denial-refusal.ts";
import type { PipelineContext } from "./pipeline-context.ts";
import { proxyErrors, type Refusal, refusal, refusalBody } from "./proxy-error.ts";
import { readTarget } from "./request-target.ts";

/** Browsers can't set headers on a WebSocket: OpenAI's clients put the key into a subprotocol instead. */
const keyProtocol = "openai-insecure-api-key.";

/** Carries one upgraded connection (WebSocket), from its request to its close. */
export function handleUpgrade(context: PipelineContext, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  socket.on("error", () => socket.destroy());
  const target = readTarget(request);
  if ("code" in target) return refuse(context, socket, target);
  const table = context.table.get();
  const gateway = findGateway(table, target.host);
  if (gateway === undefined) {
    return refuse(context, socket, refusal("unknown_gateway", `no gateway answers to host "${target.host}"`));
  }
  const client = clientAddressOf(request, context.encrypted, context.trustedProxies);
  if (gateway.disabled) return refuse(context, socket, refusal("forbidden", `gateway "${gateway.name}" is disabled`));
  if (gateway.allowedSources?.contains(client.source) === false) {
    return refuse(context, socket, refusal("forbidden", `${client.source} may not call gateway "${gateway.name}"`));
  }
  takeKeyFromProtocols(request);
  const verdict = gateway.authenticator.authenticate(request.headers, table.tokenSets.get(gateway.organizationId));
  const go = (decided: Verdict): void => {
    if (decided.kind !== "identity") return refuse(context, socket, denialRefusal(decided.kind, gateway.name));
    const route = locate(gateway, request, target.path);
    if ("code" in route) return refuse(context, socket, route);
    request.url = route.path;
    delete request.headers.authorization;
    request.headers["x-forwarded-for"] = client.forwardedFor;
    request.headers["x-forwarded-proto"] = client.forwardedProto;
    request.headers["x-forwarded-host"] = client.forwardedHost;
    connect(context, route.deployment, request, socket, head);
  };
  if (!(verdict instanceof Promise)) return go(verdict);
  verdict.then(go, () => refuse(context, socket, denialRefusal("unavailable", gateway.name)));
}

function locate(
  gateway: GatewayRoute,
  request: IncomingMessage,
  path: string,
): { deployment: DeploymentRoute; path: string } | Refusal {
  const located =
    gateway.strategy.source === "head"
      ? gateway.strategy.locate({ path, headers: request.headers })
      : locateByQuery(path);
  if ("code" in located) return located;
  if (located.droppedHeader !== undefined) delete request.headers[located.droppedHeader];
  const deployment = gateway.models.get(located.model)?.split.pick();
  if (deployment !== undefined) return { deployment, path: located.path };
  const message = `no deployment serves model "${located.model}" on gateway "${gateway.name}"`;
  return refusal("model_not_found", message, "model");
}

/** An upgrade has no body: under body routing the model is the query's `model`, as OpenAI Realtime has it. */
function locateByQuery(path: string): { model: string; path: string; droppedHeader: undefined } | Refusal {
  const query = path.indexOf("?");
  const model = query === -1 ? null : new URLSearchParams(path.slice(query)).get("model");
  if (model === null || model === "") {
    return refusal("model_required", "name the model in the query, as ?model=<model>", "model");
  }
  return { model, path, droppedHeader: undefined };
}

function connect(
  { metrics, log }: PipelineContext,
  deployment: DeploymentRoute,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): void {
  const chosen = deployment.pool.balancer.pick([]);
  if (chosen === undefined) {
    socket.destroy();
    return;
  }
  const { target } = chosen;
  target.began();
  metrics.openUpgrades += 1;
  deployment.metrics.attempts += 1;
  socket.once("close", () => {
    target.ended();
    metrics.openUpgrades -= 1;
  });
  const proxy = httpProxy.createProxyServer({ target: target.address.url, changeOrigin: true, ws: true });
  proxy.on("error", (error) => {
    log.warn({ err: error, deployment: deployment.name, target: target.address.url }, "an upgrade failed");
    if (socket.writable)
      refuseRaw(socket, refusal("upstream_connect_error", `deployment "${deployment.name}" can't be reached`));
    else socket.destroy();
  });
  proxy.ws(request, socket, head);
}

/** Takes the key out of `Sec-WebSocket-Protocol` and makes it what other clients send. */
function takeKeyFromProtocols(request: IncomingMessage): void {
  const offered = request.headers["sec-websocket-protocol"];
  if (offered === undefined || request.headers.authorization !== undefined) return;
  const protocols = offered.split(",").map((protocol) => protocol.trim());
  const key = protocols.find((protocol) => protocol.startsWith(keyProtocol));
  if (key === undefined) return;
  request.headers.authorization = `Bearer ${key.slice(keyProtocol.length)}`;
  request.headers["sec-websocket-protocol"] = protocols.filter((protocol) => protocol !== key).join(", ");
}

function refuse({ metrics }: PipelineContext, socket: Duplex, refused: Refusal): void {
  metrics.countRefusal(refused.code);
  refuseRaw(socket, refused);
}

function refuseRaw(socket: Duplex, refused: Refusal): void {
  const body = refusalBody(refused);
  const { status } = proxyErrors[refused.code];
  const challenge = status === 401 ? 'www-authenticate: Bearer realm="weir"\r\n' : "";
  socket.end(
    `HTTP/1.1 ${status} ${refused.code}\r\n${challenge}content-type: application/json\r\nconnection: close\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
