import type { ConnectError } from "@connectrpc/connect";
import { errorToJsonBytes } from "@connectrpc/connect/protocol-connect";
import type { HttpResponse } from "../one-port-listener.ts";

/** Answers an error in Connect's JSON form, whatever of the request is still unread. */
export function respondError(
  response: HttpResponse,
  status: number,
  error: ConnectError,
  headers: Record<string, string> = {},
): void {
  const body = errorToJsonBytes(error, undefined);
  const all = { "content-type": "application/json", "content-length": String(body.length), ...headers };
  // A connection header belongs to HTTP/1.1 alone.
  if ("stream" in response) delete (all as { connection?: string }).connection;
  (response as { writeHead(status: number, headers: object): unknown }).writeHead(status, all);
  (response as { end(body: Uint8Array): unknown }).end(body);
}
