/** What a fake model server can be made to do wrong, by its setting or by a request's header `x-fake-fault`. */
export const faults = [
  /** Answers 503 with `retry-after`. */
  "status-503",
  /** Answers 401 as soon as the head is there, before the body is read. */
  "early-401",
  /** Resets the connection in place of an answer. */
  "reset-before-head",
  /** Resets the connection after the first token. */
  "reset-mid-stream",
  /** Says nothing more after the first token. */
  "silent-mid-stream",
  /** Never answers. */
  "silent",
  /** Compresses its answer, whatever the client accepts. */
  "gzip",
  /** Breaks a compressed answer off in the middle, and ends it cleanly. */
  "gzip-truncated",
  /** Streams comments, empty choices, split UTF-8, an error frame, and no final blank line. */
  "odd-stream",
] as const;

export type Fault = (typeof faults)[number];

export function parseFault(text: string | undefined): Fault | undefined {
  return faults.find((fault) => fault === text);
}
