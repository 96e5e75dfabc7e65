/** How many targets one proxy can know at a time: 4 MiB of counters, of which only what is used takes memory. */
const defaultCapacity = 1_048_576;

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
  readonly buffer: SharedArrayBuffer;
  readonly #inFlight: Int32Array;
  readonly #slots = new Map<string, { readonly slot: number; holders: number }>();
  readonly #free: number[] = [];
  #leaving: number[] = [];
  #next = 0;

  constructor(capacity = defaultCapacity) {
    this.buffer = new SharedArrayBuffer(capacity * Int32Array.BYTES_PER_ELEMENT);
    this.#inFlight = new Int32Array(this.buffer);
  }

  /** The targets' slots, for one more holder of each. Throws a RangeError, and holds none, when there are not enough. */
  acquire(keys: readonly string[]): Int32Array {
    const slots = new Int32Array(keys.length);
    for (const [index, key] of keys.entries()) {
      const slot = this.#acquireOne(key);
      if (slot === undefined) {
        this.release(keys.slice(0, index));
        throw new RangeError(`a proxy serves at most ${this.#inFlight.length} targets`);
      }
      slots[index] = slot;
    }
    return slots;
  }

  /** One holder less of each. Requests that are still open go on counting in the slot. */
  release(keys: readonly string[]): void {
    for (const key of keys) {
      const known = this.#slots.get(key);
      if (known === undefined) continue;
      known.holders -= 1;
      if (known.holders > 0) continue;
      this.#slots.delete(key);
      this.#leaving.push(known.slot);
    }
  }

  #acquireOne(key: string): number | undefined {
    const known = this.#slots.get(key);
    if (known !== undefined) {
      known.holders += 1;
      return known.slot;
    }
    const slot = this.#take();
    if (slot !== undefined) this.#slots.set(key, { slot, holders: 1 });
    return slot;
  }

  #take(): number | undefined {
    const free = this.#free.pop();
    if (free !== undefined) return free;
    if (this.#next < this.#inFlight.length) return this.#next++;
    this.#leaving = this.#leaving.filter((slot) => {
      const idle = Atomics.load(this.#inFlight, slot) === 0;
      if (idle) this.#free.push(slot);
      return !idle;
    });
    return this.#free.pop();
  }
}
