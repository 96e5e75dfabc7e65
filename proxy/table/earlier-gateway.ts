import { create, equals } from "@bufbuild/protobuf";
import {
  type DeploymentRoute as DeploymentDeclaration,
  DeploymentRouteSchema,
  type GatewayPartition,
  GatewayPartitionSchema,
} from "../../gen/es/weir/config/v1alpha1/snapshot_pb.ts";
import { type RequestKey, RequestKeySchema } from "../../gen/es/weir/inference/v1alpha1/request_key_pb.ts";
import type { Authenticator } from "../auth/authenticator.ts";
import type { DeploymentRoute, GatewayRoute, ModelRoute } from "./routing-table.ts";

/** A gateway as it was before a change, with what it was built from. */
export class EarlierGateway {
  readonly #route: GatewayRoute;
  readonly #declared: GatewayPartition;
  readonly #deployments = new Map<string, DeploymentDeclaration>();

  constructor(declared: GatewayPartition, route: GatewayRoute) {
    this.#route = route;
    this.#declared = declared;
    for (const { deployments } of declared.models) {
      for (const deployment of deployments) this.#deployments.set(deployment.deploymentId, deployment);
    }
  }

  /** The authenticator, with the answers that it remembers, when it is declared as it was. */
  authenticator(declared: GatewayPartition): Authenticator | undefined {
    return equals(GatewayPartitionSchema, authOnly(this.#declared), authOnly(declared))
      ? this.#route.authenticator
      : undefined;
  }

  /** The model, when its requests are kept together by what they were. */
  model(name: string, sticky: RequestKey | undefined): ModelRoute | undefined {
    const before = this.#declared.models.find(({ model }) => model === name)?.sticky;
    const isSame =
      before === undefined || sticky === undefined ? before === sticky : equals(RequestKeySchema, before, sticky);
    return isSame ? this.#route.models.get(name) : undefined;
  }

  /** The model's deployment, when it is declared as it was. */
  deployment(model: string, declared: DeploymentDeclaration): DeploymentRoute | undefined {
    const before = this.#deployments.get(declared.deploymentId);
    if (before === undefined || !equals(DeploymentRouteSchema, before, declared)) return undefined;
    return this.#route.models.get(model)?.split.candidates.find(({ id }) => id === declared.deploymentId);
  }
}

function authOnly({ organizationId, auth }: GatewayPartition): GatewayPartition {
  return create(GatewayPartitionSchema, { organizationId, auth });
}
