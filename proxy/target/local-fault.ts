/** Why this machine can't open a connection to anything, or may not: nothing that a target could help. */
const reasons: Readonly<Record<string, string>> = {
  EMFILE: "the proxy has no free file descriptor",
  ENFILE: "the machine has no free file descriptor",
  ENOBUFS: "the machine has no free socket buffer",
  ENOMEM: "the machine has no free memory",
  EADDRNOTAVAIL: "the machine has no free local port or address",
  EACCES: "the machine does not allow the connection",
  EPERM: "the machine does not allow the connection",
};

/** A connection that failed by the fault of this machine. */
export interface LocalFault {
  readonly code: string;
  readonly reason: string;
}

/** Returns undefined when an error is not, or not alone, the fault of this machine. */
export function localFaultOf(error: unknown): LocalFault | undefined {
  if (!(error instanceof Error)) return undefined;
  // Several addresses were tried: one of them may have answered for itself.
  if (error instanceof AggregateError) {
    const faults = error.errors.map(localFaultOf);
    return faults.includes(undefined) ? undefined : faults[0];
  }
  const { code, syscall } = error as NodeJS.ErrnoException;
  const reason = code === undefined ? undefined : reasons[code];
  if (reason !== undefined && syscall !== "read" && syscall !== "write") return { code: code!, reason };
  return error.cause === undefined ? undefined : localFaultOf(error.cause);
}
