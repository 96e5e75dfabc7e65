import type { PoolTarget } from "../../proxy/target/pool-target.ts";
import { Target } from "../../proxy/target/target.ts";

/** Targets of a pool with these weights, each with a counter of its own and no connections. */
export function createPoolTargets(weights: readonly number[]): PoolTarget[] {
  const inFlight = new Int32Array(new SharedArrayBuffer(weights.length * Int32Array.BYTES_PER_ELEMENT));
  return weights.map((weight, slot) => ({
    target: new Target(`http://target-${slot}`, inFlight, slot, 1_000, () => {
      throw new Error("nothing is sent here");
    }),
    weight,
  }));
}

/** A generator of the same sequence for the same seed (mulberry32). */
export function createSeededRandom(seed: number): {
  next(): number;
  uuid(): string;
  bytes(length: number): Uint8Array;
} {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    next,
    uuid: () => "00000000-0000-4000-8000-000000000000",
    bytes: (length) => Uint8Array.from({ length }, () => Math.floor(next() * 256)),
  };
}
