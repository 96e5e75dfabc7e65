import { Code, ConnectError } from "@connectrpc/connect";
import type { HttpRequest, HttpResponse } from "../one-port-listener.ts";
import { respondError } from "../rest/respond-error.ts";
import type { Document } from "./documents.ts";

/** Answers a document to whoever asks: it has no secret, and a client may read it before it has a token. */
export function respondDocument(document: Document, request: HttpRequest, response: HttpResponse): void {
  const { method } = request;
  if (method !== "GET" && method !== "HEAD") {
    const error = new ConnectError(`${method} is not allowed here: use GET, HEAD`, Code.Unimplemented);
    return respondError(request, response, 405, error, { allow: "GET, HEAD" });
  }
  const body = Buffer.from(document.body);
  const out = response as { writeHead(status: number, headers: object): unknown; end(body?: Uint8Array): unknown };
  out.writeHead(200, {
    "content-type": document.contentType,
    "content-length": String(body.length),
    "cache-control": "no-cache",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
    "x-content-type-options": "nosniff",
  });
  out.end(method === "HEAD" ? undefined : body);
}
