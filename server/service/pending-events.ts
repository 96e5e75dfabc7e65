import { EventType } from "../../gen/es/weir/inference/v1alpha1/event_pb.ts";
import type { Change } from "../store/store.ts";

/** One event of a watch. */
export interface WatchEvent {
  readonly type: EventType;
  /** The resource's id. Empty in RESET and BOOKMARK. */
  readonly id: string;
  /** The resource as it is stored; undefined in RESET and BOOKMARK. */
  readonly body: Uint8Array | undefined;
  /** Where a watch can be resumed after this event; undefined where it can't be. */
  readonly revision: number | undefined;
}

/**
 * The events that a watch has not sent yet: at most one a resource, its newest state, in the order of their revisions,
 * so that whoever resumes at one of them has missed nothing before it.
 */
export class PendingEvents {
  readonly #events = new Map<string, { type: EventType; body: Uint8Array; revision: number }>();
  /** The revision that the reader has seen of each resource, where that is later than the start. */
  #seen = new Map<string, number>();
  #start = Number.POSITIVE_INFINITY;
  #early: Change[] = [];

  get size(): number {
    return this.#events.size;
  }

  /** Events count from here on: what was added before is sorted out now. */
  startAt(revision: number, present: readonly { id: string; revision: number }[] = []): void {
    this.#start = revision;
    for (const row of present) if (row.revision > revision) this.#seen.set(row.id, row.revision);
    const early = this.#early;
    this.#early = [];
    for (const change of early) this.add(change);
  }

  add(change: Change): void {
    if (this.#start === Number.POSITIVE_INFINITY) {
      this.#early.push(change);
      return;
    }
    const { id, revision, body } = change;
    if (revision <= Math.max(this.#start, this.#seen.get(id) ?? 0)) return;
    const before = this.#events.get(id);
    if (before !== undefined && before.revision >= revision) return;
    this.#events.delete(id);
    const type = merge(before?.type, change.event);
    // Came and went before the reader heard of it.
    if (type === undefined) return;
    this.#events.set(id, { type, body, revision });
  }

  take(): WatchEvent | undefined {
    const next = this.#events.entries().next().value;
    if (next === undefined) return undefined;
    const [id, event] = next;
    this.#events.delete(id);
    return { id, ...event };
  }
}

function merge(before: EventType | undefined, event: Change["event"]): EventType | undefined {
  switch (event) {
    case "added":
      return before === EventType.DELETED ? EventType.MODIFIED : EventType.ADDED;
    case "modified":
      return before === EventType.ADDED ? EventType.ADDED : EventType.MODIFIED;
    case "deleted":
      return before === EventType.ADDED ? undefined : EventType.DELETED;
    default:
      return event satisfies never;
  }
}
