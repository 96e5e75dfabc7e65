import { Agent as HttpAgent, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { Duplex } from "node:stream";
import httpProxy from "http-proxy-3";
import { ApiKeyIdentity } from "../auth/api-key-identity.ts";
import type { Verdict } from "../auth/authenticator.ts";
import { isRefusedAddress } from "../dial/refused-address.ts";
import type { PluginChain } from "../plugin/plugin-chain.ts";
import type { Located } from "../routing/strategy.ts";
import { rewritePath } from "../rules/rewrite-path.ts";
import { type Destination, isUnavailable, takeTarget } from "../table/destination.ts";
import { findGateway } from "../table/find-gateway.ts";
import type { GatewayRoute, RuleRoute } from "../table/routing-table.ts";
import type { PoolTarget } from "../target/pool-target.ts";
import { budgetExceeded, denialRefusal, modelForbidden, ruleForbidden } from "./denial-refusal.ts";
import type { PipelineContext } from "./pipeline-context.ts";
import { type Refusal, refusal } from "./proxy-error.ts";
import { dotSegmentRefusal, hasDotSegment, readTarget } from "./request-target.ts";
import { findEndpoint } from "./route-by-endpoint.ts";
import { hasNoTarget } from "./route-by-rule.ts";
import { runPlugins } from "./run-plugins.ts";
import { unsentRefusal } from "./unsent-refusal.ts";
import { Upgrade } from "./upgrade.ts";

/** Browsers can't set headers on a WebSocket: OpenAI's clients put the key into a subprotocol instead. */
const keyProtocol = "openai-insecure-api-key.";

/** Carries one upgraded connection (WebSocket): accept, authenticate, match, split, balance, connect. */
export function handleUpgrade(context: PipelineContext, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  const upgrade = new Upgrade(context, request, socket);
  const target = readTarget(request);
  if ("code" in target) return upgrade.refuse(target);
  const table = context.table.get();
  const gateway = findGateway(table, target.host);
  if (gateway === undefined) {
    return upgrade.refuse(refusal("unknown_gateway", `no gateway answers to host "${target.host}"`));
  }
  upgrade.gateway = gateway;
  if (gateway.disabled) return upgrade.refuse(refusal("forbidden", `gateway "${gateway.name}" is disabled`));
  const { source } = upgrade.client;
  if (gateway.allowedSources?.contains(source) === false) {
    return upgrade.refuse(refusal("forbidden", `${source} may not call gateway "${gateway.name}"`));
  }
  takeKeyFromProtocols(request);
  const verdict = gateway.authenticator.authenticate(request.headers, table);
  if (!(verdict instanceof Promise)) return authenticated(upgrade, gateway, target.path, verdict, head);
  verdict.then(
    (late) => authenticated(upgrade, gateway, target.path, late, head),
    () => upgrade.refuse(denialRefusal("unavailable", gateway.name)),
  );
}

function authenticated(upgrade: Upgrade, gateway: GatewayRoute, path: string, verdict: Verdict, head: Buffer): void {
  if (upgrade.isOver) return;
  if (verdict.kind !== "identity") return upgrade.refuse(denialRefusal(verdict.kind, gateway.name));
  upgrade.identity = verdict;
  if (verdict instanceof ApiKeyIdentity) {
    upgrade.apiKey = verdict;
    if (upgrade.context.clock.nowMs() < verdict.exhaustedUntilMs) return upgrade.refuse(budgetExceeded(verdict.name));
  }
  const endpoint = findEndpoint(gateway, path, upgrade);
  if (endpoint !== undefined) {
    if ("code" in endpoint) return upgrade.refuse(endpoint);
    const located = { path: endpoint.rest, droppedHeader: undefined };
    return throughPlugins(upgrade, gateway.chain, () => connect(upgrade, endpoint.endpoint, located, head));
  }
  const { headers } = upgrade.request;
  const rule = gateway.rules?.find({ method: "GET", path, headers });
  if (rule !== undefined) return connectToService(upgrade, rule, path, head);
  if (gateway.rules !== undefined && gateway.models.size === 0) {
    return upgrade.refuse(refusal("no_route", `no rule of gateway "${gateway.name}" takes GET ${path}`));
  }
  const { strategy } = gateway;
  const located = strategy.source === "head" ? strategy.locate({ path, headers }) : locateByQuery(path);
  if ("code" in located) return upgrade.refuse(located);
  const { model } = located;
  upgrade.model = model;
  if (upgrade.apiKey?.allowsModel(model) === false) return upgrade.refuse(modelForbidden(upgrade.apiKey.name, model));
  const deployment = gateway.models.get(model)?.split.pickUnless(isUnavailable, upgrade);
  if (deployment === undefined) {
    const message = `no deployment serves model "${model}" on gateway "${gateway.name}"`;
    return upgrade.refuse(refusal("model_not_found", message, "model"));
  }
  throughPlugins(upgrade, gateway.chain, () => connect(upgrade, deployment, located, head));
}

function connectToService(upgrade: Upgrade, rule: RuleRoute, path: string, head: Buffer): void {
  upgrade.rule = rule;
  if (hasDotSegment(path)) {
    return upgrade.refuse(dotSegmentRefusal);
  }
  if (upgrade.apiKey?.allowsRule(rule) === false) return upgrade.refuse(ruleForbidden(upgrade.apiKey.name, rule.name));
  const { service, chain } = rule.split.pickUnless(hasNoTarget, upgrade)!;
  const destination = service.pick(upgrade);
  if (destination === undefined) {
    return upgrade.refuse(refusal("no_healthy_target", `service "${service.name}" has no upstream in use`));
  }
  const sent = rewritePath(path, rule.replacedSegments, rule.replacement);
  throughPlugins(upgrade, chain, () => connect(upgrade, destination, { path: sent, droppedHeader: undefined }, head));
}

/** Those that look at heads: an upgrade has no body. */
function throughPlugins(upgrade: Upgrade, chain: PluginChain | undefined, next: () => void): void {
  if (chain === undefined) return next();
  runPlugins(upgrade, chain, undefined, () => {
    const { request, headersToSend } = upgrade;
    // The subprotocols as they are without a key among them.
    const protocols = request.headers["sec-websocket-protocol"];
    if (headersToSend !== request.rawHeaders) {
      request.headers = { ...named(headersToSend), "sec-websocket-protocol": protocols };
    }
    next();
  });
}

/** An upgrade has no body: under body routing the model is the query's `model`, as OpenAI Realtime has it. */
function locateByQuery(path: string): Located | Refusal {
  const query = path.indexOf("?");
  const model = query === -1 ? null : new URLSearchParams(path.slice(query)).get("model");
  if (model === null || model === "") {
    return refusal("model_required", "name the model in the query, as ?model=<model>", "model");
  }
  return { model, path, droppedHeader: undefined };
}

function connect(
  upgrade: Upgrade,
  destination: Destination,
  { path, droppedHeader }: Pick<Located, "path" | "droppedHeader">,
  head: Buffer,
): void {
  const { request, socket, client, requestId } = upgrade;
  const { name, kind } = destination;
  const chosen = takeTarget(destination, [], upgrade);
  if (chosen === undefined) return upgrade.refuse(unsentRefusal(destination));
  upgrade.began(destination, chosen);
  request.url = path;
  const { headers } = request;
  if (droppedHeader !== undefined) delete headers[droppedHeader];
  delete headers.authorization;
  for (const name of upgrade.gateway!.authenticator.credentialHeaders) delete headers[name];
  headers["x-request-id"] = requestId;
  headers["x-forwarded-for"] = client.forwardedFor;
  headers["x-forwarded-proto"] = client.forwardedProto;
  headers["x-forwarded-host"] = client.forwardedHost;
  const { flat = [] } = destination.pool.headers ?? {};
  for (let index = 0; index < flat.length; index += 2) headers[flat[index]!.toLowerCase()] = flat[index + 1]!;
  const { address, tls } = chosen.target;
  const refused = upgrade.context.dialer.refusalOf(address.origin);
  if (refused !== undefined) return refuseAddress(upgrade, destination, chosen, refused);
  const lookup = upgrade.context.dialer.lookupFor(address.origin);
  const agent = address.origin.startsWith("https:") ? new HttpsAgent({ ...tls, lookup }) : new HttpAgent({ lookup });
  const proxy = httpProxy.createProxyServer({ target: address.url, changeOrigin: true, ws: true, agent });
  let isOpen = false;
  proxy.on("open", () => {
    isOpen = true;
  });
  proxy.on("error", (error) => {
    if (isRefusedAddress(error)) return refuseAddress(upgrade, destination, chosen, error);
    upgrade.targetFailed(error);
    // What goes to an open WebSocket must be frames.
    if (isOpen) socket.destroy();
    else upgrade.refuse(refusal("upstream_connect_error", `${kind} "${name}" can't be reached`));
  });
  proxy.ws(request, socket, head);
}

/** The proxy may not connect to the target's address: log and status say why, the client only that it is so. */
function refuseAddress(upgrade: Upgrade, { name, kind, pool }: Destination, chosen: PoolTarget, error: Error): void {
  upgrade.targetFailed(error);
  pool.addressRefused(chosen, error.message);
  upgrade.refuse(refusal("target_not_allowed", `${kind} "${name}" can't be reached: its address is not allowed`));
}

/** Flat pairs as Node has headers. */
function named(flat: readonly string[]): IncomingMessage["headers"] {
  const headers: Record<string, string> = {};
  for (let index = 0; index < flat.length; index += 2) {
    const name = flat[index]!.toLowerCase();
    headers[name] = name in headers ? `${headers[name]}, ${flat[index + 1]}` : flat[index + 1]!;
  }
  return headers;
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
