import type { Authenticator, TokenSet } from "../auth/authenticator.ts";
import type { Split } from "../balance/split.ts";
import type { DeploymentMetrics } from "../observe/deployment-metrics.ts";
import type { RoutingStrategy } from "../routing/strategy.ts";
import type { TargetPool } from "../target/target-pool.ts";
import type { AddressRanges } from "./address-ranges.ts";

/** What requests are routed by. Never changed: a new one takes its place, and a request keeps the one it began with. */
export interface RoutingTable {
  /** By host name: lower case, without port. */
  readonly gateways: ReadonlyMap<string, GatewayEntry>;
  /** The gateway that a request for `localhost` or an IP address means: the only one, when there is exactly one. */
  readonly onlyGateway: GatewayEntry | undefined;
  /** By organization. */
  readonly tokenSets: ReadonlyMap<string, TokenSet>;
}

/** A gateway of the table; its route is built with its first request, because most gateways of a large proxy are idle. */
export interface GatewayEntry {
  readonly hosts: readonly string[];
  readonly route: GatewayRoute;
}

export interface GatewayRoute {
  readonly id: string;
  readonly name: string;
  readonly organizationId: string;
  readonly disabled: boolean;
  /** Undefined: every address may call. */
  readonly allowedSources: AddressRanges | undefined;
  readonly authenticator: Authenticator;
  readonly strategy: RoutingStrategy;
  readonly models: ReadonlyMap<string, ModelRoute>;
}

export interface ModelRoute {
  readonly model: string;
  readonly split: Split<DeploymentRoute>;
}

export interface DeploymentRoute {
  readonly id: string;
  readonly name: string;
  readonly weight: number;
  /** What replaces the model's name in a body; undefined: nothing. */
  readonly upstreamModel: string | undefined;
  readonly createdAtSeconds: number;
  readonly pool: TargetPool;
  readonly metrics: DeploymentMetrics;
}
