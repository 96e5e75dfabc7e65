/** What a worker has to tell, until it tells it. Beyond its room nothing is taken: it can't grow while nobody listens. */
export class Outbox<Item> {
  readonly #room: number;
  #items: Item[] = [];

  constructor(room: number) {
    this.#room = room;
  }

  add(item: Item): void {
    if (this.#items.length < this.#room) this.#items.push(item);
  }

  /** What came since the last time; undefined: nothing. */
  take(): readonly Item[] | undefined {
    if (this.#items.length === 0) return undefined;
    const items = this.#items;
    this.#items = [];
    return items;
  }
}
