import type { IncomingMessage } from "node:http";
import { findUnsafe, type UnsafePath } from "../../kit/unsafe-path.ts";
import { type Refusal, refusal } from "./proxy-error.ts";

/** What a request is for. */
export interface RequestTarget {
  /** As it came: with its port, in any case. */
  readonly host: string;
  /** Path and query, still encoded. */
  readonly path: string;
}

/**
 * Reads host and path of a request. A target in absolute form (`GET http://host/path`) overrides the `Host` header.
 * Over HTTP/2, `:authority` is the host. Refuses a request that two readers would read differently: two hosts, or a path
 * that some upstream takes for another one than is matched here. This is the only check of paths: rules, keys' scopes and
 * base paths of targets rely on it.
 */
export function readTarget(request: IncomingMessage): RequestTarget | Refusal {
  const url = request.url ?? "";
  const host = request.headers.host;
  if (hostCount(request.rawHeaders) > 1) return refusal("invalid_request", "the request has more than one Host header");
  const authority = request.headers[":authority"];
  if (authority !== undefined && !isSameHost(String(authority), host)) {
    return refusal("invalid_request", `the request has the Host "${host}" and the :authority "${authority}"`);
  }
  if (url.charCodeAt(0) === slash) {
    if (host === undefined || host === "") return refusal("invalid_request", "the request has no Host header");
    return targetOf(host, url);
  }
  const absolute = URL.canParse(url) ? new URL(url) : undefined;
  if (absolute?.protocol !== "http:" && absolute?.protocol !== "https:") {
    return refusal("invalid_request", `the request target "${url}" is neither a path nor a URL`);
  }
  const afterScheme = url.indexOf("//") + 2;
  const length = url.slice(afterScheme).search(/[/?#\\]/);
  const rest = length === -1 ? "" : url.slice(afterScheme + length);
  return targetOf(absolute.host, rest.startsWith("/") ? rest : `/${rest}`);
}

function targetOf(host: string, path: string): RequestTarget | Refusal {
  const unsafe = findUnsafe(path);
  return unsafe === undefined ? { host, path } : refusal("invalid_request", unsafeTexts[unsafe]);
}

/** The text of the refusal for each reason. */
const unsafeTexts: Readonly<Record<UnsafePath, string>> = {
  "dot segment":
    'the path has "." or ".." as a segment, plain or percent-encoded: resolve it before you send the request',
  "control character": "the path has a control character, plain or percent-encoded",
  "overlong UTF-8": "the path has a percent-encoded character in more bytes than UTF-8 needs for it",
};

/** A request target without its query. */
export function pathOnly(url: string): string {
  const query = url.indexOf("?");
  return query === -1 ? url : url.slice(0, query);
}

const slash = 0x2f;

function isSameHost(authority: string, host: string | undefined): boolean {
  return authority === host || authority.toLowerCase() === host?.toLowerCase();
}

/** Node keeps the first of several; what came is in the raw headers alone. */
function hostCount(rawHeaders: readonly string[]): number {
  let count = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]!;
    if (name.length === 4 && name.toLowerCase() === "host") count++;
  }
  return count;
}
