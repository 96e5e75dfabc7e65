import type { IncomingHttpHeaders } from "node:http";
import { carriesCredential, credentialHeaders } from "../auth/credential-headers.ts";

/** Headers that belong to one connection (RFC 9110, section 7.6.1), and are never passed on. */
const hopByHop = new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** Headers of a request that the proxy sets itself, or has used up; and what HTTP/2 has in place of a request line. */
const replaced = [
  ":authority",
  ":method",
  ":path",
  ":scheme",
  "authorization",
  "expect",
  "forwarded",
  "host",
  // The settings that a client sends for its own connection with `Upgrade: h2c`.
  "http2-settings",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-proto",
  "x-request-id",
];

/**
 * The headers of a request that are not sent on as they came, by their names in lower case: never, or not where they carry
 * the caller's credential.
 */
export type ReplacedHeaders = ReadonlyMap<string, "always" | "credentials">;

/** @param more further names that are never sent on, in lower case */
export function replacedHeadersWith(more: readonly string[]): ReplacedHeaders {
  return new Map([
    ...credentialHeaders.map((name) => [name, "credentials"] as const),
    ...[...replaced, ...more].map((name) => [name, "always"] as const),
  ]);
}

/** Headers of an answer that the proxy sets itself. */
const setByProxy = new Set([
  "x-request-id",
  "x-weir-key-expires",
  "x-weir-deployment",
  "x-weir-endpoint",
  "x-weir-attempts",
]);

/** The other headers that a `Connection` header names: they too belong to the connection. */
function namedBy(connection: string | undefined): ReadonlySet<string> | undefined {
  if (connection === undefined) return undefined;
  const lower = connection.toLowerCase();
  // What nearly every client sends.
  if (lower === "keep-alive" || lower === "close") return undefined;
  return new Set(lower.split(",").map((name) => name.trim()));
}

export interface RequestHeaderChanges {
  readonly connection: string | undefined;
  /** What `replacedHeadersWith` gave. */
  readonly replaced: ReplacedHeaders;
  /** The request's `Authorization`. */
  readonly authorization: string | undefined;
  /** Whether the answer is to come without compression: it is looked into. */
  readonly uncompressed: boolean;
  /** One more header that is not sent on, in lower case. */
  readonly dropped: string | undefined;
  /** Whether the caller's `traceparent` is not sent on: another comes in its place. */
  readonly isTraced: boolean;
  /** The body's length, where the body was changed. */
  readonly contentLength: number | undefined;
  /** More headers that are not sent on, in lower case: others come in their place. */
  readonly injected: ReadonlySet<string> | undefined;
}

/**
 * A request's headers for the target: flat pairs in their order and repetition, without those of the client's
 * connection, and without those that the proxy sets itself, which the caller adds.
 */
export function upstreamRequestHeaders(raw: readonly string[], changes: RequestHeaderChanges): string[] {
  const named = namedBy(changes.connection);
  const headers: string[] = [];
  for (let index = 0; index < raw.length; index += 2) {
    const name = raw[index]!;
    const lower = name.toLowerCase();
    if (changes.uncompressed && lower === "accept-encoding") continue;
    const replaced = changes.replaced.get(lower);
    if (replaced === "always" || hopByHop.has(lower) || lower === changes.dropped || named?.has(lower) === true)
      continue;
    if (replaced === "credentials" && carriesCredential(raw[index + 1]!, changes.authorization)) continue;
    if (changes.isTraced && lower === "traceparent") continue;
    if (changes.injected?.has(lower) === true) continue;
    headers.push(
      name,
      lower === "content-length" && changes.contentLength !== undefined
        ? String(changes.contentLength)
        : raw[index + 1]!,
    );
  }
  if (changes.uncompressed) headers.push("accept-encoding", "identity");
  return headers;
}

/**
 * Takes from the headers of an upgrade what is not sent on: all that would be dropped from a request, apart from the
 * upgrade itself.
 */
export function dropHeadersOfUpgrade(headers: IncomingHttpHeaders, replaced: ReplacedHeaders): void {
  const named = namedBy(headers.connection);
  const { authorization, upgrade } = headers;
  for (const [name, value] of Object.entries(headers)) {
    const how = replaced.get(name);
    const isDropped = how === "always" || hopByHop.has(name) || named?.has(name) === true;
    if (isDropped || (how === "credentials" && carriesCredential(String(value), authorization))) delete headers[name];
  }
  headers.connection = "Upgrade";
  headers.upgrade = upgrade;
}

/** Takes from the headers of an answer to an upgrade what is not passed on to the client. */
export function dropHeadersOfAnswer(headers: IncomingHttpHeaders): void {
  const named = namedBy(headers.connection);
  for (const name of Object.keys(headers)) {
    if (hopByHop.has(name) || setByProxy.has(name) || named?.has(name) === true) delete headers[name];
  }
}

/** An answer's headers for the client: flat pairs in their order and repetition. */
export function downstreamResponseHeaders(raw: readonly (Buffer | string)[]): string[] {
  let connection: string | undefined;
  const headers: string[] = [];
  for (let index = 0; index < raw.length; index += 2) {
    const name = raw[index]!.toString("latin1");
    const lower = name.toLowerCase();
    if (lower === "connection") connection = raw[index + 1]!.toString("latin1");
    if (hopByHop.has(lower) || setByProxy.has(lower)) continue;
    headers.push(name, raw[index + 1]!.toString("latin1"));
  }
  const named = namedBy(connection);
  return named === undefined ? headers : headers.filter((_, index) => !named.has(headers[index & ~1]!.toLowerCase()));
}

/** The first header of a name, which is given in lower case. */
export function headerOf(headers: readonly string[], name: string): string | undefined {
  for (let index = 0; index < headers.length; index += 2) {
    const candidate = headers[index]!;
    if (candidate.length === name.length && candidate.toLowerCase() === name) return headers[index + 1];
  }
  return undefined;
}
