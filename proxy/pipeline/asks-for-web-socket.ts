import type { IncomingMessage } from "node:http";

/**
 * Whether a request asks to become a WebSocket. An upgrade to anything else, by another method or with a body is an offer
 * that may be passed over: the request goes the way of every other. (Java's client offers h2c by default.)
 */
export function asksForWebSocket({ method, headers }: IncomingMessage): boolean {
  return (
    method === "GET" &&
    headers.upgrade?.toLowerCase() === "websocket" &&
    headers["transfer-encoding"] === undefined &&
    Number(headers["content-length"] ?? 0) === 0
  );
}
