/** An entry: the other half of its hash, which targets have seen the prefix, and when one last did. */
const cellsPerEntry = 3;
const defaultCapacity = 1 << 18;
/** A prefix that nobody has asked for in this time is taken to be in no cache any more. */
const rememberedSeconds = 600;

/**
 * Which targets have lately seen which beginnings of prompts, in memory that all workers share. Its size is fixed: a new
 * prefix takes the place of the one that had it. What two workers write at once, or what two prefixes have in common by
 * chance, costs a cache miss and no more: it is a hint.
 */
export class PrefixTable {
  readonly buffer: SharedArrayBuffer;
  readonly #cells: Int32Array;
  readonly #mask: number;

  /** @param buffer of another thread's table */
  constructor(buffer = new SharedArrayBuffer(defaultCapacity * cellsPerEntry * Int32Array.BYTES_PER_ELEMENT)) {
    this.buffer = buffer;
    this.#cells = new Int32Array(buffer);
    this.#mask = this.#cells.length / cellsPerEntry - 1;
  }

  /** The targets that have seen a prefix, one bit each, by their slots; 0 when none has, lately. */
  seenBy(low: number, high: number, nowSeconds: number): number {
    const start = (low & this.#mask) * cellsPerEntry;
    if (Atomics.load(this.#cells, start) !== high) return 0;
    if (nowSeconds - Atomics.load(this.#cells, start + 2) > rememberedSeconds) return 0;
    return Atomics.load(this.#cells, start + 1);
  }

  /** A target sees a prefix. */
  note(low: number, high: number, slot: number, nowSeconds: number): void {
    const start = (low & this.#mask) * cellsPerEntry;
    const bit = slotBit(slot);
    const isKnown = this.seenBy(low, high, nowSeconds) !== 0;
    Atomics.store(this.#cells, start + 2, nowSeconds);
    if (isKnown) {
      Atomics.or(this.#cells, start + 1, bit);
      return;
    }
    Atomics.store(this.#cells, start + 1, bit);
    Atomics.store(this.#cells, start, high);
  }
}

/** The bit of a target. Targets of a pool mostly have slots that follow each other: up to 32 of them have bits of their own. */
export function slotBit(slot: number): number {
  return 1 << (slot & 31);
}
