import type { IncomingMessage } from "node:http";
import type { Dispatcher } from "undici";
import type { DeploymentRoute } from "../table/routing-table.ts";
import type { PoolTarget } from "../target/pool-target.ts";
import type { Target } from "../target/target.ts";
import { attemptTimeout, classifyFailure } from "./classify-failure.ts";
import type { Exchange, UpstreamSide } from "./exchange.ts";
import { downstreamResponseHeaders, headerOf, upstreamRequestHeaders } from "./hop-headers.ts";
import { type ProxyErrorCode, refusal } from "./proxy-error.ts";
import { type AttemptFailure, decideRetry, type RetryDecision } from "./retry.ts";

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

/** Sends a request to a target, and answers its exchange with what comes back. */
export function forward(exchange: Exchange, outgoing: Outgoing): void {
  new Forwarding(exchange, outgoing).begin();
}

/** Answers up to this size are copied into a string for the sake of a single write. */
const oneWriteBytes = 16 * 1024;

/**
 * The way of one request to a target and of the answer back, over as many attempts as it takes. It is the handler that
 * undici calls, so that an attempt costs no further object.
 */
class Forwarding implements Dispatcher.DispatchHandler, UpstreamSide {
  attempts = 0;
  failures: string[] | undefined;
  headMs: number | undefined;
  readonly #exchange: Exchange;
  readonly #outgoing: Outgoing;
  readonly #readyMs: number;
  #dispatchMs = 0;
  #tried: PoolTarget[] = none;
  #attempt: PoolTarget | undefined;
  /** Whether the attempt is counted as in flight at its target. */
  #isCounted = false;
  #controller: Dispatcher.DispatchController | undefined;
  /** The attempt's own handler, where it may be given up while the request goes on; else this object is. */
  #guard: AttemptGuard | undefined;
  #overallTimer: NodeJS.Timeout | undefined;
  #staleForgiven = false;
  #isEventStream = false;
  /** The length that the answer announced; -1 when it has none. */
  #contentLength = -1;

  constructor(exchange: Exchange, outgoing: Outgoing) {
    this.#exchange = exchange;
    this.#outgoing = outgoing;
    this.#readyMs = exchange.context.clock.monotonicMs();
    exchange.upstream = this;
  }

  get deployment(): DeploymentRoute {
    return this.#outgoing.deployment;
  }

  get targetUrl(): string | undefined {
    return this.#attempt?.target.address.url;
  }

  get ownMs(): number {
    return this.#dispatchMs - this.#readyMs;
  }

  begin(): void {
    const { overallMs, retry } = this.deployment.pool;
    retry.budget.countRequest(this.#readyMs);
    if (overallMs !== undefined) this.#overallTimer = setTimeout(() => this.#runOut(overallMs), overallMs);
    this.#start();
  }

  /** Sends the request to a target that it was not sent to yet. */
  #start(): void {
    const exchange = this.#exchange;
    if (exchange.isOver) return;
    const { pool, name } = this.deployment;
    const chosen = pool.take(this.#tried, exchange);
    if (chosen === undefined) {
      exchange.refuse(
        pool.isAvailable()
          ? refusal("overloaded", `every target of deployment "${name}" has as many requests as it may`)
          : refusal("no_healthy_target", `no available target in deployment "${name}" (${pool.describeTargets()})`),
      );
      return;
    }
    this.#attempt = chosen;
    this.#isCounted = true;
    this.#dispatch(chosen.target, chosen.target.connections);
  }

  /** Sends the request to a target that counts it already. */
  #dispatch(target: Target, connections: Dispatcher): void {
    const exchange = this.#exchange;
    const { deployment, path, body } = this.#outgoing;
    const { pool, metrics } = deployment;
    const { address } = target;
    this.attempts += 1;
    metrics.attempts += 1;
    this.#controller = undefined;
    if (!pool.hasRoom()) {
      this.#learnNothing();
      exchange.refuse(refusal("overloaded", `deployment "${deployment.name}" has as many requests as it may`));
      return;
    }
    const { attemptMs, retry } = pool;
    this.#guard = attemptMs === undefined && retry.statuses.size === 0 ? undefined : new AttemptGuard(this);
    if (attemptMs !== undefined) this.#guard?.limit(attemptMs);
    this.#dispatchMs = this.#exchange.context.clock.monotonicMs();
    try {
      connections.dispatch(
        {
          path: address.basePath + path,
          method: exchange.request.method as Dispatcher.HttpMethod,
          headers: this.#requestHeaders(address.host),
          body: (body ?? this.#uploadStream()) as Buffer,
          headersTimeout: pool.responseHeadMs,
          bodyTimeout: pool.idleMs,
        },
        this.#guard ?? this,
      );
    } catch (error) {
      // undici checks what it is given: a request line or header that it can't send is the client's.
      this.#learnNothing();
      const reason = error instanceof Error ? error.message : String(error);
      exchange.refuse(refusal("invalid_request", `the request can't be forwarded: ${reason}`));
    }
  }

  abandon(): void {
    this.#learnNothing();
    this.#controller?.abort(clientGone);
  }

  finished(): void {
    clearTimeout(this.#overallTimer);
  }

  /** An attempt's time is up, whether or not it has begun at the target. */
  giveUpAttempt(): void {
    this.onResponseError(undefined, attemptTimeout);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#exchange.isOver) controller.abort(clientGone);
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number): void {
    const { response, requestId, isOver } = this.#exchange;
    if (status < 200 || isOver) return;
    this.#guard?.headIsThere();
    if (this.deployment.pool.retry.statuses.has(status) && this.#passesOver(status)) return;
    this.#judge(status);
    const headers = downstreamResponseHeaders(controller.rawHeaders as Buffer[]);
    headers.push(
      "x-weir-deployment",
      this.deployment.name,
      "x-request-id",
      requestId,
      "x-weir-attempts",
      String(this.attempts),
      "server-timing",
      `weir;dur=${this.ownMs.toFixed(2)}, upstream;dur=${(this.headMs! - this.#dispatchMs).toFixed(2)}`,
    );
    this.#isEventStream = headerOf(headers, "content-type")?.startsWith("text/event-stream") === true;
    const contentLength = headerOf(headers, "content-length");
    this.#contentLength = contentLength === undefined ? -1 : Number(contentLength);
    response.writeHead(status, headers);
    // A stream's head goes out before its first byte is there; where that is there already, it goes out with it.
    if (contentLength === undefined) setImmediate(flushHead, response);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    const exchange = this.#exchange;
    if (exchange.isOver) return;
    const { request, response } = exchange;
    exchange.bytesSent += chunk.length;
    // Before the client can have it all: its next request must find room where this one was.
    if (exchange.bytesSent === this.#contentLength) this.#endAttempt();
    if (chunk.length === this.#contentLength && chunk.length <= oneWriteBytes && request.complete) {
      // Head and body as one string are one write to the socket, and writes are most of what a short answer costs.
      response.end(chunk.toString("latin1"), "latin1");
      return;
    }
    if (response.write(chunk)) return;
    controller.pause();
    response.once("drain", () => controller.resume());
  }

  onResponseEnd(): void {
    this.#endAttempt();
    if (!this.#exchange.response.writableEnded) this.#exchange.end();
  }

  onResponseError(_controller: Dispatcher.DispatchController | undefined, error: Error): void {
    const exchange = this.#exchange;
    if (exchange.isOver) {
      this.#learnNothing();
      return;
    }
    this.#endAttempt();
    if (exchange.response.headersSent) {
      this.#noteFailure(`broke off: ${error.message}`);
      exchange.breakOff(this.#isEventStream);
      return;
    }
    const failure = classifyFailure(error);
    this.#noteFailure(`${failure}: ${error.message}`);
    // A stale connection is nobody's fault.
    if (failure !== "stale connection") this.deployment.pool.failed(this.#attempt!, `${failure}: ${error.message}`);
    const decision = this.#decide(failure);
    if (decision.again) return this.#tryAgain(decision.where);
    this.#guard?.supersede();
    const what = `deployment "${this.deployment.name}" could not answer after ${this.attempts} attempt(s)`;
    exchange.refuse(refusal(codeOf(failure), `${what}: ${failure} (${decision.reason})`));
  }

  /** Gives up an answer for the sake of another try; false when there is none, and the answer is passed on. */
  #passesOver(status: number): boolean {
    const decision = this.#decide("status");
    if (!decision.again) return false;
    this.#judge(status);
    this.headMs = undefined;
    this.#noteFailure(`status ${status}`);
    this.#endAttempt();
    this.#tryAgain(decision.where);
    return true;
  }

  #decide(failure: AttemptFailure): RetryDecision {
    const { request, context } = this.#exchange;
    const { deployment, body } = this.#outgoing;
    const { retry, size } = deployment.pool;
    const decision = decideRetry(failure, {
      attempts: this.attempts,
      maxAttempts: retry.attempts,
      staleForgiven: this.#staleForgiven,
      replayable: body !== undefined || !hasBody(request) || (failure === "connect" && !request.readableDidRead),
      repeatable: retry.nonIdempotent || request.method === "GET" || request.method === "HEAD",
      otherTargets: size - this.#tried.length - 1,
    });
    if (!decision.again || decision.where === "new connection") return decision;
    return retry.budget.take(context.clock.monotonicMs()) ? decision : budgetUsedUp;
  }

  #tryAgain(where: "another target" | "new connection"): void {
    const attempt = this.#attempt!;
    this.#guard?.supersede();
    switch (where) {
      case "new connection":
        this.#staleForgiven = true;
        attempt.target.began();
        this.#isCounted = true;
        this.#dispatch(attempt.target, attempt.target.newConnections);
        return;
      case "another target":
        this.#tried = [...this.#tried, attempt];
        this.#start();
        return;
      default:
        where satisfies never;
    }
  }

  /** The head of an answer is there: what it says of the target. */
  #judge(status: number): void {
    this.headMs = this.#exchange.context.clock.monotonicMs();
    const { pool } = this.deployment;
    if (status >= 502 && status <= 504) pool.failed(this.#attempt!, `status ${status}`);
    else pool.succeeded(this.#attempt!, this.headMs - this.#dispatchMs);
  }

  /** The request's time is up, over all attempts. */
  #runOut(overallMs: number): void {
    const exchange = this.#exchange;
    if (exchange.isOver) return;
    this.#noteFailure(`timeout: not done within ${overallMs} ms`);
    this.#guard?.supersede();
    const hasBegun = exchange.response.headersSent;
    if (hasBegun) this.#endAttempt();
    else this.#learnNothing();
    if (hasBegun) exchange.breakOff(this.#isEventStream);
    else
      exchange.refuse(refusal("upstream_timeout", `not done within ${overallMs} ms, over ${this.attempts} attempt(s)`));
    this.#controller?.abort(clientGone);
  }

  /** The attempt ends without a word about its target. */
  #learnNothing(): void {
    if (this.#isCounted && this.headMs === undefined) this.deployment.pool.learnedNothing(this.#attempt!);
    this.#endAttempt();
  }

  #noteFailure(what: string): void {
    this.failures ??= [];
    this.failures.push(`${this.targetUrl}: ${what}`);
  }

  /** The attempt is in flight no more, by whatever it ended. */
  #endAttempt(): void {
    if (!this.#isCounted) return;
    this.#isCounted = false;
    this.#attempt?.target.ended();
  }

  #requestHeaders(host: string): string[] {
    const { request, client, requestId } = this.#exchange;
    const { body, droppedHeader } = this.#outgoing;
    const headers = upstreamRequestHeaders(request.rawHeaders, {
      connection: request.headers.connection,
      dropped: droppedHeader,
      contentLength: body?.length,
    });
    headers.push("host", host, "x-request-id", requestId, "x-forwarded-for", client.forwardedFor);
    headers.push("x-forwarded-proto", client.forwardedProto, "x-forwarded-host", client.forwardedHost);
    return headers;
  }

  /** The client's body as it comes. undici must not destroy it: the client's connection would go with it. */
  #uploadStream(): AsyncIterable<Buffer> | null {
    const { request } = this.#exchange;
    if (!hasBody(request)) return null;
    this.#exchange.invite();
    return request.iterator({ destroyOnReturn: false });
  }
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}

const none: PoolTarget[] = [];
const clientGone = new Error("the client has left");
const passedOver = new Error("another target is tried");
const budgetUsedUp: RetryDecision = { again: false, reason: "retry budget used up" };

/**
 * Stands between undici and a forwarding, where an attempt can be given up while the request goes on: from then on
 * nothing of the attempt gets through.
 */
class AttemptGuard implements Dispatcher.DispatchHandler {
  #forwarding: Forwarding | undefined;
  #controller: Dispatcher.DispatchController | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(forwarding: Forwarding) {
    this.#forwarding = forwarding;
  }

  /** Gives the attempt this long until the head of its answer. */
  limit(milliseconds: number): void {
    this.#timer = setTimeout(() => this.#forwarding?.giveUpAttempt(), milliseconds);
  }

  headIsThere(): void {
    clearTimeout(this.#timer);
  }

  supersede(): void {
    clearTimeout(this.#timer);
    this.#forwarding = undefined;
    this.#controller?.abort(passedOver);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#forwarding === undefined) controller.abort(passedOver);
    else this.#forwarding.onRequestStart(controller);
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number): void {
    this.#forwarding?.onResponseStart(controller, status);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#forwarding?.onResponseData(controller, chunk);
  }

  onResponseEnd(): void {
    clearTimeout(this.#timer);
    this.#forwarding?.onResponseEnd();
  }

  onResponseError(controller: Dispatcher.DispatchController | undefined, error: Error): void {
    clearTimeout(this.#timer);
    this.#forwarding?.onResponseError(controller, error);
  }
}

function codeOf(failure: AttemptFailure): ProxyErrorCode {
  switch (failure) {
    case "timeout":
      return "upstream_timeout";
    // Its answer is passed on instead.
    case "status":
    case "connect":
      return "upstream_connect_error";
    case "stale connection":
    case "broken connection":
    case "protocol":
      return "upstream_protocol_error";
    default:
      return failure satisfies never;
  }
}

function flushHead(response: Exchange["response"]): void {
  if (!response.writableEnded && !response.destroyed) response.flushHeaders();
}
