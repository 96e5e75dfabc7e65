import type { RE2JS } from "re2js";
import { loadWhenUsed } from "./load-when-used.ts";

const re2 = loadWhenUsed<typeof import("re2js")>("re2js");

/** A regular expression of RE2: whatever the text, it takes time in proportion to its length. */
export type LinearPattern = RE2JS;

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
    return RE2JS.compile(translated, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);
  } catch (error) {
    if (error instanceof RE2JSSyntaxException) return error.message;
    throw error;
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
