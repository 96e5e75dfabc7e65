import type { Addresses, Family, LookUp } from "./look-up.ts";

const families: readonly Family[] = [4, 6];
/** How long the answer for one family waits for the other. */
const otherFamilyMs = 300;

export interface FollowedNameOptions {
  readonly name: string;
  readonly lookUp: LookUp;
  /** Called when the addresses have changed. */
  readonly onChange: (before: readonly string[]) => void;
  /** Called when the name servers can't answer. */
  readonly onFailure: (error: unknown, family: Family | undefined) => void;
}

/**
 * The addresses of one name. Each family is asked for by itself, and what is known of one stays while the name server
 * can't answer for it, whatever it answers for the other.
 */
export class FollowedName {
  readonly #options: FollowedNameOptions;
  /** The present addresses, from the name servers. */
  readonly #known = new Map<Family, Addresses>();
  /** The last answer of the name servers; undefined when they could not be asked. */
  readonly #latest = new Map<Family, Addresses | undefined>();
  readonly #asking = new Map<Family, Promise<void>>();
  /** The present addresses, from the system's resolver; undefined while the name servers know the name. */
  #system: Addresses | undefined;
  #addresses: readonly string[] = [];

  constructor(options: FollowedNameOptions) {
    this.#options = options;
  }

  get addresses(): readonly string[] {
    return this.#addresses;
  }

  /**
   * Looks the name up. Resolves when both families are answered for, or shortly after there is an address.
   *
   * @returns how long the answers hold, in seconds; undefined when nothing is known of the name
   */
  async look(): Promise<number | undefined> {
    const asked = families.map((family) => this.#ask(family));
    const all = Promise.all(asked).then(() => this.#settle());
    const first = asked.map(async (each) => {
      await each;
      if (this.#addresses.length === 0) await all;
    });
    await Promise.race([all, Promise.race(first).then(() => elapsed(otherFamilyMs))]);
    const ttls = [...this.#known.values(), this.#system ?? nothing]
      .filter(({ addresses }) => addresses.length > 0)
      .map(({ ttlSeconds = 0 }) => ttlSeconds);
    return ttls.length === 0 ? undefined : Math.min(...ttls);
  }

  /** One question at a time: a silent name server is not asked again meanwhile. */
  #ask(family: Family): Promise<void> {
    let asking = this.#asking.get(family);
    if (asking === undefined) {
      asking = this.#askNow(family).finally(() => this.#asking.delete(family));
      this.#asking.set(family, asking);
    }
    return asking;
  }

  async #askNow(family: Family): Promise<void> {
    const { lookUp, name, onFailure } = this.#options;
    try {
      const answer = await lookUp.ask(name, family);
      this.#latest.set(family, answer);
      // That there are no addresses counts only with the answer for the other family.
      if (answer.addresses.length > 0) this.#hold(family, answer);
    } catch (error) {
      this.#latest.set(family, undefined);
      onFailure(error, family);
    }
  }

  /** Both families were answered for, or could not be. */
  async #settle(): Promise<void> {
    const isNone = families.map((family) => this.#latest.get(family)?.addresses.length === 0);
    const isUnknown = isNone.every((each) => each);
    if (isUnknown || this.#addresses.length === 0) return this.#askSystem();
    for (const [index, family] of families.entries()) {
      const other = this.#known.get(family === 4 ? 6 : 4);
      if (isNone[index] && other !== undefined && other.addresses.length > 0) this.#hold(family, nothing);
    }
  }

  /** A name that neither DNS nor the system knows stays where it was. */
  async #askSystem(): Promise<void> {
    const { lookUp, name, onFailure } = this.#options;
    try {
      this.#system = await lookUp.askSystem(name);
      this.#known.clear();
      this.#changed();
    } catch (error) {
      onFailure(error, undefined);
    }
  }

  #hold(family: Family, answer: Addresses): void {
    this.#system = undefined;
    this.#known.set(family, answer);
    this.#changed();
  }

  #changed(): void {
    const before = this.#addresses;
    const found = [...this.#known.values(), this.#system ?? nothing].flatMap(({ addresses }) => addresses);
    this.#addresses = [...new Set(found)].sort();
    if (this.#addresses.join() !== before.join()) this.#options.onChange(before);
  }
}

const nothing: Addresses = { addresses: [], ttlSeconds: undefined };

function elapsed(durationMs: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, durationMs).unref();
  });
}
