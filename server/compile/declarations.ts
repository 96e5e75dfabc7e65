import type { CustomEndpoint } from "../../gen/es/weir/inference/v1alpha1/custom_endpoint_pb.ts";
import type { Deployment } from "../../gen/es/weir/inference/v1alpha1/deployment_pb.ts";
import type { Gateway } from "../../gen/es/weir/inference/v1alpha1/gateway_pb.ts";
import type { Rule } from "../../gen/es/weir/inference/v1alpha1/rule_pb.ts";
import type { ServiceSpec } from "../../gen/es/weir/inference/v1alpha1/service_pb.ts";
import type { UpstreamSpec } from "../../gen/es/weir/inference/v1alpha1/upstream_pb.ts";

/** A gateway, what names it, and what that refers to. */
export interface Declarations {
  readonly gateway: Gateway;
  readonly deployments: readonly Deployment[];
  readonly rules: readonly Rule[];
  readonly customEndpoints: readonly CustomEndpoint[];
  /** Those that the rules refer to, by id. */
  readonly services: ReadonlyMap<string, ServiceSpec>;
  /** Those that deployments and services refer to, by id. */
  readonly upstreams: ReadonlyMap<string, UpstreamSpec>;
}
