import { create } from "@bufbuild/protobuf";
import { durationMs, timestampFromMs, timestampMs } from "@bufbuild/protobuf/wkt";
import {
  type Rollout,
  RolloutPhase,
  type RolloutStatus,
  RolloutStatusSchema,
} from "../../gen/es/weir/inference/v1alpha1/rollout_pb.ts";

const defaultMaxErrorPercent = 5;
const defaultMinRequests = 20;
/** Of a step's attempts, so many of a hundred may be slow. */
const maxSlowPercent = 5;

/** What was counted of a step. */
export interface StepCounts {
  readonly requests: number;
  readonly failures: number;
  readonly slow: number;
}

/** A rollout at its beginning. */
export function firstStep({ steps }: Rollout, etag: string, nowMs: number): RolloutStatus {
  return create(RolloutStatusSchema, {
    phase: RolloutPhase.PROGRESSING,
    percent: steps[0]!.percent,
    since: timestampFromMs(nowMs),
    etag,
  });
}

/** Where a rollout stands next, by what was counted of its present step. */
export function nextStep(rollout: Rollout, now: RolloutStatus, counts: StepCounts, nowMs: number): RolloutStatus {
  const { requests, failures, slow } = counts;
  const counted = { requests: BigInt(requests), failures: BigInt(failures), slow: BigInt(slow) };
  const minRequests = rollout.minRequests ?? defaultMinRequests;
  const next = (changes: Partial<Omit<RolloutStatus, "$typeName">>): RolloutStatus =>
    create(RolloutStatusSchema, { ...now, ...counted, reason: "", ...changes });
  if (requests >= minRequests) {
    const verdict = verdictOn(rollout, counts);
    if (verdict !== undefined) {
      const since = timestampFromMs(nowMs);
      return next({ phase: RolloutPhase.ROLLED_BACK, percent: 0, reason: verdict, since });
    }
  }
  const step = rollout.steps[now.step]!;
  const passedMs = nowMs - timestampMs(now.since!);
  if (passedMs < durationMs(step.pause!)) return next({});
  if (requests < minRequests) {
    return next({ reason: `waits for ${minRequests} requests before it goes on: there were ${requests}` });
  }
  const begun = { since: timestampFromMs(nowMs), requests: 0n, failures: 0n, slow: 0n };
  const following = rollout.steps[now.step + 1];
  return following === undefined
    ? next({ phase: RolloutPhase.COMPLETED, percent: 100, since: begun.since })
    : next({ ...begun, step: now.step + 1, percent: following.percent });
}

/** Why a step is not good enough; undefined when it is. */
function verdictOn(rollout: Rollout, { requests, failures, slow }: StepCounts): string | undefined {
  const maxErrorPercent = rollout.maxErrorPercent ?? defaultMaxErrorPercent;
  if (failures * 100 > requests * maxErrorPercent) {
    return `${failures} of ${requests} requests failed: more than ${maxErrorPercent} %`;
  }
  const limit = rollout.maxP95HeadTime;
  if (limit !== undefined && slow * 100 > requests * maxSlowPercent) {
    return `${slow} of ${requests} requests had no answer within ${durationMs(limit)} ms: more than ${maxSlowPercent} %`;
  }
  return undefined;
}
