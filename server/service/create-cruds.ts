import type { AddressPolicy } from "../../kit/address-policy.ts";
import { createAccessTokenRules } from "../resource/access-token-rules.ts";
import { createCustomEndpointRules } from "../resource/custom-endpoint-rules.ts";
import { withAllowedDestinations } from "../resource/destination-violations.ts";
import { createGatewayRules } from "../resource/gateway-rules.ts";
import { createRuleRules } from "../resource/rule-rules.ts";
import type { Rules } from "../resource/rules.ts";
import { createServiceRules } from "../resource/service-rules.ts";
import { createUpstreamRules } from "../resource/upstream-rules.ts";
import type { Kind } from "../store/store.ts";
import { type CrudOptions, ResourceCrud } from "./resource-crud.ts";

interface CrudsOptions extends Omit<CrudOptions<Kind>, "rules"> {
  readonly zones: readonly string[];
  readonly template: string;
  readonly deploymentRules: Rules<"deployment">;
  readonly apiKeyRules: Rules<"api_key">;
  /** The addresses that a resource may name. */
  readonly policy: AddressPolicy;
}

/** The operations on every kind of resource, each with the rules of its kind. */
export type Cruds = { readonly [K in Kind]: ResourceCrud<K> };

export function createCruds({ zones, template, deploymentRules, apiKeyRules, policy, ...crud }: CrudsOptions): Cruds {
  const { codec, clock } = crud;
  const checked = <K extends Kind>(rules: Rules<K>): ResourceCrud<K> =>
    new ResourceCrud({ ...crud, rules: withAllowedDestinations(rules, policy) });
  return {
    gateway: checked(createGatewayRules({ zones, template, codec })),
    deployment: checked(deploymentRules),
    upstream: checked(createUpstreamRules({ codec })),
    service: checked(createServiceRules({ codec })),
    rule: checked(createRuleRules({ codec })),
    custom_endpoint: checked(createCustomEndpointRules({ codec })),
    api_key: new ResourceCrud({ ...crud, rules: apiKeyRules }),
    access_token: new ResourceCrud({ ...crud, rules: createAccessTokenRules({ clock }) }),
  };
}
