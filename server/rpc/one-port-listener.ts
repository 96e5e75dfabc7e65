import {
  createServer as createHttp1Server,
  Server as Http1Server,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import {
  createServer as createHttp2Server,
  createSecureServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type ServerHttp2Session,
} from "node:http2";
import type { AddressInfo, Server, Socket } from "node:net";
import type { ListenAddress } from "../../kit/listen-address.ts";

export type HttpRequest = IncomingMessage | Http2ServerRequest;
export type HttpResponse = ServerResponse | Http2ServerResponse;
export type HttpHandler = (request: HttpRequest, response: HttpResponse) => void;

/** What every HTTP/2 connection begins with (RFC 9113, section 3.4); no HTTP/1.1 request can begin so. */
const http2Preface = Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

/** A connection that has not said what it speaks by then is dropped. */
const silenceLimitMs = 10_000;

export interface OnePortListener {
  listen(address: ListenAddress): Promise<AddressInfo>;
  /** Takes no new connections, waits for open calls up to the grace, then cuts what is left. */
  close(graceMs: number): Promise<void>;
}

/** Serves HTTP/1.1 and HTTP/2 on one port: over TLS by ALPN, in cleartext by a connection's first bytes. */
export function createOnePortListener(
  handler: HttpHandler,
  tls: { readonly certificate: string; readonly key: string } | undefined,
): OnePortListener {
  const sockets = new Set<Socket>();
  const sessions = new Set<ServerHttp2Session>();
  const onSession = (session: ServerHttp2Session): void => {
    sessions.add(session);
    session.once("close", () => sessions.delete(session));
    session.on("error", () => session.destroy());
  };
  const server =
    tls === undefined ? createCleartextServer(handler, onSession) : createTlsServer(handler, onSession, tls);
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
    close: (graceMs) =>
      new Promise((resolve) => {
        const cut = setTimeout(() => {
          for (const socket of sockets) socket.destroy();
        }, graceMs);
        server.close(() => {
          clearTimeout(cut);
          resolve();
        });
        if (server instanceof Http1Server) server.closeIdleConnections();
        for (const session of sessions) session.close();
      }),
  };
}

function createTlsServer(
  handler: HttpHandler,
  onSession: (session: ServerHttp2Session) => void,
  { certificate, key }: { readonly certificate: string; readonly key: string },
): Server {
  const server = createSecureServer({ allowHTTP1: true, cert: certificate, key }, handler);
  server.on("session", onSession);
  return server;
}

/** One HTTP/1.1 server that owns the port and hands the connections that begin with the HTTP/2 preface to another. */
function createCleartextServer(
  handler: HttpHandler,
  onSession: (session: ServerHttp2Session) => void,
): ReturnType<typeof createHttp1Server> {
  const http2 = createHttp2Server(handler);
  http2.on("session", onSession);
  const http1 = createHttp1Server({ requestTimeout: 0, keepAliveTimeout: 75_000 }, handler);
  const [serveHttp1] = http1.listeners("connection") as ((this: typeof http1, socket: Socket) => void)[];
  http1.removeAllListeners("connection");
  http1.on("connection", (socket: Socket) => {
    socket.on("error", () => socket.destroy());
    const silence = setTimeout(() => socket.destroy(), silenceLimitMs);
    let seen: Buffer = Buffer.alloc(0);
    const look = (): void => {
      const chunk: Buffer | null = socket.read();
      if (chunk === null) return;
      seen = Buffer.concat([seen, chunk]);
      const length = Math.min(seen.length, http2Preface.length);
      const mayBeHttp2 = seen.subarray(0, length).equals(http2Preface.subarray(0, length));
      if (mayBeHttp2 && seen.length < http2Preface.length) return;
      clearTimeout(silence);
      socket.off("readable", look);
      socket.unshift(seen);
      if (mayBeHttp2) {
        // HTTP/1.1 lets a client end its side and wait for the answer; in HTTP/2 an end is the end: a client that dies
        // would be noticed only when something is written to it.
        socket.allowHalfOpen = false;
        http2.emit("connection", socket);
      } else serveHttp1?.call(http1, socket);
    };
    socket.on("readable", look);
    socket.once("close", () => clearTimeout(silence));
  });
  return http1;
}
