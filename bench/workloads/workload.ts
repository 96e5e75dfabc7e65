import type { RunningPeer } from "../peers/peer.ts";

/** How long and how often is measured. */
export interface Effort {
  readonly rounds: number;
  readonly seconds: number;
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

/** Something that is asked of every peer. */
export interface Workload {
  readonly name: string;
  readonly title: string;
  readonly figures: readonly [Figure, ...Figure[]];
  /** What the peers pass requests to. */
  readonly upstream: "answers" | "streams";
  measure(peer: RunningPeer, effort: Effort, directory: string): Promise<Figures>;
}
