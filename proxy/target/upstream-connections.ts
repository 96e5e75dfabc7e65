import { buildConnector, Pool } from "undici";
import { cancelAbortedStreams } from "./cancel-aborted-streams.ts";
import type { ConnectionTls, OpenConnections } from "./target.ts";

/**
 * An upstream that closes idle connections says so in `Keep-Alive: timeout`, which is honoured with a second to spare;
 * one that does not is taken to close after five, as Node's own server does.
 */
const keepAliveMs = 4_000;
const longestKeepAliveMs = 600_000;
const keepAliveMarginMs = 1_000;

/** Requests at a time on one connection of HTTP/2, where the upstream does not say less; one more opens another. */
const maxStreams = 100;

/** The connections to one origin. */
export const upstreamConnections: OpenConnections = (origin, { connectTimeoutMs, tls, isHttp2, reused }) =>
  isHttp2
    ? http2Connections(origin, connectTimeoutMs, tls)
    : new Pool(origin, {
        connect: taggingConnector(connectTimeoutMs, tls),
        pipelining: reused ? 1 : 0,
        keepAliveTimeout: keepAliveMs,
        keepAliveMaxTimeout: longestKeepAliveMs,
        keepAliveTimeoutThreshold: keepAliveMarginMs,
        allowH2: false,
      });

function http2Connections(origin: string, timeout: number, tls: ConnectionTls | undefined): Pool {
  cancelAbortedStreams();
  return new Pool(origin, {
    // ALPN offers HTTP/2 over TLS; in cleartext it is known before (RFC 9113, section 3.3).
    connect: buildConnector({ timeout, ...tls, ...http2Connection(origin) }),
    ...http2Connection(origin),
    pipelining: maxStreams,
    h2Options: { maxConcurrentStreams: maxStreams, useH2c: !origin.startsWith("https:") },
    keepAliveTimeout: longestKeepAliveMs,
  });
}

function http2Connection(origin: string): { allowH2: true; useH2c: boolean } {
  return { allowH2: true, useH2c: !origin.startsWith("https:") };
}

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
