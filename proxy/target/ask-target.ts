import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import type { Dialer } from "../dial/dialer.ts";
import type { ConnectionTls, TargetAddress } from "./target.ts";

export interface Asked {
  readonly address: TargetAddress;
  /** Path and query, behind the target's origin. */
  readonly path: string;
  readonly tls: ConnectionTls | undefined;
  readonly dialer: Dialer;
  readonly userAgent: string;
  readonly signal: AbortSignal;
}

/**
 * A GET request beside a target's traffic, on a connection of its own, which is closed when the answer was read.
 *
 * @param read what is made of the answer; need not read it to its end
 */
export function askTarget<Read>(
  { address: { origin, host }, path, tls, dialer, userAgent, signal }: Asked,
  read: (response: IncomingMessage) => Promise<Read>,
): Promise<Read> {
  const url = `${origin}${path}`;
  const send = url.startsWith("https:") ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const options = { agent: false, signal, headers: { host, "user-agent": userAgent }, ...tls, ...dialer.guard(url) };
    const request = send(url, options, (response) => {
      read(response)
        .then(resolve, reject)
        .finally(() => request.destroy());
    });
    request.once("error", reject);
    request.end();
  });
}
