import { cellsPerSlot, targetCell } from "./cells.ts";

/** A cell holds whole numbers: hundredths of a request. */
const perRequest = 100;
const mostRequests = 10_000_000;

/** What the workers know together of how busy a target is. */
export class TargetLoadCell {
  readonly #cells: Int32Array;
  readonly #inFlight: number;
  readonly #beside: number;

  constructor(cells: Int32Array, slot: number) {
    this.#cells = cells;
    this.#inFlight = slot * cellsPerSlot + targetCell.inFlight;
    this.#beside = slot * cellsPerSlot + targetCell.beside;
  }

  /** Requests that this proxy has in flight there, over all workers. */
  inFlight(): number {
    return Atomics.load(this.#cells, this.#inFlight);
  }

  /** Those, and what the target has said of its load beside them. */
  requests(): number {
    return this.inFlight() + Atomics.load(this.#cells, this.#beside) / perRequest;
  }

  /** @param requests that the target counts for beside those in flight */
  setBeside(requests: number): void {
    Atomics.store(this.#cells, this.#beside, Math.round(Math.min(requests, mostRequests) * perRequest));
  }
}
