import type { Log } from "../../kit/log.ts";
import { FollowedName } from "./followed-name.ts";
import type { LookUp } from "./look-up.ts";

const longestMs = 3_600_000;
/** A name that can't be looked up is tried again after this long at most. */
const retryMs = 5_000;
/** How long whoever declares a name waits for its first answer. */
const firstAnswerMs = 2_000;

export interface DiscoveryOptions {
  readonly lookUp: LookUp;
  /** Called when the addresses of a name have changed, with the partitions that have it. */
  readonly onChange: (partitionIds: readonly string[]) => void;
  readonly log: Log;
}

/** A name of a partition, and how often it is looked up at most. */
export interface WantedName {
  readonly name: string;
  readonly minIntervalMs: number;
}

interface NameInUse {
  readonly followed: FollowedName;
  minIntervalMs: number;
  /** The partitions that have it. */
  readonly partitionIds: Set<string>;
  timer: NodeJS.Timeout | undefined;
  firstAnswer: Promise<void>;
}

/** Follows the addresses of names, once a proxy: looks each up again when its time is over, and keeps what it had last. */
export class Discovery {
  readonly #options: DiscoveryOptions;
  readonly #names = new Map<string, NameInUse>();
  #isClosed = false;

  constructor(options: DiscoveryOptions) {
    this.#options = options;
  }

  /** What is known of a name. */
  addressesOf(name: string): readonly string[] {
    return this.#names.get(name)?.followed.addresses ?? [];
  }

  /** The names that a partition has from now on. */
  follow(partitionId: string, wanted: readonly WantedName[]): void {
    for (const { name, minIntervalMs } of wanted) {
      const known = this.#names.get(name);
      if (known === undefined) {
        this.#begin(name, minIntervalMs, partitionId);
      } else {
        known.partitionIds.add(partitionId);
        known.minIntervalMs = minIntervalMs;
      }
    }
    const kept = new Set(wanted.map(({ name }) => name));
    for (const [name, { partitionIds, timer }] of this.#names) {
      if (kept.has(name) || !partitionIds.delete(partitionId) || partitionIds.size > 0) continue;
      clearTimeout(timer);
      this.#names.delete(name);
    }
  }

  /** Resolves when every name has had its first answer, or has waited long enough for it. */
  async firstAnswers(): Promise<void> {
    if (this.#names.size === 0) return;
    const all = Promise.all([...this.#names.values()].map(({ firstAnswer }) => firstAnswer));
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, firstAnswerMs);
    });
    await Promise.race([all, limit]);
    clearTimeout(timer);
  }

  close(): void {
    this.#isClosed = true;
    for (const { timer } of this.#names.values()) clearTimeout(timer);
  }

  #begin(name: string, minIntervalMs: number, partitionId: string): void {
    const { lookUp, onChange, log } = this.#options;
    const partitionIds = new Set([partitionId]);
    const followed = new FollowedName({
      name,
      lookUp,
      onChange: (before) => {
        if (this.#names.get(name)?.followed !== followed) return;
        const { addresses } = followed;
        log.info({ name, addresses, before }, "the addresses of a name have changed");
        onChange([...partitionIds]);
      },
      onFailure: (error, family) => {
        const of = family === undefined ? "a name" : `the IPv${family} addresses of a name`;
        log.warn({ name, err: error }, `${of} can't be looked up: what was known stays`);
      },
    });
    const inUse: NameInUse = { followed, minIntervalMs, partitionIds, timer: undefined, firstAnswer: nothing };
    this.#names.set(name, inUse);
    inUse.firstAnswer = this.#look(name, inUse);
  }

  async #look(name: string, inUse: NameInUse): Promise<void> {
    // The caller is to hold the name before its answer is there.
    await Promise.resolve();
    const ttlSeconds = await inUse.followed.look();
    const againMs =
      ttlSeconds === undefined
        ? Math.min(retryMs, inUse.minIntervalMs)
        : Math.min(longestMs, Math.max(inUse.minIntervalMs, ttlSeconds * 1000));
    if (this.#names.get(name) !== inUse || this.#isClosed) return;
    inUse.timer = setTimeout(() => this.#look(name, inUse), againMs);
  }
}

const nothing = Promise.resolve();
