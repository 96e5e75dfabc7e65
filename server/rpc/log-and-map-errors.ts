import { Code, ConnectError, type Interceptor } from "@connectrpc/connect";
import type { Clock } from "../../kit/clock.ts";
import type { Log } from "../../kit/log.ts";
import { ApiError } from "../resource/api-error.ts";
import { UnreadableRowError } from "../store/unreadable-row-error.ts";
import { UnwritableStoreError } from "../store/unwritable-store-error.ts";
import { principalKey, requestIdKey } from "./call-context.ts";
import { toConnectError } from "./connect-error.ts";

/** Codes that say that something is wrong with the server. */
const defects: ReadonlySet<Code> = new Set([Code.Internal, Code.Unknown, Code.DataLoss]);

/** What is counted of calls. */
export interface CallCounter {
  /** @param seconds undefined: a stream, which lasts as long as somebody reads */
  countCall(service: string, method: string, code: string, seconds: number | undefined): void;
}

/** Writes a line for each call, counts it, and turns what a handler throws into what a client may see. */
export function logAndMapErrors(log: Log, clock: Clock, counter: CallCounter): Interceptor {
  return (next) => async (request) => {
    const startMs = clock.monotonicMs();
    const requestId = request.contextValues.get(requestIdKey);
    const finish = (error?: unknown): ConnectError | undefined => {
      const failure = error === undefined ? undefined : toClientError(error, requestId);
      const code = failure === undefined ? "ok" : Code[failure.code];
      const durationMs = clock.monotonicMs() - startMs;
      const { service, method } = request;
      const isStream = method.methodKind !== "unary";
      counter.countCall(service.typeName, method.name, code, isStream ? undefined : durationMs / 1000);
      const isOurs = failure !== undefined && (defects.has(failure.code) || error instanceof UnwritableStoreError);
      const level = isOurs ? "error" : "info";
      log[level](
        {
          method: `${service.typeName}/${method.name}`,
          code,
          ...(failure === undefined ? {} : { reason: failure.rawMessage }),
          ...(level === "error" ? { err: error } : {}),
          subject: request.contextValues.get(principalKey)?.subject,
          requestId,
          durationMs: Math.round(durationMs * 100) / 100,
        },
        "call",
      );
      return failure;
    };
    try {
      const response = await next(request);
      if (!response.stream) {
        finish();
        return response;
      }
      return { ...response, message: followed(response.message, finish) };
    } catch (error) {
      throw finish(error);
    }
  };
}

/** Passes a stream on; its end, whatever it is, is the end of the call. */
async function* followed<Message>(
  messages: AsyncIterable<Message>,
  finish: (error?: unknown) => ConnectError | undefined,
): AsyncGenerator<Message> {
  let failed = false;
  try {
    yield* messages;
  } catch (error) {
    failed = true;
    throw finish(error);
  } finally {
    // Reached without a failure at the end, and when the caller leaves.
    if (!failed) finish();
  }
}

function toClientError(error: unknown, requestId: string): ConnectError {
  if (error instanceof ConnectError) return error;
  if (error instanceof ApiError) return toConnectError(error);
  if (error instanceof UnreadableRowError) return new ConnectError(error.message, Code.DataLoss);
  if (error instanceof UnwritableStoreError) return new ConnectError(error.message, Code.Unavailable);
  if (error instanceof Error && error.name === "AbortError") return new ConnectError("canceled", Code.Canceled);
  return new ConnectError(
    `internal error: the server's log has the cause under request id ${requestId}`,
    Code.Internal,
  );
}
