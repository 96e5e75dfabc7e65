import type { RequestTraits } from "../../proxy/balance/balancer.ts";
import { cellsPerSlot } from "../../proxy/target/cells.ts";
import type { PoolTarget } from "../../proxy/target/pool-target.ts";
import { Target } from "../../proxy/target/target.ts";

/** Targets of a pool with these weights, each with a counter of its own and no connections. */
export function createPoolTargets(weights: readonly number[]): PoolTarget[] {
  const bytes = weights.length * cellsPerSlot * Int32Array.BYTES_PER_ELEMENT;
  const cells = new Int32Array(new SharedArrayBuffer(bytes));
  return weights.map((weight, slot) => ({
    target: new Target(
      `http://target-${slot}`,
      cells,
      slot,
      { connectTimeoutMs: 1_000, tls: undefined, isHttp2: false },
      () => {
        throw new Error("nothing is sent here");
      },
    ),
    weight,
    isForced: false,
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

/** A request as policies see it, by a caller that each number makes another. */
export function requestOf(caller = 0): RequestTraits {
  return {
    request: { headers: { "x-key": `key-${caller}`, cookie: `other=1; session=cookie-${caller}` } },
    client: { source: `10.0.${caller >> 8}.${caller & 255}` },
    subject: `user-${caller}`,
    body: Buffer.from(JSON.stringify({ messages: [{ role: "user", content: `${caller} `.repeat(400) }] })),
  };
}
