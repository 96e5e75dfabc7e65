import { create } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { type Condition, ConditionSchema } from "../../gen/es/weir/inference/v1alpha1/condition_pb.ts";

export interface ObservedCondition {
  readonly type: string;
  readonly status: "True" | "False" | "Unknown";
  readonly reason: string;
  readonly message: string;
  /** Empty when it concerns no zone. */
  readonly zone: string;
}

/**
 * Brings a resource's conditions up to what was observed. One that says the same keeps its time; those of other types
 * and zones stay. Gives undefined when nothing changes.
 */
export function updateConditions(
  present: readonly Condition[],
  observed: readonly ObservedCondition[],
  nowMs: number,
): Condition[] | undefined {
  let changed = false;
  const conditions = [...present];
  for (const fresh of observed) {
    const index = conditions.findIndex(({ type, zone }) => type === fresh.type && zone === fresh.zone);
    const old = conditions[index];
    if (old?.status === fresh.status && old.reason === fresh.reason && old.message === fresh.message) continue;
    const condition = create(ConditionSchema, { ...fresh, lastUpdateTime: timestampFromMs(nowMs) });
    if (index === -1) conditions.push(condition);
    else conditions[index] = condition;
    changed = true;
  }
  return changed ? conditions : undefined;
}
