import { Backoff } from "../../kit/backoff.ts";
import { nextTurn } from "../../kit/next-turn.ts";
import { systemRandom } from "../../kit/random.ts";

const firstRetryMs = 200;
const longestRetryMs = 30_000;

/**
 * Collects keys and hands them over in batches, one batch at a time: what is marked while a batch is under way waits for
 * the next, so a burst costs each key once. Each batch starts in a turn of the event loop of its own. When a batch fails,
 * each of its keys is tried alone; those that fail again are tried again later, until they succeed, and keep no other key
 * waiting.
 */
export class DirtyLoop<Key> {
  readonly #work: (keys: ReadonlySet<Key>) => Promise<void>;
  readonly #onError: (error: unknown, keys: ReadonlySet<Key>) => void;
  readonly #backoff = new Backoff({ firstMs: firstRetryMs, longestMs: longestRetryMs, random: systemRandom });
  #dirty = new Set<Key>();
  #underWay: ReadonlySet<Key> = new Set();
  readonly #failed = new Set<Key>();
  #retry: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #stopped = false;

  /** @param onError called with the keys that failed, each time that they fail */
  constructor(
    work: (keys: ReadonlySet<Key>) => Promise<void>,
    onError: (error: unknown, keys: ReadonlySet<Key>) => void,
  ) {
    this.#work = work;
    this.#onError = onError;
  }

  /** Whether a key is marked, is tried again later, or its batch is under way. */
  has(key: Key): boolean {
    return this.#dirty.has(key) || this.#underWay.has(key) || this.#failed.has(key);
  }

  mark(key: Key): void {
    if (this.#stopped) return;
    this.#failed.delete(key);
    this.#dirty.add(key);
    this.#running ??= this.#run();
  }

  /** Resolves when nothing is marked or under way. Does not wait for what is tried again later. */
  async settled(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  /** Takes no more marks and waits for the batch under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#retry);
    this.#dirty.clear();
    await this.settled();
    clearTimeout(this.#retry);
  }

  async #run(): Promise<void> {
    await nextTurn();
    while (this.#dirty.size > 0) {
      const batch = this.#dirty;
      this.#dirty = new Set();
      this.#underWay = batch;
      await this.#handle(batch);
      this.#underWay = new Set();
      await nextTurn();
    }
    this.#running = undefined;
  }

  async #handle(batch: ReadonlySet<Key>): Promise<void> {
    try {
      await this.#work(batch);
      if (this.#failed.size === 0) this.#backoff.succeeded();
    } catch (error) {
      if (batch.size > 1 && !this.#stopped) {
        for (const key of batch) await this.#handle(new Set([key]));
        return;
      }
      this.#onError(error, batch);
      for (const key of batch) this.#failed.add(key);
      this.#retry ??= setTimeout(() => this.#tryAgain(), this.#backoff.failed()).unref();
    }
  }

  #tryAgain(): void {
    this.#retry = undefined;
    for (const key of [...this.#failed]) this.mark(key);
  }
}
