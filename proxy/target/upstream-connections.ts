import { type buildConnector, Pool } from "undici";
import type { Dialer } from "../dial/dialer.ts";
import { cancelAbortedStreams } from "./cancel-aborted-streams.ts";
import type { OpenConnections } from "./target.ts";

/**
 * An upstream that closes idle connections says so in `Keep-Alive: timeout`, which is honoured with a second to spare;
 * one that does not is taken to close after five, as Node's own server does.
 */
const keepAliveMs = 4_000;
const longestKeepAliveMs = 600_000;
const keepAliveMarginMs = 1_000;

/** Requests at a time on one connection of HTTP/2, where the upstream does not say less; one more opens another. */
const maxStreams = 100;

/** Opens the connections to one origin. */
export function upstreamConnections(dialer: Dialer): OpenConnections {
  return (origin, { connectTimeoutMs, tls, isHttp2, reused }) => {
    if (isHttp2) cancelAbortedStreams();
    const connection = { timeout: connectTimeoutMs, ...tls };
    return isHttp2
      ? new Pool(origin, {
          // ALPN offers HTTP/2 over TLS; in cleartext it is known before (RFC 9113, section 3.3).
          connect: dialer.connectorTo(origin, { ...connection, ...http2Connection(origin) }),
          ...http2Connection(origin),
          pipelining: maxStreams,
          h2Options: { maxConcurrentStreams: maxStreams, useH2c: !origin.startsWith("https:") },
          keepAliveTimeout: longestKeepAliveMs,
        })
      : new Pool(origin, {
          connect: tagging(dialer.connectorTo(origin, connection)),
          pipelining: reused ? 1 : 0,
          keepAliveTimeout: keepAliveMs,
          keepAliveMaxTimeout: longestKeepAliveMs,
          keepAliveTimeoutThreshold: keepAliveMarginMs,
          allowH2: false,
        });
  };
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
function tagging(connect: buildConnector.connector): buildConnector.connector {
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
