import { Status } from "../../gen/es/weir/inference/v1alpha1/status_pb.ts";

/** What the connected proxies of one zone say of one partition in its present state. */
export interface ZoneView {
  readonly zone: string;
  readonly connected: number;
  /** How many of them serve the present state; of a partition that is to go, how many have forgotten it. */
  readonly applied: number;
  /** The connected proxies that have not applied the present state, by id. */
  readonly waitingFor: readonly string[];
  /** Those of them that keep the configuration of another database, by id. */
  readonly differing: readonly string[];
  /** Why those that refuse the present state do, each sentence once. */
  readonly rejections: readonly string[];
}

/** A condition's message names at most so many proxies. */
const mostNames = 5;

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
export const programmedReasons = ["NoProxyInZone", "DatabaseDiffers", "Rejected", "Programmed", "Pending"] as const;

/** One zone's view as the condition `Programmed`; undefined: the one that is there still holds. */
export function programmedCondition(
  next: Status,
  view: ZoneView,
): { status: "True" | "False"; reason: (typeof programmedReasons)[number]; message: string } | undefined {
  const { zone, connected, applied, waitingFor, differing, rejections } = view;
  if (connected === 0) {
    return { status: "False", reason: "NoProxyInZone", message: `no proxy is connected in zone "${zone}"` };
  }
  if (differing.length > 0) {
    const who = `${differing.length} of ${connected} proxies (${listNames(differing)})`;
    const message = `${who} keep the configuration of another database: see weir doctor`;
    return { status: "False", reason: "DatabaseDiffers", message };
  }
  if (rejections.length > 0) return { status: "False", reason: "Rejected", message: rejections.join("; ") };
  if (applied === connected) return { status: "True", reason: "Programmed", message: "" };
  // A ready resource stays programmed while a change of its surroundings is under way: no flicker for each of them.
  if (next === Status.READY) return undefined;
  const done = next === Status.DELETING ? "have removed it" : "serve the present state";
  const message = `${applied} of ${connected} proxies ${done}; waiting for ${listNames(waitingFor)}`;
  return { status: "False", reason: "Pending", message };
}

function listNames(names: readonly string[]): string {
  const more = names.length - mostNames;
  return names.slice(0, mostNames).join(", ") + (more > 0 ? ` and ${more} more` : "");
}
