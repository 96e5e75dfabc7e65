import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { ApiKeyIdentity } from "../auth/api-key-identity.ts";
import type { Identity } from "../auth/identity.ts";
import { type JsonBody, noJson } from "../plugin/json-body.ts";
import type { Settle } from "../plugin/plugin.ts";
import { type Destination, releaseTarget } from "../table/destination.ts";
import type { GatewayRoute } from "../table/routing-table.ts";
import type { PoolTarget } from "../target/pool-target.ts";
import { type ClientAddress, clientAddressOf } from "./client-address.ts";
import { type Containable, contain, noteInternalError } from "./contain.ts";
import type { PipelineContext } from "./pipeline-context.ts";
import { proxyErrors, type Refusal, refusal, refusalBody } from "./proxy-error.ts";
import { requestIdOf } from "./request-id.ts";
import { pathOnly } from "./request-target.ts";
import type { PassingRequest } from "./run-plugins.ts";

/** One upgraded connection (WebSocket) from its request to its close, as the client sees it. */
export class Upgrade implements PassingRequest, Containable {
  readonly context: PipelineContext;
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly client: ClientAddress;
  readonly requestId: string;
  gateway: GatewayRoute | undefined;
  /** An upgrade has none. */
  readonly body = undefined;
  headersToSend: readonly string[];
  /** Who calls; undefined before that is known. */
  identity: Identity | undefined;
  /** The API key that the caller has presented; undefined: another credential, or none yet. */
  apiKey: ApiKeyIdentity | undefined;
  model: string | undefined;
  /** Whether the target has taken the upgrade: from then on frames are sent, and no answer. */
  isOpen = false;
  /** The status that the target answered with in place of the upgrade; undefined while it has not. */
  answeredStatus: number | undefined;
  /** The rule that routes it; undefined: none does. */
  rule: { readonly id: string; readonly name: string } | undefined;
  readonly #startMs: number;
  /** As it came: what is sent on may be another. */
  readonly #path: string;
  #destination: Destination | undefined;
  #target: PoolTarget | undefined;
  #refused: Refusal | undefined;
  #failures: string[] | undefined;
  readonly #answerHeaders: string[] = [];
  readonly #settles: Settle[] = [];

  constructor(context: PipelineContext, request: IncomingMessage, socket: Duplex) {
    this.context = context;
    this.request = request;
    this.socket = socket;
    this.headersToSend = request.rawHeaders;
    this.#startMs = context.clock.monotonicMs();
    this.#path = pathOnly(request.url ?? "");
    this.requestId = requestIdOf(request.headers["x-request-id"], context.random);
    this.client = clientAddressOf(request, context.encrypted, context.trustedProxies);
    context.metrics.openUpgrades += 1;
    socket.on("error", () => socket.destroy());
    socket.once("close", () => contain(this, () => this.#closed()));
  }

  get subject(): string | undefined {
    return this.identity?.subject;
  }

  /** Of an upgrade that is not refused. 499, as nginx has it: the client has left before there was an answer. */
  get #status(): number {
    return this.isOpen ? 101 : (this.answeredStatus ?? 499);
  }

  /** Whether the client has left. */
  get isOver(): boolean {
    return this.socket.destroyed;
  }

  json(): JsonBody {
    return noJson;
  }

  replaceBody(): void {}

  /** Only a refusal has them: what answers an upgrade is the target. */
  addAnswerHeaders(...flat: string[]): void {
    this.#answerHeaders.push(...flat);
  }

  onEnd(settle: Settle): void {
    this.#settles.push(settle);
  }

  /** The proxy itself failed: the log has the cause. Answers 500, or closes what is open. Never throws. */
  fail(cause: unknown): void {
    noteInternalError(this.context, "upgrade", cause, this.requestId);
    try {
      if (this.isOpen || this.#refused !== undefined) this.socket.destroy();
      this.refuse(
        refusal("internal", `internal error: the proxy's log has the cause under request id ${this.requestId}`),
      );
    } catch {
      this.socket.destroy();
    }
  }

  /** A target has taken it, which counts it until it closes. */
  began(destination: Destination, target: PoolTarget): void {
    this.#destination = destination;
    this.#target = target;
    destination.metrics.attempts += 1;
  }

  /** Answers in place of the upgrade, and closes. */
  refuse(refused: Refusal): void {
    if (this.isOver || this.#refused !== undefined) return;
    this.#refused = refused;
    this.context.metrics.countRefusal(refused.code, this.gateway?.name);
    const body = refusalBody(refused);
    const { status } = proxyErrors[refused.code];
    const challenge = status === 401 ? 'www-authenticate: Bearer realm="weir"\r\n' : "";
    let more = "";
    for (let index = 0; index < this.#answerHeaders.length; index += 2) {
      more += `${this.#answerHeaders[index]}: ${this.#answerHeaders[index + 1]}\r\n`;
    }
    this.socket.end(
      `HTTP/1.1 ${status} ${refused.code}\r\n${challenge}${more}content-type: application/json\r\nconnection: close\r\n` +
        `x-request-id: ${this.requestId}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
  }

  /** The target failed. */
  targetFailed(error: Error): void {
    this.#failures ??= [];
    this.#failures.push(`${this.#target?.target.address.url}: ${error.message}`);
  }

  #closed(): void {
    const { clock, metrics, accessLog } = this.context;
    metrics.openUpgrades -= 1;
    if (this.#target !== undefined) releaseTarget(this.#destination!, this.#target);
    const refused = this.#refused;
    const destination = this.#destination;
    const status = refused === undefined ? this.#status : proxyErrors[refused.code].status;
    const outcome = { status, wasSent: destination !== undefined, usage: undefined };
    for (const settle of this.#settles) contain(this, () => settle(outcome));
    accessLog.write({
      requestId: this.requestId,
      method: this.request.method ?? "",
      path: this.#path,
      status,
      gateway: this.gateway?.name,
      subject: this.subject,
      keyId: this.apiKey?.keyId,
      model: this.model,
      rule: this.rule?.name,
      deployment: destination?.kind === "deployment" ? destination.name : undefined,
      service: destination?.kind === "service" ? destination.name : undefined,
      endpoint: destination?.kind === "endpoint" ? destination.name : undefined,
      target: this.#target?.target.address.url,
      attempts: this.#target === undefined ? 0 : 1,
      failures: this.#failures,
      refusal: refused?.code,
      end: "done",
      source: this.client.source,
      bytesSent: undefined,
      promptTokens: undefined,
      completionTokens: undefined,
      firstByteMs: undefined,
      durationMs: Math.round(clock.monotonicMs() - this.#startMs),
    });
  }
}
