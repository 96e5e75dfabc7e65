import { enumToJson, equals } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import type { TrafficReport } from "../../gen/es/weir/config/v1alpha1/config_service_pb.ts";
import type { Deployment, DeploymentSpec } from "../../gen/es/weir/inference/v1alpha1/deployment_pb.ts";
import {
  RolloutPhase,
  RolloutPhaseSchema,
  RolloutStatusSchema,
} from "../../gen/es/weir/inference/v1alpha1/rollout_pb.ts";
import { Status } from "../../gen/es/weir/inference/v1alpha1/status_pb.ts";
import type { Clock } from "../../kit/clock.ts";
import type { Log } from "../../kit/log.ts";
import { rolloutStep } from "../resource/rollout-progress.ts";
import type { ResourceCodec } from "../store/resource-codec.ts";
import type { Change, Claim, Holdings, Store, StoreWriter } from "../store/store.ts";
import { DirtyLoop } from "./dirty-loop.ts";
import { firstStep, nextStep } from "./rollout-step.ts";

const lookEveryMs = 500;

export interface RolloutsOptions {
  readonly store: Store;
  readonly codec: ResourceCodec;
  /** What a deployment holds: a write with it is one that counts for its traffic. */
  readonly holdings: (spec: DeploymentSpec, held: readonly Claim[]) => Holdings;
  readonly clock: Clock;
  readonly log: Log;
}

/** What was counted of a step of one deployment. */
interface Counts {
  /** What proxies call the step: what they tell of an earlier one says nothing of this. */
  readonly step: string;
  requests: number;
  failures: number;
  slow: number;
}

/** Carries deployments that declare a rollout through its steps, by what proxies tell of their traffic. */
export class Rollouts {
  readonly #options: RolloutsOptions;
  readonly #loop: DirtyLoop<string>;
  /** The deployments whose rollout is under way, with what was counted of the present step. */
  readonly #active = new Map<string, Counts>();
  #timer: NodeJS.Timeout | undefined;
  #stopListening: (() => void) | undefined;

  constructor(options: RolloutsOptions) {
    this.#options = options;
    this.#loop = new DirtyLoop(
      (ids) => this.#advance(ids),
      (error) => options.log.error({ err: error }, "moving rollouts on failed"),
    );
  }

  /** Takes up what is under way, and follows changes from then on. */
  async start(): Promise<void> {
    const { store, codec } = this.#options;
    this.#stopListening = store.onCommit((changes) => {
      for (const change of changes) this.#note(change);
    });
    for (const row of await store.list("deployment", {})) {
      if (codec.tryDecode("deployment", row)?.spec?.traffic?.rollout !== undefined) this.#loop.mark(row.id);
    }
  }

  async stop(): Promise<void> {
    this.#stopListening?.();
    clearInterval(this.#timer);
    await this.#loop.stop();
  }

  /** A proxy tells how attempts have fared. */
  count({ deployments }: TrafficReport): void {
    for (const { deploymentId, step, requests, failures, slow } of deployments) {
      const counts = this.#active.get(deploymentId);
      if (counts?.step !== step) continue;
      counts.requests += Number(requests);
      counts.failures += Number(failures);
      counts.slow += Number(slow);
      this.#loop.mark(deploymentId);
    }
  }

  #note({ kind, id, event, statusOnly }: Change): void {
    if (kind !== "deployment" || statusOnly) return;
    if (event === "deleted") this.#end(id);
    else this.#loop.mark(id);
  }

  async #advance(ids: ReadonlySet<string>): Promise<void> {
    await this.#options.store.write(async (writer) => {
      for (const id of ids) await this.#advanceOne(writer, id);
    });
  }

  async #advanceOne(writer: StoreWriter, id: string): Promise<void> {
    const { codec, holdings, clock, log } = this.#options;
    const row = await writer.get("deployment", id);
    const deployment = row && codec.tryDecode("deployment", row);
    if (row === undefined || deployment === undefined) return this.#end(id);
    const spec = deployment.spec!;
    const status = deployment.status!;
    const rollout = spec.traffic?.rollout;
    const before = status.rollout;
    if (status.status === Status.DELETING || (rollout === undefined && before === undefined)) return this.#end(id);
    const nowMs = clock.nowMs();
    if (rollout === undefined) status.rollout = undefined;
    else if (before?.etag !== status.etag) {
      status.rollout = firstStep(rollout, status.etag, nowMs);
      this.#begin(deployment);
    } else if (before.phase === RolloutPhase.PROGRESSING) {
      status.rollout = nextStep(rollout, before, this.#active.get(id) ?? this.#begin(deployment), nowMs);
    }
    const after = status.rollout;
    if (after?.phase !== RolloutPhase.PROGRESSING) this.#end(id);
    const isSame =
      after === undefined || before === undefined ? after === before : equals(RolloutStatusSchema, after, before);
    if (isSame) return;
    const isMove = after?.phase !== before?.phase || after?.step !== before?.step || after?.etag !== before?.etag;
    status.updatedAt = timestampFromMs(nowMs);
    const body = codec.encode("deployment", deployment);
    const held = isMove ? holdings(spec, await writer.claimsOf(row)) : undefined;
    await writer.update({ ...row, updatedAtMs: nowMs, body }, held);
    if (!isMove || after === undefined) return;
    if (after.phase === RolloutPhase.PROGRESSING) this.#begin(deployment);
    const { phase, step, percent, reason } = after;
    log[phase === RolloutPhase.ROLLED_BACK ? "warn" : "info"](
      { deployment: id, phase: enumToJson(RolloutPhaseSchema, phase), step, percent, reason },
      "a rollout has moved",
    );
  }

  /** Counts a step from its beginning. */
  #begin(deployment: Deployment): Counts {
    const counts = { step: rolloutStep(deployment), requests: 0, failures: 0, slow: 0 };
    this.#active.set(deployment.spec!.id, counts);
    this.#timer ??= setInterval(() => {
      for (const each of this.#active.keys()) this.#loop.mark(each);
    }, lookEveryMs);
    return counts;
  }

  #end(id: string): void {
    this.#active.delete(id);
    if (this.#active.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
