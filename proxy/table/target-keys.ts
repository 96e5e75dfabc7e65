import type { GatewayPartition } from "../../gen/es/weir/config/v1alpha1/snapshot_pb.ts";
import { targetKey } from "../target/target-slots.ts";

/** The keys of all targets of a gateway, in the order in which they are declared; one may stand there twice. */
export function targetKeysOf({ models }: GatewayPartition): string[] {
  const keys: string[] = [];
  for (const { deployments } of models) {
    for (const { pool } of deployments) {
      for (const { url } of pool?.targets ?? []) keys.push(targetKey(pool!.id, url));
    }
  }
  return keys;
}
