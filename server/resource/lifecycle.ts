import { Status } from "../../gen/es/weir/inference/v1alpha1/status_pb.ts";

/** What the connected proxies of one zone say of one partition in its present state. */
export interface ZoneView {
  readonly zone: string;
  readonly connected: number;
  /** How many of them serve the present state; of a partition that is to go, how many have forgotten it. */
  readonly applied: number;
  /** Why those that refuse the present state do, each sentence once. */
  readonly rejections: readonly string[];
}

/** Where a resource stands next; `gone` when it is to be removed from storage. */
export type NextStatus = Status | "gone";

/**
 * Moves a resource along its lifecycle by what proxies acknowledge, and by nothing else.
 *
 * @param views one for each zone and gateway that the resource is served in
 */
export function nextStatus(status: Status, views: readonly ZoneView[]): NextStatus {
  const everyProxyApplied = views.every((view) => view.applied === view.connected);
  if (status === Status.DELETING) return everyProxyApplied ? "gone" : status;
  if (status === Status.FAILED) return status;
  if (views.some((view) => view.rejections.length > 0)) return Status.ERROR;
  switch (status) {
    case Status.CREATING:
      return views.every((view) => view.applied > 0) ? Status.READY : status;
    case Status.UPDATING:
    case Status.ERROR:
      return everyProxyApplied && views.every((view) => view.connected > 0) ? Status.READY : status;
    default:
      return status;
  }
}

/** Why a resource is programmed or not: a closed list, each with a row in docs/errors.md. */
export const programmedReasons = ["NoProxyInZone", "Rejected", "Programmed", "Pending"] as const;

/** One zone's view as the condition `Programmed`; undefined: the one that is there still holds. */
export function programmedCondition(
  next: Status,
  view: ZoneView,
): { status: "True" | "False"; reason: (typeof programmedReasons)[number]; message: string } | undefined {
  const { zone, connected, applied, rejections } = view;
  if (connected === 0) {
    return { status: "False", reason: "NoProxyInZone", message: `no proxy is connected in zone "${zone}"` };
  }
  if (rejections.length > 0) return { status: "False", reason: "Rejected", message: rejections.join("; ") };
  if (applied === connected) return { status: "True", reason: "Programmed", message: "" };
  // A ready resource stays programmed while a change of its surroundings is under way: no flicker for each of them.
  if (next === Status.READY) return undefined;
  return { status: "False", reason: "Pending", message: `${applied} of ${connected} proxies serve the present state` };
}
