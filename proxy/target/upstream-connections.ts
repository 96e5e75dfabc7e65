import { buildConnector, Pool } from "undici";
import type { ConnectionTls, OpenConnections } from "./target.ts";

/**
 * An upstream that closes idle connections says so in `Keep-Alive: timeout`, which is honoured with a second to spare;
 * one that does not is taken to close after five, as Node's own server does.
 */
const keepAliveMs = 4_000;
const longestKeepAliveMs = 600_000;
const keepAliveMarginMs = 1_000;

/** The connections to one origin, by HTTP/1.1. */
export const upstreamConnections: OpenConnections = (origin, { connectTimeoutMs, tls, reused }) =>
  new Pool(origin, {
    connect: taggingConnector(connectTimeoutMs, tls),
    pipelining: reused ? 1 : 0,
    keepAliveTimeout: keepAliveMs,
    keepAliveMaxTimeout: longestKeepAliveMs,
    keepAliveTimeoutThreshold: keepAliveMarginMs,
    allowH2: false,
  });

/** A connection's error, with what tells a reused connection from a new one. */
export interface ConnectionError extends Error {
  /** Bytes that the connection had read in its life: more than 0 when it has served a request before. */
  connectionBytesRead?: number;
}

/** undici gives the bare socket error of a reset: the connection's history is put on it here. */
function taggingConnector(timeout: number, tls: ConnectionTls | undefined): buildConnector.connector {
  const connect = buildConnector({ timeout, ...tls });
  return (options, callback) => {
    connect(options, (...result) => {
      const [error, socket] = result;
      if (error === null) {
        socket.once("error", (failure: ConnectionError) => {
          failure.connectionBytesRead = socket.bytesRead;
        });
      }
      callback(...result);
    });
  };
}
