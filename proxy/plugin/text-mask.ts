import type { MaskingRule } from "../../gen/es/weir/inference/v1alpha1/data_masking_pb.ts";
import { parseLinearPattern } from "../../kit/linear-pattern.ts";
import type { MatchBudget } from "../../kit/match-budget.ts";

/** Something in a text that is masked, and what stands there instead. */
export interface Found {
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

type Finder = (text: string, budget: MatchBudget) => Found[];

interface Entity {
  readonly pattern: RegExp;
  readonly isReal?: (text: string) => boolean;
  /** How far before what the pattern finds it may begin; absent: there. */
  readonly startOf?: (text: string, from: number, at: number) => number;
}

/** What is well known. Each takes some 20 ns for a character at worst. */
const entities: Readonly<Record<string, Entity>> = {
  // From the @ on. A pattern that begins with the name would try each character of a long word as its beginning.
  email: { pattern: /@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}/g, startOf: startOfMailbox },
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
  find(text: string, budget: MatchBudget): Found[] {
    return firstOf(this.#finders.flatMap((finder) => finder(text, budget)));
  }

  /** Finds the same, and gives other exchanges their turn in between. */
  async findInTurns(text: string, budget: MatchBudget): Promise<Found[]> {
    const all: Found[] = [];
    for (const finder of this.#finders) {
      for (const found of finder(text, budget)) all.push(found);
      const turn = budget.takeTurn();
      if (turn !== undefined) await turn;
    }
    return firstOf(all);
  }

  /** Puts the replacements in place of what was found. */
  replace(text: string, found: readonly Found[]): string {
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

/** Of those that overlap the one that begins first. */
function firstOf(all: Found[]): Found[] {
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

function entityFinder(name: string, replacement: string): Finder {
  const entity = entities[name];
  if (entity === undefined) throw new Error(`this proxy does not know the entity "${name}": it is of an older release`);
  const { pattern, isReal, startOf } = entity;
  return (text, budget) => {
    budget.charge(text.length);
    const all: Found[] = [];
    let from = 0;
    for (const { 0: found, index: at } of text.matchAll(pattern)) {
      const start = startOf === undefined ? at : startOf(text, from, at);
      if (start === -1 || isReal?.(found) === false) continue;
      from = at + found.length;
      all.push({ start, end: from, replacement });
    }
    return all;
  };
}

const longestMailbox = 64;
const ofMailbox = /[A-Za-z0-9._%+-]/;

/** Where the name before an @ begins; -1 when there is none. */
function startOfMailbox(text: string, from: number, at: number): number {
  const least = Math.max(from, at - longestMailbox);
  let start = at;
  while (start > least && ofMailbox.test(text.charAt(start - 1))) start -= 1;
  return start < at ? start : -1;
}

function patternFinder(source: string, replacement: string): Finder {
  const pattern = parseLinearPattern(source);
  if (typeof pattern === "string") throw new Error(`"${source}" is no regular expression of RE2: ${pattern}`);
  return (text, budget) => pattern.findAll(text, budget).map(({ start, end }) => ({ start, end, replacement }));
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
