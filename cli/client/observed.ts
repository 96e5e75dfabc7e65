import type { Condition } from "../../gen/es/weir/inference/v1alpha1/condition_pb.ts";
import type { TargetStatus } from "../../gen/es/weir/inference/v1alpha1/target_status_pb.ts";
import type { Resource } from "./kinds.ts";

/** What is observed of a resource; nothing of a kind of which nothing is. */
export function conditionsOf({ status }: Resource): readonly Condition[] {
  return status !== undefined && "conditions" in status ? status.conditions : [];
}

/** The targets of a resource that proxies leave out. */
export function targetsOf({ status }: Resource): readonly TargetStatus[] {
  return status !== undefined && "targets" in status ? status.targets : [];
}

/** What is wrong by a condition; undefined when nothing is. */
export function wrongOf({ type, status, reason }: Condition): string | undefined {
  // All others are good when they are true.
  const isWrong = type === "ExpiresSoon" ? status === "True" : status === "False";
  return isWrong ? reason : undefined;
}
