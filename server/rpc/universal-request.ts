import type { ContextValues } from "@connectrpc/connect";
import type { UniversalServerRequest } from "@connectrpc/connect/protocol";
import { universalRequestFromNodeRequest } from "@connectrpc/connect-node";
import type { HttpRequest, HttpResponse } from "./one-port-listener.ts";

/**
 * A request as Connect's handlers take it. Its body may be left unread: to stop reading must not destroy the connection
 * that the refusal still has to go out on.
 */
export function toUniversalRequest(
  request: HttpRequest,
  response: HttpResponse,
  values: ContextValues,
): UniversalServerRequest & { body: AsyncIterable<Uint8Array> } {
  const universal = universalRequestFromNodeRequest(request as never, response as never, undefined, values);
  return { ...universal, body: request.iterator({ destroyOnReturn: false }) };
}
