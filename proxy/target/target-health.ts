import { cellsPerSlot, targetCell } from "./cells.ts";

/** A trial whose worker died would never end: after this long there may be another. */
const trialLimitSeconds = 60;

/** What the workers know together of how a target fares, by the clock in seconds since the Unix epoch; every change is one atomic step that one of them wins. */
export class TargetHealth {
  readonly #cells: Int32Array;
  readonly #start: number;

  constructor(cells: Int32Array, slot: number) {
    this.#cells = cells;
    this.#start = slot * cellsPerSlot;
  }

  /** When its ejection is over; 0 when it is not ejected. */
  get ejectedUntil(): number {
    return this.#load(targetCell.ejectedUntil);
  }

  /** Whether health checks say that it is not well. */
  get isUnhealthy(): boolean {
    return this.#load(targetCell.unhealthy) !== 0;
  }

  /** Whether it takes requests, but for a trial. */
  get isIn(): boolean {
    return this.ejectedUntil === 0 && !this.isUnhealthy;
  }

  /** When it came back after it had been left out; 0 when it never was. */
  get backSince(): number {
    return this.#load(targetCell.backSince);
  }

  /** One more failure. Gives how many there were in a row. */
  failed(): number {
    return Atomics.add(this.#cells, this.#start + targetCell.failures, 1) + 1;
  }

  /** No failure in a row. Costs a read when there was none. */
  succeeded(): void {
    if (this.#load(targetCell.failures) !== 0) this.#store(targetCell.failures, 0);
  }

  /**
   * Ejects it, or again after a trial that failed.
   *
   * @param secondsFor how long, by how many ejections in a row this is
   * @returns false when another worker did
   */
  eject(now: number, secondsFor: (ejections: number) => number): boolean {
    const before = this.ejectedUntil;
    if (before > now) return false;
    const ejections = this.#load(targetCell.ejections) + 1;
    // Never shorter than it is to be: cells hold whole seconds.
    const until = Math.ceil(now + secondsFor(ejections));
    const index = this.#start + targetCell.ejectedUntil;
    if (Atomics.compareExchange(this.#cells, index, before, until) !== before) return false;
    this.#store(targetCell.ejections, ejections);
    this.#store(targetCell.failures, 0);
    this.#store(targetCell.trialSince, 0);
    return true;
  }

  /** Takes the one trial that it gets when its ejection is over. */
  beginTrial(now: number): boolean {
    const index = this.#start + targetCell.trialSince;
    const since = Atomics.load(this.#cells, index);
    if (since !== 0 && now - since < trialLimitSeconds) return false;
    return Atomics.compareExchange(this.#cells, index, since, Math.floor(now)) === since;
  }

  /** A trial of which nothing was learned: another one may begin. */
  abandonTrial(): void {
    this.#store(targetCell.trialSince, 0);
  }

  /**
   * Takes it back after a trial that went well.
   *
   * @returns false when another worker did
   */
  readmit(now: number): boolean {
    const before = this.ejectedUntil;
    if (before === 0 || before > now) return false;
    const index = this.#start + targetCell.ejectedUntil;
    if (Atomics.compareExchange(this.#cells, index, before, 0) !== before) return false;
    this.#store(targetCell.backSince, Math.floor(now));
    this.#store(targetCell.trialSince, 0);
    this.#store(targetCell.failures, 0);
    return true;
  }

  /** What health checks say; one that comes back by them has no ejection to wait for. */
  setUnhealthy(isUnhealthy: boolean, now: number): void {
    this.#store(targetCell.unhealthy, isUnhealthy ? 1 : 0);
    if (isUnhealthy) return;
    this.#store(targetCell.ejectedUntil, 0);
    this.#store(targetCell.trialSince, 0);
    this.#store(targetCell.failures, 0);
    this.#store(targetCell.backSince, Math.floor(now));
  }

  /** The next ejection is a first one. */
  forgetEjections(): void {
    this.#store(targetCell.ejections, 0);
  }

  #load(cell: number): number {
    return Atomics.load(this.#cells, this.#start + cell);
  }

  #store(cell: number, value: number): void {
    Atomics.store(this.#cells, this.#start + cell, value);
  }
}
