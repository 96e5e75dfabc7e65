import type { IncomingMessage, ServerResponse } from "node:http";
import type { Http2ServerResponse } from "node:http2";
import type { ServiceType } from "../../gen/es/weir/inference/v1alpha1/service_type_pb.ts";
import { endResponse } from "../../kit/end-response.ts";
import type { ApiKeyIdentity } from "../auth/api-key-identity.ts";
import type { Identity } from "../auth/identity.ts";
import type { AccessRecord } from "../observe/access-log.ts";
import { type JsonBody, noJson, readRequestJson } from "../plugin/json-body.ts";
import type { OwnAnswer, Settle, TokenUsage } from "../plugin/plugin.ts";
import type { PluginChain } from "../plugin/plugin-chain.ts";
import type { Destination } from "../table/destination.ts";
import type { GatewayRoute } from "../table/routing-table.ts";
import type { RequestTrace } from "../trace/request-trace.ts";
import type { UsageReader } from "../usage/usage-reader.ts";
import { type ClientAddress, clientAddressOf } from "./client-address.ts";
import { type Containable, contain, noteInternalError } from "./contain.ts";
import { budgetExceeded } from "./denial-refusal.ts";
import { grpcRefusalHeaders, isGrpc } from "./grpc.ts";
import { isOpen, isWhole, resetStream, writeHttp2Head } from "./http2-answer.ts";
import type { LocatedModel } from "./located-model.ts";
import type { PipelineContext } from "./pipeline-context.ts";
import { proxyErrors, type Refusal, refusal, refusalBody, refusalBodyFor } from "./proxy-error.ts";
import { requestIdOf } from "./request-id.ts";
import { pathOnly } from "./request-target.ts";
import type { PassingRequest } from "./run-plugins.ts";

/** The way of a request to a target and back, as far as its exchange looks at it. */
export interface UpstreamSide {
  readonly destination: Destination;
  /** The target of the last attempt. */
  readonly targetUrl: string | undefined;
  readonly attempts: number;
  /** Why attempts failed, in their order. */
  readonly failures: readonly string[] | undefined;
  /** When the head of the answer came; undefined before. */
  readonly headMs: number | undefined;
  /** The proxy's own share of the time: from when the request was there to its last dispatch. */
  readonly ownMs: number;
  /** The client has left: nobody needs an answer. */
  abandon(): void;
  /** The exchange has ended, by whatever cause. */
  finished(): void;
}

type End = "done" | "client gone" | "upstream broke off";

/**
 * One request from its head to its end, as the client sees it. Owns the way back: a client that leaves aborts what is
 * under way, and whatever ends the exchange ends it once.
 */
export class Exchange implements PassingRequest, Containable {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly client: ClientAddress;
  readonly requestId: string;
  readonly context: PipelineContext;
  /**
   * Whether the listener that accepted it speaks HTTP/2: Node's compatibility API then gives the same request and response
   * with a few differences. Never taken from the request, where the client writes any version.
   */
  readonly isHttp2: boolean;
  readonly #startMs: number;
  /** What it passes; undefined: nothing, or it is not known yet. */
  chain: PluginChain | undefined;
  headersToSend: readonly string[];
  gateway: GatewayRoute | undefined;
  /** Who calls; undefined before that is known. */
  identity: Identity | undefined;
  /** The API key that the caller has presented; undefined: another credential, or none yet. */
  apiKey: ApiKeyIdentity | undefined;
  model: string | undefined;
  /** The rule that routes it; undefined: none does. */
  rule: { readonly id: string; readonly name: string } | undefined;
  /** What the service speaks that a rule routes it to; undefined: none does. */
  serviceType: ServiceType | undefined;
  /** The whole body; undefined where it streams through, and before it is there. */
  body: Buffer | undefined;
  /** The client waits for `100 Continue` before it sends the body. */
  awaitsContinue = false;
  /** Bytes of the answer's body. */
  bytesSent = 0;
  /** Undefined: it is not traced. */
  readonly trace: RequestTrace | undefined;
  /** Undefined before there is one, and when the proxy answers by itself. */
  upstream: UpstreamSide | undefined;
  /** The model that it is for, once it was looked for. */
  located: LocatedModel | undefined;
  /** Reads what the answer tells of tokens; undefined: nothing does. */
  usageReader: UsageReader | undefined;
  #answerHeaders: string[] | undefined;
  #settles: Settle[] | undefined;
  /** The body as JSON, once it was asked for. */
  #json: JsonBody | Refusal | undefined;
  #refused: string | undefined;
  #end: End | undefined;

  constructor(context: PipelineContext, request: IncomingMessage, response: ServerResponse, isHttp2: boolean) {
    this.context = context;
    this.request = request;
    this.response = response;
    this.isHttp2 = isHttp2;
    this.headersToSend = request.rawHeaders;
    this.#startMs = context.clock.monotonicMs();
    this.requestId = requestIdOf(request.headers["x-request-id"], context.random);
    this.client = clientAddressOf(request, context.encrypted, context.trustedProxies);
    this.trace = context.tracer?.begin(request.headers);
    context.metrics.requestsInFlight += 1;
    // Node does not always emit "close" on the response to a HEAD request over HTTP/2 that was reset.
    const closing = isHttp2 ? (response as unknown as Http2ServerResponse).stream : response;
    closing.once("close", () => this.#closed());
  }

  get subject(): string | undefined {
    return this.identity?.subject;
  }

  /** Whether it has ended: nothing that is still to be done is worth doing. */
  get isOver(): boolean {
    return this.#end !== undefined;
  }

  /** The caller has presented a key. False: a budget of it is used up, and that was answered. */
  useKey(key: ApiKeyIdentity): boolean {
    this.apiKey = key;
    const nowMs = this.context.clock.nowMs();
    const notice = key.expiryNotice(nowMs);
    if (notice !== undefined) this.addAnswerHeaders("x-weir-key-expires", notice);
    if (nowMs >= key.exhaustedUntilMs) return true;
    this.addAnswerHeaders("retry-after", String(Math.ceil((key.exhaustedUntilMs - nowMs) / 1000)));
    this.refuse(budgetExceeded(key.name));
    return false;
  }

  json(): JsonBody | Refusal {
    this.#json ??= this.body === undefined ? noJson : readRequestJson(this.body);
    return this.#json;
  }

  replaceBody(body: Buffer): void {
    this.body = body;
    this.#json = undefined;
    // Where the model stands in a body, it may stand elsewhere now.
    if (this.located?.found !== undefined) this.located = undefined;
  }

  addAnswerHeaders(...flat: string[]): void {
    if (this.#answerHeaders === undefined) this.#answerHeaders = flat;
    else this.#answerHeaders.push(...flat);
  }

  /** What plugins and the proxy itself say in the answer, whoever gives it. */
  get answerHeaders(): readonly string[] {
    return this.#answerHeaders ?? noHeaders;
  }

  onEnd(settle: Settle): void {
    this.#settles ??= [];
    this.#settles.push(settle);
  }

  /** Lets the client send its body, if it waits for that. */
  invite(): void {
    if (!this.awaitsContinue) return;
    this.awaitsContinue = false;
    if (!this.isHttp2 || isOpen(this.response)) this.response.writeContinue();
  }

  /** Answers without an upstream. */
  refuse(refused: Refusal): void {
    const { code } = refused;
    if (this.isOver || this.response.headersSent) return;
    this.#refused = code;
    this.context.metrics.countRefusal(code, this.gateway?.name);
    if (isGrpc(this.request.headers)) return this.#respond(200, grpcRefusalHeaders(refused), "");
    const headers = ["content-type", "application/json"];
    if (proxyErrors[code].status === 401) headers.push("www-authenticate", 'Bearer realm="weir"');
    if (proxyErrors[code].status === 503) headers.push("retry-after", "1");
    if (refused.allow !== undefined) headers.push("allow", refused.allow.join(", "));
    this.#respond(proxyErrors[code].status, headers, refusalBodyFor(this.serviceType, refused));
  }

  /** Answers without a body. */
  respondEmpty({ status, headers }: OwnAnswer): void {
    if (!this.isOver) this.#respond(status, headers, "");
  }

  /** Answers something of the proxy's own. */
  respondJson(body: string): void {
    if (!this.isOver) this.#respond(200, ["content-type", "application/json"], body);
  }

  /**
   * The proxy itself failed: the log has the cause, the client has the id. Ends the exchange with 500, or breaks it off
   * where an answer has begun. Never throws.
   */
  fail(cause: unknown): void {
    const { response } = this;
    noteInternalError(this.context, "request", cause, this.requestId);
    try {
      this.upstream?.abandon();
      if (this.isOver || response.writableEnded) return;
      if (response.headersSent) return this.breakOff(false);
      // One of them may be what could not be written.
      this.#answerHeaders = undefined;
      this.refuse(
        refusal("internal", `internal error: the proxy's log has the cause under request id ${this.requestId}`),
      );
    } catch {
      cutOff(this.request, response, this.isHttp2);
    }
  }

  /**
   * Begins an answer.
   *
   * @returns why the answer can't be written to this client; undefined when it was. Nothing was sent then.
   */
  writeHead(status: number, headers: string[]): string | undefined {
    if (this.isHttp2) return writeHttp2Head(this.response, status, headers);
    try {
      this.response.writeHead(status, headers);
      return undefined;
    } catch (error) {
      // Node checks status, names and values before it writes a byte.
      if (isHeadFault(error)) return error.message;
      throw error;
    }
  }

  /** Ends an answer that is written. */
  end(trailers?: Readonly<Record<string, string | string[]>>): void {
    if (!this.isHttp2) return endResponse(this.request, this.response);
    if (trailers !== undefined) this.response.addTrailers(trailers as NodeJS.Dict<string>);
    this.response.end();
  }

  /** The answer has begun and can't be finished: the client must not take what it has for the whole. */
  breakOff(isEventStream: boolean, refused = brokeOff): void {
    const { response, request } = this;
    const cut = this.isHttp2 ? () => resetStream(response) : () => request.socket.destroy();
    this.#finish("upstream broke off");
    if (isEventStream) {
      const last = refusalBody(refused);
      response.write(`event: error\ndata: ${last}\n\n`, cut);
    } else if (!this.isHttp2 && request.httpVersionMinor === 0) {
      // Without chunks the end of the connection is the end of the answer: only a reset says otherwise.
      request.socket.resetAndDestroy();
    } else {
      cut();
    }
  }

  /** The response is finished, or the client's connection is gone. */
  #closed(): void {
    if (this.#end !== undefined) return;
    try {
      if (this.isHttp2 ? isWhole(this.response) : this.response.writableFinished) {
        this.#finish("done");
        return;
      }
      this.#finish("client gone");
      this.upstream?.abandon();
    } catch (cause) {
      this.fail(cause);
    }
  }

  #respond(status: number, headers: string[], body: string): void {
    this.bytesSent = Buffer.byteLength(body);
    // A 204 has none.
    if (status !== 204) headers.push("content-length", String(this.bytesSent));
    headers.push("x-request-id", this.requestId, ...this.answerHeaders);
    const attempts = this.upstream?.attempts ?? 0;
    if (attempts > 0) headers.push("x-weir-attempts", String(attempts));
    const fault = this.writeHead(status, headers);
    if (fault !== undefined) throw new Error(`the proxy's own answer can't be written: ${fault}`);
    // Head and body in one write, where nothing more of the request is to come.
    if (this.request.complete) {
      this.response.end(body);
      return;
    }
    if (body !== "") this.response.write(body);
    this.end();
  }

  /** Estimates the tokens of an answer that broke off, since usage comes at its end, or whose usage can't be true. */
  #estimatedUsage(end: End): TokenUsage | undefined {
    const reader = this.usageReader;
    if (reader === undefined || (end === "done" && !reader.isUnbelievable)) return undefined;
    if (reader.isUnbelievable) this.upstream?.destination.metrics.countUnbelievableUsage();
    const promptTokens = Math.ceil((this.body?.length ?? 0) / bytesPerToken);
    const isWhole = reader.isUnbelievable && reader.eventsSeen === 0;
    return {
      promptTokens,
      completionTokens: isWhole ? Math.ceil(reader.bytesSeen / bytesPerToken) : reader.eventsSeen,
    };
  }

  #account(status: number, usage: TokenUsage | undefined, isEstimated: boolean): void {
    const { gateway, upstream } = this;
    // Whose callers are not known is nobody's usage.
    if (gateway === undefined || this.identity === undefined) return;
    const account = upstream?.destination.account ?? gateway.account;
    const counts = account.of(this.apiKey?.keyId ?? "", this.rule?.id ?? "");
    counts.requests += 1;
    if (status >= 400) counts.errors += 1;
    if (this.#refused === "rate_limit_exceeded" || this.#refused === "budget_exceeded") counts.rateLimited += 1;
    if (usage !== undefined) {
      counts.promptTokens += usage.promptTokens;
      counts.completionTokens += usage.completionTokens;
      if (upstream !== undefined) {
        const { headMs, destination } = upstream;
        // Only a stream comes token by token.
        const answerMs =
          headMs !== undefined && (this.usageReader?.eventsSeen ?? 0) > 0
            ? this.context.clock.monotonicMs() - headMs
            : undefined;
        destination.metrics.countTokens(usage.promptTokens, usage.completionTokens, answerMs);
      }
      if (isEstimated) counts.estimated += 1;
    }
    counts.lastMs = this.context.clock.nowMs();
  }

  /** Accounts for the exchange, once. */
  #finish(end: End): void {
    this.#end = end;
    const { clock, metrics, accessLog } = this.context;
    metrics.requestsInFlight -= 1;
    this.upstream?.finished();
    const durationMs = clock.monotonicMs() - this.#startMs;
    const { upstream } = this;
    const headMs = upstream?.headMs;
    const firstByteMs = headMs === undefined ? undefined : headMs - this.#startMs;
    // 499, as nginx has it: the client has left before there was a status.
    const status = this.response.headersSent ? this.response.statusCode : 499;
    const destination = upstream?.destination;
    const told = this.usageReader?.usage();
    const usage = told ?? this.#estimatedUsage(end);
    this.#account(status, usage, told === undefined && usage !== undefined);
    if (this.#settles !== undefined) {
      const outcome = { status, wasSent: (upstream?.attempts ?? 0) > 0, usage };
      for (const settle of this.#settles) contain(this, () => settle(outcome));
    }
    destination?.metrics.countRequest(status, durationMs, firstByteMs, upstream?.ownMs ?? 0);
    const record: AccessRecord = {
      requestId: this.requestId,
      method: this.request.method ?? "",
      path: pathOnly(this.request.url ?? ""),
      status,
      gateway: this.gateway?.name,
      subject: this.subject,
      keyId: this.apiKey?.keyId,
      model: this.model,
      rule: this.rule?.name,
      deployment: destination?.kind === "deployment" ? destination.name : undefined,
      service: destination?.kind === "service" ? destination.name : undefined,
      endpoint: destination?.kind === "endpoint" ? destination.name : undefined,
      target: upstream?.targetUrl,
      attempts: upstream?.attempts ?? 0,
      failures: upstream?.failures,
      refusal: this.#refused,
      end,
      source: this.client.source,
      bytesSent: this.bytesSent,
      promptTokens: usage?.promptTokens,
      completionTokens: usage?.completionTokens,
      firstByteMs: firstByteMs === undefined ? undefined : round(firstByteMs),
      durationMs: round(durationMs),
    };
    accessLog.write(record);
    this.trace?.end(record);
    if (destination !== undefined) {
      this.gateway?.usageReports?.note(record, this.identity!, this.request.headers, clock.nowMs());
    }
  }
}

/** Whether Node refused the head of an answer because of its content. */
function isHeadFault(error: unknown): error is Error {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  switch (code) {
    case "ERR_HTTP_INVALID_HEADER_VALUE":
    case "ERR_HTTP_INVALID_STATUS_CODE":
    case "ERR_INVALID_CHAR":
    case "ERR_INVALID_HTTP_TOKEN":
      return true;
    default:
      return false;
  }
}

/** Ends what can't be answered. Never throws. */
export function cutOff(request: IncomingMessage, response: ServerResponse, isHttp2: boolean): void {
  try {
    if (isHttp2) resetStream(response);
    else request.socket.destroy();
  } catch {
    // It is gone already.
  }
}

/** English is about four bytes a token. */
const bytesPerToken = 4;
const brokeOff = refusal("upstream_protocol_error", "the upstream broke off the stream");
const noHeaders: readonly string[] = [];

function round(milliseconds: number): number {
  return Math.round(milliseconds * 100) / 100;
}
