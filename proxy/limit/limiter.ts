import type { Clock } from "../../kit/clock.ts";
import type { Charge, RateTable } from "./rate-table.ts";

/** What became of charges that were taken after some waiting. */
export interface LateTaken {
  /** Those that were asked for, as they are now. */
  readonly charges: readonly Charge[];
  readonly refused: number;
}

/** Where limits are counted. */
export interface Limiter {
  /** Where the hash of a name begins: its two halves. */
  seeds(): readonly [number, number];
  /**
   * Charges all or none. Gives the place of the first that has not enough left, -1 when all were charged: at once where
   * that can be told at once.
   */
  take(charges: readonly Charge[], count: number): number | Promise<LateTaken>;
  /** Corrects a charge that was taken: what was asked for was not what is used in the end. */
  correct(charge: Charge, by: number): void;
}

/** Counts in the memory that the workers of one proxy share. */
export class LocalLimiter implements Limiter {
  readonly #table: RateTable;
  readonly #clock: Clock;

  constructor(table: RateTable, clock: Clock) {
    this.#table = table;
    this.#clock = clock;
  }

  seeds(): readonly [number, number] {
    return this.#table.seeds();
  }

  take(charges: readonly Charge[], count: number): number {
    return this.#table.take(charges, count, this.#clock.nowMs());
  }

  correct(charge: Charge, by: number): void {
    this.#table.correct(charge, by, this.#clock.nowMs());
  }
}
