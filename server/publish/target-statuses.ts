import { clone, create, equals } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import type { PoolReport } from "../../gen/es/weir/config/v1alpha1/config_service_pb.ts";
import { type TargetStatus, TargetStatusSchema } from "../../gen/es/weir/inference/v1alpha1/target_status_pb.ts";
import type { Clock } from "../../kit/clock.ts";
import type { Log } from "../../kit/log.ts";
import type { ResourceCodec } from "../store/resource-codec.ts";
import type { Row, Store, StoreWriter } from "../store/store.ts";
import { DirtyLoop } from "./dirty-loop.ts";

export interface TargetStatusesOptions {
  readonly store: Store;
  readonly codec: ResourceCodec;
  readonly clock: Clock;
  readonly log: Log;
}

/** Writes which targets proxies leave out into the status of the upstream or deployment that has them. */
export class TargetStatuses {
  readonly #options: TargetStatusesOptions;
  readonly #loop: DirtyLoop<string>;
  /** By pool, by proxy. */
  readonly #reports = new Map<string, Map<string, readonly TargetStatus[]>>();

  constructor(options: TargetStatusesOptions) {
    this.#options = options;
    this.#loop = new DirtyLoop(
      (poolIds) => this.#write(poolIds),
      (error) => options.log.error({ err: error }, "writing the status of targets failed"),
    );
  }

  /** What an earlier process wrote of proxies that may be gone is looked at. */
  async start(): Promise<void> {
    const { store, codec } = this.#options;
    for (const kind of ["upstream", "deployment"] as const) {
      for (const row of await store.list(kind, {})) {
        if ((codec.decode(kind, row).status?.targets.length ?? 0) > 0) this.#loop.mark(row.id);
      }
    }
  }

  stop(): Promise<void> {
    return this.#loop.stop();
  }

  /** A proxy tells of a pool. */
  report(proxyId: string, { poolId, targets }: PoolReport): void {
    const byProxy = this.#reports.get(poolId) ?? new Map<string, readonly TargetStatus[]>();
    if (targets.length === 0) byProxy.delete(proxyId);
    else
      byProxy.set(
        proxyId,
        targets.map((target) => ({ ...clone(TargetStatusSchema, target), proxyId })),
      );
    if (byProxy.size === 0) this.#reports.delete(poolId);
    else this.#reports.set(poolId, byProxy);
    this.#loop.mark(poolId);
  }

  /** A proxy has left: what it told does not count any more. */
  forget(proxyId: string): void {
    for (const [poolId, byProxy] of this.#reports) {
      if (!byProxy.delete(proxyId)) continue;
      if (byProxy.size === 0) this.#reports.delete(poolId);
      this.#loop.mark(poolId);
    }
  }

  async #write(poolIds: ReadonlySet<string>): Promise<void> {
    await this.#options.store.write(async (writer) => {
      for (const poolId of poolIds) await this.#writeOne(writer, poolId);
    });
  }

  async #writeOne(writer: StoreWriter, poolId: string): Promise<void> {
    const { codec, clock } = this.#options;
    const row: Row | undefined = (await writer.get("upstream", poolId)) ?? (await writer.get("deployment", poolId));
    if (row === undefined) return;
    const kind = row.kind === "upstream" ? "upstream" : "deployment";
    const resource = codec.decode(kind, row);
    const status = resource.status!;
    const targets = this.#targetsOf(poolId);
    const isSame =
      targets.length === status.targets.length &&
      targets.every((target, index) => equals(TargetStatusSchema, target, status.targets[index]!));
    if (isSame) return;
    const nowMs = clock.nowMs();
    status.targets = targets;
    status.updatedAt = timestampFromMs(nowMs);
    const body = codec.encode(kind, resource);
    await writer.update({ ...row, updatedAtMs: nowMs, body });
  }

  /** In the order of URLs, then proxies. */
  #targetsOf(poolId: string): TargetStatus[] {
    return [...(this.#reports.get(poolId)?.values() ?? [])]
      .flat()
      .map((target) => create(TargetStatusSchema, target))
      .sort((a, b) => compareText(a.url, b.url) || compareText(a.proxyId, b.proxyId));
  }
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
