// What is different in an answer over HTTP/2 (Node's compatibility API).

import type { OutgoingHttpHeaders, ServerResponse } from "node:http";
import { constants, type Http2ServerResponse } from "node:http2";

/** @param flat pairs in their order */
export function writeHttp2Head(response: ServerResponse, status: number, flat: readonly string[]): void {
  const headers = namedHeaders(flat);
  if (headers["grpc-status"] === undefined) {
    response.writeHead(status, headers);
    return;
  }
  // A gRPC answer that says in its head how it ended is over with it, and must say so in the same frame.
  const { stream } = response as unknown as Http2ServerResponse;
  stream.respond({ ":status": status, ...headers }, { endStream: true });
}

/** Flat pairs as an object, in which what stands there several times is a list. */
function namedHeaders(flat: readonly string[]): OutgoingHttpHeaders {
  const headers: Record<string, string | string[]> = {};
  for (let index = 0; index < flat.length; index += 2) {
    const name = flat[index]!.toLowerCase();
    const value = flat[index + 1]!;
    const before = headers[name];
    if (before === undefined) headers[name] = value;
    else headers[name] = Array.isArray(before) ? [...before, value] : [before, value];
  }
  return headers;
}

/** Whether an answer whose stream is closed went out to its end. */
export function isWhole(response: ServerResponse): boolean {
  const { stream, writableEnded } = response as unknown as Http2ServerResponse;
  return writableEnded && stream.rstCode === constants.NGHTTP2_NO_ERROR;
}

/** Ends an answer so that nobody takes what there is for the whole. */
export function resetStream(response: ServerResponse): void {
  const { stream } = response as unknown as Http2ServerResponse;
  stream.close(constants.NGHTTP2_INTERNAL_ERROR);
}
