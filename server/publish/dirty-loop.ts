import { nextTurn } from "../../kit/next-turn.ts";

/**
 * Collects keys and hands them over in batches, one batch at a time: what is marked while a batch is under way waits for
 * the next, so a burst costs each key once. Each batch starts in a turn of the event loop of its own.
 */
export class DirtyLoop<Key> {
  readonly #work: (keys: ReadonlySet<Key>) => Promise<void>;
  readonly #onError: (error: unknown, keys: ReadonlySet<Key>) => void;
  #dirty = new Set<Key>();
  #underWay: ReadonlySet<Key> = new Set();
  #running: Promise<void> | undefined;
  #stopped = false;

  constructor(
    work: (keys: ReadonlySet<Key>) => Promise<void>,
    onError: (error: unknown, keys: ReadonlySet<Key>) => void,
  ) {
    this.#work = work;
    this.#onError = onError;
  }

  /** Whether a key is marked or its batch is under way. */
  has(key: Key): boolean {
    return this.#dirty.has(key) || this.#underWay.has(key);
  }

  mark(key: Key): void {
    if (this.#stopped) return;
    this.#dirty.add(key);
    this.#running ??= this.#run();
  }

  /** Resolves when nothing is marked or under way. */
  async settled(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  /** Takes no more marks and waits for the batch under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#dirty.clear();
    await this.settled();
  }

  async #run(): Promise<void> {
    await nextTurn();
    while (this.#dirty.size > 0) {
      const batch = this.#dirty;
      this.#dirty = new Set();
      this.#underWay = batch;
      try {
        await this.#work(batch);
      } catch (error) {
        this.#onError(error, batch);
      }
      this.#underWay = new Set();
      await nextTurn();
    }
    this.#running = undefined;
  }
}
