import type { Duplex } from "node:stream";
import { refusal, refusalBody } from "../pipeline/proxy-error.ts";

/** Answers bytes that are no HTTP request, or a request that never came whole, and closes the connection. */
export function answerBadRequest(error: Error & { code?: string; reason?: string }, socket: Duplex): void {
  if (!socket.writable || error.code === "ECONNRESET") {
    socket.destroy();
    return;
  }
  const [status, reason] = statusOf(error.code);
  const body = refusalBody(
    refusal("invalid_request", error.reason === undefined ? reason : `${reason}: ${error.reason}`),
  );
  const head = `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: ${Buffer.byteLength(body)}`;
  socket.end(`${head}\r\n\r\n${body}`);
}

function statusOf(code: string | undefined): [string, string] {
  switch (code) {
    case "HPE_HEADER_OVERFLOW":
      return ["431 Request Header Fields Too Large", "the request's head is too large"];
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return ["408 Request Timeout", "the request's head did not come in time"];
    default:
      return ["400 Bad Request", "the request is no valid HTTP"];
  }
}
