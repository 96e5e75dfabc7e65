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
 * Writes which targets proxies leave out, and which circuits they have open, into the status of the upstream, deployment,
 * service or custom endpoint that has them.
 */
export class TargetStatuses {
  readonly #options: TargetStatusesOptions;
  readonly #loop: DirtyLoop<string>;
  /** By the resource that has the pool; a proxy may report several pools of one. */
  readonly #reports = new Map<string, Told[]>();

  constructor(options: TargetStatusesOptions) {
    this.#options = options;
    this.#loop = new DirtyLoop(
      (ids) => this.#write(ids),
      (error) => options.log.error({ err: error }, "writing the status of targets failed"),
    );
  }

  /** What an earlier process wrote of proxies that may be gone is looked at. */
  async start(): Promise<void> {
    const { store, codec } = this.#options;
    for (const kind of kinds) {
      for (const row of await store.list(kind, {})) {
        const status: ObservedTargets = codec.tryDecode(kind, row)?.status ?? {};
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
    const owner = ownerOf(poolId);
    const isSame = (told: Told): boolean => told.proxyId === proxyId && told.report.poolId === poolId;
    const others = (this.#reports.get(owner) ?? []).filter((told) => !isSame(told));
    const hasNothing = targets.length === 0 && circuit === undefined;
    this.#keep(owner, hasNothing ? others : [...others, { proxyId, report }]);
    this.#loop.mark(owner);
  }

  /** A proxy has left: what it told does not count any more. */
  forget(proxyId: string): void {
    for (const [owner, told] of this.#reports) {
      const others = told.filter((each) => each.proxyId !== proxyId);
      if (others.length === told.length) continue;
      this.#keep(owner, others);
      this.#loop.mark(owner);
    }
  }

  #keep(owner: string, told: Told[]): void {
    if (told.length === 0) this.#reports.delete(owner);
    else this.#reports.set(owner, told);
  }

  async #write(ids: ReadonlySet<string>): Promise<void> {
    await this.#options.store.write(async (writer) => {
      for (const id of ids) await this.#writeOne(writer, id);
    });
  }

  async #writeOne(writer: StoreWriter, id: string): Promise<void> {
    const { codec, clock } = this.#options;
    let row: Row | undefined;
    for (const kind of kinds) row ??= await writer.get(kind, id);
    if (row === undefined) return;
    const kind = row.kind as (typeof kinds)[number];
    const resource = codec.tryDecode(kind, row);
    if (resource === undefined) return;
    const status: ObservedTargets = resource.status!;
    const targets = this.#targetsOf(id);
    const circuits = this.#circuitsOf(id);
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
  #targetsOf(id: string): TargetStatus[] {
    return (this.#reports.get(id) ?? [])
      .flatMap(({ proxyId, report: { targets } }) =>
        targets.map((each) => ({ ...clone(TargetStatusSchema, each), proxyId })),
      )
      .sort((a, b) => compareText(a.url, b.url) || compareText(a.proxyId, b.proxyId));
  }

  /** In the order of proxies. */
  #circuitsOf(id: string): CircuitStatus[] {
    return (this.#reports.get(id) ?? [])
      .flatMap(({ proxyId, report: { circuit } }) =>
        circuit === undefined ? [] : [{ ...clone(CircuitStatusSchema, circuit), proxyId }],
      )
      .sort((a, b) => compareText(a.proxyId, b.proxyId));
  }
}

/** The kinds that have targets or circuits. */
const kinds = ["upstream", "deployment", "service", "custom_endpoint"] as const;

/** What a proxy tells of a pool. */
interface Told {
  readonly proxyId: string;
  readonly report: PoolReport;
}

/** The id of the resource that has a pool. */
function ownerOf(poolId: string): string {
  const slash = poolId.indexOf("/");
  return slash === -1 ? poolId : poolId.slice(0, slash);
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
