import type { Peer, RunningPeer } from "../peers/peer.ts";

/** How long and how often is measured. */
export interface Effort {
  readonly rounds: number;
  readonly warmUpSeconds: number;
  readonly seconds: number;
  /** Streams of 50 events a second at a time. */
  readonly streams: number;
}

/** What one measurement gives, by the names of its figures. */
export type Figures = Readonly<Record<string, number>>;

export interface Figure {
  readonly name: string;
  /** With its unit, for the head of a column. */
  readonly title: string;
  readonly digits: number;
}

/** Where a measurement is made. */
export interface Surroundings {
  /** For files. */
  readonly directory: string;
  /** What peers pass requests to. */
  readonly upstreamUrl: string;
}

/** Something that is asked of every peer. */
export interface Workload {
  readonly name: string;
  readonly title: string;
  readonly figures: readonly [Figure, ...Figure[]];
  /** What the peers pass requests to. */
  readonly upstream: "answers" | "streams";
  /** Whether it is part of a quick run. */
  readonly isQuick: boolean;
  /** Whom it is asked of instead: the first is what the others are compared with. */
  readonly peers?: readonly Peer[];
  measure(peer: RunningPeer, effort: Effort, surroundings: Surroundings): Promise<Figures>;
  /** Before the first measurement of a peer; absent: nothing is done. */
  warmUp?(peer: RunningPeer, effort: Effort, surroundings: Surroundings): Promise<void>;
}
