import type { DescMessage } from "@bufbuild/protobuf";
import { type AccessToken, AccessTokenSchema } from "../../gen/es/weir/inference/v1alpha1/access_token_pb.ts";
import { type Deployment, DeploymentSchema } from "../../gen/es/weir/inference/v1alpha1/deployment_pb.ts";
import { type Gateway, GatewaySchema } from "../../gen/es/weir/inference/v1alpha1/gateway_pb.ts";
import { type Upstream, UpstreamSchema } from "../../gen/es/weir/inference/v1alpha1/upstream_pb.ts";
import type { Kind } from "../store/store.ts";

/** The message of each kind. */
export interface ResourceOf {
  gateway: Gateway;
  deployment: Deployment;
  upstream: Upstream;
  access_token: AccessToken;
}

export const resourceSchemas: Readonly<Record<Kind, DescMessage>> = {
  gateway: GatewaySchema,
  deployment: DeploymentSchema,
  upstream: UpstreamSchema,
  access_token: AccessTokenSchema,
};
