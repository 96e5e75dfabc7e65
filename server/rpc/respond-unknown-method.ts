import { Code, ConnectError } from "@connectrpc/connect";
import { encodeGrpcMessage } from "../../kit/grpc-message.ts";
import type { HttpRequest, HttpResponse } from "./one-port-listener.ts";
import { respondError } from "./rest/respond-error.ts";

/** Whether a request is a call by gRPC, gRPC-Web or Connect, as far as its head tells; else it is one by REST. */
export function isCall({ headers }: HttpRequest): boolean {
  return (
    headers["connect-protocol-version"] !== undefined ||
    /^application\/(grpc|proto\b|connect\+)/.test(headers["content-type"] ?? "")
  );
}

/** Answers a call of a method that there is not, as the caller's protocol has it. */
export function respondUnknownMethod(request: HttpRequest, response: HttpResponse, path: string): void {
  const message = `no such method: ${path}`;
  const contentType = request.headers["content-type"] ?? "";
  if (!contentType.startsWith("application/grpc")) {
    return respondError(request, response, 404, new ConnectError(message, Code.Unimplemented));
  }
  const out = response as { writeHead(status: number, headers: object): unknown; end(): unknown };
  out.writeHead(200, {
    "content-type": contentType,
    "grpc-status": String(Code.Unimplemented),
    "grpc-message": encodeGrpcMessage(message),
  });
  request.resume();
  out.end();
}
