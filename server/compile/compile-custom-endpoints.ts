import { create } from "@bufbuild/protobuf";
import {
  type CustomEndpointRoute,
  CustomEndpointRouteSchema,
  EndpointRouteSchema,
  type TargetPool,
  TargetPoolSchema,
} from "../../gen/es/weir/config/v1alpha1/snapshot_pb.ts";
import type { AccountEndpoint, CustomEndpointSpec } from "../../gen/es/weir/inference/v1alpha1/custom_endpoint_pb.ts";
import type { InjectedHeader } from "../../gen/es/weir/inference/v1alpha1/injected_header_pb.ts";
import { Status } from "../../gen/es/weir/inference/v1alpha1/status_pb.ts";
import { compareText } from "../../kit/compare-text.ts";
import type { Declarations } from "./declarations.ts";

/** The custom endpoints of a gateway, each of whose endpoints is a pool of one target. */
export function compileCustomEndpoints({ customEndpoints }: Declarations): {
  readonly routes: CustomEndpointRoute[];
  readonly pools: TargetPool[];
} {
  const specs = customEndpoints
    .filter(({ status }) => status?.status !== Status.DELETING)
    .map(({ spec }) => spec!)
    .sort((a, b) => compareText(a.name, b.name));
  return { routes: specs.map(compileRoute), pools: specs.flatMap(compilePools) };
}

/** Without what is for people: a change of that is no change for a proxy. */
function compileRoute({
  id,
  name,
  disabled,
  collaborators,
  endpoints,
  routing,
}: CustomEndpointSpec): CustomEndpointRoute {
  return create(CustomEndpointRouteSchema, {
    customEndpointId: id,
    name,
    disabled,
    collaborators,
    routing,
    endpoints: inOrder(endpoints).map((endpoint) =>
      create(EndpointRouteSchema, {
        name: endpoint.name,
        poolId: poolIdOf(id, endpoint),
        weight: endpoint.weight ?? 1,
        priority: endpoint.priority,
        authorizedSubjects: endpoint.authorizedSubjects,
      }),
    ),
  });
}

function compilePools({ id, authHeaders, endpoints, routing }: CustomEndpointSpec): TargetPool[] {
  return inOrder(endpoints).map((endpoint) => {
    const { baseUrl, headers, tls, timeouts } = endpoint;
    const auth = endpoint.authHeaders.length > 0 ? endpoint.authHeaders : authHeaders;
    return create(TargetPoolSchema, {
      id: poolIdOf(id, endpoint),
      targets: [{ url: baseUrl }],
      headers: eachNameOnce([...headers, ...auth]),
      tls,
      timeouts,
      // Where there is nowhere else to go, what the provider answers is what the caller gets.
      ejection: routing === undefined ? { disabled: true } : undefined,
    });
  });
}

function poolIdOf(id: string, { name }: AccountEndpoint): string {
  return `${id}/${name}`;
}

function inOrder(endpoints: readonly AccountEndpoint[]): AccountEndpoint[] {
  return endpoints.toSorted((a, b) => compareText(a.name, b.name));
}

/** Of several headers of a name the first counts. */
function eachNameOnce(headers: readonly InjectedHeader[]): InjectedHeader[] {
  const names = headers.map(({ name }) => name.toLowerCase());
  return headers.filter((_, index) => names.indexOf(names[index]!) === index);
}
