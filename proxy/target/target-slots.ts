/** How many targets one proxy can know at a time: 256 KiB of counters. */
const maxTargets = 65_536;

/** Names a target for as long as it stays in its pool. */
export function targetKey(poolId: string, url: string): string {
  return `${poolId} ${url}`;
}

/**
 * Gives each target a slot in shared memory, an Int32 where all workers count its requests in flight. Lives in the main
 * thread; a worker only adds and reads. A slot is given away again when nobody holds its target and nothing is in
 * flight there.
 */
export class TargetSlots {
  readonly buffer = new SharedArrayBuffer(maxTargets * Int32Array.BYTES_PER_ELEMENT);
  readonly #inFlight = new Int32Array(this.buffer);
  readonly #slots = new Map<string, { readonly slot: number; holders: number }>();
  readonly #free: number[] = [];
  #leaving: number[] = [];
  #next = 0;

  /** The target's slot, for one more holder. Throws a RangeError when all slots are taken. */
  acquire(key: string): number {
    const known = this.#slots.get(key);
    if (known !== undefined) {
      known.holders += 1;
      return known.slot;
    }
    const slot = this.#take();
    this.#slots.set(key, { slot, holders: 1 });
    return slot;
  }

  /** The slot of a target that somebody holds. */
  slotOf(key: string): number {
    const known = this.#slots.get(key);
    if (known === undefined) throw new RangeError(`nobody holds target ${key}`);
    return known.slot;
  }

  /** One holder less. Requests that are still open go on counting in the slot. */
  release(key: string): void {
    const known = this.#slots.get(key);
    if (known === undefined) return;
    known.holders -= 1;
    if (known.holders > 0) return;
    this.#slots.delete(key);
    this.#leaving.push(known.slot);
  }

  #take(): number {
    const free = this.#free.pop();
    if (free !== undefined) return free;
    if (this.#next < maxTargets) return this.#next++;
    this.#leaving = this.#leaving.filter((slot) => {
      const idle = Atomics.load(this.#inFlight, slot) === 0;
      if (idle) this.#free.push(slot);
      return !idle;
    });
    const reclaimed = this.#free.pop();
    if (reclaimed === undefined) throw new RangeError(`a proxy serves at most ${maxTargets} targets`);
    return reclaimed;
  }
}
