import type { RE2JS } from "re2js";
import { loadWhenUsed } from "./load-when-used.ts";

const re2 = loadWhenUsed<typeof import("re2js")>("re2js");

/** A regular expression of RE2: whatever the text, it takes time in proportion to its length. */
export type LinearPattern = RE2JS;

/** Compiles a pattern; gives what is wrong with it as a text. */
export function parseLinearPattern(pattern: string, ignoreCase = false): LinearPattern | string {
  const { RE2JS, RE2JSSyntaxException } = re2();
  try {
    return RE2JS.compile(pattern, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);
  } catch (error) {
    if (error instanceof RE2JSSyntaxException) return error.message;
    throw error;
  }
}
