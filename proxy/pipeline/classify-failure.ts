import { isRefusedAddress } from "../dial/refused-address.ts";
import { localFaultOf } from "../target/local-fault.ts";
import type { ConnectionError } from "../target/upstream-connections.ts";
import { attemptTimeout } from "./attempt.ts";
import type { AttemptFailure } from "./retry.ts";

/** Whether undici did not take a request at all: its line or a header is none that can be sent, by the client's fault. */
export function isUnsendable(error: Error): boolean {
  return "code" in error && error.code === "UND_ERR_INVALID_ARG";
}

/** What undici's and Node's errors mean for an attempt that has no answer yet. */
export function classifyFailure(error: Error): AttemptFailure {
  if (error === attemptTimeout) return "timeout";
  if (localFaultOf(error) !== undefined) return "local";
  if (isRefusedAddress(error)) return "address not allowed";
  const code = "code" in error ? error.code : undefined;
  switch (code) {
    case "ECONNREFUSED":
    case "EHOSTUNREACH":
    case "ENETUNREACH":
    case "ENOTFOUND":
    case "EAI_AGAIN":
    case "ETIMEDOUT":
    case "UND_ERR_CONNECT_TIMEOUT":
    case "UND_ERR_CLOSED":
    case "UND_ERR_DESTROYED":
    case "CERT_HAS_EXPIRED":
    case "DEPTH_ZERO_SELF_SIGNED_CERT":
    case "ERR_TLS_CERT_ALTNAME_INVALID":
    case "UNABLE_TO_VERIFY_LEAF_SIGNATURE":
      return "connect";
    case "UND_ERR_HEADERS_TIMEOUT":
    case "UND_ERR_BODY_TIMEOUT":
      return "timeout";
    // HTTP/2: the connection, or the request's stream on it, was ended by the other side.
    case "UND_ERR_INFO":
    case "ERR_HTTP2_STREAM_ERROR":
    case "ERR_HTTP2_SESSION_ERROR":
    case "ERR_HTTP2_GOAWAY_SESSION":
      return "broken connection";
    case "UND_ERR_SOCKET":
    case "ECONNRESET":
    case "EPIPE":
      return bytesRead(error) > 0 ? "stale connection" : "broken connection";
    default:
      // The system's own errors of a connection that was never made, tried at several addresses.
      return error.name === "AggregateError" ? "connect" : "protocol";
  }
}

/** What the connection had read in its life: undici tells it of some errors, our connector of the rest. */
function bytesRead(error: Error & { socket?: { bytesRead?: number } | null } & ConnectionError): number {
  return error.socket?.bytesRead ?? error.connectionBytesRead ?? 0;
}
