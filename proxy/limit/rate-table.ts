/** How finely time is counted: so much of a window at most passes before what was used in it is free again. */
const slotsPerWindow = 16;
/** One more than a window has: the slots of an entry together are never shorter than its window. */
const slotsPerEntry = slotsPerWindow + 1;

// The cells of an entry: whom it counts, when, and what.
const low = 0;
const high = 1;
const slotIndex = 2;
const position = 3;
const sum = 4;
const expiresSeconds = 5;
const firstSlot = 7;
const cellsPerEntry = firstSlot + slotsPerEntry;

// The cells before the entries.
const lock = 0;
const seedLow = 1;
const seedHigh = 2;
const evictions = 3;
const cellsBefore = 4;

const defaultCapacity = 1 << 16;
/** So many entries may have the same place: further ones take the place of the one that is over first. */
const probes = 8;
const spins = 200;
const waitMs = 1;
/** A worker that died while it held the lock has left it for good. */
const longestHeldMs = 1_000;

/** What one request asks of one limit. Used again and again: nothing is allocated for a request. */
export interface Charge {
  /** Which limit it is, and whom it limits here. */
  limitName: string;
  subject: string;
  /** The two halves of the hash of both. */
  low: number;
  high: number;
  limit: number;
  windowMs: number;
  amount: number;
  /** Whether it may be corrected: what is used up now may be free again before its time. */
  mayShrink: boolean;
  /** After `take`: what is left of the limit. */
  remaining: number;
  /** After `take`: in how many milliseconds some of it is free again; of a refused charge, enough of it. */
  resetMs: number;
  /** After `take`: when it was charged, to correct it by. */
  slot: number;
  /** The same where limits are shared over proxies; undefined: it was not charged there, or with others in one. */
  sharedSlot: number | undefined;
}

export function newCharge(): Charge {
  return {
    limitName: "",
    subject: "",
    low: 0,
    high: 0,
    limit: 0,
    windowMs: 0,
    amount: 0,
    mayShrink: false,
    remaining: 0,
    resetMs: 0,
    slot: 0,
    sharedSlot: undefined,
  };
}

/**
 * What was used of limits lately, in memory that all workers share: exact over all of them. A window slides in steps of
 * a sixteenth: in no span of time as long as the window does more pass than the limit, and what is used is free again
 * at most a sixteenth of the window late. The table's size is fixed.
 */
export class RateTable {
  readonly buffer: SharedArrayBuffer;
  readonly #cells: Int32Array;
  readonly #mask: number;

  /** @param buffer of another thread's table */
  private constructor(buffer: SharedArrayBuffer) {
    this.buffer = buffer;
    this.#cells = new Int32Array(buffer);
    this.#mask = (this.#cells.length - cellsBefore) / cellsPerEntry - 1;
  }

  static of(buffer: SharedArrayBuffer): RateTable {
    return new RateTable(buffer);
  }

  /** @param seed eight bytes of chance: nobody can make up a name that counts as another's */
  static create(seed: Uint8Array, capacity = defaultCapacity): RateTable {
    const cells = cellsBefore + capacity * cellsPerEntry;
    const table = new RateTable(new SharedArrayBuffer(cells * Int32Array.BYTES_PER_ELEMENT));
    const view = new DataView(seed.buffer, seed.byteOffset);
    table.#cells[seedLow] = view.getInt32(0);
    table.#cells[seedHigh] = view.getInt32(4);
    return table;
  }

  /** Where the hash of a name begins: its two halves. */
  seeds(): readonly [number, number] {
    return [this.#cells[seedLow]!, this.#cells[seedHigh]!];
  }

  /** How many names were forgotten while they still counted, because there were too many. */
  get evictions(): number {
    return Atomics.load(this.#cells, evictions);
  }

  /** Charges all or none. Gives the place of the first that has not enough left; -1 when all were charged. */
  take(charges: readonly Charge[], count: number, nowMs: number): number {
    this.#lock();
    try {
      let refused = -1;
      for (let index = 0; index < count; index++) {
        const charge = charges[index]!;
        const entry = this.#find(charge, nowMs);
        const used = entry === -1 ? 0 : this.#advance(entry, slotOf(charge, nowMs));
        charge.remaining = charge.limit - used;
        if (charge.remaining >= charge.amount) continue;
        charge.remaining = Math.max(0, charge.remaining);
        charge.resetMs = entry === -1 ? charge.windowMs : this.#freeAfterMs(entry, charge, nowMs);
        if (refused === -1) refused = index;
      }
      if (refused !== -1) return refused;
      for (let index = 0; index < count; index++) this.#add(charges[index]!, nowMs);
      return -1;
    } finally {
      Atomics.store(this.#cells, lock, 0);
    }
  }

  /** Charges without a look at what is left: that was decided elsewhere. */
  add(charges: readonly Charge[], count: number, nowMs: number): void {
    this.#lock();
    try {
      for (let index = 0; index < count; index++) {
        const charge = charges[index]!;
        const { remaining, resetMs } = charge;
        if (this.#find(charge, nowMs) !== -1) this.#advance(this.#find(charge, nowMs), slotOf(charge, nowMs));
        this.#add(charge, nowMs);
        charge.remaining = remaining;
        charge.resetMs = resetMs;
      }
    } finally {
      Atomics.store(this.#cells, lock, 0);
    }
  }

  /** Corrects a charge that was taken: what was asked for was not what is used in the end. */
  correct({ low, high, windowMs, slot }: Charge, by: number, nowMs: number): void {
    if (by === 0) return;
    this.#lock();
    try {
      const charge = { low, high, windowMs } as Charge;
      const entry = this.#find(charge, nowMs);
      if (entry === -1) return;
      const cells = this.#cells;
      this.#advance(entry, slotOf(charge, nowMs));
      const age = (cells[entry + slotIndex]! - slot) | 0;
      // It does not count any more.
      if (age < 0 || age >= slotsPerEntry) return;
      const at = entry + firstSlot + ((cells[entry + position]! - age + slotsPerEntry) % slotsPerEntry);
      const corrected = Math.max(0, cells[at]! + by);
      cells[entry + sum]! += corrected - cells[at]!;
      cells[at] = corrected;
    } finally {
      Atomics.store(this.#cells, lock, 0);
    }
  }

  #lock(): void {
    const cells = this.#cells;
    for (let tries = 0; Atomics.compareExchange(cells, lock, 0, 1) !== 0; tries++) {
      if (tries < spins) continue;
      Atomics.wait(cells, lock, 1, waitMs);
      if (tries - spins > longestHeldMs / waitMs) return;
    }
  }

  #add(charge: Charge, nowMs: number): void {
    const cells = this.#cells;
    const slot = slotOf(charge, nowMs);
    let entry = this.#find(charge, nowMs);
    if (entry === -1) entry = this.#insert(charge, slot, nowMs);
    cells[entry + sum]! += charge.amount;
    cells[entry + firstSlot + cells[entry + position]!]! += charge.amount;
    cells[entry + expiresSeconds] = Math.ceil((nowMs + charge.windowMs * 2) / 1000);
    charge.slot = cells[entry + slotIndex]!;
    charge.remaining = charge.limit - cells[entry + sum]!;
    charge.resetMs = this.#firstFreeMs(entry, charge, nowMs);
  }

  /** Where the entry of a name begins; -1 where it has none. */
  #find({ low: wantedLow, high: wantedHigh }: Charge, nowMs: number): number {
    const cells = this.#cells;
    const nowSeconds = nowMs / 1000;
    for (let probe = 0; probe < probes; probe++) {
      const entry = cellsBefore + ((wantedLow + probe) & this.#mask) * cellsPerEntry;
      if (cells[entry + low] !== wantedLow || cells[entry + high] !== wantedHigh) continue;
      return cells[entry + expiresSeconds]! >= nowSeconds ? entry : -1;
    }
    return -1;
  }

  #insert({ low: newLow, high: newHigh }: Charge, slot: number, nowMs: number): number {
    const cells = this.#cells;
    let chosen = -1;
    for (let probe = 0; probe < probes; probe++) {
      const entry = cellsBefore + ((newLow + probe) & this.#mask) * cellsPerEntry;
      if (cells[entry + low] === newLow && cells[entry + high] === newHigh) {
        chosen = entry;
        break;
      }
      if (chosen === -1 || cells[entry + expiresSeconds]! < cells[chosen + expiresSeconds]!) chosen = entry;
    }
    if (cells[chosen + expiresSeconds]! * 1000 >= nowMs) cells[evictions]!++;
    cells.fill(0, chosen, chosen + cellsPerEntry);
    cells[chosen + low] = newLow;
    cells[chosen + high] = newHigh;
    cells[chosen + slotIndex] = slot;
    return chosen;
  }

  /** Brings an entry to the present; gives what counts of it. A clock that was set back stands still instead. */
  #advance(entry: number, slot: number): number {
    const cells = this.#cells;
    const steps = (slot - cells[entry + slotIndex]!) | 0;
    if (steps <= 0) return cells[entry + sum]!;
    let at = cells[entry + position]!;
    for (let step = 0; step < Math.min(steps, slotsPerEntry); step++) {
      at = at === slotsPerEntry - 1 ? 0 : at + 1;
      cells[entry + sum]! -= cells[entry + firstSlot + at]!;
      cells[entry + firstSlot + at] = 0;
    }
    cells[entry + position] = at;
    cells[entry + slotIndex] = slot;
    return cells[entry + sum]!;
  }

  /** In how many milliseconds there is room for a charge that was refused. */
  #freeAfterMs(entry: number, { limit, amount, windowMs }: Charge, nowMs: number): number {
    const cells = this.#cells;
    let needed = cells[entry + sum]! + amount - limit;
    for (let age = slotsPerEntry - 1; age >= 0; age--) {
      needed -= this.#slotAt(entry, age);
      if (needed <= 0) return leavesAfterMs(age, windowMs, nowMs);
    }
    return windowMs;
  }

  /** In how many milliseconds the first of what counts does not any more. */
  #firstFreeMs(entry: number, { windowMs }: Charge, nowMs: number): number {
    for (let age = slotsPerEntry - 1; age > 0; age--) {
      if (this.#slotAt(entry, age) > 0) return leavesAfterMs(age, windowMs, nowMs);
    }
    return leavesAfterMs(0, windowMs, nowMs);
  }

  /** What was used so many slots ago. */
  #slotAt(entry: number, age: number): number {
    const at = (this.#cells[entry + position]! - age + slotsPerEntry) % slotsPerEntry;
    return this.#cells[entry + firstSlot + at]!;
  }
}

/** The present slot of a window, in 32 bits: only differences count. */
function slotOf({ windowMs }: Charge, nowMs: number): number {
  return Math.floor(nowMs / (windowMs / slotsPerWindow)) | 0;
}

/** When a slot of an age does not count any more. */
function leavesAfterMs(age: number, windowMs: number, nowMs: number): number {
  const slotMs = windowMs / slotsPerWindow;
  return (slotsPerEntry - age) * slotMs - (nowMs % slotMs);
}
