import type { GatewayPartition } from "../../gen/es/weir/config/v1alpha1/snapshot_pb.ts";
import { poolKey, targetKey } from "../target/target-slots.ts";

/** The keys of all pools and targets of a gateway, in the order in which they are declared; one may stand there twice. */
export function slotKeysOf({ models }: GatewayPartition): string[] {
  const keys: string[] = [];
  for (const { deployments } of models) {
    for (const { pool } of deployments) {
      if (pool === undefined) continue;
      keys.push(poolKey(pool.id));
      for (const { url } of pool.targets) keys.push(targetKey(pool.id, url));
    }
  }
  return keys;
}
