import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import type { CustomEndpoint } from "../../gen/es/weir/inference/v1alpha1/custom_endpoint_pb.ts";
import type { Deployment } from "../../gen/es/weir/inference/v1alpha1/deployment_pb.ts";
import type { Gateway } from "../../gen/es/weir/inference/v1alpha1/gateway_pb.ts";
import type { Rule } from "../../gen/es/weir/inference/v1alpha1/rule_pb.ts";
import { Status } from "../../gen/es/weir/inference/v1alpha1/status_pb.ts";
import type { Clock } from "../../kit/clock.ts";
import type { Log } from "../../kit/log.ts";
import { gatewayPartitionId } from "../compile/build-partition.ts";
import { type ObservedCondition, updateConditions } from "../resource/conditions.ts";
import { type EndpointTemplate, endpointsOf } from "../resource/endpoint-template.ts";
import { nextStatus, programmedCondition, type ZoneView } from "../resource/lifecycle.ts";
import type { ResourceCodec } from "../store/resource-codec.ts";
import type { Change, Kind, ResourceRef, Row, Store, StoreWriter } from "../store/store.ts";
import { DirtyLoop } from "./dirty-loop.ts";
import type { ProxySessions } from "./proxy-sessions.ts";
import type { Publisher } from "./publisher.ts";
import { parseResourceKey, resourceKey } from "./resource-key.ts";
import { Unsettled } from "./unsettled.ts";

/** Small enough that a write of an operator never waits long behind a batch. */
const resourcesPerTransaction = 100;

export interface StatusReconcilerOptions {
  readonly store: Store;
  readonly codec: ResourceCodec;
  readonly publisher: Publisher;
  readonly sessions: ProxySessions;
  readonly template: EndpointTemplate;
  readonly clock: Clock;
  readonly log: Log;
}

/** The kinds that go through a lifecycle, driven by proxies. */
const servedKinds = ["gateway", "deployment", "rule", "custom_endpoint"] as const;

type Served =
  | { kind: "gateway"; message: Gateway }
  | { kind: "deployment"; message: Deployment }
  | { kind: "rule"; message: Rule }
  | { kind: "custom_endpoint"; message: CustomEndpoint };

/** Writes what proxies acknowledge, and what compiling found, into the status of what they serve. */
export class StatusReconciler {
  readonly #options: StatusReconcilerOptions;
  readonly #loop: DirtyLoop<string>;
  readonly #unsettled = new Unsettled();
  readonly #findingsSeen = new Map<string, string>();
  #seenRevision = 0;
  #stopListening: (() => void) | undefined;

  constructor(options: StatusReconcilerOptions) {
    this.#options = options;
    this.#loop = new DirtyLoop(
      (keys) => this.#reconcile(keys),
      (error) => options.log.error({ err: error }, "writing status failed"),
    );
  }

  /** Takes up what an earlier process left unsettled, and follows changes from then on. */
  async start(): Promise<void> {
    const { store } = this.#options;
    this.#stopListening = store.onCommit((changes) => {
      for (const change of changes) this.#note(change);
    });
    this.#seenRevision = Math.max(this.#seenRevision, await store.revision());
    for (const kind of servedKinds) for (const row of await store.list(kind, {})) this.#takeUp(row);
  }

  async stop(): Promise<void> {
    this.#stopListening?.();
    await this.#loop.stop();
  }

  /** Gateways were compiled: what waited for that, and what has other findings now, is looked at. */
  onCompiled(gatewayIds: readonly string[]): void {
    this.#markUnsettledOn(new Set(gatewayIds));
    for (const gatewayId of gatewayIds) {
      for (const { resource, reason, message } of this.#options.publisher.findingsOf(gatewayId)) {
        const key = resourceKey(resource);
        if (this.#findingsSeen.get(key) === reason + message) continue;
        this.#findingsSeen.set(key, reason + message);
        this.#loop.mark(key);
      }
      if (this.#options.publisher.checkFailuresOf(gatewayId).length > 0) this.#loop.mark(`gateway/${gatewayId}`);
    }
  }

  /** A proxy answered a version. */
  onAnswer(answer: { partitionIds: readonly string[]; rejected: boolean; first: boolean }): void {
    if (answer.first) this.markUnsettled();
    const gatewayIds = new Set<string>();
    for (const id of answer.partitionIds) {
      if (id.startsWith("gateways/")) gatewayIds.add(id.slice("gateways/".length));
    }
    this.#markUnsettledOn(gatewayIds);
    if (answer.rejected) for (const id of gatewayIds) this.#loop.mark(`gateway/${id}`);
  }

  /** Everything that proxies may still change is looked at. */
  markUnsettled(): void {
    for (const resource of this.#unsettled.all()) this.#loop.mark(resourceKey(resource));
  }

  /** Everything is looked at, settled or not: a zone has lost its last proxy for good. */
  async markAll(): Promise<void> {
    for (const kind of servedKinds) {
      for (const row of await this.#options.store.list(kind, {})) this.#loop.mark(resourceKey(row));
    }
  }

  #note(change: Change): void {
    this.#seenRevision = Math.max(this.#seenRevision, change.revision);
    if (change.statusOnly || !isServed(change.kind)) return;
    if (change.event === "deleted") {
      this.#unsettled.remove(change);
      this.#findingsSeen.delete(resourceKey(change));
      return;
    }
    const resource = { kind: change.kind, id: change.id };
    this.#unsettled.add(resource, change.kind === "gateway" ? [change.id] : gatewaysOf(change.links));
  }

  #takeUp(row: Row): void {
    const served = this.#decode(row);
    if (served === undefined || isSettled(served)) return;
    this.#unsettled.add({ kind: row.kind, id: row.id }, gatewayIdsOf(served));
    this.#loop.mark(resourceKey(row));
  }

  #markUnsettledOn(gatewayIds: ReadonlySet<string>): void {
    if (gatewayIds.size === 0) return;
    for (const resource of this.#unsettled.on(gatewayIds)) this.#loop.mark(resourceKey(resource));
  }

  async #reconcile(keys: ReadonlySet<string>): Promise<void> {
    const resources = [...keys].map(parseResourceKey);
    for (let start = 0; start < resources.length; start += resourcesPerTransaction) {
      const batch = resources.slice(start, start + resourcesPerTransaction);
      await this.#options.store.write(async (writer) => {
        for (const resource of batch) await this.#reconcileOne(writer, resource);
      });
    }
  }

  async #reconcileOne(writer: StoreWriter, resource: ResourceRef): Promise<void> {
    const { codec, publisher, clock, template } = this.#options;
    const row = await writer.get(resource.kind, resource.id);
    // A row newer than the last commit seen was written in this very batch: its commit brings it back here.
    if (row === undefined || row.revision > this.#seenRevision) return;
    const served = this.#decode(row);
    if (served === undefined) return;
    const gatewayIds = gatewayIdsOf(served);
    if (gatewayIds.some((id) => publisher.isBehind(id))) return;
    const views = await this.#viewsOf(writer, gatewayIds);
    const status = served.message.status!;
    const next = nextStatus(status.status, views);
    if (next === "gone") {
      // What belongs to a gateway goes with it.
      for (const key of await writer.list("api_key", { linkedTo: resource })) await writer.delete(key);
      await writer.delete(resource);
      return;
    }
    const nowMs = clock.nowMs();
    const conditions = updateConditions(status.conditions, this.#observe(resource, served, next, views), nowMs);
    const changed = conditions !== undefined || next !== status.status;
    status.conditions = conditions ?? status.conditions;
    status.status = next;
    if (isSettled(served)) this.#unsettled.remove(resource);
    else this.#unsettled.add(resource, gatewayIds);
    if (!changed) return;
    status.updatedAt = timestampFromMs(nowMs);
    if (served.kind === "gateway" && next === Status.READY) {
      served.message.status!.endpoints = endpointsOf(served.message.spec!, template);
    }
    const body = codec.encode(served.kind, served.message);
    await writer.update({ ...row, updatedAtMs: nowMs, body });
  }

  async #viewsOf(writer: StoreWriter, gatewayIds: readonly string[]): Promise<ZoneView[]> {
    const { codec, publisher, sessions } = this.#options;
    const views: ZoneView[] = [];
    for (const id of gatewayIds) {
      const row = await writer.get("gateway", id);
      if (row === undefined) continue;
      const gateway = codec.tryDecode("gateway", row);
      if (gateway === undefined) {
        // Its zone is unknown, and so is who serves it: nothing that is on it becomes ready or goes away.
        const rejections = [`gateway "${id}" cannot be read`];
        views.push({ zone: "", connected: 1, applied: 0, waitingFor: [], differing: [], rejections });
        continue;
      }
      const zone = gateway.spec!.zones[0]!;
      const view = sessions.view(zone, gatewayPartitionId(id));
      views.push({ ...view, rejections: [...publisher.checkFailuresOf(id), ...view.rejections] });
    }
    return views;
  }

  #observe(resource: ResourceRef, served: Served, next: Status, views: readonly ZoneView[]): ObservedCondition[] {
    const observed: ObservedCondition[] = [];
    for (const view of mergeByZone(views)) {
      const condition = programmedCondition(next, view);
      if (condition !== undefined) observed.push({ type: "Programmed", zone: view.zone, ...condition });
    }
    const findings = gatewayIdsOf(served)
      .flatMap((id) => this.#options.publisher.findingsOf(id))
      .filter((finding) => finding.resource.kind === resource.kind && finding.resource.id === resource.id);
    const first = findings[0];
    if (first !== undefined) {
      const message = [...new Set(findings.map((finding) => finding.message))].join("; ");
      observed.push({ type: "Routable", zone: "", status: "False", reason: first.reason, message });
    } else if (served.message.status!.conditions.some(({ type }) => type === "Routable")) {
      observed.push({ type: "Routable", zone: "", status: "True", reason: "AsExpected", message: "" });
      this.#findingsSeen.delete(resourceKey(resource));
    }
    return observed;
  }

  /** `undefined` when the resource cannot be read: its status stays as it is. */
  #decode(row: Row): Served | undefined {
    const kind = row.kind as Served["kind"];
    const message = this.#options.codec.tryDecode(kind, row);
    return message && ({ kind, message } as Served);
  }
}

function isServed(kind: Kind): boolean {
  return (servedKinds as readonly Kind[]).includes(kind);
}

function gatewaysOf(links: readonly ResourceRef[]): string[] {
  return links.filter(({ kind }) => kind === "gateway").map(({ id }) => id);
}

function gatewayIdsOf(served: Served): readonly string[] {
  switch (served.kind) {
    case "gateway":
      return [served.message.spec!.id];
    case "deployment":
    case "custom_endpoint":
      return served.message.spec!.gatewayIds;
    case "rule":
      return [served.message.spec!.gatewayId];
    default:
      return served satisfies never;
  }
}

/** Nothing that a proxy or the compiler says without a change of spec can mend or move it further. */
function isSettled({ message }: Served): boolean {
  const status = message.status!;
  return status.status === Status.READY && status.conditions.every((condition) => condition.status === "True");
}

/** Several gateways of a deployment in one zone: the zone is as far as the least of them. */
function mergeByZone(views: readonly ZoneView[]): ZoneView[] {
  const merged = new Map<string, ZoneView>();
  for (const view of views) {
    const other = merged.get(view.zone);
    if (other === undefined) {
      merged.set(view.zone, view);
      continue;
    }
    const waitingFor = [...new Set([...other.waitingFor, ...view.waitingFor])];
    const rejections = [...new Set([...other.rejections, ...view.rejections])];
    merged.set(view.zone, { ...view, applied: view.connected - waitingFor.length, waitingFor, rejections });
  }
  return [...merged.values()];
}
