import type { Clock } from "../../kit/clock.ts";
import type { Random } from "../../kit/random.ts";
import { cellsPerSlot, circuitCell } from "./cells.ts";
import { WaitingLine } from "./waiting-line.ts";

/** When nothing more is asked for a time. */
export interface BreakerSettings {
  readonly errorPercent: number;
  readonly minRequests: number;
  readonly windowSeconds: number;
  readonly openSeconds: number;
}

export interface CircuitOptions {
  /** Undefined: no limit. */
  readonly maxRequests: number | undefined;
  /** 0: none waits. */
  readonly maxPending: number;
  readonly pendingTimeoutMs: number;
  /** Undefined: never open. */
  readonly breaker: BreakerSettings | undefined;
  /** The cells that all workers share, and its slot in them. */
  readonly cells: Int32Array;
  readonly slot: number;
  readonly clock: Clock;
  readonly random: Random;
  /** Called when this worker opens it, with the reason, or closes it. */
  readonly onChange: (reason: string | undefined) => void;
}

/** A trial whose worker died would never end: after this long there may be another. */
const trialLimitSeconds = 60;
/** How much of the open time chance adds or takes. */
const jitter = 0.1;

/**
 * What stands before a backend, over all workers: how many requests it may have at a time, and whether it is asked at
 * all. It opens when too much of a window's requests fail; when its time is over, one request at a time is a trial.
 */
export class Circuit {
  /** Requests that wait for room; undefined where none may. */
  readonly line: WaitingLine | undefined;
  readonly #options: CircuitOptions;
  readonly #cells: Int32Array;
  readonly #start: number;

  constructor(options: CircuitOptions) {
    const { cells, slot, maxPending, pendingTimeoutMs, clock } = options;
    this.#options = options;
    this.#cells = cells;
    this.#start = slot * cellsPerSlot;
    if (maxPending > 0) {
      this.line = new WaitingLine(cells, this.#start + circuitCell.pending, maxPending, pendingTimeoutMs, clock);
    }
  }

  /** Whether a request would be refused, other than for want of room. */
  isOpen(): boolean {
    const until = this.#load(circuitCell.openUntil);
    if (until === 0) return false;
    const now = this.#nowSeconds();
    return now < until || now - this.#load(circuitCell.trialSince) < trialLimitSeconds;
  }

  /** Begins a request; false when there is no room, or it is open. */
  enter(): boolean {
    const { maxRequests } = this.#options;
    if (this.#load(circuitCell.openUntil) !== 0 && !this.#takeTrial()) return false;
    const before = Atomics.add(this.#cells, this.#start + circuitCell.inFlight, 1);
    if (maxRequests === undefined || before < maxRequests) return true;
    this.withdraw();
    return false;
  }

  /** A request that had entered does not begin after all: nobody gains room by it. */
  withdraw(): void {
    this.recordNothing();
    Atomics.sub(this.#cells, this.#start + circuitCell.inFlight, 1);
  }

  /** Begins a request, whatever the limits: it takes the place of one that has just ended. */
  reenter(): void {
    Atomics.add(this.#cells, this.#start + circuitCell.inFlight, 1);
  }

  /** A request has ended. */
  leave(): void {
    Atomics.sub(this.#cells, this.#start + circuitCell.inFlight, 1);
    this.line?.serve();
  }

  /** How a request went. */
  record(failed: boolean): void {
    const { breaker } = this.#options;
    if (breaker === undefined) return;
    const until = this.#load(circuitCell.openUntil);
    const now = this.#nowSeconds();
    if (until !== 0) {
      if (now < until) return;
      // A trial.
      if (failed) this.#open(until, now, breaker, "a trial failed");
      else if (this.#swap(circuitCell.openUntil, until, 0)) this.#close(now);
      return;
    }
    this.#roll(now, breaker.windowSeconds);
    const requests = Atomics.add(this.#cells, this.#start + circuitCell.requests, 1) + 1;
    if (!failed) return;
    const failures = Atomics.add(this.#cells, this.#start + circuitCell.failures, 1) + 1;
    if (requests < breaker.minRequests || failures * 100 < requests * breaker.errorPercent) return;
    this.#open(0, now, breaker, `${failures} of ${requests} requests failed`);
  }

  /** A request ended without a word about the backend: the client left, say. */
  recordNothing(): void {
    if (this.#load(circuitCell.trialSince) !== 0) this.#store(circuitCell.trialSince, 0);
  }

  #takeTrial(): boolean {
    const now = this.#nowSeconds();
    if (now < this.#load(circuitCell.openUntil)) return false;
    const since = this.#load(circuitCell.trialSince);
    if (since !== 0 && now - since < trialLimitSeconds) return false;
    return this.#swap(circuitCell.trialSince, since, Math.floor(now));
  }

  #open(before: number, now: number, { openSeconds }: BreakerSettings, reason: string): void {
    const seconds = openSeconds * (1 - jitter + this.#options.random.next() * 2 * jitter);
    if (!this.#swap(circuitCell.openUntil, before, Math.ceil(now + seconds))) return;
    this.#store(circuitCell.trialSince, 0);
    this.#options.onChange(reason);
  }

  #close(now: number): void {
    this.#store(circuitCell.trialSince, 0);
    this.#store(circuitCell.windowStart, Math.floor(now));
    this.#store(circuitCell.requests, 0);
    this.#store(circuitCell.failures, 0);
    this.#options.onChange(undefined);
  }

  /** Begins a new window when the present one is over. */
  #roll(now: number, windowSeconds: number): void {
    const since = this.#load(circuitCell.windowStart);
    if (now - since < windowSeconds) return;
    if (!this.#swap(circuitCell.windowStart, since, Math.floor(now))) return;
    this.#store(circuitCell.requests, 0);
    this.#store(circuitCell.failures, 0);
  }

  #load(cell: number): number {
    return Atomics.load(this.#cells, this.#start + cell);
  }

  #store(cell: number, value: number): void {
    Atomics.store(this.#cells, this.#start + cell, value);
  }

  #swap(cell: number, before: number, after: number): boolean {
    return Atomics.compareExchange(this.#cells, this.#start + cell, before, after) === before;
  }

  #nowSeconds(): number {
    return this.#options.clock.nowMs() / 1000;
  }
}
