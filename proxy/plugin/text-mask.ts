import type { MaskingRule } from "../../gen/es/weir/inference/v1alpha1/data_masking_pb.ts";
import { parseLinearPattern } from "../../kit/linear-pattern.ts";

/** Something in a text that is masked, and what stands there instead. */
export interface Found {
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

type Finder = (text: string) => Found[];

/** What is well known. None of these goes back over what it has read more than a bounded number of times. */
const entities: Readonly<Record<string, { readonly pattern: RegExp; readonly isReal?: (text: string) => boolean }>> = {
  email: { pattern: /[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}/g },
  phone: { pattern: /(?<![\w.+-])(?:\+\d{1,3}[ .-]?)?(?:\(\d{2,4}\)|\d{2,4})(?:[ .-]\d{2,4}){2,4}(?![\w-])/g },
  credit_card: { pattern: /(?<![\w-])\d(?:[ -]?\d){12,18}(?![\w-])/g, isReal: hasLuhnDigit },
  iban: { pattern: /(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?(?!\w)/g },
  us_ssn: { pattern: /(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])/g },
  ip_address: {
    pattern: /(?<![\w.:])(?:(?:\d{1,3}\.){3}\d{1,3}|(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4})(?![\w:]|\.\d)/g,
    isReal: (text) => text.includes(":") || text.split(".").every((part) => Number(part) <= 255),
  },
  api_key: { pattern: /(?<!\w)(?:sk-|weir_[ag][tk]_|AKIA|ghp_|xox[abp]-|AIza)[\w-]{16,200}/g },
};

/** Finds what is masked in a text, and puts something else in its place. */
export class TextMask {
  readonly #finders: readonly Finder[];

  /** Throws where a pattern is none. */
  constructor(rules: readonly MaskingRule[]) {
    this.#finders = rules.map(({ what, replacement }) => {
      switch (what.case) {
        case "entity":
          return entityFinder(what.value, replacement ?? `[${what.value.toUpperCase()}]`);
        case "pattern":
          return patternFinder(what.value, replacement ?? "[MASKED]");
        case undefined:
          throw new Error("this proxy does not know what is masked: it is of an older release");
        default:
          return what satisfies never;
      }
    });
  }

  /** In their order; of those that overlap the one that begins first, of the rule that stands first. */
  find(text: string): Found[] {
    const all = this.#finders.flatMap((finder) => finder(text));
    if (all.length < 2) return all;
    let end = 0;
    return all
      .sort((a, b) => a.start - b.start)
      .filter((found) => {
        if (found.start < end) return false;
        end = found.end;
        return true;
      });
  }

  /** The same text where nothing is found. */
  mask(text: string, found = this.find(text)): string {
    if (found.length === 0) return text;
    let masked = "";
    let end = 0;
    for (const each of found) {
      masked += text.slice(end, each.start) + each.replacement;
      end = each.end;
    }
    return masked + text.slice(end);
  }
}

function entityFinder(name: string, replacement: string): Finder {
  const entity = entities[name];
  if (entity === undefined) throw new Error(`this proxy does not know the entity "${name}": it is of an older release`);
  const { pattern, isReal } = entity;
  return (text) =>
    Array.from(text.matchAll(pattern)).flatMap(({ 0: found, index: start }) =>
      isReal?.(found) === false ? [] : [{ start, end: start + found.length, replacement }],
    );
}

function patternFinder(source: string, replacement: string): Finder {
  const pattern = parseLinearPattern(source);
  if (typeof pattern === "string") throw new Error(`"${source}" is no regular expression of RE2: ${pattern}`);
  return (text) => {
    const found: Found[] = [];
    const matcher = pattern.matcher(text);
    while (matcher.find()) {
      if (matcher.end() > matcher.start()) found.push({ start: matcher.start(), end: matcher.end(), replacement });
    }
    return found;
  };
}

/** The check digit of payment cards. */
function hasLuhnDigit(text: string): boolean {
  let sum = 0;
  let isSecond = false;
  for (let index = text.length - 1; index >= 0; index--) {
    const digit = text.charCodeAt(index) - 48;
    if (digit < 0 || digit > 9) continue;
    const value = isSecond ? digit * 2 : digit;
    sum += value > 9 ? value - 9 : value;
    isSecond = !isSecond;
  }
  return sum % 10 === 0;
}
