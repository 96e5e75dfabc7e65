/** What a peer is started with. */
export interface Place {
  /** What it passes requests to, as `http://127.0.0.1:port`. */
  readonly upstreamUrl: string;
  /** Where it may listen. */
  readonly port: number;
  /** For its files. */
  readonly directory: string;
  /** What ends what was started, the last first. */
  readonly closers: (() => Promise<void> | void)[];
}

export interface RunningPeer {
  /** Where chat completions are asked for. */
  readonly chatUrl: string;
  /** What a request carries beside its body. */
  readonly headers: Readonly<Record<string, string>>;
  /** Headers that requests carry in turns, where they are of several callers. */
  readonly callers?: readonly Readonly<Record<string, string>>[];
  /** Models that requests are for in turns, where the workload does not say. */
  readonly models?: readonly string[];
  /** The process at the top of it: those below count too. */
  readonly pid: number;
  /** How long its event loop was blocked at most since the last time, in milliseconds, where it tells that. */
  readonly blockedMs?: () => Promise<number>;
}

/** A proxy or gateway that is measured, on one core. */
export interface Peer {
  readonly name: string;
  /** What it does with a request here. */
  readonly does: string;
  /** Installs what it needs, into `.generated/bench`, where that is not there. Throws with how to get it. */
  install(): Promise<void>;
  start(place: Place): Promise<RunningPeer>;
}
