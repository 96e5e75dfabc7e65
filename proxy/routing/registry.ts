import type { GatewayPartition } from "../../gen/es/weir/config/v1alpha1/snapshot_pb.ts";
import type { Registry } from "../../kit/registry.ts";
import { bodyBased } from "./body-based.ts";
import { headerBased } from "./header-based.ts";
import { pathBased } from "./path-based.ts";
import type { RoutingStrategy } from "./strategy.ts";

export const strategies: Registry<GatewayPartition["routing"], undefined, RoutingStrategy> = {
  bodyBasedRouting: () => bodyBased,
  headerBasedRouting: headerBased,
  pathBasedRouting: () => pathBased,
};
