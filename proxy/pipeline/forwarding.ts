import type { IncomingMessage } from "node:http";
import type { Http2ServerRequest } from "node:http2";
import type { Dispatcher } from "undici";
import type { Destination } from "../table/routing-table.ts";
import type { PoolTarget } from "../target/pool-target.ts";
import { Attempt, type AttemptOwner, type Trailers } from "./attempt.ts";
import { classifyFailure } from "./classify-failure.ts";
import type { Exchange, UpstreamSide } from "./exchange.ts";
import { isGrpc } from "./grpc.ts";
import { downstreamResponseHeaders, headerOf, upstreamRequestHeaders } from "./hop-headers.ts";
import { type ProxyErrorCode, refusal } from "./proxy-error.ts";
import { type AttemptFailure, decideRetry, type RetryDecision } from "./retry.ts";

/** What is sent to a target. */
export interface Outgoing {
  readonly destination: Destination;
  /** Path and query, without the target's base path. */
  readonly path: string;
  /** Undefined: the body streams through from the client, and can't be sent twice. */
  readonly body: Buffer | undefined;
  /** A header that is not sent on, in lower case. */
  readonly droppedHeader: string | undefined;
  /** Where else the request may go when these have failed it; undefined: nowhere. */
  readonly otherThan: ((failed: readonly Destination[]) => Outgoing | undefined) | undefined;
}

/** Sends a request to a target, and answers its exchange with what comes back. */
export function forward(exchange: Exchange, outgoing: Outgoing): void {
  new Forwarding(exchange, outgoing).begin();
}

/** Answers up to this size are copied into a string for the sake of a single write. */
const oneWriteBytes = 16 * 1024;

/** The way of one request to a target and of the answer back, over as many attempts as it takes. */
class Forwarding implements AttemptOwner, UpstreamSide {
  attempts = 0;
  failures: string[] | undefined;
  readonly #exchange: Exchange;
  readonly #readyMs: number;
  #outgoing: Outgoing;
  #attempt: Attempt | undefined;
  /** Targets of the present destination that have failed it. */
  #tried: PoolTarget[] = noTargets;
  /** Attempts at the present destination. */
  #attemptsHere = 0;
  /** Destinations that have failed it. */
  #failed: Destination[] = noDestinations;
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

  get destination(): Destination {
    return this.#outgoing.destination;
  }

  get targetUrl(): string | undefined {
    return this.#attempt?.target.address.url;
  }

  get headMs(): number | undefined {
    return this.#attempt?.headMs;
  }

  get ownMs(): number {
    return this.#attempt === undefined ? 0 : this.#attempt.startMs - this.#readyMs;
  }

  begin(): void {
    const { timeouts, retry } = this.destination.traffic;
    const { overallMs } = timeouts;
    retry.budget.countRequest(this.#readyMs);
    if (overallMs !== undefined) this.#overallTimer = setTimeout(() => this.#runOut(overallMs), overallMs);
    this.#start();
  }

  abandon(): void {
    this.#attempt?.giveUp();
  }

  finished(): void {
    clearTimeout(this.#overallTimer);
  }

  /** Sends the request to a target that it was not sent to yet. */
  #start(): void {
    const exchange = this.#exchange;
    if (exchange.isOver) return;
    const { otherThan } = this.#outgoing;
    let { pool } = this.destination;
    // Another destination comes before the same target once more.
    const isUsedUp = otherThan !== undefined && this.#tried.length > 0 && this.#tried.length >= pool.size;
    let chosen = isUsedUp ? undefined : pool.take(this.#tried, exchange);
    while (chosen === undefined && this.#moveOn()) {
      ({ pool } = this.destination);
      chosen = pool.take(noTargets, exchange);
    }
    if (chosen === undefined) this.#refuseUnsent();
    else this.#send(chosen, chosen.target.connections);
  }

  /** Turns to another destination, if there is one. */
  #moveOn(): boolean {
    const { otherThan } = this.#outgoing;
    if (otherThan === undefined) return false;
    const failed = [...this.#failed, this.destination];
    const next = otherThan(failed);
    if (next === undefined) return false;
    this.#failed = failed;
    this.#outgoing = next;
    this.#tried = noTargets;
    this.#attemptsHere = 0;
    return true;
  }

  #refuseUnsent(): void {
    const { pool, kind, name } = this.destination;
    this.#exchange.refuse(
      pool.isAvailable()
        ? refusal("overloaded", `${kind} "${name}" has as many requests as it may`)
        : refusal("no_healthy_target", `no available target in ${kind} "${name}" (${pool.describeTargets()})`),
    );
  }

  /** Sends the request to a target that counts it already. */
  #send(chosen: PoolTarget, connections: Dispatcher): void {
    const exchange = this.#exchange;
    const { destination, path, body } = this.#outgoing;
    const { pool, metrics } = destination;
    const { responseHeadMs, idleMs, attemptMs } = destination.traffic.timeouts;
    const { address } = chosen.target;
    this.attempts += 1;
    this.#attemptsHere += 1;
    metrics.attempts += 1;
    const attempt = new Attempt(this, pool, chosen, exchange.context.clock.monotonicMs());
    this.#attempt = attempt;
    if (attemptMs !== undefined) attempt.limit(attemptMs);
    try {
      connections.dispatch(
        {
          path: address.basePath + path,
          method: exchange.request.method as Dispatcher.HttpMethod,
          headers: this.#requestHeaders(address.host),
          body: (body ?? this.#uploadStream()) as Buffer,
          headersTimeout: responseHeadMs,
          bodyTimeout: idleMs,
        },
        attempt,
      );
    } catch (error) {
      // undici checks what it is given: a request line or header that it can't send is the client's.
      attempt.giveUp();
      const reason = error instanceof Error ? error.message : String(error);
      exchange.refuse(refusal("invalid_request", `the request can't be forwarded: ${reason}`));
    }
  }

  headArrived(attempt: Attempt, status: number): void {
    const exchange = this.#exchange;
    if (exchange.isOver) return;
    if (this.destination.traffic.retry.statuses.has(status) && this.#passesOver(attempt, status)) return;
    this.#judge(attempt, status);
    const { response, requestId } = exchange;
    const { kind, name } = this.destination;
    const headers = downstreamResponseHeaders(attempt.rawHeaders);
    headers.push(
      kind === "deployment" ? "x-weir-deployment" : "x-weir-service",
      name,
      "x-request-id",
      requestId,
      "x-weir-attempts",
      String(this.attempts),
      "server-timing",
      `weir;dur=${this.ownMs.toFixed(2)}, upstream;dur=${(attempt.headMs! - attempt.startMs).toFixed(2)}`,
    );
    this.#isEventStream = headerOf(headers, "content-type")?.startsWith("text/event-stream") === true;
    const contentLength = headerOf(headers, "content-length");
    this.#contentLength = contentLength === undefined ? -1 : Number(contentLength);
    exchange.writeHead(status, headers);
    // A stream's head goes out before its first byte is there; where that is there already, it goes out with it.
    if (contentLength === undefined) setImmediate(flushHead, response);
  }

  dataArrived(attempt: Attempt, chunk: Buffer): void {
    const exchange = this.#exchange;
    if (exchange.isOver) return;
    const { request, response } = exchange;
    exchange.bytesSent += chunk.length;
    // Before the client can have it all: its next request must find room where this one was.
    if (exchange.bytesSent === this.#contentLength) attempt.uncount();
    if (chunk.length === this.#contentLength && chunk.length <= oneWriteBytes && request.complete) {
      // Head and body as one string are one write to the socket, and writes are most of what a short answer costs.
      response.end(chunk.toString("latin1"), "latin1");
      return;
    }
    if (response.write(chunk)) return;
    attempt.pause();
    response.once("drain", () => attempt.resume());
  }

  answered(_attempt: Attempt, trailers: Trailers): void {
    if (!this.#exchange.response.writableEnded) this.#exchange.end(trailers);
  }

  attemptFailed(attempt: Attempt, error: Error): void {
    const exchange = this.#exchange;
    if (exchange.isOver) return;
    if (exchange.response.headersSent) {
      this.#noteFailure(attempt, `broke off: ${error.message}`);
      exchange.breakOff(this.#isEventStream);
      return;
    }
    const failure = classifyFailure(error);
    this.#noteFailure(attempt, `${failure}: ${error.message}`);
    // A stale connection is nobody's fault.
    if (failure !== "stale connection") attempt.pool.failed(attempt.chosen, `${failure}: ${error.message}`);
    const decision = this.#decide(failure);
    if (decision.again) return this.#tryAgain(attempt, decision.where);
    const { kind, name } = this.destination;
    const what = `${kind} "${name}" could not answer after ${this.attempts} attempt(s)`;
    exchange.refuse(refusal(codeOf(failure), `${what}: ${failure} (${decision.reason})`));
  }

  /** Gives up an answer for the sake of another try; false when there is none, and the answer is passed on. */
  #passesOver(attempt: Attempt, status: number): boolean {
    const decision = this.#decide("status");
    if (!decision.again) return false;
    this.#judge(attempt, status);
    this.#noteFailure(attempt, `status ${status}`);
    attempt.giveUp();
    this.#tryAgain(attempt, decision.where);
    return true;
  }

  #decide(failure: AttemptFailure): RetryDecision {
    const { request, context } = this.#exchange;
    const { destination, body, otherThan } = this.#outgoing;
    const { retry } = destination.traffic;
    const decision = decideRetry(failure, {
      attempts: this.#attemptsHere,
      maxAttempts: retry.attempts,
      staleForgiven: this.#staleForgiven,
      replayable: body !== undefined || !hasBody(request) || (failure === "connect" && !request.readableDidRead),
      repeatable: retry.nonIdempotent || request.method === "GET" || request.method === "HEAD",
      otherTargets: destination.pool.size - this.#tried.length - 1,
      otherDestination: otherThan !== undefined && otherThan([...this.#failed, destination]) !== undefined,
    });
    if (!decision.again || decision.where !== "another target") return decision;
    return retry.budget.take(context.clock.monotonicMs()) ? decision : budgetUsedUp;
  }

  #tryAgain(attempt: Attempt, where: "another target" | "new connection" | "another destination"): void {
    const { chosen, pool, target } = attempt;
    switch (where) {
      case "new connection":
        this.#staleForgiven = true;
        pool.retake(chosen);
        this.#send(chosen, target.newConnections);
        return;
      case "another target":
        this.#tried = [...this.#tried, chosen];
        this.#start();
        return;
      case "another destination":
        this.#moveOn();
        this.#start();
        return;
      default:
        where satisfies never;
    }
  }

  /** The head of an answer is there: what it says of the target. */
  #judge(attempt: Attempt, status: number): void {
    const headMs = this.#exchange.context.clock.monotonicMs();
    attempt.headMs = headMs;
    const { pool, chosen } = attempt;
    if (status >= 502 && status <= 504) pool.failed(chosen, `status ${status}`);
    else pool.succeeded(chosen, headMs - attempt.startMs);
  }

  /** The request's time is up, over all attempts. */
  #runOut(overallMs: number): void {
    const exchange = this.#exchange;
    if (exchange.isOver) return;
    const attempt = this.#attempt;
    if (attempt !== undefined) this.#noteFailure(attempt, `timeout: not done within ${overallMs} ms`);
    attempt?.giveUp();
    if (exchange.response.headersSent) exchange.breakOff(this.#isEventStream);
    else
      exchange.refuse(refusal("upstream_timeout", `not done within ${overallMs} ms, over ${this.attempts} attempt(s)`));
  }

  #noteFailure({ target }: Attempt, what: string): void {
    this.failures ??= [];
    this.failures.push(`${target.address.url}: ${what}`);
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
    // Of one connection, but gRPC's servers ask for it on each.
    if (isGrpc(request.headers)) headers.push("te", "trailers");
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

function hasBody(request: IncomingMessage): boolean {
  const { headers } = request;
  // HTTP/2 says with the head whether a body follows, and need not say how long it is.
  if (request.httpVersionMajor === 2) return !(request as unknown as Http2ServerRequest).stream.endAfterHeaders;
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}

const noTargets: PoolTarget[] = [];
const noDestinations: Destination[] = [];
const budgetUsedUp: RetryDecision = { again: false, reason: "retry budget used up" };

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
