import type { GenMessage } from "@bufbuild/protobuf/codegenv2";
import type { AccessTokenSpec } from "../../gen/es/weir/inference/v1alpha1/access_token_pb.ts";
import type { ApiKeySpec } from "../../gen/es/weir/inference/v1alpha1/api_key_pb.ts";
import type { CustomEndpointSpec } from "../../gen/es/weir/inference/v1alpha1/custom_endpoint_pb.ts";
import type { DeploymentSpec } from "../../gen/es/weir/inference/v1alpha1/deployment_pb.ts";
import type { GatewaySpec } from "../../gen/es/weir/inference/v1alpha1/gateway_pb.ts";
import type { RuleSpec } from "../../gen/es/weir/inference/v1alpha1/rule_pb.ts";
import type { ServiceSpec } from "../../gen/es/weir/inference/v1alpha1/service_pb.ts";
import type { Status } from "../../gen/es/weir/inference/v1alpha1/status_pb.ts";
import type { UpstreamSpec } from "../../gen/es/weir/inference/v1alpha1/upstream_pb.ts";
import type { Claim, Holdings, Kind, Row, StoreReader } from "../store/store.ts";
import type { FieldViolation } from "./api-error.ts";
import type { ResourceOf } from "./kinds.ts";

export interface SpecOf {
  gateway: GatewaySpec;
  deployment: DeploymentSpec;
  upstream: UpstreamSpec;
  service: ServiceSpec;
  rule: RuleSpec;
  api_key: ApiKeySpec;
  custom_endpoint: CustomEndpointSpec;
  access_token: AccessTokenSpec;
}

/** The rules of one kind that the proto can't say. */
export interface Rules<K extends Kind> {
  readonly kind: K;
  readonly specSchema: GenMessage<SpecOf[K]>;
  /** Where a resource stands when it is new. */
  readonly initialStatus: Status;
  /**
   * Brings a valid spec into its canonical form, in place, and gives what is wrong with it.
   *
   * @param stored the spec before an update; undefined on create
   */
  complete(spec: SpecOf[K], stored: SpecOf[K] | undefined): FieldViolation[];
  /** What the spec names that must exist; throws an ApiError where it does not. */
  checkReferences(spec: SpecOf[K], reader: StoreReader): Promise<void>;
  /**
   * The names that the resource holds, and what it refers to.
   *
   * @param held the names that it holds already
   */
  holdings(spec: SpecOf[K], held: readonly Claim[]): Holdings;
  /**
   * What a delete does: throws an ApiError when it is refused, gives whether proxies must forget the resource before it
   * is gone.
   */
  checkDelete(resource: ResourceOf[K], row: Row, reader: StoreReader): Promise<"drain" | "remove">;
}
