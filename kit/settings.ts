import { isIP } from "node:net";

/** Reads one setting's text; throws an Error whose message says what is allowed. */
export type SettingParser<T> = (text: string) => T;

/** Settings that can't be used: one line for each, naming what was given and what is allowed. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
}

/**
 * Reads settings from an environment, collecting every mistake before it gives up, so that a user mends them in one go.
 * An empty value counts as absent.
 */
export class SettingsReader {
  readonly #environment: Readonly<Record<string, string | undefined>>;
  readonly #mistakes: string[] = [];

  constructor(environment: Readonly<Record<string, string | undefined>>) {
    this.#environment = environment;
  }

  /** The setting's value, or undefined when it is absent or a mistake. */
  optional<T>(name: string, parse: SettingParser<T>): T | undefined {
    return this.#read(name, parse, (text) => ` (given: "${text}")`);
  }

  /** Like optional, for a value that must not be shown, not even when it is a mistake. */
  secret<T>(name: string, parse: SettingParser<T>): T | undefined {
    return this.#read(name, parse, () => "");
  }

  /** The setting's value, or its default, which is written as a user would write it. */
  withDefault<T>(name: string, parse: SettingParser<T>, defaultText: string): T {
    return this.optional(name, parse) ?? parse(defaultText);
  }

  /**
   * The setting's value, which must be given exactly when another setting is: a value that has no effect without the
   * other one is a mistake too. Returns undefined when both are absent, or after a mistake.
   */
  required<T>(name: string, parse: SettingParser<T>, by: string): T | undefined {
    const value = this.#dependent(name, parse, by);
    if (value === undefined && this.#isGiven(by) && !this.#isGiven(name)) {
      this.reject(`${name}: must be given, because ${by} is`);
    }
    return value;
  }

  /** The setting's value or its default. A value that has no effect because another setting is absent is a mistake. */
  dependent<T>(name: string, parse: SettingParser<T>, defaultText: string, on: string): T {
    return this.#dependent(name, parse, on) ?? parse(defaultText);
  }

  #dependent<T>(name: string, parse: SettingParser<T>, on: string): T | undefined {
    if (this.#isGiven(name) && !this.#isGiven(on)) this.reject(`${name}: has no effect, because ${on} is not given`);
    return this.optional(name, parse);
  }

  #isGiven(name: string): boolean {
    return (this.#environment[name] ?? "") !== "";
  }

  #read<T>(name: string, parse: SettingParser<T>, showGiven: (text: string) => string): T | undefined {
    const text = this.#environment[name];
    if (text === undefined || text === "") return undefined;
    try {
      return parse(text);
    } catch (error) {
      const allowed = error instanceof Error ? error.message : String(error);
      this.#mistakes.push(`${name}: ${allowed}${showGiven(text)}`);
      return undefined;
    }
  }

  /** Records a mistake that concerns several settings. */
  reject(sentence: string): void {
    this.#mistakes.push(sentence);
  }

  /** Throws a SettingsError with all mistakes, if there were any. */
  assertNoMistakes(): void {
    if (this.#mistakes.length > 0) throw new SettingsError(this.#mistakes.join("\n"));
  }
}

export const parseText: SettingParser<string> = (text) => text;

export function parseWord<const Word extends string>(allowed: readonly Word[]): SettingParser<Word> {
  return (text) => {
    const word = allowed.find((candidate) => candidate === text);
    if (word === undefined) throw new RangeError(`must be one of ${allowed.join(", ")}`);
    return word;
  };
}

export function parseWholeNumber(limits: { min: number; max: number }): SettingParser<number> {
  return (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= limits.min && value <= limits.max)) {
      throw new RangeError(`must be a whole number from ${limits.min} to ${limits.max}`);
    }
    return value;
  };
}

export const parseShare: SettingParser<number> = (text) => {
  const share = Number(text);
  if (text.trim() === "" || !(share >= 0 && share <= 1)) throw new RangeError("must be a number from 0 to 1");
  return share;
};

export const parseHttpUrl: SettingParser<URL> = (text) => {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:")) {
    throw new RangeError("must be an http:// or https:// URL");
  }
  return url;
};

/** Comma separated, spaces around the commas ignored, empty items refused. */
export const parseList: SettingParser<readonly string[]> = (text) => {
  const items = text.split(",").map((item) => item.trim());
  if (items.includes("")) throw new RangeError("must be a comma separated list without empty items");
  return items;
};

/** A secret that must be hard to guess. */
export const parseSecret: SettingParser<string> = (text) => {
  if (text.length < 16 || /\s/.test(text)) throw new RangeError("must have at least 16 characters and no space");
  return text;
};

/** Ranges of IP addresses in CIDR notation. Short forms (`127/8`), which tools read in different ways, are refused. */
export const parseAddressRanges: SettingParser<readonly string[]> = (text) => {
  const ranges = parseList(text);
  const wrong = ranges.find((range) => !isAddressRange(range));
  if (wrong !== undefined) {
    throw new RangeError(
      `must be a comma separated list of CIDR ranges such as 10.0.0.0/8,fd00::/8, and "${wrong}" is not one`,
    );
  }
  return ranges;
};

function isAddressRange(range: string): boolean {
  const [, address = "", bits = ""] = /^([^/%]+)\/(\d{1,3})$/.exec(range) ?? [];
  const family = isIP(address);
  // Addresses of IPv4 are compared as such: a range of them in the notation of IPv6 would contain none.
  if (family === 0 || /^::ffff:/i.test(address)) return false;
  return Number(bits) <= (family === 4 ? 32 : 128);
}
