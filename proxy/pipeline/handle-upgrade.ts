import { Agent as HttpAgent, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { Duplex } from "node:stream";
import httpProxy from "http-proxy-3";
import { isHttp1Version } from "../../kit/http1-version.ts";
import { holdsWeirCredential } from "../../kit/weir-credential.ts";
import { ApiKeyIdentity } from "../auth/api-key-identity.ts";
import type { Verdict } from "../auth/authenticator.ts";
import { isRefusedAddress } from "../dial/refused-address.ts";
import type { PluginChain } from "../plugin/plugin-chain.ts";
import type { Located } from "../routing/strategy.ts";
import { rewritePath } from "../rules/rewrite-path.ts";
import { type Destination, isUnavailable, takeTarget } from "../table/destination.ts";
import { findGateway } from "../table/find-gateway.ts";
import type { GatewayRoute } from "../table/routing-table.ts";
import { localFaultOf } from "../target/local-fault.ts";
import type { PoolTarget } from "../target/pool-target.ts";
import { contain, noteInternalError } from "./contain.ts";
import { budgetExceeded, countDenial, denialRefusal, versionRefusal } from "./denial-refusal.ts";
import { dropHeadersOfAnswer, dropHeadersOfUpgrade } from "./hop-headers.ts";
import { isModelList } from "./list-models.ts";
import type { PipelineContext } from "./pipeline-context.ts";
import { type Refusal, refusal } from "./proxy-error.ts";
import { readTarget } from "./request-target.ts";
import { findEndpoint } from "./route-by-endpoint.ts";
import { findModelRoute } from "./route-by-model.ts";
import { findRule, type MatchedRule, serviceRefusal } from "./route-by-rule.ts";
import { runPlugins } from "./run-plugins.ts";
import { localRefusal, unsentRefusal } from "./unsent-refusal.ts";
import { Upgrade } from "./upgrade.ts";

/** Browsers can't set headers on a WebSocket: OpenAI's clients put the key into a subprotocol instead. */
const keyProtocol = "openai-insecure-api-key.";

/** Carries one upgraded connection (WebSocket): accept, authenticate, match, split, balance, connect. Never throws. */
export function handleUpgrade(context: PipelineContext, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  let upgrade: Upgrade | undefined;
  try {
    upgrade = new Upgrade(context, request, socket);
    accept(upgrade, head);
  } catch (cause) {
    if (upgrade !== undefined) return upgrade.fail(cause);
    noteInternalError(context, "upgrade", cause, undefined);
    socket.destroy();
  }
}

function accept(upgrade: Upgrade, head: Buffer): void {
  const { context, request } = upgrade;
  if (!isHttp1Version(request)) return upgrade.refuse(versionRefusal(request));
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
  const verdict = gateway.authenticator.authenticate(request.headers, table, source);
  if (!(verdict instanceof Promise)) return authenticated(upgrade, gateway, target.path, verdict, head);
  verdict
    .then((late) => authenticated(upgrade, gateway, target.path, late, head))
    .catch((cause: unknown) => upgrade.fail(cause));
}

function authenticated(upgrade: Upgrade, gateway: GatewayRoute, path: string, verdict: Verdict, head: Buffer): void {
  if (upgrade.isOver) return;
  if (verdict.kind !== "identity") {
    const { kind, retryAfterSeconds } = countDenial(verdict, upgrade.client.source, upgrade.context.throttle);
    if (retryAfterSeconds !== undefined) upgrade.addAnswerHeaders("retry-after", String(retryAfterSeconds));
    return upgrade.refuse(denialRefusal(kind, gateway.name));
  }
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
  const matched = gateway.rules === undefined ? undefined : findRule(upgrade, gateway, gateway.rules, path);
  if (matched !== undefined) {
    if ("code" in matched) return upgrade.refuse(matched);
    return connectToService(upgrade, matched, path, head);
  }
  const { headers, method } = upgrade.request;
  // The proxy itself answers these, with what the caller may see: a target would answer with more.
  if (isModelList(method, path)) {
    return upgrade.refuse(refusal("invalid_request", "the list of models can't be upgraded to another protocol"));
  }
  const { strategy } = gateway;
  const located = strategy.source === "head" ? strategy.locate({ path, headers }) : locateByQuery(path);
  if ("code" in located) return upgrade.refuse(located);
  const { model } = located;
  upgrade.model = model;
  const route = findModelRoute(gateway, upgrade.apiKey, model);
  if ("code" in route) return upgrade.refuse(route);
  const deployment = route.split.pickUnless(isUnavailable, upgrade)!;
  throughPlugins(upgrade, gateway.chain, () => connect(upgrade, deployment, located, head));
}

function connectToService(upgrade: Upgrade, { rule, share }: MatchedRule, path: string, head: Buffer): void {
  const { service, chain } = share;
  const refused = serviceRefusal(service, upgrade.request.method ?? "", false);
  if (refused !== undefined) return upgrade.refuse(refused);
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
      request.headers = named(headersToSend);
      // Node refuses a header whose value is undefined.
      if (protocols === undefined) delete request.headers["sec-websocket-protocol"];
      else request.headers["sec-websocket-protocol"] = protocols;
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
  dropHeadersOfUpgrade(headers, upgrade.gateway!.replacedHeaders);
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
  const proxy = httpProxy.createProxyServer({
    target: address.url,
    changeOrigin: true,
    ws: true,
    agent,
    // Otherwise it parses the path as a URL, which normalizes it: an exact path goes on below.
    toProxy: true,
  });
  proxy.on("proxyReqWs", (proxyRequest) =>
    contain(upgrade, () => {
      // Byte for byte, as it was matched.
      proxyRequest.path = address.basePath + path;
      // Until they are joined, nothing else ends the one side with the other.
      const leave = (): void => {
        if (upgrade.isOpen) return;
        proxyRequest.destroy();
        socket.destroy();
      };
      socket.once("end", leave);
      socket.once("close", leave);
      // Nobody reads the client's side yet: without this, its end would not be noticed.
      socket.read(0);
      const { responseHeadMs } = destination.traffic.timeouts;
      const clock = setTimeout(() => proxyRequest.destroy(new NoAnswerError(responseHeadMs)), responseHeadMs);
      const stopClock = (): void => clearTimeout(clock);
      proxyRequest.once("upgrade", stopClock);
      proxyRequest.once("close", stopClock);
      proxyRequest.once("response", (answer) => {
        stopClock();
        upgrade.answeredStatus = answer.statusCode;
        // An answer in place of the upgrade goes on as the answer to any request would, and is the last on this connection.
        dropHeadersOfAnswer(answer.headers);
        answer.headers.connection = "close";
        // A client that reads slowly must not fill the proxy's memory.
        answer.on("data", () => {
          if (!socket.writableNeedDrain) return;
          answer.pause();
          socket.once("drain", () => answer.resume());
        });
        answer.once("close", () => {
          if (!answer.complete) socket.destroy();
        });
      });
    }),
  );
  proxy.on("open", () => {
    upgrade.isOpen = true;
  });
  proxy.on("error", (error) =>
    contain(upgrade, () => {
      if (isRefusedAddress(error)) return refuseAddress(upgrade, destination, chosen, error);
      upgrade.targetFailed(error);
      upgrade.context.localFaults.note(error);
      // An open WebSocket takes frames only.
      if (upgrade.isOpen) socket.destroy();
      else if (error instanceof NoAnswerError) {
        upgrade.refuse(refusal("upstream_timeout", `${kind} "${name}" could not answer: ${error.message}`));
      } else if (localFaultOf(error) !== undefined) upgrade.refuse(localRefusal(destination, error));
      else upgrade.refuse(refusal("upstream_connect_error", `${kind} "${name}" can't be reached`));
    }),
  );
  proxy.ws(request, socket, head);
}

class NoAnswerError extends Error {
  constructor(limitMs: number) {
    super(`no answer to the upgrade within ${limitMs} ms`);
  }
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
  if (offered === undefined) return;
  const protocols = offered.split(",").map((protocol) => protocol.trim());
  // Beside `Authorization` it is the client's own, for a provider.
  const isUsed = request.headers.authorization === undefined;
  const key = isUsed ? protocols.find((protocol) => protocol.startsWith(keyProtocol)) : undefined;
  if (key !== undefined) request.headers.authorization = `Bearer ${key.slice(keyProtocol.length)}`;
  const others = protocols.filter((protocol) => protocol !== key && !holdsWeirCredential(protocol));
  if (others.length === protocols.length) return;
  if (others.length === 0) delete request.headers["sec-websocket-protocol"];
  else request.headers["sec-websocket-protocol"] = others.join(", ");
}
