import { type GatewaySpec, GatewaySpecSchema } from "../../gen/es/weir/inference/v1alpha1/gateway_pb.ts";
import { Status } from "../../gen/es/weir/inference/v1alpha1/status_pb.ts";
import type { ResourceCodec } from "../store/resource-codec.ts";
import type { FieldViolation } from "./api-error.ts";
import { assertUnattached } from "./assert-unattached.ts";
import { completePlugins } from "./complete-plugins.ts";
import { type EndpointTemplate, hostsOf } from "./endpoint-template.ts";
import { framingHeaders } from "./framing-headers.ts";
import type { Rules } from "./rules.ts";

/** Headers that HTTP, authentication or the proxy itself need: a model can't be read from them. */
const reservedHeaders: ReadonlySet<string> = new Set([
  ...framingHeaders,
  "authorization",
  "content-type",
  "cookie",
  "proxy-authorization",
]);

export interface GatewayRulesOptions {
  /** The configured zones, in canonical spelling. */
  readonly zones: readonly string[];
  readonly template: EndpointTemplate;
  readonly codec: ResourceCodec;
}

export function createGatewayRules({ zones, template, codec }: GatewayRulesOptions): Rules<"gateway"> {
  return {
    kind: "gateway",
    specSchema: GatewaySpecSchema,
    initialStatus: Status.CREATING,

    complete(spec, stored) {
      const violations: FieldViolation[] = [];
      const given = spec.zones[0] ?? "";
      const zone = zones.find((candidate) => candidate.toLowerCase() === given.toLowerCase());
      if (zone === undefined) {
        violations.push({ field: "zones[0]", description: `no zone "${given}": must be one of ${zones.join(", ")}` });
      } else {
        spec.zones = [zone];
      }
      if (spec.routing.case === "headerBasedRouting") {
        const { headerName } = spec.routing.value;
        if (reservedHeaders.has(headerName.toLowerCase())) {
          violations.push({
            field: "header_based_routing.header_name",
            description: `"${headerName}" has another use in HTTP: choose a name of your own, for example X-Model`,
          });
        }
      }
      if (spec.subdomain === "") spec.subdomain = stored?.subdomain ?? deriveSubdomain(spec);
      violations.push(...completePlugins(spec.requiredPlugins, "required_plugins"));
      return violations;
    },

    checkReferences: async () => {},

    holdings: (spec) => ({
      claims: [
        { space: "subdomain", key: spec.subdomain },
        ...hostsOf(spec, template).map((host) => ({ space: "host", key: host })),
      ],
      links: [],
    }),

    async checkDelete(_gateway, row, reader) {
      const fields = { deployment: "gateway_ids", rule: "gateway_id", custom_endpoint: "gateway_ids" };
      await assertUnattached(row, fields, { reader, codec });
      return "drain";
    },
  };
}

/** A DNS label from the name, made unique by the id. */
function deriveSubdomain({ name, id }: GatewaySpec): string {
  const slug = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 50);
  return `${slug === "" ? "gateway" : slug.replace(/-+$/, "")}-${id.slice(0, 8)}`;
}
