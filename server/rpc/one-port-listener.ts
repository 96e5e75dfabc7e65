import { createServer as createHttp1Server, type IncomingMessage, type ServerResponse } from "node:http";
import {
  createServer as createHttp2Server,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type ServerHttp2Session,
} from "node:http2";
import { createServer as createHttpsServer, Server as HttpsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import type { Certificate } from "../../kit/certificate-files.ts";
import type { ConnectionsPerSource } from "../../kit/connections-per-source.ts";
import { handshakeTimeoutMs, http2Limits } from "../../kit/http2-limits.ts";
import { limitConnections } from "../../kit/limit-connections.ts";
import type { ListenAddress } from "../../kit/listen-address.ts";
import { alpnProtocols, shareWithHttp2 } from "../../kit/share-with-http2.ts";

export type HttpRequest = IncomingMessage | Http2ServerRequest;
export type HttpResponse = ServerResponse | Http2ServerResponse;
export type HttpHandler = (request: HttpRequest, response: HttpResponse) => void;

/** A connection that has not said what it speaks by then is dropped. */
const silenceLimitMs = 10_000;
/** Longer than the idle timeout of the usual load balancers in front: they close first, and lose no request. */
const keepAliveMs = 75_000;

export interface OnePortListener {
  listen(address: ListenAddress): Promise<AddressInfo>;
  /** Serves another certificate to new connections. */
  setCertificate(certificate: Certificate): void;
  /** Takes no new connections, waits for open calls up to the grace, then cuts what is left. */
  close(graceMs: number): Promise<void>;
}

/** How many connections one source may hold open. */
export interface ConnectionLimit {
  readonly connections: ConnectionsPerSource;
  /** Called with the address of a connection that was closed. */
  readonly onRefused: (source: string) => void;
}

/** Serves HTTP/1.1 and HTTP/2 on one port: over TLS by ALPN, in cleartext by a connection's first bytes. */
export function createOnePortListener(
  handler: HttpHandler,
  tls: Certificate | undefined,
  limit: ConnectionLimit | undefined,
): OnePortListener {
  const sockets = new Set<Socket>();
  const sessions = new Set<ServerHttp2Session>();
  const onSession = (session: ServerHttp2Session): void => {
    sessions.add(session);
    session.once("close", () => sessions.delete(session));
    session.on("error", () => session.destroy());
    // One on which nothing happens takes nothing new; streams that are open on it go on.
    session.setTimeout(keepAliveMs, () => session.close());
  };
  const http2 = createHttp2Server({ ...http2Limits }, handler);
  http2.on("session", onSession);
  // Without this listener Node itself writes `100 Continue`, and throws where the stream is gone.
  http2.on("checkContinue", (request, response) => {
    if (response.stream.destroyed || response.stream.closed) return;
    response.writeContinue();
    handler(request, response);
  });
  const options = { requestTimeout: 0, keepAliveTimeout: keepAliveMs };
  const server =
    tls === undefined
      ? createHttp1Server(options, handler)
      : createHttpsServer(
          {
            ...options,
            handshakeTimeout: handshakeTimeoutMs,
            ALPNProtocols: alpnProtocols,
            cert: tls.certificate,
            key: tls.key,
          },
          handler,
        );
  shareWithHttp2(server, http2, silenceLimitMs);
  if (limit !== undefined) limitConnections(server, { ...limit, isExempt: () => false });
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  return {
    listen: ({ host, port }) =>
      new Promise((resolve, reject) => {
        server.once("error", reject);
        server.listen(port, host, () => {
          server.off("error", reject);
          resolve(server.address() as AddressInfo);
        });
      }),
    setCertificate: ({ certificate, key }) => {
      if (server instanceof HttpsServer) server.setSecureContext({ cert: certificate, key });
    },
    close: (graceMs) =>
      new Promise((resolve) => {
        const cut = setTimeout(() => {
          for (const socket of sockets) socket.destroy();
        }, graceMs);
        server.close(() => {
          clearTimeout(cut);
          resolve();
        });
        server.closeIdleConnections();
        for (const session of sessions) session.close();
      }),
  };
}
