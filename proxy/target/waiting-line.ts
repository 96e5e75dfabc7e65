import type { Clock } from "../../kit/clock.ts";

/** How often those that wait look for room that another worker has made. */
const lookEveryMs = 10;

/** What waits until there is room. */
export interface Waiter {
  /** Whether nobody waits for it any more. */
  readonly isOver: boolean;
  /** Begins, if there is room; false: it goes on waiting. */
  tryStart(): boolean;
  /** Its time is up. */
  giveUp(): void;
}

/** Requests that wait for room, first come first served, in one worker; how many there may be counts over all workers. */
export class WaitingLine {
  readonly timeoutMs: number;
  readonly #cells: Int32Array;
  readonly #count: number;
  readonly #max: number;
  readonly #clock: Clock;
  readonly #waiters: { readonly waiter: Waiter; readonly untilMs: number }[] = [];
  #timer: NodeJS.Timeout | undefined;

  /** @param cell where all workers count those that wait */
  constructor(cells: Int32Array, cell: number, max: number, timeoutMs: number, clock: Clock) {
    this.#clock = clock;
    this.#cells = cells;
    this.#count = cell;
    this.#max = max;
    this.timeoutMs = timeoutMs;
  }

  get isEmpty(): boolean {
    return this.#waiters.length === 0;
  }

  /** False: as many wait as may. */
  join(waiter: Waiter): boolean {
    if (Atomics.add(this.#cells, this.#count, 1) >= this.#max) {
      Atomics.sub(this.#cells, this.#count, 1);
      return false;
    }
    this.#waiters.push({ waiter, untilMs: this.#clock.monotonicMs() + this.timeoutMs });
    this.#timer ??= setInterval(() => this.#look(), lookEveryMs);
    return true;
  }

  /** There may be room. */
  serve(): void {
    while (this.#waiters.length > 0) {
      // Out of the line while it tries: what it does may give room, and serve those behind it.
      const first = this.#waiters.shift()!;
      if (!first.waiter.isOver && !first.waiter.tryStart()) {
        this.#waiters.unshift(first);
        return;
      }
      this.#left();
    }
  }

  #look(): void {
    this.serve();
    const nowMs = this.#clock.monotonicMs();
    // All wait equally long: those whose time is up stand in front.
    while (this.#waiters.length > 0 && this.#waiters[0]!.untilMs <= nowMs) {
      const { waiter } = this.#waiters.shift()!;
      this.#left();
      waiter.giveUp();
    }
  }

  #left(): void {
    Atomics.sub(this.#cells, this.#count, 1);
    if (this.#waiters.length > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
