import { type ConnectionSettings, type OpenConnections, Target } from "./target.ts";
import { targetKey } from "./target-slots.ts";

/** The live targets of one worker, by key. Whoever builds a pool holds its targets until the pool is replaced. */
export class TargetRegistry {
  /** What all workers know together, see cells.ts. */
  readonly cells: Int32Array;
  readonly #open: OpenConnections;
  readonly #targets = new Map<string, { readonly target: Target; holders: number }>();

  constructor(slots: SharedArrayBuffer, open: OpenConnections) {
    this.cells = new Int32Array(slots);
    this.#open = open;
  }

  /** The target for one more holder. Throws when its URL can't be used. */
  hold(poolId: string, url: string, slot: number, settings: ConnectionSettings): Target {
    const key = targetKey(poolId, url);
    const known = this.#targets.get(key);
    if (known !== undefined) {
      known.holders += 1;
      known.target.setConnections(settings);
      return known.target;
    }
    const target = new Target(url, this.cells, slot, settings, this.#open);
    this.#targets.set(key, { target, holders: 1 });
    return target;
  }

  /** One holder less; with the last one the target's connections close. */
  release(poolId: string, url: string): void {
    const key = targetKey(poolId, url);
    const known = this.#targets.get(key);
    if (known === undefined) return;
    known.holders -= 1;
    if (known.holders > 0) return;
    this.#targets.delete(key);
    known.target.retire();
  }
}
