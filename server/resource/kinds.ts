import type { DescMessage } from "@bufbuild/protobuf";
import { type AccessToken, AccessTokenSchema } from "../../gen/es/weir/inference/v1alpha1/access_token_pb.ts";
import { type ApiKey, ApiKeySchema } from "../../gen/es/weir/inference/v1alpha1/api_key_pb.ts";
import { type CustomEndpoint, CustomEndpointSchema } from "../../gen/es/weir/inference/v1alpha1/custom_endpoint_pb.ts";
import { type Deployment, DeploymentSchema } from "../../gen/es/weir/inference/v1alpha1/deployment_pb.ts";
import { type Gateway, GatewaySchema } from "../../gen/es/weir/inference/v1alpha1/gateway_pb.ts";
import { type Rule, RuleSchema } from "../../gen/es/weir/inference/v1alpha1/rule_pb.ts";
import { type Service, ServiceSchema } from "../../gen/es/weir/inference/v1alpha1/service_pb.ts";
import { type Upstream, UpstreamSchema } from "../../gen/es/weir/inference/v1alpha1/upstream_pb.ts";
import type { Kind } from "../store/store.ts";

/** The message of each kind. */
export interface ResourceOf {
  gateway: Gateway;
  deployment: Deployment;
  upstream: Upstream;
  service: Service;
  rule: Rule;
  api_key: ApiKey;
  custom_endpoint: CustomEndpoint;
  access_token: AccessToken;
}

export const resourceSchemas: Readonly<Record<Kind, DescMessage>> = {
  gateway: GatewaySchema,
  deployment: DeploymentSchema,
  upstream: UpstreamSchema,
  service: ServiceSchema,
  rule: RuleSchema,
  api_key: ApiKeySchema,
  custom_endpoint: CustomEndpointSchema,
  access_token: AccessTokenSchema,
};
