import type { InjectedHeaders } from "../target/injected-headers.ts";
import type { Exchange } from "./exchange.ts";
import { isGrpc } from "./grpc.ts";
import { upstreamRequestHeaders } from "./hop-headers.ts";

/**
 * The headers of a request on its way to a target: flat pairs.
 *
 * @param host the target's
 * @param body undefined: it streams through, or there is none
 * @param dropped a header that is not sent on, in lower case
 * @param uncompressed whether the answer is looked into
 * @param injected what the target's owner puts in place of what came
 */
export function outgoingHeaders(
  exchange: Exchange,
  host: string,
  body: Buffer | undefined,
  dropped: string | undefined,
  uncompressed: boolean,
  injected: InjectedHeaders | undefined,
): string[] {
  const { request, client, requestId, gateway } = exchange;
  const headers = upstreamRequestHeaders(exchange.headersToSend, {
    connection: request.headers.connection,
    replaced: gateway!.replacedHeaders,
    authorization: request.headers.authorization,
    uncompressed,
    dropped,
    isTraced: exchange.trace !== undefined,
    contentLength: body?.length,
    injected: injected?.names,
  });
  headers.push("host", host, "x-request-id", requestId, "x-forwarded-for", client.forwardedFor);
  headers.push("x-forwarded-proto", client.forwardedProto, "x-forwarded-host", client.forwardedHost);
  // Of one connection, but gRPC's servers ask for it on each.
  if (isGrpc(request.headers)) headers.push("te", "trailers");
  if (injected !== undefined) headers.push(...injected.flat);
  return headers;
}
