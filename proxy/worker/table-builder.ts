import { fromBinary } from "@bufbuild/protobuf";
import { PartitionSchema } from "../../gen/es/weir/config/v1alpha1/snapshot_pb.ts";
import type { TokenSet } from "../auth/callers.ts";
import { KeyShard } from "../auth/key-shard.ts";
import { buildTable, buildTokenSet } from "../table/build-table.ts";
import type { CurrentTable } from "../table/current-table.ts";
import { type GatewayParts, HeldGateway } from "./held-gateway.ts";
import type { Answer, GatewayUpsert, ToWorker } from "./worker-protocol.ts";

type Delta = Pick<Extract<ToWorker, { kind: "apply" }>, "upserts" | "removals">;
type Rejection = Extract<Answer, { kind: "applied" }>["rejections"][number];

/** A gateway that another has taken the place of, or nobody. */
interface Left {
  readonly before: HeldGateway;
  readonly after: HeldGateway | undefined;
}

/** Brings the current table up to date, partition by partition: one that does not build keeps what it had. */
export class TableBuilder {
  readonly #gateways = new Map<string, HeldGateway>();
  readonly #tokenSets = new Map<string, { readonly organizationId: string; readonly tokens: TokenSet }>();
  readonly #keyShards = new Map<string, { readonly gatewayId: string; readonly shard: number }>();
  /** By gateway, then by shard. */
  readonly #keySets = new Map<string, (KeyShard | undefined)[]>();
  readonly #current: CurrentTable;
  readonly #parts: GatewayParts;

  constructor(current: CurrentTable, parts: GatewayParts) {
    this.#current = current;
    this.#parts = parts;
  }

  /** Applies a delta and swaps the table once. Gives what was refused. */
  apply(delta: Delta): Rejection[] {
    const rejections: Rejection[] = [];
    const left: Left[] = [];
    for (const upsert of delta.upserts) {
      try {
        switch (upsert.kind) {
          case "gateway":
            this.#putGateway(upsert, left);
            break;
          case "token set":
            this.#tokenSets.set(upsert.id, readTokenSet(upsert.bytes));
            break;
          case "key set":
            this.#putKeys(upsert.id, upsert.gatewayId, upsert.shard, new KeyShard(upsert.keys));
            break;
          default:
            upsert satisfies never;
        }
      } catch (error) {
        rejections.push({ partitionId: upsert.id, reason: error instanceof Error ? error.message : String(error) });
      }
    }
    for (const id of delta.removals) this.#remove(id, left);
    const tokens = [...this.#tokenSets.values()].map(({ organizationId, tokens }) => [organizationId, tokens] as const);
    const callers = { tokenSets: new Map(tokens), keySets: this.#keySets };
    this.#current.swap(buildTable(this.#gateways.values(), callers));
    for (const { before, after } of left) before.leave(after);
    return rejections;
  }

  #putGateway(upsert: GatewayUpsert, left: Left[]): void {
    const before = this.#gateways.get(upsert.id);
    const after = new HeldGateway(upsert, this.#parts);
    if (before !== undefined) {
      after.replace(before);
      left.push({ before, after });
    }
    this.#gateways.set(upsert.id, after);
  }

  #putKeys(id: string, gatewayId: string, shard: number, keys: KeyShard): void {
    const shards = this.#keySets.get(gatewayId) ?? [];
    shards[shard] = keys;
    this.#keySets.set(gatewayId, shards);
    this.#keyShards.set(id, { gatewayId, shard });
  }

  #remove(id: string, left: Left[]): void {
    const before = this.#gateways.get(id);
    if (before !== undefined) left.push({ before, after: undefined });
    this.#gateways.delete(id);
    this.#tokenSets.delete(id);
    const keys = this.#keyShards.get(id);
    if (keys === undefined) return;
    this.#keyShards.delete(id);
    const shards = this.#keySets.get(keys.gatewayId)!;
    delete shards[keys.shard];
    if (shards.every((each) => each === undefined)) this.#keySets.delete(keys.gatewayId);
  }
}

function readTokenSet(bytes: Uint8Array): { organizationId: string; tokens: TokenSet } {
  const { content } = fromBinary(PartitionSchema, bytes);
  if (content.case !== "tokenSet") throw new Error("the partition is no token set");
  return { organizationId: content.value.organizationId, tokens: buildTokenSet(content.value) };
}
