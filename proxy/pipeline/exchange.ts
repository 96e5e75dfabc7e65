import type { IncomingMessage, ServerResponse } from "node:http";
import type { Dispatcher } from "undici";
import { logAccess } from "../observe/access-log.ts";
import type { DeploymentRoute, GatewayRoute, PoolTarget } from "../table/routing-table.ts";
import { classifyFailure } from "./classify-failure.ts";
import { type ClientAddress, clientAddressOf } from "./client-address.ts";
import { discardUpload } from "./discard-upload.ts";
import { downstreamResponseHeaders, upstreamRequestHeaders } from "./hop-headers.ts";
import type { PipelineContext } from "./pipeline-context.ts";
import { proxyErrors, type Refusal, refusal, refusalBody } from "./proxy-error.ts";
import { requestIdOf } from "./request-id.ts";
import { type AttemptFailure, decideRetry } from "./retry.ts";

/** What is sent to a target. */
export interface Outgoing {
  readonly deployment: DeploymentRoute;
  /** Path and query, without the target's base path. */
  readonly path: string;
  /** Undefined: the body streams through from the client, and can't be sent twice. */
  readonly body: Buffer | undefined;
  /** A header that is not sent on, in lower case. */
  readonly droppedHeader: string | undefined;
}

type End = "done" | "client gone" | "upstream broke off";

/**
 * One request from its head to its end. Owns the way back: a client that leaves aborts the attempt that is under way,
 * and whatever ends the exchange ends it once. It is the handler that undici calls, so that an attempt costs no further
 * object.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly client: ClientAddress;
  readonly #context: PipelineContext;
  readonly #requestId: string;
  readonly #startMs: number;
  gateway: GatewayRoute | undefined;
  subject: string | undefined;
  model: string | undefined;
  /** The client waits for `100 Continue` before it sends the body. */
  awaitsContinue = false;

  #outgoing: Outgoing | undefined;
  #tried: PoolTarget[] = none;
  #attempt: PoolTarget | undefined;
  #controller: Dispatcher.DispatchController | undefined;
  #attempts = 0;
  #staleForgiven = false;
  #failures: string[] | undefined;
  #readyMs = 0;
  #dispatchMs = 0;
  #headMs: number | undefined;
  #bytesSent = 0;
  #refused: string | undefined;
  #isEventStream = false;
  /** -1 when the answer has none. */
  #contentLength = -1;
  #end: End | undefined;

  constructor(context: PipelineContext, request: IncomingMessage, response: ServerResponse) {
    this.#context = context;
    this.request = request;
    this.response = response;
    this.#startMs = context.clock.monotonicMs();
    this.#requestId = requestIdOf(request.headers["x-request-id"], context.random);
    this.client = clientAddressOf(request, context.encrypted, context.trustedProxies);
    context.metrics.requestsInFlight += 1;
    response.once("close", () => this.#closed());
  }

  /** Whether the client has left: nothing that is still to be done is worth doing. */
  get isOver(): boolean {
    return this.#end !== undefined;
  }

  /** Answers without an upstream. */
  refuse(refused: Refusal): void {
    const { code } = refused;
    if (this.isOver || this.response.headersSent) return;
    this.#refused = code;
    this.#context.metrics.countRefusal(code);
    const headers = ["content-type", "application/json"];
    if (proxyErrors[code].status === 401) headers.push("www-authenticate", 'Bearer realm="weir"');
    if (proxyErrors[code].status === 503) headers.push("retry-after", "1");
    this.#respond(proxyErrors[code].status, headers, refusalBody(refused));
  }

  /** Answers something of the proxy's own. */
  respondJson(body: string): void {
    if (!this.isOver) this.#respond(200, ["content-type", "application/json"], body);
  }

  /** The proxy itself failed: the log has the cause, the client has the id. */
  fail(cause: unknown): void {
    this.#context.log.error({ err: cause, requestId: this.#requestId }, "a request failed in the proxy");
    this.refuse(
      refusal("internal", `internal error: the proxy's log has the cause under request id ${this.#requestId}`),
    );
  }

  /** Lets the client send its body, if it waits for that. */
  invite(): void {
    if (!this.awaitsContinue) return;
    this.awaitsContinue = false;
    this.response.writeContinue();
  }

  /** Sends the request to a target of the deployment, and to another where that may be. */
  forward(outgoing: Outgoing): void {
    this.#outgoing = outgoing;
    this.#readyMs = this.#context.clock.monotonicMs();
    this.#tryOnce(outgoing);
  }

  #tryOnce(outgoing: Outgoing): void {
    if (this.isOver) return;
    const { pool, metrics, name } = outgoing.deployment;
    const chosen = pool.balancer.pick(this.#tried);
    if (chosen === undefined) {
      const { length } = pool.targets;
      this.refuse(refusal("no_healthy_target", `no available target in deployment "${name}" (${length} configured)`));
      return;
    }
    this.#attempts += 1;
    metrics.attempts += 1;
    this.#attempt = chosen;
    this.#controller = undefined;
    const { target } = chosen;
    const { address } = target;
    target.began();
    this.#dispatchMs = this.#context.clock.monotonicMs();
    try {
      target.dispatcher.dispatch(
        {
          path: address.basePath + outgoing.path,
          method: this.request.method as Dispatcher.HttpMethod,
          headers: this.#requestHeaders(outgoing, address.host),
          body: (outgoing.body ?? this.#uploadStream()) as Buffer,
          headersTimeout: pool.responseHeadMs,
          bodyTimeout: pool.idleMs,
        },
        this,
      );
    } catch (error) {
      // undici checks what it is given: a request line or header that it can't send is the client's.
      this.#endAttempt();
      const reason = error instanceof Error ? error.message : String(error);
      this.refuse(refusal("invalid_request", `the request can't be forwarded: ${reason}`));
    }
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.isOver) controller.abort(clientGone);
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number): void {
    if (status < 200 || this.isOver) return;
    const { response } = this;
    const raw = controller.rawHeaders as Buffer[];
    const headers = downstreamResponseHeaders(raw);
    const nowMs = this.#context.clock.monotonicMs();
    this.#headMs = nowMs;
    const own = (this.#dispatchMs - this.#readyMs).toFixed(2);
    const upstream = (nowMs - this.#dispatchMs).toFixed(2);
    headers.push("x-weir-deployment", this.#outgoing!.deployment.name);
    this.#pushCommonHeaders(headers);
    headers.push("server-timing", `weir;dur=${own}, upstream;dur=${upstream}`);
    this.#isEventStream = headerOf(headers, "content-type")?.startsWith("text/event-stream") === true;
    const contentLength = headerOf(headers, "content-length");
    this.#contentLength = contentLength === undefined ? -1 : Number(contentLength);
    response.writeHead(status, headers);
    // A stream's head goes out before its first byte is there; where that is there already, it goes out with it.
    if (contentLength === undefined) setImmediate(flushHead, response);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.isOver) return;
    this.#bytesSent += chunk.length;
    if (chunk.length === this.#contentLength && chunk.length <= oneWriteBytes) {
      // Head and body as one string are one write to the socket, and writes are most of what a short answer costs.
      this.response.end(chunk.toString("latin1"), "latin1");
      return;
    }
    if (this.response.write(chunk)) return;
    controller.pause();
    this.response.once("drain", () => controller.resume());
  }

  onResponseEnd(): void {
    this.#endAttempt();
    if (!this.response.writableEnded) this.response.end();
  }

  onResponseError(_controller: Dispatcher.DispatchController | undefined, error: Error): void {
    this.#endAttempt();
    if (this.isOver) return;
    if (this.response.headersSent) this.#breakOff(error);
    else this.#afterFailure(classifyFailure(error), error);
  }

  #afterFailure(failure: AttemptFailure, error: Error): void {
    const outgoing = this.#outgoing!;
    const { pool, name } = outgoing.deployment;
    this.#failures ??= [];
    this.#failures.push(`${this.#attempt?.target.address.url}: ${failure}: ${error.message}`);
    const decision = decideRetry(failure, {
      attempts: this.#attempts,
      staleForgiven: this.#staleForgiven,
      replayable: outgoing.body !== undefined || (failure === "connect" && !this.request.readableDidRead),
      safe: this.request.method === "GET" || this.request.method === "HEAD",
      targets: pool.targets.length,
    });
    if (decision.again) {
      if (failure === "stale connection") this.#staleForgiven = true;
      if (decision.target === "another" && this.#attempt !== undefined) this.#tried = [...this.#tried, this.#attempt];
      this.#tryOnce(outgoing);
      return;
    }
    const code =
      failure === "timeout"
        ? "upstream_timeout"
        : failure === "connect"
          ? "upstream_connect_error"
          : "upstream_protocol_error";
    const what = `deployment "${name}" could not answer after ${this.#attempts} attempt(s)`;
    this.refuse(refusal(code, `${what}: ${failure} (${decision.reason})`));
  }

  /** The answer can't be finished: the client must not take what it has for the whole. */
  #breakOff(error: Error): void {
    const { response, request } = this;
    this.#failures ??= [];
    this.#failures.push(`${this.#attempt?.target.address.url}: broke off: ${error.message}`);
    this.#finish("upstream broke off");
    if (this.#isEventStream) {
      const last = refusalBody(refusal("upstream_protocol_error", "the upstream broke off the stream"));
      response.write(`event: error\ndata: ${last}\n\n`, () => request.socket.destroy());
    } else if (request.httpVersionMinor === 0) {
      // Without chunks the end of the connection is the end of the answer: only a reset says otherwise.
      request.socket.resetAndDestroy();
    } else {
      request.socket.destroy();
    }
  }

  /** The response is finished, or the client's connection is gone. */
  #closed(): void {
    if (this.#end !== undefined) return;
    if (this.response.writableFinished) {
      this.#finish("done");
      if (!this.request.complete) discardUpload(this.request);
      return;
    }
    this.#finish("client gone");
    this.#endAttempt();
    this.#controller?.abort(clientGone);
  }

  /** The attempt counts no more, by whatever it ended. */
  #endAttempt(): void {
    const attempt = this.#attempt;
    if (attempt === undefined || this.#counted === this.#attempts) return;
    this.#counted = this.#attempts;
    attempt.target.ended();
  }

  /** The attempt that was last taken off the count. */
  #counted = 0;

  #finish(end: End): void {
    this.#end = end;
    const { clock, metrics, log } = this.#context;
    metrics.requestsInFlight -= 1;
    const nowMs = clock.monotonicMs();
    const durationMs = nowMs - this.#startMs;
    const firstByteMs = this.#headMs === undefined ? undefined : this.#headMs - this.#startMs;
    const deployment = this.#outgoing?.deployment;
    const status = this.response.headersSent ? this.response.statusCode : 499;
    if (deployment !== undefined) {
      deployment.metrics.countRequest(status);
      deployment.metrics.durations.observe(durationMs / 1000);
      deployment.metrics.overheads.observe((this.#dispatchMs - this.#readyMs) / 1000);
      if (firstByteMs !== undefined) deployment.metrics.timesToFirstByte.observe(firstByteMs / 1000);
    }
    logAccess(log, {
      requestId: this.#requestId,
      method: this.request.method ?? "",
      path: pathOnly(this.request.url ?? ""),
      status,
      gateway: this.gateway?.name,
      subject: this.subject,
      model: this.model,
      deployment: deployment?.name,
      target: this.#attempt?.target.address.url,
      attempts: this.#attempts,
      failures: this.#failures,
      refusal: this.#refused,
      end,
      source: this.client.source,
      bytesSent: this.#bytesSent,
      firstByteMs: firstByteMs === undefined ? undefined : round(firstByteMs),
      durationMs: round(durationMs),
    });
  }

  #respond(status: number, headers: string[], body: string): void {
    this.#bytesSent = Buffer.byteLength(body);
    headers.push("content-length", String(this.#bytesSent));
    this.#pushCommonHeaders(headers);
    this.response.writeHead(status, headers);
    this.response.end(body);
  }

  #pushCommonHeaders(headers: string[]): void {
    headers.push("x-request-id", this.#requestId);
    if (this.#attempts > 0) headers.push("x-weir-attempts", String(this.#attempts));
  }

  #requestHeaders({ body, droppedHeader }: Outgoing, host: string): string[] {
    const { request, client } = this;
    const headers = upstreamRequestHeaders(request.rawHeaders, {
      connection: request.headers.connection,
      dropped: droppedHeader,
      contentLength: body?.length,
    });
    headers.push("host", host, "x-request-id", this.#requestId, "x-forwarded-for", client.forwardedFor);
    headers.push("x-forwarded-proto", client.forwardedProto, "x-forwarded-host", client.forwardedHost);
    return headers;
  }

  /** The client's body as it comes. undici must not destroy it: the client's connection would go with it. */
  #uploadStream(): AsyncIterable<Buffer> | null {
    const { headers } = this.request;
    const hasBody = headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
    if (!hasBody) return null;
    this.invite();
    return this.request.iterator({ destroyOnReturn: false });
  }
}

const none: PoolTarget[] = [];
/** Answers up to this size are copied into a string for the sake of a single write. */
const oneWriteBytes = 16 * 1024;
const clientGone = new Error("the client has left");

function flushHead(response: ServerResponse): void {
  if (!response.writableEnded && !response.destroyed) response.flushHeaders();
}

/** The first header of a name, which is given in lower case. */
function headerOf(headers: readonly string[], name: string): string | undefined {
  for (let index = 0; index < headers.length; index += 2) {
    const candidate = headers[index]!;
    if (candidate.length === name.length && candidate.toLowerCase() === name) return headers[index + 1];
  }
  return undefined;
}

function pathOnly(url: string): string {
  const query = url.indexOf("?");
  return query === -1 ? url : url.slice(0, query);
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 100) / 100;
}
