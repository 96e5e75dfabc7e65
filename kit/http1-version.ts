import type { IncomingMessage } from "node:http";

/**
 * Whether a request on an HTTP/1 connection names a version of HTTP/1 that exists. Node's parser also takes `HTTP/0.9` and
 * `HTTP/2.0` from a request line; code that reads the version there would take such a request for another protocol.
 */
export function isHttp1Version({ httpVersionMajor, httpVersionMinor }: IncomingMessage): boolean {
  return httpVersionMajor === 1 && (httpVersionMinor === 0 || httpVersionMinor === 1);
}
