import { EventType } from "../../gen/es/weir/inference/v1alpha1/event_pb.ts";
import { Wakeup } from "../../kit/wakeup.ts";
import { notFound } from "../resource/api-error.ts";
import type { Change, ChangeQuery, Store } from "../store/store.ts";
import { PendingEvents, type WatchEvent } from "./pending-events.ts";

export interface WatchHubOptions {
  readonly store: Store;
  /** After this much silence a watch sends a bookmark. */
  readonly heartbeatMs: number;
  /** Aborted when the server stops: every watch ends by throwing its reason. */
  readonly signal: AbortSignal;
}

interface Watcher {
  readonly query: ChangeQuery;
  readonly pending: PendingEvents;
  readonly wakeup: Wakeup;
}

/** Tells watches what changes, each at the pace of its reader. */
export class WatchHub {
  readonly #options: WatchHubOptions;
  readonly #watchers = new Set<Watcher>();
  readonly #stopListening: () => void;

  constructor(options: WatchHubOptions) {
    this.#options = options;
    this.#stopListening = options.store.onCommit((changes) => this.#tell(changes));
  }

  /** How many are open. */
  get size(): number {
    return this.#watchers.size;
  }

  close(): void {
    this.#stopListening();
  }

  /**
   * The present state, or what changed since a revision, then each change until the signal. Throws an ApiError when one
   * resource is watched and there is none.
   *
   * @param since where an earlier watch ended; undefined: from the present state
   */
  async *watch(query: ChangeQuery, since: number | undefined, signal: AbortSignal): AsyncGenerator<WatchEvent> {
    const watcher: Watcher = { query, pending: new PendingEvents(), wakeup: new Wakeup() };
    const wake = () => watcher.wakeup.wake();
    // Before the present state is read: what changes meanwhile waits, and nothing falls between the two.
    this.#watchers.add(watcher);
    signal.addEventListener("abort", wake);
    try {
      yield* this.#begin(watcher, since);
      yield* this.#follow(watcher, signal);
    } finally {
      this.#watchers.delete(watcher);
      signal.removeEventListener("abort", wake);
    }
  }

  async *#begin(watcher: Watcher, since: number | undefined): AsyncGenerator<WatchEvent> {
    const { store } = this.#options;
    const { query, pending } = watcher;
    if (since !== undefined) {
      const changes = await store.changesSince(since, query);
      if (changes !== undefined) {
        pending.startAt(since);
        for (const change of changes) pending.add(change);
        // Before the changes, so that the answer's head leaves at once even if there are none.
        yield bookmark(since);
        return;
      }
      yield { type: EventType.RESET, id: "", body: undefined, revision: undefined };
    }
    const revision = await store.revision();
    const rows = await this.#present(query);
    pending.startAt(revision, rows);
    for (const { id, body } of rows) yield { type: EventType.ADDED, id, body, revision: undefined };
    yield bookmark(revision);
  }

  /** @param signal aborted when the client leaves, and when the server stops */
  async *#follow({ query, pending, wakeup }: Watcher, signal: AbortSignal): AsyncGenerator<WatchEvent> {
    const { store, heartbeatMs, signal: shutdown } = this.#options;
    while (!signal.aborted) {
      const event = pending.take();
      if (event !== undefined) {
        yield event;
        if (query.id !== undefined && event.type === EventType.DELETED) return;
      } else if (!(await wakeup.wait(heartbeatMs))) {
        const revision = await store.revision();
        if (pending.size === 0) yield bookmark(revision);
      }
    }
    // A stop aborts the call too: its client must hear why, and try again.
    shutdown.throwIfAborted();
  }

  async #present({
    kind,
    organizationId,
    id,
  }: ChangeQuery): Promise<{ id: string; revision: number; body: Uint8Array }[]> {
    const { store } = this.#options;
    if (id === undefined) return store.list(kind, { organizationId });
    const row = await store.get(kind, id);
    if (row?.organizationId !== organizationId) throw notFound(kind, id);
    return [row];
  }

  #tell(changes: readonly Change[]): void {
    for (const { query, pending, wakeup } of this.#watchers) {
      let told = false;
      for (const change of changes) {
        if (change.kind !== query.kind || change.organizationId !== query.organizationId) continue;
        if (query.id !== undefined && change.id !== query.id) continue;
        pending.add(change);
        told = true;
      }
      if (told) wakeup.wake();
    }
  }
}

/** Says where a watch can be resumed. */
function bookmark(revision: number): WatchEvent {
  return { type: EventType.BOOKMARK, id: "", body: undefined, revision };
}
