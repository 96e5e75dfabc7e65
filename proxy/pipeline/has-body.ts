import type { Http2ServerRequest } from "node:http2";
import type { Exchange } from "./exchange.ts";

/** Whether a request has a body, however long. */
export function hasBody({ request, isHttp2 }: Pick<Exchange, "request" | "isHttp2">): boolean {
  const { headers } = request;
  // HTTP/2 says with the head whether a body follows, and need not say how long it is.
  if (isHttp2) return !(request as unknown as Http2ServerRequest).stream.endAfterHeaders;
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}
