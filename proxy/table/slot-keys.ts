import type { GatewayPartition } from "../../gen/es/weir/config/v1alpha1/snapshot_pb.ts";
import { poolKey, targetKey } from "../target/target-slots.ts";

/** The keys of all pools, targets and services of a gateway, in the order in which they are declared. */
export function slotKeysOf({ pools, services }: GatewayPartition): string[] {
  return [
    ...pools.flatMap(({ id, targets }) => [poolKey(id), ...targets.map(({ url }) => targetKey(id, url))]),
    ...services.map(({ serviceId }) => poolKey(serviceId)),
  ];
}
