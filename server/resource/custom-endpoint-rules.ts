import {
  type CustomEndpointSpec,
  CustomEndpointSpecSchema,
} from "../../gen/es/weir/inference/v1alpha1/custom_endpoint_pb.ts";
import { Status } from "../../gen/es/weir/inference/v1alpha1/status_pb.ts";
import { canonicalSubject } from "../../kit/subject-set.ts";
import type { ResourceCodec } from "../store/resource-codec.ts";
import type { FieldViolation } from "./api-error.ts";
import { injectedHeaderViolations } from "./injected-header-violations.ts";
import { assertReferences, type Reference } from "./references.ts";
import type { Rules } from "./rules.ts";
import { tlsViolations } from "./tls-violations.ts";

export function createCustomEndpointRules({ codec }: { readonly codec: ResourceCodec }): Rules<"custom_endpoint"> {
  return {
    kind: "custom_endpoint",
    specSchema: CustomEndpointSpecSchema,
    initialStatus: Status.CREATING,

    complete(spec) {
      spec.gatewayIds = spec.gatewayIds.map((id) => id.toLowerCase());
      for (const each of spec.collaborators) each.subject = canonicalSubject(each.subject);
      const violations = injectedHeaderViolations(spec.authHeaders, "auth_headers");
      for (const [index, endpoint] of spec.endpoints.entries()) {
        endpoint.authorizedSubjects = endpoint.authorizedSubjects.map(canonicalSubject);
        violations.push(...endpointViolations(endpoint, `endpoints[${index}]`));
      }
      return violations;
    },

    checkReferences: (spec, reader) => assertReferences(referencesOf(spec), spec.organizationId, { reader, codec }),

    holdings: (spec) => ({
      claims: spec.gatewayIds.map((id) => ({ space: "custom_endpoint_name", key: `${id}/${spec.name}` })),
      links: referencesOf(spec),
    }),

    checkDelete: async () => "drain",
  };
}

function endpointViolations(
  { baseUrl, headers, authHeaders, tls }: CustomEndpointSpec["endpoints"][number],
  field: string,
): FieldViolation[] {
  const violations = [
    ...injectedHeaderViolations(headers, `${field}.headers`),
    ...injectedHeaderViolations(authHeaders, `${field}.auth_headers`),
    ...tlsViolations(tls, `${field}.tls`),
  ];
  if (!URL.canParse(baseUrl)) {
    const description = `"${baseUrl}" is no URL: the host or the port can't be read`;
    violations.push({ field: `${field}.base_url`, description });
  }
  return violations;
}

function referencesOf({ gatewayIds }: CustomEndpointSpec): Reference[] {
  return gatewayIds.map((id, index) => ({ kind: "gateway", id, field: `gateway_ids[${index}]` }));
}
