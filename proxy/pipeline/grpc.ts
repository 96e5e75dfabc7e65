import type { IncomingHttpHeaders } from "node:http";
import { encodeGrpcMessage } from "../../kit/grpc-message.ts";
import { proxyErrors, type Refusal } from "./proxy-error.ts";

export function isGrpc(headers: IncomingHttpHeaders): boolean {
  return headers["content-type"]?.startsWith("application/grpc") === true;
}

/** gRPC's status codes for the HTTP statuses of refusals. */
const statusCodes: Readonly<Record<number, number>> = {
  // INVALID_ARGUMENT
  400: 3,
  // UNAUTHENTICATED
  401: 16,
  // PERMISSION_DENIED
  403: 7,
  // UNIMPLEMENTED
  404: 12,
  405: 12,
  411: 3,
  // RESOURCE_EXHAUSTED
  413: 8,
  429: 8,
  // INTERNAL
  500: 13,
  // UNAVAILABLE
  502: 14,
  503: 14,
  // DEADLINE_EXCEEDED
  504: 4,
};

/** A refusal as gRPC has it: an answer of headers alone. */
export function grpcRefusalHeaders({ code, message }: Refusal): string[] {
  const status = statusCodes[proxyErrors[code].status] ?? 2;
  const text = encodeGrpcMessage(`${code}: ${message}`);
  return ["content-type", "application/grpc", "grpc-status", String(status), "grpc-message", text];
}
