import type { RE2JS } from "re2js";
import { loadWhenUsed } from "./load-when-used.ts";
import type { MatchBudget } from "./match-budget.ts";

const re2 = loadWhenUsed<typeof import("re2js")>("re2js");

export interface LinearPatternOptions {
  readonly ignoreCase?: boolean;
  /** Whether it is written as JavaScript has it, for example with `\u00e9`, which RE2 writes `\x{e9}`. */
  readonly isJavaScript?: boolean;
}

/** Compiles a pattern; gives what is wrong with it as a text. */
export function parseLinearPattern(
  pattern: string,
  { ignoreCase = false, isJavaScript = false }: LinearPatternOptions = {},
): LinearPattern | string {
  const { RE2JS, RE2JSSyntaxException } = re2();
  try {
    const translated = isJavaScript ? RE2JS.translateRegExp(pattern) : pattern;
    return new LinearPattern(RE2JS.compile(translated, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0));
  } catch (error) {
    if (error instanceof RE2JSSyntaxException) return error.message;
    throw error;
  }
}

/** So many patterns are matched as one: all in the time of one, where the automaton of all has few states. */
const patternsAtOnce = 16;

/** Compiles patterns of which a text may have any. Throws where one is no pattern. */
export function parseAnyOf(patterns: readonly string[], options?: LinearPatternOptions): LinearPattern[] {
  const all: LinearPattern[] = [];
  for (let index = 0; index < patterns.length; index += patternsAtOnce) {
    const some = patterns.slice(index, index + patternsAtOnce);
    const each = some.map((pattern) => {
      const parsed = parseLinearPattern(pattern, options);
      if (typeof parsed === "string") throw new Error(`"${pattern}" is no regular expression of RE2: ${parsed}`);
      return parsed;
    });
    const together = parseLinearPattern(some.map((pattern) => `(?:${pattern})`).join("|"), options);
    // Two of them may have groups of the same name, and a \Q that has no end quotes what comes after it.
    if (typeof together === "string" || some.some((pattern) => pattern.includes("\\Q"))) all.push(...each);
    else all.push(together);
  }
  return all;
}

/** Memory for the states of an automaton: a state for each instruction fits in. */
const automatonBytes = 32 * 1024;
const automatonBytesPerInstruction = 2 * 1024;
/** Characters that a search for a literal goes through in the time of one step. */
const searchedPerStep = 16;
/** The cost of making ready for the next match, in steps. */
const stepsPerMatch = 32;
/** The cost of finding the next state of an automaton for each instruction, in steps. */
const stepsPerState = 4;

/**
 * A regular expression of RE2. Finding out whether a text has it takes one step for a character where an automaton can be
 * made that has few states, as for most patterns; otherwise, and to find where it is, a step for each character and
 * instruction. All steps are charged while they are done.
 */
export class LinearPattern {
  /** How many instructions it compiles to. */
  readonly size: number;
  readonly #pattern: RE2JS;
  /** Without an automaton, each character is read two or three times. */
  readonly #stepsPerRead: number;
  /** The budget of the search that is going on. */
  #budget: MatchBudget | undefined;

  constructor(pattern: RE2JS) {
    this.#pattern = pattern;
    this.size = pattern.programSize();
    this.#stepsPerRead = 2 + Math.ceil(this.size / 2);
  }

  get matchesEmptyText(): boolean {
    return this.#pattern.matches("");
  }

  /** Whether a text has it. Throws a `TooMuchMatchingError`. */
  isIn(text: string, budget: MatchBudget): boolean {
    // Automata are made when they are first needed.
    if (this.#budget === undefined) this.#boundAutomaton();
    this.#budget = budget;
    return this.#pattern.test(new ChargedText(text, budget, 1, this.#stepsPerRead) as unknown as string);
  }

  /** Where a text has it, without empty matches. Throws a `TooMuchMatchingError`. */
  findAll(text: string, budget: MatchBudget): { readonly start: number; readonly end: number }[] {
    const found: { start: number; end: number }[] = [];
    if (!this.isIn(text, budget)) return found;
    const charged = new ChargedText(text, budget, this.#stepsPerRead, this.#stepsPerRead);
    const matcher = this.#pattern.matcher(charged as unknown as string);
    while (matcher.find()) {
      budget.charge(stepsPerMatch + this.size);
      if (matcher.end() > matcher.start()) found.push({ start: matcher.start(), end: matcher.end() });
    }
    return found;
  }

  /** Bounds the memory of the automaton, and charges what it takes to find out its next state. */
  #boundAutomaton(): void {
    const compiled = this.#pattern.re2();
    // It reads the text once more, and finds nothing that the automaton does not find as fast.
    compiled.prefilter = null;
    const { dfa } = compiled;
    dfa.stateBudget = automatonBytes + automatonBytesPerInstruction * this.size;
    dfa.memBudget = dfa.stateBudget;
    const step = dfa.stepOrReset.bind(dfa);
    dfa.stepOrReset = (...args) => {
      this.#budget?.charge(stepsPerState * this.size);
      return step(...args);
    };
  }
}

/** A text that charges each character that the library reads, of which it uses the three methods below. */
class ChargedText extends String {
  readonly #text: string;
  readonly #budget: MatchBudget;
  readonly #stepsPerReadAgain: number;
  #stepsPerRead: number;
  #last = 0;

  constructor(text: string, budget: MatchBudget, stepsPerRead: number, stepsPerReadAgain: number) {
    super(text);
    this.#text = text;
    this.#budget = budget;
    this.#stepsPerRead = stepsPerRead;
    this.#stepsPerReadAgain = stepsPerReadAgain;
  }

  override charCodeAt(index: number): number {
    // An automaton reads on and on. Where it has given up, another way to match begins again.
    if (index < this.#last) this.#stepsPerRead = this.#stepsPerReadAgain;
    this.#last = index;
    this.#budget.charge(this.#stepsPerRead);
    return this.#text.charCodeAt(index);
  }

  override indexOf(literal: string, from: number): number {
    const found = this.#text.indexOf(literal, from);
    this.#budget.charge(1 + (found === -1 ? this.length - from : found - from) / searchedPerStep);
    return found;
  }
}

/** The size of a Unicode class such as `\pL`, which has that many ranges or more. */
const unicodeClassSize = 10;

/**
 * How much a pattern takes to compile, in instructions, estimated from its text without compiling it: what is repeated a
 * number of times is compiled as often.
 */
export function linearPatternSize(pattern: string): number {
  /** For each open group, the size of the pattern before it. */
  const outer: number[] = [];
  let size = 0;
  /** The size of what a repetition that comes next repeats. */
  let last = 0;
  for (let at = 0; at < pattern.length; at++) {
    let own = 1;
    switch (pattern[at]) {
      case "\\": {
        at += 1;
        const isUnicode = pattern[at] === "p" || pattern[at] === "P";
        if (isUnicode) own = unicodeClassSize;
        if ((isUnicode || pattern[at] === "x") && pattern[at + 1] === "{") at = endOf(pattern, "}", at);
        break;
      }
      case "[": {
        const end = classEnd(pattern, at);
        const unicode = pattern.slice(at, end).match(/\\p/gi)?.length ?? 0;
        own += unicode * unicodeClassSize;
        // Its ranges, which are shared by all repetitions of it.
        size += (end - at) >> 3;
        at = end;
        break;
      }
      case "(":
        outer.push(size);
        size = 0;
        break;
      case ")":
        own = size + 1;
        size = outer.pop() ?? 0;
        break;
      case "{": {
        const [text, least, comma, most] = /^\{(\d+)(,(\d*))?\}/.exec(pattern.slice(at, at + 12)) ?? [];
        if (text === undefined) break;
        at += text.length - 1;
        const times =
          most === undefined || most === "" ? Number(least) + Number(comma !== undefined) : Number(most) * 2;
        own = last * Math.max(0, times - 1);
        last += own;
        size += own;
        continue;
      }
    }
    last = own;
    size += own;
  }
  return outer.reduce((sum, each) => sum + each, size);
}

/** Where a class of characters ends. */
function classEnd(pattern: string, start: number): number {
  let at = start + 1;
  if (pattern[at] === "^") at += 1;
  if (pattern[at] === "]") at += 1;
  for (; at < pattern.length && pattern[at] !== "]"; at++) if (pattern[at] === "\\") at += 1;
  return Math.min(at, pattern.length - 1);
}

function endOf(pattern: string, character: string, start: number): number {
  const end = pattern.indexOf(character, start);
  return end === -1 ? pattern.length : end;
}
