import { fromBinary } from "@bufbuild/protobuf";
import { PartitionSchema } from "../../gen/es/weir/config/v1alpha1/snapshot_pb.ts";
import { buildGateway, buildTable, buildTokenSet, type TableParts } from "../table/build-table.ts";
import type { CurrentTable } from "../table/current-table.ts";
import type { DeploymentRoute, GatewayRoute, TokenSet } from "../table/routing-table.ts";
import type { TargetRegistry } from "../target/target-registry.ts";
import { targetKey } from "../target/target-slots.ts";
import type { FromWorker, ToWorker } from "./worker-protocol.ts";

type Delta = Omit<Extract<ToWorker, { kind: "apply" }>, "kind" | "version">;
type Rejection = Extract<FromWorker, { kind: "applied" }>["rejections"][number];

/** Brings the current table up to date, partition by partition: one that does not build keeps what it had. */
export class TableBuilder {
  readonly #gateways = new Map<string, GatewayRoute>();
  readonly #tokenSets = new Map<string, { readonly organizationId: string; readonly tokens: TokenSet }>();
  readonly #current: CurrentTable;
  readonly #targets: TargetRegistry;
  readonly #parts: Omit<TableParts, "holdTarget">;

  constructor(current: CurrentTable, targets: TargetRegistry, parts: Omit<TableParts, "holdTarget">) {
    this.#current = current;
    this.#targets = targets;
    this.#parts = parts;
  }

  /** Applies a delta and swaps the table once. Gives what was refused. */
  apply(delta: Delta): Rejection[] {
    const rejections: Rejection[] = [];
    const left: DeploymentRoute[] = [];
    for (const bytes of delta.upserts) {
      const { id, content } = fromBinary(PartitionSchema, bytes);
      const held: { poolId: string; url: string }[] = [];
      try {
        if (content.case === "gateway") {
          const before = this.#gateways.get(id);
          const gateway = buildGateway(content.value, before, {
            ...this.#parts,
            holdTarget: (poolId, url, connectTimeoutMs) => {
              const slot = delta.slots.get(targetKey(poolId, url)) ?? 0;
              const target = this.#targets.hold(poolId, url, slot, connectTimeoutMs);
              held.push({ poolId, url });
              return target;
            },
          });
          this.#gateways.set(id, gateway);
          left.push(...deploymentsLeft(before, gateway));
        } else if (content.case === "tokenSet") {
          const { organizationId } = content.value;
          this.#tokenSets.set(id, { organizationId, tokens: buildTokenSet(content.value) });
        } else {
          throw new Error("this proxy does not know the partition's content: it is of an older release");
        }
      } catch (error) {
        for (const { poolId, url } of held) this.#targets.release(poolId, url);
        rejections.push({ partitionId: id, reason: error instanceof Error ? error.message : String(error) });
      }
    }
    for (const id of delta.removals) {
      left.push(...deploymentsLeft(this.#gateways.get(id), undefined));
      this.#gateways.delete(id);
      this.#tokenSets.delete(id);
    }
    const tokens = [...this.#tokenSets.values()].map(({ organizationId, tokens }) => [organizationId, tokens] as const);
    this.#current.swap(buildTable(this.#gateways.values(), new Map(tokens)));
    for (const { pool } of left) {
      for (const { target } of pool.targets) this.#targets.release(pool.id, target.address.url);
    }
    return rejections;
  }
}

/** The deployments of a gateway that its successor has not taken over. */
function deploymentsLeft(before: GatewayRoute | undefined, after: GatewayRoute | undefined): DeploymentRoute[] {
  const kept = new Set(allDeployments(after));
  return allDeployments(before).filter((deployment) => !kept.has(deployment));
}

function allDeployments(gateway: GatewayRoute | undefined): DeploymentRoute[] {
  return [...(gateway?.models.values() ?? [])].flatMap(({ split }) => split.candidates);
}
