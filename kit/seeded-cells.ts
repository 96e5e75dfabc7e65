import { hash } from "node:crypto";

/** The cells at the beginning of the memory, which keep the seed. */
export const seedCells = 4;

/**
 * Makes cells of memory that threads share, which are found by digests of texts.
 *
 * @param seed 16 random bytes, so that an attacker can't choose texts that share a cell
 * @param cells how many there are behind the seed
 */
export function createSeededCells(seed: Uint8Array, cells: number): SharedArrayBuffer {
  const memory = new SharedArrayBuffer((seedCells + cells) * Int32Array.BYTES_PER_ELEMENT);
  new Uint8Array(memory).set(seed.subarray(0, seedCells * Int32Array.BYTES_PER_ELEMENT));
  return memory;
}

/** The digest that is the same for a text in all threads that share the cells, and in no other memory. */
export function seededDigest(cells: Int32Array): (text: string) => Buffer {
  const seed = cells.subarray(0, seedCells).join();
  return (text) => hash("sha256", `${seed} ${text}`, "buffer");
}
