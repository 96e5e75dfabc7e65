import type { Log } from "../../kit/log.ts";
import type { Kind, ResourceRef, Store } from "./store.ts";
import type { UnreadableRowError } from "./unreadable-row-error.ts";

/** A resource that cannot be read now. */
export interface UnreadableRow extends ResourceRef {
  readonly organizationId: string;
  readonly reason: string;
}

/** The resources that cannot be read. Each is logged once, and leaves when it is written or deleted. */
export class UnreadableRows {
  readonly #file: string;
  readonly #log: Log;
  readonly #rows = new Map<string, UnreadableRow>();

  /** @param file the database's path, for the log */
  constructor(file: string, log: Log) {
    this.#file = file;
    this.#log = log;
  }

  /** Forgets a resource after its next write or deletion. */
  follow(store: Store): void {
    store.onCommit((changes) => {
      if (this.#rows.size > 0) for (const change of changes) this.#rows.delete(keyOf(change));
    });
  }

  note({ kind, id, reason }: UnreadableRowError, organizationId: string): void {
    const row = { kind, id, organizationId, reason };
    if (this.#rows.has(keyOf(row))) return;
    this.#rows.set(keyOf(row), row);
    this.#log.error(
      { file: this.#file, table: "resource", kind, id, organizationId, reason },
      `${kind} "${id}" cannot be read: it is left as it is, and everything else goes on`,
    );
  }

  all(): UnreadableRow[] {
    return [...this.#rows.values()];
  }

  /** How many there are, by kind. A kind without any is left out. */
  counts(): ReadonlyMap<Kind, number> {
    const counts = new Map<Kind, number>();
    for (const { kind } of this.#rows.values()) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    return counts;
  }
}

function keyOf({ kind, id }: ResourceRef): string {
  return `${kind}/${id}`;
}
