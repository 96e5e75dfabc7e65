/**
 * Smooth weighted round-robin (the algorithm of nginx's upstreams): each turn every candidate gains its weight, the one
 * ahead is chosen and pays the sum. Choices are interleaved, and over any window each candidate is within one choice of
 * its share.
 */
export class SmoothWeights<Candidate extends { readonly weight: number }> {
  readonly candidates: readonly Candidate[];
  readonly #credit: Float64Array;

  /** Candidates with weight 0 are never chosen. */
  constructor(candidates: readonly Candidate[]) {
    this.candidates = candidates.filter(({ weight }) => weight > 0);
    this.#credit = new Float64Array(this.candidates.length);
  }

  /** @param isExcluded candidates that don't take part in this choice: the others share by their weights */
  pick(isExcluded?: (candidate: Candidate) => boolean): Candidate | undefined {
    const { candidates } = this;
    if (candidates.length === 1) {
      const only = candidates[0]!;
      return isExcluded?.(only) === true ? undefined : only;
    }
    let sum = 0;
    let best = -1;
    for (let index = 0; index < candidates.length; index++) {
      const candidate = candidates[index]!;
      if (isExcluded?.(candidate) === true) continue;
      sum += candidate.weight;
      const credit = this.#credit[index]! + candidate.weight;
      this.#credit[index] = credit;
      if (best === -1 || credit > this.#credit[best]!) best = index;
    }
    if (best === -1) return undefined;
    this.#credit[best]! -= sum;
    return candidates[best];
  }
}
