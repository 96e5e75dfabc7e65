import type { ApiKeyIdentity } from "../auth/api-key-identity.ts";
import type { Identity } from "../auth/identity.ts";
import type { RequestTraits } from "../balance/balancer.ts";
import { type CustomEndpointRoute, type EndpointRoute, mayCall } from "../table/custom-endpoint-route.ts";
import type { GatewayRoute } from "../table/routing-table.ts";
import { customEndpointForbidden } from "./denial-refusal.ts";
import type { Exchange } from "./exchange.ts";
import { forward, type Outgoing } from "./forwarding.ts";
import { type Refusal, refusal } from "./proxy-error.ts";
import { readSmallBody } from "./read-body.ts";

const prefix = "/proxy-api/";

/** A custom endpoint, and which of its endpoints a request goes to. */
export interface MatchedEndpoint {
  readonly account: CustomEndpointRoute;
  readonly endpoint: EndpointRoute;
  /** Whether other endpoints of the account may answer as well. */
  readonly isSpread: boolean;
  /** The path and query after the endpoint's name, as they came. */
  readonly rest: string;
}

/** Who asks, with what they present. */
export interface EndpointCaller extends RequestTraits {
  readonly identity: Identity | undefined;
  readonly apiKey: ApiKeyIdentity | undefined;
}

/** Finds the custom endpoint that a path is for; undefined: it is for none. */
export function findEndpoint(
  { name: gatewayName, customEndpoints }: GatewayRoute,
  path: string,
  request: EndpointCaller,
): MatchedEndpoint | Refusal | undefined {
  if (customEndpoints === undefined || !path.startsWith(prefix)) return undefined;
  const query = path.indexOf("?");
  const pathEnd = query === -1 ? path.length : query;
  const accountEnd = segmentEnd(path, prefix.length, pathEnd);
  const endpointEnd = segmentEnd(path, accountEnd + 1, pathEnd);
  const accountName = path.slice(prefix.length, accountEnd);
  const endpointName = path.slice(accountEnd + 1, endpointEnd);
  const account = customEndpoints.get(accountName);
  if (account === undefined) {
    return refusal("no_route", `gateway "${gatewayName}" has no custom endpoint "${accountName}"`);
  }
  const denied = denialOf(account, request);
  if (denied !== undefined) return denied;
  const isSpread = account.spread?.slug === endpointName;
  const caller = request.identity!;
  const endpoint = isSpread ? account.spread!.pick(request, caller) : account.endpoints.get(endpointName);
  if (endpoint === undefined && !isSpread) {
    const known = [...account.endpoints.keys()].map((each) => `"${each}"`).join(", ");
    return refusal("no_route", `custom endpoint "${accountName}" has no endpoint "${endpointName}": it has ${known}`);
  }
  if (endpoint === undefined || !mayCall(endpoint, caller)) {
    return refusal("forbidden", `"${caller.subject}" may not call "${accountName}/${endpointName}"`);
  }
  const rest = path.slice(endpointEnd);
  return { account, endpoint, isSpread, rest: rest.startsWith("/") || endpoint.hasBasePath ? rest : `/${rest}` };
}

/** Sends a request to an endpoint as it came: method, path, query and body. */
export function routeByEndpoint(exchange: Exchange, matched: MatchedEndpoint): void {
  readSmallBody(exchange, (body) => forward(exchange, toEndpoint(exchange, matched, matched.endpoint, body)));
}

function toEndpoint(
  exchange: Exchange,
  matched: MatchedEndpoint,
  destination: EndpointRoute,
  body: Buffer | undefined,
): Outgoing {
  const spread = matched.isSpread ? matched.account.spread : undefined;
  return {
    destination,
    path: matched.rest,
    body,
    droppedHeader: undefined,
    hidesUsage: false,
    otherThan:
      spread &&
      ((failed) => {
        const other = spread.pickOther(exchange, exchange.identity!, failed);
        return other && toEndpoint(exchange, matched, other, body);
      }),
    fallbackStatuses: spread?.fallbackStatuses,
  };
}

function denialOf(
  { id, name, disabled, users }: CustomEndpointRoute,
  { identity, apiKey }: EndpointCaller,
): Refusal | undefined {
  if (disabled) return refusal("forbidden", `custom endpoint "${name}" is disabled`);
  if (apiKey?.allowsCustomEndpoint(id) === false) return customEndpointForbidden(apiKey.name, name);
  if (users === undefined || identity!.isAdmin || users.has(identity!)) return undefined;
  return refusal("forbidden", `"${identity!.subject}" has no role on custom endpoint "${name}"`);
}

function segmentEnd(path: string, start: number, pathEnd: number): number {
  const slash = path.indexOf("/", start);
  return slash === -1 || slash > pathEnd ? pathEnd : slash;
}
