// What is different in an answer over HTTP/2 (Node's compatibility API).

import type { OutgoingHttpHeaders, ServerResponse } from "node:http";
import { constants, type Http2ServerResponse } from "node:http2";

/**
 * Writes a head, unless its stream is gone.
 *
 * @param flat pairs in their order
 * @returns why this head can't be written over HTTP/2; undefined when it can. Node would throw, some of it from a timer.
 */
export function writeHttp2Head(response: ServerResponse, status: number, flat: readonly string[]): string | undefined {
  const headers: OutgoingHttpHeaders = {};
  const fault = http2HeadFault(status, flat, headers);
  if (fault !== undefined || !isOpen(response)) return fault;
  if (headers["grpc-status"] === undefined) {
    response.writeHead(status, headers);
    return undefined;
  }
  // A gRPC answer that says in its head how it ended is over with it, and must say so in the same frame.
  const { stream } = response as unknown as Http2ServerResponse;
  stream.respond({ ":status": status, ...headers }, { endStream: true });
  return undefined;
}

/**
 * Why a head can't be written over HTTP/2; undefined when it can.
 *
 * @param flat pairs in their order
 * @param headers gets the pairs by name; a repeated name has a list
 */
export function http2HeadFault(
  status: number,
  flat: readonly string[],
  headers: OutgoingHttpHeaders = {},
): string | undefined {
  if (!(status >= 200 && status <= 599)) return `status ${status}: HTTP/2 allows 200 to 599`;
  for (let index = 0; index < flat.length; index += 2) {
    const name = flat[index]!.toLowerCase();
    const value = flat[index + 1]!;
    const fault = fieldFault(name, value);
    if (fault !== undefined) return fault;
    const before = headers[name] as string | string[] | undefined;
    if (before === undefined) headers[name] = value;
    else if (singleValued.has(name)) return `header ${name} is repeated`;
    else headers[name] = Array.isArray(before) ? [...before, value] : [before, value];
  }
  return undefined;
}

/** Why trailers can't be written over HTTP/2; undefined when they can. */
export function http2TrailersFault(trailers: Readonly<Record<string, string | string[]>>): string | undefined {
  for (const name in trailers) {
    const value = trailers[name]!;
    if (!Array.isArray(value)) {
      const fault = fieldFault(name.toLowerCase(), value);
      if (fault !== undefined) return fault;
      continue;
    }
    if (value.length > 1 && singleValued.has(name.toLowerCase())) return `trailer ${name} is repeated`;
    for (const each of value) {
      const fault = fieldFault(name.toLowerCase(), each);
      if (fault !== undefined) return fault;
    }
  }
  return undefined;
}

/** Whether an answer's stream still takes what is written. */
export function isOpen(response: ServerResponse): boolean {
  const { stream } = response as unknown as Http2ServerResponse;
  return !stream.destroyed && !stream.closed;
}

/** @param name in lower case */
function fieldFault(name: string, value: string): string | undefined {
  if (!token.test(name)) return `header name ${JSON.stringify(name)} is not a token`;
  if (ofConnection.has(name)) return `header ${name} belongs to an HTTP/1.1 connection`;
  if (unwritable.test(value)) return `header ${name} has a character that no header may have`;
  return undefined;
}

const token = /^[\^_`a-zA-Z\-0-9!#$%&'*+.|~]+$/;
const unwritable = /[^\t\x20-\x7e\x80-\xff]/;

/** Headers that HTTP/2 does not have (RFC 9113, section 8.2.2). */
const ofConnection: ReadonlySet<string> = new Set([
  "connection",
  "http2-settings",
  "keep-alive",
  "proxy-connection",
  "te",
  "transfer-encoding",
  "upgrade",
]);

/** Headers that Node writes over HTTP/2 only once: a test compares this list with Node's behaviour. */
const singleValued: ReadonlySet<string> = new Set([
  "access-control-allow-credentials",
  "access-control-max-age",
  "access-control-request-method",
  "age",
  "authorization",
  "content-encoding",
  "content-language",
  "content-length",
  "content-location",
  "content-md5",
  "content-range",
  "content-type",
  "date",
  "dnt",
  "etag",
  "expires",
  "from",
  "host",
  "if-match",
  "if-modified-since",
  "if-none-match",
  "if-range",
  "if-unmodified-since",
  "last-modified",
  "location",
  "max-forwards",
  "proxy-authorization",
  "range",
  "referer",
  "retry-after",
  "tk",
  "upgrade-insecure-requests",
  "user-agent",
  "x-content-type-options",
]);

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
