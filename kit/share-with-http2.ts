import type { Server as Http1Server } from "node:http";
import type { Http2Server } from "node:http2";
import type { Socket } from "node:net";
import type { TLSSocket } from "node:tls";

/** What every HTTP/2 connection begins with (RFC 9113, section 3.4); no HTTP/1.1 request can begin so. */
const http2Preface = Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

/** What an HTTPS server offers, to be shared with HTTP/2. */
export const alpnProtocols = ["h2", "http/1.1"];

/**
 * Hands the connections of an HTTP/1.1 server that speak HTTP/2 to another server: over TLS by ALPN, in cleartext by
 * their first bytes.
 *
 * @param silenceLimitMs a connection in cleartext that has not said what it speaks by then is dropped
 */
export function shareWithHttp2(http1: Http1Server, http2: Http2Server, silenceLimitMs: number): void {
  const isSecure = "setSecureContext" in http1;
  const event = isSecure ? "secureConnection" : "connection";
  const [serveHttp1] = http1.listeners(event) as ((this: Http1Server, socket: Socket) => void)[];
  const serve = (socket: Socket, isHttp2: boolean): void => {
    if (!isHttp2) {
      serveHttp1?.call(http1, socket);
      return;
    }
    // HTTP/1.1 lets a client end its side and wait for the answer; in HTTP/2 an end is the end: a client that dies
    // would be noticed only when something is written to it.
    socket.allowHalfOpen = false;
    http2.emit("connection", socket);
  };
  http1.removeAllListeners(event);
  http1.on(event, (socket: Socket) => {
    if (isSecure) serve(socket, (socket as TLSSocket).alpnProtocol === "h2");
    else lookAtFirstBytes(socket, silenceLimitMs, (isHttp2) => serve(socket, isHttp2));
  });
}

function lookAtFirstBytes(socket: Socket, silenceLimitMs: number, callback: (isHttp2: boolean) => void): void {
  const drop = (): void => {
    socket.destroy();
  };
  socket.on("error", drop);
  // It has left without a request. HTTP/1.1 lets a client end its side and wait, but only once it has asked for something.
  socket.once("end", drop);
  const silence = setTimeout(drop, silenceLimitMs);
  const hush = (): void => clearTimeout(silence);
  let seen: Buffer | undefined;
  const look = (): void => {
    const chunk: Buffer | null = socket.read();
    if (chunk === null) return;
    seen = seen === undefined ? chunk : Buffer.concat([seen, chunk]);
    const length = Math.min(seen.length, http2Preface.length);
    const mayBeHttp2 = seen.compare(http2Preface, 0, length, 0, length) === 0;
    if (mayBeHttp2 && seen.length < http2Preface.length) return;
    hush();
    socket.off("close", hush);
    socket.off("end", drop);
    socket.off("readable", look);
    socket.unshift(seen);
    callback(mayBeHttp2);
  };
  socket.on("readable", look);
  socket.once("close", hush);
}
