import { IncomingMessage, ServerResponse } from "node:http";
import type { ConnectError } from "@connectrpc/connect";
import { errorToJsonBytes } from "@connectrpc/connect/protocol-connect";
import { endResponse } from "../../../kit/end-response.ts";
import type { HttpRequest, HttpResponse } from "../one-port-listener.ts";

/** Answers an error in Connect's JSON form, whatever of the request is still unread. */
export function respondError(
  request: HttpRequest,
  response: HttpResponse,
  status: number,
  error: ConnectError,
  headers: Record<string, string> = {},
): void {
  const body = errorToJsonBytes(error, undefined);
  const all = { "content-type": "application/json", "content-length": String(body.length), ...headers };
  (response as { writeHead(status: number, headers: object): unknown }).writeHead(status, all);
  if (request instanceof IncomingMessage && response instanceof ServerResponse) {
    response.write(body);
    endResponse(request, response);
  } else {
    (response as { end(body: Uint8Array): unknown }).end(body);
  }
}
