import type { Clock } from "../../kit/clock.ts";
import type { Random } from "../../kit/random.ts";
import type { AccessRecord } from "../observe/access-log.ts";
import type { Destination } from "../table/destination.ts";
import type { FinishedSpan } from "./finished-span.ts";
import { genAiAttributes, operationOf } from "./gen-ai.ts";
import { formatTraceParent, type TraceParent } from "./trace-context.ts";

/** The spans of one request: its own, and one for each attempt at a target. */
export class RequestTrace {
  readonly #parent: TraceParent | undefined;
  readonly #traceId: string;
  readonly #spanId: string;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #tell: (spans: readonly FinishedSpan[]) => void;
  readonly #startMs: number;
  /** From the clock that only goes on to the time of day. */
  readonly #offsetMs: number;
  readonly #attempts: AttemptSpan[] = [];

  constructor(
    parent: TraceParent | undefined,
    clock: Clock,
    random: Random,
    tell: (spans: readonly FinishedSpan[]) => void,
  ) {
    this.#parent = parent;
    this.#clock = clock;
    this.#random = random;
    this.#tell = tell;
    this.#traceId = parent?.traceId ?? hexOf(random.bytes(16));
    this.#spanId = hexOf(random.bytes(8));
    this.#startMs = clock.monotonicMs();
    this.#offsetMs = clock.nowMs() - this.#startMs;
  }

  /** Begins an attempt at a target. */
  attempt(destination: Destination, url: string): AttemptSpan {
    const spanId = hexOf(this.#random.bytes(8));
    const traceParent = formatTraceParent(this.#traceId, spanId);
    const span = new AttemptSpan(spanId, traceParent, destination, url, this.#clock);
    this.#attempts.push(span);
    return span;
  }

  end(request: AccessRecord): void {
    const nowMs = this.#clock.monotonicMs();
    const operation = operationOf(request.path);
    const { model } = request;
    const ofModel = model === undefined ? undefined : `${operation ?? "chat"} ${model}`;
    const spans: FinishedSpan[] = this.#attempts.map((attempt, index) => ({
      name: ofModel ?? request.method,
      kind: "client",
      traceId: this.#traceId,
      spanId: attempt.spanId,
      parentSpanId: this.#spanId,
      isParentRemote: false,
      startMs: attempt.startMs + this.#offsetMs,
      endMs: (attempt.endMs ?? nowMs) + this.#offsetMs,
      attributes: {
        ...attempt.attributes,
        "http.request.method": request.method,
        "weir.attempt": index + 1,
        ...(model === undefined ? {} : genAiAttributes(operation ?? "chat", { ...request, model })),
      },
      error: attempt.failure,
    }));
    const { status, refusal, end } = request;
    const isBroken = status >= 500 || end !== "done";
    spans.push({
      // Of a path only what its rule or its operation makes of it: names must be few.
      name: operation === undefined ? request.method : `${request.method} ${operation}`,
      kind: "server",
      traceId: this.#traceId,
      spanId: this.#spanId,
      parentSpanId: this.#parent?.spanId,
      isParentRemote: this.#parent !== undefined,
      startMs: this.#startMs + this.#offsetMs,
      endMs: nowMs + this.#offsetMs,
      attributes: serverAttributes(request),
      error: isBroken ? (refusal ?? (end === "done" ? String(status) : end)) : undefined,
    });
    this.#tell(spans);
  }
}

/** One attempt at a target. */
export class AttemptSpan {
  readonly spanId: string;
  /** What the target is told. */
  readonly traceParent: string;
  readonly attributes: Record<string, string | number>;
  readonly startMs: number;
  endMs: number | undefined;
  failure: string | undefined;
  readonly #clock: Clock;

  constructor(spanId: string, traceParent: string, { kind, name }: Destination, url: string, clock: Clock) {
    this.spanId = spanId;
    this.traceParent = traceParent;
    this.#clock = clock;
    this.startMs = clock.monotonicMs();
    this.attributes = { "url.full": url, [`weir.${kind}`]: name };
  }

  /** The head of an answer is there. */
  answered(status: number): void {
    this.attributes["http.response.status_code"] = status;
    if (status >= 400) this.failure = String(status);
  }

  /** Where the head has not come, or more was to come. */
  failed(reason: string): void {
    this.failure = reason;
  }

  /** Once; what comes after does not count. */
  end(): void {
    this.endMs ??= this.#clock.monotonicMs();
  }
}

function serverAttributes(request: AccessRecord): Record<string, string | number> {
  const { method, path, status, requestId, gateway, rule, model, subject, refusal } = request;
  return {
    "http.request.method": method,
    "url.path": path,
    "http.response.status_code": status,
    "weir.request_id": requestId,
    ...(gateway === undefined ? {} : { "weir.gateway": gateway }),
    ...(rule === undefined ? {} : { "weir.rule": rule }),
    ...(model === undefined ? {} : { "gen_ai.request.model": model }),
    ...(subject === undefined ? {} : { "user.name": subject }),
    ...(refusal === undefined ? {} : { "weir.refusal": refusal }),
    ...(status >= 500 ? { "error.type": refusal ?? String(status) } : {}),
  };
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex");
}
