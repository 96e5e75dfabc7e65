import { randomBytes, randomUUID } from "node:crypto";

/** Chance, as something that can be given: tests seed it. */
export interface Random {
  /** A number in [0, 1). */
  next(): number;
  /** A version 4 UUID, lower case. */
  uuid(): string;
  /** Bytes fit for secrets. */
  bytes(count: number): Uint8Array;
}

export const systemRandom: Random = {
  next: () => Math.random(),
  uuid: () => randomUUID(),
  bytes: (count) => randomBytes(count),
};
