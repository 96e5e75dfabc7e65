import type { IncomingMessage } from "node:http";
import { type Refusal, refusal } from "./proxy-error.ts";

/** What a request is for. */
export interface RequestTarget {
  /** As it came: with its port, in any case. */
  readonly host: string;
  /** Path and query, still encoded. */
  readonly path: string;
}

/**
 * Reads host and path of a request. A target in absolute form (`GET http://host/path`) overrides the `Host` header;
 * a request with two hosts, which two readers would read differently, is refused.
 */
export function readTarget(request: IncomingMessage): RequestTarget | Refusal {
  const url = request.url ?? "";
  const host = request.headers.host;
  if (hostCount(request.rawHeaders) > 1) return refusal("invalid_request", "the request has more than one Host header");
  if (url.charCodeAt(0) === slash) {
    if (host === undefined || host === "") return refusal("invalid_request", "the request has no Host header");
    return { host, path: url };
  }
  const absolute = URL.canParse(url) ? new URL(url) : undefined;
  if (absolute?.protocol !== "http:" && absolute?.protocol !== "https:") {
    return refusal("invalid_request", `the request target "${url}" is neither a path nor a URL`);
  }
  const afterHost = url.indexOf("/", url.indexOf("//") + 2);
  return { host: absolute.host, path: afterHost === -1 ? "/" : url.slice(afterHost) };
}

/** A request target without its query. */
export function pathOnly(url: string): string {
  const query = url.indexOf("?");
  return query === -1 ? url : url.slice(0, query);
}

/** Whether a path has a `.` or `..` as a segment, encoded or not: two readers would take it for different paths. */
export function hasDotSegment(path: string): boolean {
  if (!path.includes("/.") && !path.includes("/%2")) return false;
  return pathOnly(path)
    .split("/")
    .some((segment) => /^(\.|%2e){1,2}$/i.test(segment));
}

/** What a caller is told who sends one. */
export const dotSegmentRefusal = refusal(
  "invalid_request",
  `the path has a "." or ".." as a segment: resolve it first`,
);

const slash = 0x2f;

/** Node keeps the first of several; what came is in the raw headers alone. */
function hostCount(rawHeaders: readonly string[]): number {
  let count = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]!;
    if (name.length === 4 && name.toLowerCase() === "host") count++;
  }
  return count;
}
