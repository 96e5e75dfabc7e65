import type { Dispatcher } from "undici";
import {
  type Destination,
  type DestinationKind,
  isAvailable,
  lineOf,
  releaseTarget,
  takeTarget,
} from "../table/destination.ts";
import type { PoolTarget } from "../target/pool-target.ts";
import type { Waiter } from "../target/waiting-line.ts";
import { Answer } from "./answer.ts";
import { asksForStream } from "./asks-for-stream.ts";
import { Attempt, type AttemptOwner, type Trailers } from "./attempt.ts";
import { classifyFailure, isUnsendable } from "./classify-failure.ts";
import { contain } from "./contain.ts";
import type { Exchange, UpstreamSide } from "./exchange.ts";
import { hasBody } from "./has-body.ts";
import { downstreamResponseHeaders } from "./hop-headers.ts";
import { http2TrailersFault } from "./http2-answer.ts";
import { outgoingHeaders } from "./outgoing-headers.ts";
import { type ProxyErrorCode, refusal } from "./proxy-error.ts";
import { type AttemptFailure, decideRetry, type RetryDecision } from "./retry.ts";
import { localRefusal, unsentRefusal } from "./unsent-refusal.ts";

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
  /** Whether the usage that a stream tells is for the proxy alone: its client did not ask for it. */
  readonly hidesUsage: boolean;
  /** Its owner wants it to go on elsewhere after these statuses, and after every failure; undefined: no such wish. */
  readonly fallbackStatuses: ReadonlySet<number> | undefined;
}

/** Sends a request to a target, and answers its exchange with what comes back. */
export function forward(exchange: Exchange, outgoing: Outgoing): void {
  new Forwarding(exchange, outgoing).begin();
}

/** What tells a client who has answered. */
const nameHeaders: Readonly<Record<DestinationKind, string>> = {
  deployment: "x-weir-deployment",
  service: "x-weir-service",
  endpoint: "x-weir-endpoint",
};

/** The way of one request to a target and of the answer back, over as many attempts as it takes. */
class Forwarding implements AttemptOwner, UpstreamSide, Waiter {
  attempts = 0;
  failures: string[] | undefined;
  readonly #exchange: Exchange;
  readonly #readyMs: number;
  #outgoing: Outgoing;
  #attempt: Attempt | undefined;
  /** An attempt beside it, at another target: the first good answer counts. */
  #hedge: Attempt | undefined;
  #hedgeTimer: NodeJS.Timeout | undefined;
  /** Targets of the present destination that have failed it. */
  #tried: PoolTarget[] = noTargets;
  /** Attempts at the present destination. */
  #attemptsHere = 0;
  /** Destinations that have failed it. */
  #failed: Destination[] = noDestinations;
  /** Where it goes when the present destination has failed it, once that was looked for. */
  #next: Outgoing | undefined;
  #overallTimer: NodeJS.Timeout | undefined;
  #staleForgiven = false;
  /** What goes to the client; undefined before there is something. */
  #answer: Answer | undefined;

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
    if (overallMs !== undefined) {
      this.#overallTimer = setTimeout(() => contain(this, () => this.#runOut(overallMs)), overallMs);
    }
    this.#start();
  }

  abandon(): void {
    this.#attempt?.giveUp();
    this.#hedge?.giveUp();
  }

  finished(): void {
    clearTimeout(this.#overallTimer);
    clearTimeout(this.#hedgeTimer);
  }

  /** Waits for room no more, when the exchange is over. */
  get isOver(): boolean {
    return this.#exchange.isOver;
  }

  /** Sends the request to a target that it was not sent to yet, now or when there is room. */
  #start(): void {
    if (this.isOver) return;
    const isFirst = this.#attempt === undefined;
    // Others came before.
    const isBehind = isFirst && lineOf(this.destination)?.isEmpty === false;
    if (!isBehind && this.#tryStart()) return;
    const waits = isFirst && isAvailable(this.destination) && lineOf(this.destination)?.join(this) === true;
    if (!waits) this.#exchange.refuse(unsentRefusal(this.destination));
  }

  /** Its turn in the queue has come: an exception must not reach the request whose end made room. */
  tryStart(): boolean {
    try {
      return this.#tryStart();
    } catch (cause) {
      this.fail(cause);
      return true;
    }
  }

  /** False: no target takes it now. */
  #tryStart(): boolean {
    const exchange = this.#exchange;
    const { otherThan } = this.#outgoing;
    // Another destination comes before the same target once more.
    const isUsedUp =
      otherThan !== undefined && this.#tried.length > 0 && this.#tried.length >= this.destination.pool.size;
    let chosen = isUsedUp ? undefined : takeTarget(this.destination, this.#tried, exchange);
    while (chosen === undefined && this.#moveOn()) chosen = takeTarget(this.destination, noTargets, exchange);
    if (chosen === undefined) return false;
    this.#attempt = this.#newAttempt(chosen);
    this.#send(this.#attempt, chosen.target.connections);
    this.#prepareHedge();
    return true;
  }

  /** It has waited for room as long as it may. */
  giveUp(): void {
    contain(this, () => {
      const { kind, name } = this.destination;
      const waitedMs = lineOf(this.destination)?.timeoutMs ?? 0;
      const message = `${kind} "${name}" has reached its limit of concurrent requests: none ended within ${waitedMs} ms`;
      this.#exchange.refuse(refusal("overloaded", message));
    });
  }

  /** Its own code threw. */
  fail(cause: unknown): void {
    this.#exchange.fail(cause);
  }

  /** Turns to another destination, if there is one. */
  #moveOn(): boolean {
    const next = this.#lookElsewhere();
    if (next === undefined) return false;
    this.#failed = [...this.#failed, this.destination];
    this.#outgoing = next;
    this.#next = undefined;
    this.#tried = noTargets;
    this.#attemptsHere = 0;
    return true;
  }

  #lookElsewhere(): Outgoing | undefined {
    this.#next ??= this.#outgoing.otherThan?.([...this.#failed, this.destination]);
    return this.#next;
  }

  /** @param chosen counts the request already */
  #newAttempt(chosen: PoolTarget): Attempt {
    const { destination } = this.#outgoing;
    if (this.attempts > 0) destination.metrics.retries += 1;
    this.attempts += 1;
    this.#attemptsHere += 1;
    destination.metrics.attempts += 1;
    const attempt = new Attempt(this, destination, chosen, this.#exchange.context.clock.monotonicMs());
    attempt.span = this.#exchange.trace?.attempt(destination, chosen.target.address.url);
    return attempt;
  }

  /** Sends the request. It may have failed, and have gone elsewhere, when this returns. */
  #send(attempt: Attempt, connections: Dispatcher): void {
    const exchange = this.#exchange;
    const { destination, path, body, droppedHeader } = this.#outgoing;
    const { responseHeadMs, idleMs, attemptMs } = destination.traffic.timeouts;
    const { address } = attempt.target;
    if (attemptMs !== undefined) attempt.limit(attemptMs);
    const readsAnswer = destination.usage === "asked" || exchange.chain?.readsAnswers === true;
    const headers = outgoingHeaders(exchange, address.host, body, droppedHeader, readsAnswer, destination.pool.headers);
    if (attempt.span !== undefined) headers.push("traceparent", attempt.span.traceParent);
    connections.dispatch(
      {
        path: address.basePath + path,
        method: exchange.request.method as Dispatcher.HttpMethod,
        headers,
        body: (body ?? this.#uploadStream()) as Buffer,
        headersTimeout: responseHeadMs,
        bodyTimeout: idleMs,
      },
      attempt,
    );
  }

  /** Sends the request to another target too when the first has no answer after a time, where that is wanted. */
  #prepareHedge(): void {
    const { hedgeMs } = this.destination.traffic.retry;
    if (hedgeMs === undefined || this.attempts > 1 || !this.#isRepeatable()) return;
    const { body } = this.#outgoing;
    if (body === undefined ? hasBody(this.#exchange) : asksForStream(body)) return;
    this.#hedgeTimer = setTimeout(() => contain(this, () => this.#sendHedge()), hedgeMs);
  }

  #sendHedge(): void {
    const exchange = this.#exchange;
    const first = this.#attempt;
    if (this.isOver || this.#answer !== undefined || first === undefined || this.attempts > 1) return;
    const { destination } = this;
    const chosen = takeTarget(destination, [first.chosen], exchange);
    if (chosen === undefined) return;
    const isOther = chosen.target !== first.target;
    if (isOther && destination.traffic.retry.budget.take(exchange.context.clock.monotonicMs())) {
      this.#hedge = this.#newAttempt(chosen);
      this.#send(this.#hedge, chosen.target.connections);
    } else releaseTarget(destination, chosen);
  }

  /** Of two attempts one is out: the other is the only one. False: there was only one. */
  #dropOneOfTwo(out: Attempt): boolean {
    const hedge = this.#hedge;
    if (hedge === undefined) return false;
    if (out !== hedge) {
      this.#tried = [...this.#tried, out.chosen];
      this.#attempt = hedge;
    }
    this.#hedge = undefined;
    return true;
  }

  headArrived(attempt: Attempt, status: number): void {
    const exchange = this.#exchange;
    if (exchange.isOver) return;
    const { statuses } = this.destination.traffic.retry;
    const isUnwanted = statuses.has(status) || this.#outgoing.fallbackStatuses?.has(status) === true;
    if (isUnwanted && this.#passesOver(attempt, status)) return;
    attempt.judge(status, exchange.context.clock.monotonicMs());
    if (this.#hedge !== undefined) {
      const other = attempt === this.#hedge ? this.#attempt : this.#hedge;
      this.#dropOneOfTwo(other!);
      other!.giveUp();
    }
    const { requestId } = exchange;
    const { kind, name } = this.destination;
    const headers = downstreamResponseHeaders(attempt.rawHeaders);
    headers.push(
      nameHeaders[kind],
      name,
      "x-request-id",
      requestId,
      "x-weir-attempts",
      String(this.attempts),
      "server-timing",
      `weir;dur=${this.ownMs.toFixed(2)}, upstream;dur=${(attempt.headMs! - attempt.startMs).toFixed(2)}`,
    );
    this.#answer = new Answer(exchange, attempt);
    this.#answer.begin(status, headers, this.#outgoing.hidesUsage);
  }

  dataArrived(_attempt: Attempt, piece: Buffer): void {
    if (!this.isOver) this.#answer!.write(piece);
  }

  answered(attempt: Attempt, trailers: Trailers): void {
    if (this.isOver) return;
    const fault = this.#exchange.isHttp2 ? http2TrailersFault(trailers) : undefined;
    if (fault === undefined) return this.#answer!.end(trailers);
    this.#noteFailure(attempt, `trailers that can't be passed on: ${fault}`);
    this.#answer!.breakOff(refusal("upstream_protocol_error", `the upstream's trailers can't be passed on: ${fault}`));
  }

  attemptFailed(attempt: Attempt, error: Error): void {
    const exchange = this.#exchange;
    if (exchange.isOver) return;
    if (this.#answer !== undefined) {
      this.#noteFailure(attempt, `broke off: ${error.message}`);
      attempt.brokeOff();
      this.#answer.breakOff(refusal("upstream_protocol_error", "the upstream broke off its answer"));
      return;
    }
    if (isUnsendable(error)) {
      attempt.learnedNothing();
      exchange.refuse(refusal("invalid_request", `the request can't be forwarded: ${error.message}`));
      return;
    }
    const failure = classifyFailure(error);
    this.#noteFailure(attempt, `${failure}: ${error.message}`);
    if (failure === "local") {
      // That this machine can't open connections says nothing about the target.
      attempt.learnedNothing();
      exchange.context.localFaults.note(error);
    } else if (failure === "address not allowed") {
      attempt.blameAddress(error.message);
    } else if (failure !== "stale connection") {
      // A stale connection is nobody's fault.
      attempt.blame(`${failure}: ${error.message}`);
    }
    if (this.#dropOneOfTwo(attempt)) return;
    const decision = this.#decide(failure);
    if (decision.again) return this.#tryAgain(attempt, decision.where);
    const { kind, name } = this.destination;
    if (failure === "local") return exchange.refuse(localRefusal(this.destination, error));
    const what = `${kind} "${name}" could not answer after ${this.attempts} attempt(s)`;
    exchange.refuse(refusal(codeOf(failure), `${what}: ${failure} (${decision.reason})`));
  }

  /** Gives up an answer for the sake of another try; false when there is none, and the answer is passed on. */
  #passesOver(attempt: Attempt, status: number): boolean {
    const decision = this.#dropOneOfTwo(attempt) ? undefined : this.#decide("status", status);
    if (decision?.again === false) return false;
    attempt.judge(status, this.#exchange.context.clock.monotonicMs());
    this.#noteFailure(attempt, `status ${status}`);
    attempt.giveUp();
    if (decision !== undefined) this.#tryAgain(attempt, decision.where);
    return true;
  }

  /** @param status of an answer that is not wanted */
  #decide(failure: AttemptFailure, status?: number): RetryDecision {
    const { request, context } = this.#exchange;
    const { destination, body, fallbackStatuses } = this.#outgoing;
    const { retry } = destination.traffic;
    const otherDestination = this.#lookElsewhere() !== undefined;
    const replayable =
      body !== undefined || !hasBody(this.#exchange) || (isUnsent(failure) && !request.readableDidRead);
    const isForRetry = status === undefined || retry.statuses.has(status);
    const decision: RetryDecision = isForRetry
      ? decideRetry(failure, {
          attempts: this.#attemptsHere,
          maxAttempts: retry.attempts,
          staleForgiven: this.#staleForgiven,
          replayable,
          repeatable: this.#isRepeatable(),
          otherTargets: destination.pool.size - this.#tried.length - 1,
          otherDestination,
        })
      : { again: false, reason: "not a status to retry" };
    if (decision.again && decision.where !== "another target") return decision;
    if (decision.again && retry.budget.take(context.clock.monotonicMs())) return decision;
    // To go elsewhere is what its owner asked for, and no load on what has failed.
    const mayFallBack = fallbackStatuses !== undefined && (status === undefined || fallbackStatuses.has(status));
    if (mayFallBack && replayable && otherDestination) return { again: true, where: "another destination" };
    return decision.again ? budgetUsedUp : decision;
  }

  /** Whether it does no harm that a target works on the request again. */
  #isRepeatable(): boolean {
    const { method } = this.#exchange.request;
    return this.destination.traffic.retry.nonIdempotent || method === "GET" || method === "HEAD";
  }

  #tryAgain(attempt: Attempt, where: "another target" | "new connection" | "another destination"): void {
    const { chosen, destination, target } = attempt;
    switch (where) {
      case "new connection":
        this.#staleForgiven = true;
        destination.circuit?.reenter();
        destination.pool.retake(chosen);
        this.#attempt = this.#newAttempt(chosen);
        this.#send(this.#attempt, target.newConnections);
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

  /** The request's time is up, over all attempts. */
  #runOut(overallMs: number): void {
    const exchange = this.#exchange;
    if (exchange.isOver) return;
    const attempt = this.#attempt;
    if (attempt !== undefined) this.#noteFailure(attempt, `timeout: not done within ${overallMs} ms`);
    this.abandon();
    const message = `not done within ${overallMs} ms, over ${this.attempts} attempt(s)`;
    const refused = refusal("upstream_timeout", message);
    if (this.#answer === undefined) exchange.refuse(refused);
    else this.#answer.breakOff(refused);
  }

  #noteFailure({ target }: Attempt, what: string): void {
    this.failures ??= [];
    this.failures.push(`${target.address.url}: ${what}`);
  }

  /** The client's body as it comes. undici must not destroy it: the client's connection would go with it. */
  #uploadStream(): AsyncIterable<Buffer> | null {
    const exchange = this.#exchange;
    if (!hasBody(exchange)) return null;
    exchange.invite();
    return exchange.request.iterator({ destroyOnReturn: false });
  }
}

const noTargets: PoolTarget[] = [];
const noDestinations: Destination[] = [];
const budgetUsedUp: RetryDecision = { again: false, reason: "retry budget used up" };

/** Whether nothing of the request has left the proxy. */
function isUnsent(failure: AttemptFailure): boolean {
  return failure === "connect" || failure === "local" || failure === "address not allowed";
}

function codeOf(failure: AttemptFailure): ProxyErrorCode {
  switch (failure) {
    case "timeout":
      return "upstream_timeout";
    // Its answer is passed on instead.
    case "status":
    case "connect":
      return "upstream_connect_error";
    case "local":
      return "overloaded";
    case "address not allowed":
      return "target_not_allowed";
    case "stale connection":
    case "broken connection":
    case "protocol":
      return "upstream_protocol_error";
    default:
      return failure satisfies never;
  }
}
