import { fromBinary } from "@bufbuild/protobuf";
import { type GatewayPartition, PartitionSchema } from "../../gen/es/weir/config/v1alpha1/snapshot_pb.ts";
import { buildGateway } from "../table/build-table.ts";
import { EarlierGateway } from "../table/earlier-gateway.ts";
import type { GatewayEntry, GatewayRoute } from "../table/routing-table.ts";
import { slotKeysOf } from "../table/slot-keys.ts";
import type { TableParts } from "../table/table-parts.ts";
import type { TargetRegistry } from "../target/target-registry.ts";
import { poolKey, targetKey } from "../target/target-slots.ts";
import type { GatewayUpsert } from "./worker-protocol.ts";

export type GatewayParts = Omit<TableParts, "holdTarget" | "cells" | "slotOf"> & { readonly targets: TargetRegistry };

/** A gateway as it came over the stream, kept as bytes: objects would take twenty times as much. */
export class HeldGateway implements GatewayEntry {
  readonly hosts: readonly string[];
  readonly #upsert: GatewayUpsert;
  readonly #parts: GatewayParts;
  #route: GatewayRoute | undefined;

  constructor(upsert: GatewayUpsert, parts: GatewayParts) {
    this.hosts = upsert.hosts;
    this.#upsert = upsert;
    this.#parts = parts;
  }

  get route(): GatewayRoute {
    this.#route ??= this.#build(undefined);
    return this.#route;
  }

  /** Takes over from what was served before. What had been in use is in use again at once; throws when it can't be. */
  replace(before: HeldGateway): void {
    if (before.#route === undefined) return;
    this.#route = this.#build(new EarlierGateway(before.#declared(), before.#route));
  }

  /** Gives up the targets that a successor has not taken over. */
  leave(successor: HeldGateway | undefined): void {
    const kept = successor === undefined ? undefined : successor.#route?.pools;
    for (const pool of this.#route?.pools.values() ?? []) {
      if (kept?.get(pool.id) === pool) continue;
      for (const { target } of pool.targets) this.#parts.targets.release(pool.id, target.address.url);
    }
  }

  #build(earlier: EarlierGateway | undefined): GatewayRoute {
    const { targets } = this.#parts;
    const declared = this.#declared();
    const slots = new Map(slotKeysOf(declared).map((key, index) => [key, this.#upsert.slots[index]!]));
    const taken: { poolId: string; url: string }[] = [];
    const holdTarget: TableParts["holdTarget"] = (poolId, url, settings) => {
      const target = targets.hold(poolId, url, slots.get(targetKey(poolId, url))!, settings);
      taken.push({ poolId, url });
      return target;
    };
    try {
      return buildGateway(declared, earlier, {
        ...this.#parts,
        holdTarget,
        cells: targets.cells,
        slotOf: (id) => slots.get(poolKey(id))!,
      });
    } catch (error) {
      for (const { poolId, url } of taken) targets.release(poolId, url);
      throw error;
    }
  }

  #declared(): GatewayPartition {
    const { content } = fromBinary(PartitionSchema, this.#upsert.bytes);
    if (content.case !== "gateway") throw new Error(`partition ${this.#upsert.id} is no gateway`);
    return content.value;
  }
}
