// What the suite asks of a server: to answer as the request says, and to tell what it saw.

import { setTimeout as sleep } from "node:timers/promises";
import { create, type DescMessage, type MessageShape } from "@bufbuild/protobuf";
import { type Any, anyPack } from "@bufbuild/protobuf/wkt";
import { Code, ConnectError, type HandlerContext, type ServiceImpl } from "@connectrpc/connect";
import type { Error as ErrorDefinition, Header } from "./gen/connectrpc/conformance/v1/service_pb.ts";
import {
  type BidiStreamRequest,
  BidiStreamRequestSchema,
  ClientStreamRequestSchema,
  type ConformancePayload_RequestInfo,
  ConformancePayload_RequestInfoSchema,
  ConformancePayloadSchema,
  type ConformanceService,
  IdempotentUnaryRequestSchema,
  ServerStreamRequestSchema,
  type StreamResponseDefinition,
  type UnaryRequest,
  UnaryRequestSchema,
  type UnaryResponseDefinition,
} from "./gen/connectrpc/conformance/v1/service_pb.ts";

export const conformanceService: ServiceImpl<typeof ConformanceService> = {
  unary: (request, context) => answerOne(request.responseDefinition, [anyPack(UnaryRequestSchema, request)], context),

  idempotentUnary: (request, context) =>
    answerOne(request.responseDefinition, [anyPack(IdempotentUnaryRequestSchema, request)], context),

  async clientStream(requests, context) {
    const seen: Any[] = [];
    let definition: UnaryRequest["responseDefinition"];
    for await (const request of requests) {
      if (seen.length === 0) definition = request.responseDefinition;
      seen.push(anyPack(ClientStreamRequestSchema, request));
    }
    return answerOne(definition, seen, context);
  },

  async *serverStream(request, context) {
    yield* answerMany(request.responseDefinition, [anyPack(ServerStreamRequestSchema, request)], context, 0);
  },

  async *bidiStream(requests, context) {
    let definition: StreamResponseDefinition | undefined;
    let fullDuplex = false;
    let answered = 0;
    let isFirst = true;
    let seen: Any[] = [];
    for await (const request of requests) {
      seen.push(anyPack(BidiStreamRequestSchema, request));
      if (isFirst) ({ definition, fullDuplex } = begin(request, context));
      isFirst = false;
      if (!fullDuplex) continue;
      const data = definition?.responseData[answered];
      if (data === undefined) break;
      await sleep(definition?.responseDelayMs);
      yield payload(data, answered === 0 ? requestInfo(seen, context) : requestsOnly(seen));
      answered += 1;
      seen = [];
    }
    yield* answerMany(definition, seen, context, answered);
  },

  unimplemented() {
    throw new ConnectError("unimplemented", Code.Unimplemented);
  },
};

function begin(
  { responseDefinition, fullDuplex }: BidiStreamRequest,
  context: HandlerContext,
): { definition: StreamResponseDefinition | undefined; fullDuplex: boolean } {
  setHeaders(responseDefinition, context);
  return { definition: responseDefinition, fullDuplex };
}

async function answerOne(
  definition: UnaryResponseDefinition | undefined,
  seen: readonly Any[],
  context: HandlerContext,
): Promise<ReturnType<typeof payload>> {
  setHeaders(definition, context);
  const info = requestInfo(seen, context);
  await sleep(definition?.responseDelayMs);
  if (definition?.response.case === "error") throw toError(definition.response.value, info);
  return payload(definition?.response.value ?? new Uint8Array(), info);
}

/** The answers from an index on, then the error. */
async function* answerMany(
  definition: StreamResponseDefinition | undefined,
  seen: readonly Any[],
  context: HandlerContext,
  from: number,
): AsyncGenerator<ReturnType<typeof payload>> {
  if (definition === undefined) return;
  setHeaders(definition, context);
  const info = requestInfo(seen, context);
  for (const [index, data] of definition.responseData.entries()) {
    if (index < from) continue;
    await sleep(definition.responseDelayMs);
    yield payload(data, index === 0 ? info : undefined);
  }
  if (definition.error === undefined) return;
  throw toError(definition.error, definition.responseData.length === 0 ? info : undefined);
}

function payload(
  data: Uint8Array,
  info: ConformancePayload_RequestInfo | undefined,
): { payload: MessageShape<typeof ConformancePayloadSchema> } {
  return { payload: create(ConformancePayloadSchema, { data, requestInfo: info }) };
}

function requestInfo(requests: readonly Any[], context: HandlerContext): ConformancePayload_RequestInfo {
  const timeoutMs = context.timeoutMs();
  const query = new URL(context.url).searchParams;
  return create(ConformancePayload_RequestInfoSchema, {
    requestHeaders: [...context.requestHeader].map(([name, value]) => ({ name, value: [value] })),
    timeoutMs: timeoutMs === undefined ? undefined : BigInt(Math.round(timeoutMs)),
    requests: [...requests],
    connectGetInfo:
      context.requestMethod === "GET"
        ? { queryParams: [...query].map(([name, value]) => ({ name, value: [value] })) }
        : undefined,
  });
}

function requestsOnly(requests: readonly Any[]): ConformancePayload_RequestInfo {
  return create(ConformancePayload_RequestInfoSchema, { requests: [...requests] });
}

function setHeaders(
  definition: { responseHeaders: Header[]; responseTrailers: Header[] } | undefined,
  { responseHeader, responseTrailer }: HandlerContext,
): void {
  for (const { name, value } of definition?.responseHeaders ?? []) {
    responseHeader.delete(name);
    for (const each of value) responseHeader.append(name, each);
  }
  for (const { name, value } of definition?.responseTrailers ?? []) {
    responseTrailer.delete(name);
    for (const each of value) responseTrailer.append(name, each);
  }
}

/** @param info told in the details where no answer came before the error */
function toError(
  { code, message, details }: ErrorDefinition,
  info: ConformancePayload_RequestInfo | undefined,
): ConnectError {
  const error = new ConnectError(message ?? "", code as number as Code);
  error.details = details.map(({ typeUrl, value }) => ({ type: typeUrl.slice(typeUrl.lastIndexOf("/") + 1), value }));
  if (info !== undefined)
    error.details.push({ desc: ConformancePayload_RequestInfoSchema as DescMessage, value: info });
  return error;
}
