import { networkOf } from "./network-of.ts";
import { createSeededCells, seedCells, seededDigest } from "./seeded-cells.ts";

/** Each source counts in both rows: a source is mistaken for another one only where both cells are shared. */
const rows = 2;
const cellsPerRow = 1 << 13;
const cellsPerThread = rows * cellsPerRow;

/**
 * How many connections each source holds open, over all threads, in memory of a fixed size that they share. A thread
 * writes its own cells alone, so that what it held can be taken back when it ends. A source never has more than the
 * limit.
 */
export class ConnectionsPerSource {
  readonly #cells: Int32Array;
  readonly #threads: number;
  readonly #thread: number;
  readonly #limit: number;
  readonly #digest: (text: string) => Buffer;

  /**
   * @param memory made by `createMemory`, one for all threads
   * @param thread the number of this one, from 0
   */
  constructor(memory: SharedArrayBuffer, thread: number, limit: number) {
    this.#cells = new Int32Array(memory);
    this.#threads = threadsOf(memory);
    this.#thread = thread;
    this.#limit = limit;
    this.#digest = seededDigest(this.#cells);
  }

  /** @param seed 16 random bytes, so that an attacker can't choose an address that shares the cells of another */
  static createMemory(seed: Uint8Array, threads: number): SharedArrayBuffer {
    return createSeededCells(seed, threads * cellsPerThread);
  }

  /** How many threads the memory is for. */
  static threadsOf(memory: SharedArrayBuffer): number {
    return threadsOf(memory);
  }

  /** A thread has ended, and its connections with it. */
  static forget(memory: SharedArrayBuffer, thread: number): void {
    const first = seedCells + thread * cellsPerThread;
    new Int32Array(memory).fill(0, first, first + cellsPerThread);
  }

  /** Counts a connection. Returns what gives it back, or undefined when the source has reached its limit. */
  add(source: string): (() => void) | undefined {
    const digest = this.#digest(networkOf(source));
    const places = Array.from({ length: rows }, (_, row) => {
      return row * cellsPerRow + (digest.readUInt32LE(row * 4) % cellsPerRow);
    });
    const change = (by: number): void => {
      for (const place of places) Atomics.add(this.#cells, this.#cellOf(this.#thread, place), by);
    };
    // Counted first, so that of two threads that accept at once at least one sees both.
    change(1);
    if (Math.min(...places.map((place) => this.#sumOf(place))) <= this.#limit) return () => change(-1);
    change(-1);
    return undefined;
  }

  #sumOf(place: number): number {
    let sum = 0;
    for (let thread = 0; thread < this.#threads; thread++)
      sum += Atomics.load(this.#cells, this.#cellOf(thread, place));
    return sum;
  }

  #cellOf(thread: number, place: number): number {
    return seedCells + thread * cellsPerThread + place;
  }
}

function threadsOf(memory: SharedArrayBuffer): number {
  return (memory.byteLength / Int32Array.BYTES_PER_ELEMENT - seedCells) / cellsPerThread;
}
