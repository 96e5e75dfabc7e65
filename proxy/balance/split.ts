import type { RequestTraits } from "./balancer.ts";
import { hashOf } from "./hash-ring.ts";
import type { KeyReader } from "./request-key.ts";
import { SmoothWeights } from "./smooth-weights.ts";

interface Candidate {
  readonly id: string;
  readonly weight: number;
}

/**
 * Splits requests over candidates by weight, and keeps those that have the same key with one candidate (weighted
 * rendezvous hashing): each candidate draws a number for the key, and the best one over its weight wins. A change of one
 * candidate changes its own numbers only, so that no key moves between two others.
 */
export class Split<Of extends Candidate> {
  readonly #weights: SmoothWeights<Of>;
  readonly #keyOf: KeyReader | undefined;
  /** What each candidate mixes into a key. */
  readonly #seeds: readonly number[];

  /** @param keyOf undefined: requests have no key */
  constructor(candidates: readonly Of[], keyOf: KeyReader | undefined) {
    this.#weights = new SmoothWeights(candidates);
    this.#keyOf = keyOf;
    this.#seeds = this.candidates.map(({ id }) => hashOf(id));
  }

  /** Those with a weight. */
  get candidates(): readonly Of[] {
    return this.#weights.candidates;
  }

  /** @param isExcluded candidates that don't take part in this choice: the others share by their weights */
  pick(request: RequestTraits, isExcluded?: (candidate: Of) => boolean): Of | undefined {
    const key = this.#keyOf?.(request);
    return key === undefined ? this.#weights.pick(isExcluded) : this.#pickByKey(hashOf(key), isExcluded);
  }

  /**
   * Picks by share; one that is out leaves its share to the others, and where all are out it stays.
   *
   * @returns undefined where there is no candidate
   */
  pickUnless(isOut: (candidate: Of) => boolean, request: RequestTraits): Of | undefined {
    const first = this.pick(request);
    return first !== undefined && isOut(first) ? (this.pick(request, isOut) ?? first) : first;
  }

  #pickByKey(key: number, isExcluded: ((candidate: Of) => boolean) | undefined): Of | undefined {
    const { candidates } = this;
    let best: Of | undefined;
    let bestScore = Number.NEGATIVE_INFINITY;
    for (let index = 0; index < candidates.length; index++) {
      const candidate = candidates[index]!;
      if (isExcluded?.(candidate) === true) continue;
      const score = -candidate.weight / Math.log(drawnNumber(key, this.#seeds[index]!));
      if (score > bestScore) {
        best = candidate;
        bestScore = score;
      }
    }
    return best;
  }
}

/** A number in (0, 1) that depends on nothing but its two seeds. */
function drawnNumber(key: number, seed: number): number {
  let mixed = Math.imul(key ^ seed, 0x9e3779b1);
  mixed = Math.imul(mixed ^ (mixed >>> 15) ^ seed, 0x85ebca77);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae3d);
  return (((mixed ^ (mixed >>> 16)) >>> 0) + 0.5) / 4_294_967_296;
}
