import type { Authenticator } from "../auth/authenticator.ts";
import type { Callers } from "../auth/callers.ts";
import type { Split } from "../balance/split.ts";
import type { ReplacedHeaders } from "../pipeline/hop-headers.ts";
import type { PluginChain } from "../plugin/plugin-chain.ts";
import type { UsageReports } from "../report/usage-reports.ts";
import type { RoutingStrategy } from "../routing/strategy.ts";
import type { RuleMatcher } from "../rules/rule-matcher.ts";
import type { TargetPool } from "../target/target-pool.ts";
import type { UsageAccount } from "../usage/usage-account.ts";
import type { AddressRanges } from "./address-ranges.ts";
import type { CustomEndpointRoute } from "./custom-endpoint-route.ts";
import type { Destination } from "./destination.ts";
import type { ServiceRoute } from "./service-route.ts";

/** What requests are routed by. Never changed: a new one takes its place, and a request keeps the one it began with. */
export interface RoutingTable extends Callers {
  /** By host name: lower case, without port. */
  readonly gateways: ReadonlyMap<string, GatewayEntry>;
  /** The gateway that a request for `localhost` or an IP address means: the only one, when there is exactly one. */
  readonly onlyGateway: GatewayEntry | undefined;
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
  readonly replacedHeaders: ReplacedHeaders;
  readonly strategy: RoutingStrategy;
  /** What every request passes; undefined: there are no plugins. */
  readonly chain: PluginChain | undefined;
  readonly models: ReadonlyMap<string, ModelRoute>;
  /** Undefined: there are no rules. */
  readonly rules: RuleMatcher<RuleRoute> | undefined;
  /** By name; undefined: there are none. */
  readonly customEndpoints: ReadonlyMap<string, CustomEndpointRoute> | undefined;
  /** Where requests are counted that no deployment or service has answered. */
  readonly account: UsageAccount;
  /** Undefined: nobody else is told what was used. */
  readonly usageReports: UsageReports | undefined;
  /** By id. */
  readonly services: ReadonlyMap<string, ServiceRoute>;
  /** By id. */
  readonly pools: ReadonlyMap<string, TargetPool>;
}

export interface ModelRoute {
  readonly model: string;
  readonly split: Split<DeploymentRoute>;
  /** Where requests go that its deployments can't answer; undefined: nowhere. */
  readonly fallback: FallbackRoute | undefined;
}

export interface FallbackRoute {
  /** Whether the other deployments of the model are tried first. */
  readonly otherDeployments: boolean;
  /** In the order in which they are tried. */
  readonly models: readonly string[];
  /** Statuses of answers that are not passed on while there is somewhere else to go. */
  readonly statuses: ReadonlySet<number>;
}

/** Where copies of requests go. */
export interface MirrorRoute {
  readonly service: ServiceRoute;
  /** Of how many requests, from 0 to 1. */
  readonly share: number;
}

export interface DeploymentRoute extends Destination {
  /** What replaces the model's name in a body; undefined: nothing. */
  readonly upstreamModel: string | undefined;
  readonly createdAtSeconds: number;
  readonly mirror: MirrorRoute | undefined;
}

/** A rule's services, and what becomes of the path on the way to them. */
export interface RuleRoute {
  readonly id: string;
  readonly name: string;
  readonly split: Split<RuleShare>;
  /** How many segments the path begins with that are replaced. */
  readonly replacedSegments: number;
  /** What stands in their place; undefined: they stay. */
  readonly replacement: string | undefined;
  readonly mirror: MirrorRoute | undefined;
}

export interface RuleShare {
  readonly id: string;
  readonly weight: number;
  readonly service: ServiceRoute;
  /** What its requests pass: the plugins of the gateway, of the rule, of the service; undefined: there are none. */
  readonly chain: PluginChain | undefined;
}
