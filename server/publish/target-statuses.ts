import { clone, type DescMessage, equals, type MessageShape } from "@bufbuild/protobuf";
import { type Timestamp, timestampFromMs } from "@bufbuild/protobuf/wkt";
import type { PoolReport } from "../../gen/es/weir/config/v1alpha1/config_service_pb.ts";
import { type CircuitStatus, CircuitStatusSchema } from "../../gen/es/weir/inference/v1alpha1/circuit_breaker_pb.ts";
import { type TargetStatus, TargetStatusSchema } from "../../gen/es/weir/inference/v1alpha1/target_status_pb.ts";
import type { Clock } from "../../kit/clock.ts";
import { compareText } from "../../kit/compare-text.ts";
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

/**
 * Writes which targets proxies leave out, and which circuits they have open, into the status of the upstream, deployment
 * or service that has them.
 */
export class TargetStatuses {
  readonly #options: TargetStatusesOptions;
  readonly #loop: DirtyLoop<string>;
  /** By pool or service, by proxy. */
  readonly #reports = new Map<string, Map<string, PoolReport>>();

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
    for (const kind of ["upstream", "deployment", "service"] as const) {
      for (const row of await store.list(kind, {})) {
        const status: ObservedTargets = codec.decode(kind, row).status!;
        if ((status.targets ?? []).length + (status.circuits ?? []).length > 0) this.#loop.mark(row.id);
      }
    }
  }

  stop(): Promise<void> {
    return this.#loop.stop();
  }

  /** A proxy tells of a pool or service. */
  report(proxyId: string, report: PoolReport): void {
    const { poolId, targets, circuit } = report;
    const byProxy = this.#reports.get(poolId) ?? new Map<string, PoolReport>();
    if (targets.length === 0 && circuit === undefined) byProxy.delete(proxyId);
    else byProxy.set(proxyId, report);
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
    const row: Row | undefined =
      (await writer.get("upstream", poolId)) ??
      (await writer.get("deployment", poolId)) ??
      (await writer.get("service", poolId));
    if (row === undefined) return;
    const kind = row.kind as "upstream" | "deployment" | "service";
    const resource = codec.decode(kind, row);
    const status: ObservedTargets = resource.status!;
    const targets = this.#targetsOf(poolId);
    const circuits = this.#circuitsOf(poolId);
    const isSame =
      areEqual(TargetStatusSchema, targets, status.targets ?? []) &&
      areEqual(CircuitStatusSchema, circuits, status.circuits ?? []);
    if (isSame) return;
    const nowMs = clock.nowMs();
    if (status.targets !== undefined) status.targets = targets;
    if (status.circuits !== undefined) status.circuits = circuits;
    status.updatedAt = timestampFromMs(nowMs);
    const body = codec.encode(kind, resource);
    await writer.update({ ...row, updatedAtMs: nowMs, body });
  }

  /** In the order of URLs, then proxies. */
  #targetsOf(poolId: string): TargetStatus[] {
    return [...(this.#reports.get(poolId) ?? [])]
      .flatMap(([proxyId, { targets }]) => targets.map((each) => ({ ...clone(TargetStatusSchema, each), proxyId })))
      .sort((a, b) => compareText(a.url, b.url) || compareText(a.proxyId, b.proxyId));
  }

  /** In the order of proxies. */
  #circuitsOf(poolId: string): CircuitStatus[] {
    return [...(this.#reports.get(poolId) ?? [])]
      .flatMap(([proxyId, { circuit }]) =>
        circuit === undefined ? [] : [{ ...clone(CircuitStatusSchema, circuit), proxyId }],
      )
      .sort((a, b) => compareText(a.proxyId, b.proxyId));
  }
}

/** What of a status proxies tell; a kind has one or the other, or both. */
interface ObservedTargets {
  targets?: TargetStatus[];
  circuits?: CircuitStatus[];
  updatedAt?: Timestamp | undefined;
}

function areEqual<Desc extends DescMessage>(
  schema: Desc,
  some: readonly MessageShape<Desc>[],
  others: readonly MessageShape<Desc>[],
): boolean {
  return some.length === others.length && some.every((each, index) => equals(schema, each, others[index]!));
}
