import { cellsPerSlot, targetCell } from "./cells.ts";

/** How many targets and pools one proxy can know at a time: 32 MiB, of which only what is used takes memory. */
const defaultCapacity = 1_048_576;

/** Names a target for as long as it stays in its pool. */
export function targetKey(poolId: string, url: string): string {
  return `${poolId} ${url}`;
}

/** What a target's key names; undefined for a pool's. */
export function parseTargetKey(key: string): { poolId: string; url: string } | undefined {
  const space = key.indexOf(" ");
  return space === -1 ? undefined : { poolId: key.slice(0, space), url: key.slice(space + 1) };
}

/** Names a pool: never a target's key, which has a space. */
export function poolKey(poolId: string): string {
  return poolId;
}

/**
 * Gives each target and each pool a slot in shared memory (cells.ts). Lives in the main thread; a worker only changes
 * cells. A slot is given away again, emptied, when nobody holds its target and nothing is in flight there.
 */
export class TargetSlots {
  readonly buffer: SharedArrayBuffer;
  readonly #cells: Int32Array;
  readonly #capacity: number;
  readonly #slots = new Map<string, { readonly slot: number; holders: number }>();
  readonly #free: number[] = [];
  #leaving: number[] = [];
  #next = 0;

  constructor(capacity = defaultCapacity) {
    this.buffer = new SharedArrayBuffer(capacity * cellsPerSlot * Int32Array.BYTES_PER_ELEMENT);
    this.#cells = new Int32Array(this.buffer);
    this.#capacity = capacity;
  }

  /** The targets' slots, for one more holder of each. Throws a RangeError, and holds none, when there are not enough. */
  acquire(keys: readonly string[]): Int32Array {
    const slots = new Int32Array(keys.length);
    for (const [index, key] of keys.entries()) {
      const slot = this.#acquireOne(key);
      if (slot === undefined) {
        this.release(keys.slice(0, index));
        throw new RangeError(`a proxy serves at most ${this.#capacity} targets and pools`);
      }
      slots[index] = slot;
    }
    return slots;
  }

  /** Whether anybody holds a key. */
  has(key: string): boolean {
    return this.#slots.has(key);
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
    if (this.#next < this.#capacity) return this.#next++;
    this.#leaving = this.#leaving.filter((slot) => {
      const start = slot * cellsPerSlot;
      const idle = Atomics.load(this.#cells, start + targetCell.inFlight) === 0;
      if (idle) {
        this.#cells.fill(0, start, start + cellsPerSlot);
        this.#free.push(slot);
      }
      return !idle;
    });
    return this.#free.pop();
  }
}
