/** How many targets one proxy can know at a time. One counter of 4 bytes each. */
const maxTargets = 65_536;

/** The counters of one slot, as indices into it. */
export const slotCounters = { inFlight: 0 } as const;

export const countersPerSlot = 1;

/** Names a target for as long as it stays in its pool. */
export function targetKey(poolId: string, url: string): string {
  return `${poolId} ${url}`;
}

/**
 * Gives each target a slot in shared memory, where all workers count its requests. Lives in the main thread; a worker
 * only reads and adds. A slot is given away again only when its target is gone and nothing is in flight there.
 */
export class TargetSlots {
  readonly buffer = new SharedArrayBuffer(maxTargets * countersPerSlot * Int32Array.BYTES_PER_ELEMENT);
  readonly #counters = new Int32Array(this.buffer);
  readonly #slots = new Map<string, number>();
  readonly #free: number[] = [];
  #leaving: number[] = [];
  #next = 0;

  /** The target's slot, a new one when it has none. Throws a RangeError when all are taken. */
  acquire(key: string): number {
    const known = this.#slots.get(key);
    if (known !== undefined) return known;
    this.#reclaim();
    const slot = this.#free.pop() ?? this.#next++;
    if (slot >= maxTargets) throw new RangeError(`a proxy serves at most ${maxTargets} targets`);
    this.#slots.set(key, slot);
    return slot;
  }

  /** The target is in no pool any more. Its open requests still count in the old slot. */
  release(key: string): void {
    const slot = this.#slots.get(key);
    if (slot === undefined) return;
    this.#slots.delete(key);
    this.#leaving.push(slot);
  }

  #reclaim(): void {
    this.#leaving = this.#leaving.filter((slot) => {
      const idle = Atomics.load(this.#counters, slot * countersPerSlot + slotCounters.inFlight) === 0;
      if (idle) this.#free.push(slot);
      return !idle;
    });
  }
}
