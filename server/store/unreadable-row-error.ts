import type { Kind } from "./store.ts";

/** A stored resource whose bytes cannot be read: they are damaged, or its secrets are sealed with an unknown key. */
export class UnreadableRowError extends Error {
  override readonly name = "UnreadableRowError";
  readonly kind: Kind;
  readonly id: string;
  readonly reason: string;

  constructor(kind: Kind, id: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`${kind} "${id}" cannot be read: ${reason}`, { cause });
    this.kind = kind;
    this.id = id;
    this.reason = reason;
  }
}
