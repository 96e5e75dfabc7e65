/** Nothing can be stored now, because of the disk. What was to be written is not; what was acknowledged before is. */
export class UnwritableStoreError extends Error {
  override readonly name = "UnwritableStoreError";

  constructor(cause: Error) {
    super(`nothing can be stored: ${cause.message}`, { cause });
  }
}

/** Whether an error of SQLite comes from the disk or the file and not from a statement. */
export function isDiskFault(error: unknown): error is Error {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return /^SQLITE_(FULL|IOERR|BUSY|LOCKED|READONLY|CANTOPEN|CORRUPT|NOTADB|NOMEM|PROTOCOL|INTERRUPT)/.test(code);
}
