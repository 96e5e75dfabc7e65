import { isIP } from "node:net";
import type { GatewayRoute, RoutingTable } from "./routing-table.ts";

/**
 * The gateway that answers to a `Host`: by name in any case, the port ignored. `localhost` and IP addresses mean the
 * only gateway, when there is exactly one: that is how one is tried out without DNS.
 */
export function findGateway({ gateways, onlyGateway }: RoutingTable, hostHeader: string): GatewayRoute | undefined {
  const host = hostName(hostHeader);
  const found = gateways.get(host);
  if (found !== undefined || onlyGateway === undefined) return found?.route;
  return host === "localhost" || isIP(host) !== 0 ? onlyGateway.route : undefined;
}

/** A `Host` in lower case, without port, brackets and final dot. */
function hostName(header: string): string {
  const host = header.toLowerCase();
  if (host.charCodeAt(0) === leftBracket) return host.slice(1, host.indexOf("]"));
  const colon = host.indexOf(":");
  const end = colon === -1 ? host.length : colon;
  return host.charCodeAt(end - 1) === dot ? host.slice(0, end - 1) : host.slice(0, end);
}

const leftBracket = 0x5b;
const dot = 0x2e;
