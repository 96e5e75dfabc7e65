import type { PoolTarget } from "../target/pool-target.ts";

/** Points on the ring for a target of average weight: more are more even, and take longer to build. */
const pointsPerTarget = 160;

/**
 * A ring of hashes on which each target has points in proportion to its weight. The points of a target depend on nothing
 * but the target: when one comes or goes, the others stay where they are.
 */
export class HashRing {
  readonly targets: readonly PoolTarget[];
  readonly #points: Uint32Array;
  /** For each point, the index of its target. */
  readonly #owners: Uint16Array;

  /** Targets of weight 0 have no point. */
  constructor(targets: readonly PoolTarget[]) {
    this.targets = targets.filter(({ weight }) => weight > 0);
    const average = this.targets.reduce((sum, { weight }) => sum + weight, 0) / this.targets.length;
    const points: [hash: number, owner: number][] = [];
    for (const [owner, { target, weight }] of this.targets.entries()) {
      const count = Math.max(1, Math.round((pointsPerTarget * weight) / average));
      for (let index = 0; index < count; index++) points.push([hashOf(`${target.address.url} ${index}`), owner]);
    }
    points.sort(([a], [b]) => a - b);
    this.#points = Uint32Array.from(points, ([hash]) => hash);
    this.#owners = Uint16Array.from(points, ([, owner]) => owner);
  }

  /** The first target for which a condition holds, in the order in which they follow a key on the ring. */
  find(key: string, holds: (candidate: PoolTarget) => boolean): PoolTarget | undefined {
    const points = this.#points;
    const hash = hashOf(key);
    let low = 0;
    let high = points.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (points[middle]! < hash) low = middle + 1;
      else high = middle;
    }
    for (let step = 0; step < points.length; step++) {
      const at = low + step;
      const candidate = this.targets[this.#owners[at < points.length ? at : at - points.length]!]!;
      if (holds(candidate)) return candidate;
    }
    return undefined;
  }
}

/** FNV-1a over UTF-16 code units, then murmur3's finalizer: FNV alone clusters keys that differ in their last letter. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
