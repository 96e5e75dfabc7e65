import type { Plugin } from "../plugin/plugin.ts";
import type { TargetPool } from "../target/target-pool.ts";
import type { EarlierGateway } from "./earlier-gateway.ts";
import type { ServiceRoute } from "./service-route.ts";
import type { TableParts } from "./table-parts.ts";

/** What the parts of one gateway are built with. */
export interface GatewayContext {
  readonly gatewayId: string;
  readonly gatewayName: string;
  readonly organizationId: string;
  /** What every request passes. */
  readonly plugins: readonly Plugin[];
  /** By id. */
  readonly pools: ReadonlyMap<string, TargetPool>;
  /** By id. */
  readonly services: ReadonlyMap<string, ServiceRoute>;
  readonly earlier: EarlierGateway | undefined;
  readonly parts: TableParts;
}

/** Throws when the gateway has no such service. */
export function serviceOf(id: string, { services }: GatewayContext): ServiceRoute {
  const service = services.get(id);
  if (service === undefined) throw new Error(`service "${id}" is not in the gateway's partition`);
  return service;
}

/** Throws when the gateway has no such pool. */
export function poolOf(id: string, { pools }: GatewayContext): TargetPool {
  const pool = pools.get(id);
  if (pool === undefined) throw new Error(`pool "${id}" is not in the gateway's partition`);
  return pool;
}
