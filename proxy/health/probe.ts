import type { Dialer } from "../dial/dialer.ts";
import type { ConnectionTls, TargetAddress } from "../target/target.ts";

/** Asks a target whether it is well. Rejects with what is wrong when it is not, or when the signal is aborted. */
export type Probe = (signal: AbortSignal) => Promise<void>;

/** Whom a probe asks. */
export interface ProbeContext {
  readonly address: TargetAddress;
  readonly tls: ConnectionTls | undefined;
  readonly dialer: Dialer;
}
