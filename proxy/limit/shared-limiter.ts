import { hash } from "node:crypto";
import type { Clock } from "../../kit/clock.ts";
import type { LateTaken, Limiter } from "./limiter.ts";
import type { Charge, RateTable } from "./rate-table.ts";
import type { SharedAnswer, SharedBudget } from "./shared-budget.ts";

/** So many names have a lease at most: further ones ask for each request. */
const mostLeases = 10_000;

/** Part of a limit that this worker may use without asking, until the slot is over that it was charged to. */
interface Lease {
  credit: number;
  readonly untilMs: number;
}

/** A limit of which nothing is left, until the slot is over: nobody needs to be asked. */
interface Exhausted {
  readonly untilMs: number;
  /** When there is room again for what was refused. */
  readonly freeAtMs: number;
}

export interface SharedLimiterOptions {
  readonly table: RateTable;
  readonly budget: SharedBudget;
  readonly clock: Clock;
}

/**
 * Counts in an engine that all proxies share. What a request needs is taken out of a lease, at once, where a limit is far
 * from its edge; else the engine is asked. A lease was charged as a whole, and ends with the slot that it was charged to:
 * no more passes than the limit. While the engine is away, each proxy lets its share of the limit pass.
 */
export class SharedLimiter implements Limiter {
  readonly #options: SharedLimiterOptions;
  readonly #leases = new Map<string, Lease>();
  readonly #exhausted = new Map<string, Exhausted>();
  /** Those for which a lease is on its way. */
  readonly #asking = new Set<string>();
  /** Requests that were decided without the engine, because it was away. */
  localDecisions = 0;

  constructor(options: SharedLimiterOptions) {
    this.#options = options;
  }

  /** Whether the engine answers. */
  get isUp(): boolean {
    return this.#options.budget.isUp;
  }

  seeds(): readonly [number, number] {
    return this.#options.table.seeds();
  }

  take(charges: readonly Charge[], count: number): number | Promise<LateTaken> {
    const { table, budget, clock } = this.#options;
    if (this.#takeFromLeases(charges, count)) {
      table.add(charges, count, clock.nowMs());
      return -1;
    }
    if (!budget.isUp) return this.#takeShare(charges, count);
    const refused = this.#findExhausted(charges, count);
    if (refused !== -1) return refused;
    // Copies: the next request uses the same charges.
    return this.#ask(charges.slice(0, count).map((charge) => ({ ...charge })));
  }

  correct(charge: Charge, by: number): void {
    const { table, budget, clock } = this.#options;
    table.correct(charge, by, clock.nowMs());
    if (charge.sharedSlot !== undefined) budget.correct(nameOf(charge), charge.sharedSlot, by);
  }

  async #ask(charges: readonly Charge[]): Promise<LateTaken> {
    const { table, budget, clock } = this.#options;
    const sentMs = clock.monotonicMs();
    const keys = charges.map(leaseKey);
    const asked = charges.map((charge, index) => {
      const { limit, windowMs, amount } = charge;
      // One at a time: what many get at once, none of them uses up.
      const wantsLease = this.#leases.size < mostLeases && !this.#asking.has(keys[index]!);
      if (wantsLease) this.#asking.add(keys[index]!);
      return { name: nameOf(charge), limit, windowMs, amount, wantsLease };
    });
    try {
      const { refused, charges: answers } = await budget.take(asked);
      for (const [index, answer] of answers.entries()) this.#note(charges[index]!, answer, sentMs);
      if (refused !== -1) this.#noteExhausted(charges[refused]!, answers[refused]!, sentMs);
      // Each proxy knows its own part of what is used, for when the engine is away.
      else table.add(charges, charges.length, clock.nowMs());
      return { charges, refused };
    } catch {
      return { charges, refused: this.#takeShare(charges, charges.length) };
    } finally {
      for (const [index, { wantsLease }] of asked.entries()) if (wantsLease) this.#asking.delete(keys[index]!);
    }
  }

  #note(charge: Charge, { remaining, resetMs, lease, slot, slotLeftMs }: SharedAnswer, sentMs: number): void {
    charge.remaining = remaining;
    charge.resetMs = resetMs;
    charge.sharedSlot = slot;
    if (lease === 0) return;
    if (this.#leases.size >= mostLeases) dropOver(this.#leases, sentMs);
    const before = this.#leases.get(leaseKey(charge));
    const left = before !== undefined && sentMs < before.untilMs ? before.credit : 0;
    this.#leases.set(leaseKey(charge), { credit: left + lease, untilMs: sentMs + slotLeftMs });
  }

  #findExhausted(charges: readonly Charge[], count: number): number {
    if (this.#exhausted.size === 0) return -1;
    const nowMs = this.#options.clock.monotonicMs();
    for (let index = 0; index < count; index++) {
      const charge = charges[index]!;
      const exhausted = this.#exhausted.get(leaseKey(charge));
      if (exhausted === undefined || charge.mayShrink || nowMs >= exhausted.untilMs) continue;
      charge.remaining = 0;
      charge.resetMs = exhausted.freeAtMs - nowMs;
      return index;
    }
    return -1;
  }

  #noteExhausted(charge: Charge, { remaining, resetMs, slotLeftMs }: SharedAnswer, nowMs: number): void {
    if (remaining > 0 || charge.mayShrink) return;
    if (this.#exhausted.size >= mostLeases) dropOver(this.#exhausted, nowMs);
    if (this.#exhausted.size >= mostLeases) return;
    this.#exhausted.set(leaseKey(charge), { untilMs: nowMs + slotLeftMs, freeAtMs: nowMs + resetMs });
  }

  /** All or none. */
  #takeFromLeases(charges: readonly Charge[], count: number): boolean {
    if (this.#leases.size === 0) return false;
    const nowMs = this.#options.clock.monotonicMs();
    for (let index = 0; index < count; index++) {
      const charge = charges[index]!;
      const lease = this.#leases.get(leaseKey(charge));
      if (lease === undefined || lease.credit < charge.amount || nowMs >= lease.untilMs) return false;
    }
    for (let index = 0; index < count; index++) {
      const charge = charges[index]!;
      this.#leases.get(leaseKey(charge))!.credit -= charge.amount;
      charge.sharedSlot = undefined;
    }
    return true;
  }

  /** The engine is away: of each limit this proxy's share. */
  #takeShare(charges: readonly Charge[], count: number): number {
    const { table, budget, clock } = this.#options;
    this.localDecisions += 1;
    const limits = charges.slice(0, count).map(({ limit }) => limit);
    for (let index = 0; index < count; index++) {
      charges[index]!.limit = Math.max(1, Math.floor(limits[index]! / budget.proxies));
      charges[index]!.sharedSlot = undefined;
    }
    const refused = table.take(charges, count, clock.nowMs());
    for (let index = 0; index < count; index++) charges[index]!.limit = limits[index]!;
    return refused;
  }
}

function dropOver(all: Map<string, { readonly untilMs: number }>, nowMs: number): void {
  for (const [key, { untilMs }] of all) if (nowMs >= untilMs) all.delete(key);
}

function leaseKey({ low, high }: Charge): string {
  return `${low} ${high}`;
}

/** The same on every proxy, and tells nobody whom it is about. */
function nameOf({ limitName, subject }: Charge): string {
  return hash("sha1", `${limitName}\0${subject}`, "base64url");
}
