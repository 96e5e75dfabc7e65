import { fromBinary } from "@bufbuild/protobuf";
import { PartitionSchema } from "../../gen/es/weir/config/v1alpha1/snapshot_pb.ts";
import type { TokenSet } from "../auth/authenticator.ts";
import { buildTable, buildTokenSet } from "../table/build-table.ts";
import type { CurrentTable } from "../table/current-table.ts";
import { type GatewayParts, HeldGateway } from "./held-gateway.ts";
import type { Answer, PartitionUpsert, ToWorker } from "./worker-protocol.ts";

type Delta = Pick<Extract<ToWorker, { kind: "apply" }>, "upserts" | "removals">;
type Rejection = Extract<Answer, { kind: "applied" }>["rejections"][number];

/** Brings the current table up to date, partition by partition: one that does not build keeps what it had. */
export class TableBuilder {
  readonly #gateways = new Map<string, HeldGateway>();
  readonly #tokenSets = new Map<string, { readonly organizationId: string; readonly tokens: TokenSet }>();
  readonly #current: CurrentTable;
  readonly #parts: GatewayParts;

  constructor(current: CurrentTable, parts: GatewayParts) {
    this.#current = current;
    this.#parts = parts;
  }

  /** Applies a delta and swaps the table once. Gives what was refused. */
  apply(delta: Delta): Rejection[] {
    const rejections: Rejection[] = [];
    const left: { before: HeldGateway; after: HeldGateway | undefined }[] = [];
    for (const upsert of delta.upserts) {
      const { id, hosts } = upsert;
      try {
        if (hosts === undefined) {
          this.#tokenSets.set(id, readTokenSet(upsert));
          continue;
        }
        const before = this.#gateways.get(id);
        const after = new HeldGateway(hosts, upsert, this.#parts);
        if (before !== undefined) {
          after.replace(before);
          left.push({ before, after });
        }
        this.#gateways.set(id, after);
      } catch (error) {
        rejections.push({ partitionId: id, reason: error instanceof Error ? error.message : String(error) });
      }
    }
    for (const id of delta.removals) {
      const before = this.#gateways.get(id);
      if (before !== undefined) left.push({ before, after: undefined });
      this.#gateways.delete(id);
      this.#tokenSets.delete(id);
    }
    const tokens = [...this.#tokenSets.values()].map(({ organizationId, tokens }) => [organizationId, tokens] as const);
    this.#current.swap(buildTable(this.#gateways.values(), new Map(tokens)));
    for (const { before, after } of left) before.leave(after);
    return rejections;
  }
}

function readTokenSet({ id, bytes }: PartitionUpsert): { organizationId: string; tokens: TokenSet } {
  const { content } = fromBinary(PartitionSchema, bytes);
  if (content.case !== "tokenSet") throw new Error(`partition ${id} is no token set`);
  return { organizationId: content.value.organizationId, tokens: buildTokenSet(content.value) };
}
