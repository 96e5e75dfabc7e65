import { create, type DescMessage, equals, type MessageShape } from "@bufbuild/protobuf";
import {
  type DeploymentRoute as DeploymentDeclaration,
  DeploymentRouteSchema,
  type GatewayPartition,
  GatewayPartitionSchema,
  type TargetPool as PoolDeclaration,
  type ServiceRoute as ServiceDeclaration,
  ServiceRouteSchema,
  TargetPoolSchema,
} from "../../gen/es/weir/config/v1alpha1/snapshot_pb.ts";
import { type RequestKey, RequestKeySchema } from "../../gen/es/weir/inference/v1alpha1/request_key_pb.ts";
import type { Authenticator } from "../auth/authenticator.ts";
import type { TargetPool } from "../target/target-pool.ts";
import type { DeploymentRoute, GatewayRoute, ModelRoute } from "./routing-table.ts";
import type { ServiceRoute } from "./service-route.ts";

/** A gateway as it was before a change, with what it was built from. */
export class EarlierGateway {
  readonly #route: GatewayRoute;
  readonly #declared: GatewayPartition;
  readonly #deployments = new Map<string, DeploymentDeclaration>();
  readonly #pools: ReadonlyMap<string, PoolDeclaration>;
  readonly #services: ReadonlyMap<string, ServiceDeclaration>;

  constructor(declared: GatewayPartition, route: GatewayRoute) {
    this.#route = route;
    this.#declared = declared;
    this.#pools = new Map(declared.pools.map((each) => [each.id, each]));
    this.#services = new Map(declared.services.map((each) => [each.serviceId, each]));
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
    const isKept = sticky === undefined ? before === undefined : isSame(RequestKeySchema, before, sticky);
    return isKept ? this.#route.models.get(name) : undefined;
  }

  /** The pool, when it is declared as it was. */
  pool(declared: PoolDeclaration): TargetPool | undefined {
    return isSame(TargetPoolSchema, this.#pools.get(declared.id), declared)
      ? this.#route.pools.get(declared.id)
      : undefined;
  }

  /** The service, when it is declared as it was. */
  service(declared: ServiceDeclaration): ServiceRoute | undefined {
    return isSame(ServiceRouteSchema, this.#services.get(declared.serviceId), declared)
      ? this.#route.services.get(declared.serviceId)
      : undefined;
  }

  /** The model's deployment, when it is declared as it was. */
  deployment(model: string, declared: DeploymentDeclaration): DeploymentRoute | undefined {
    if (!isSame(DeploymentRouteSchema, this.#deployments.get(declared.deploymentId), declared)) return undefined;
    return this.#route.models.get(model)?.split.candidates.find(({ id }) => id === declared.deploymentId);
  }
}

function authOnly({ organizationId, auth }: GatewayPartition): GatewayPartition {
  return create(GatewayPartitionSchema, { organizationId, auth });
}

function isSame<Desc extends DescMessage>(
  schema: Desc,
  before: MessageShape<Desc> | undefined,
  now: MessageShape<Desc>,
): boolean {
  return before !== undefined && equals(schema, before, now);
}
