/**
 * How deep arrays and objects may nest in JSON that Weir reads. Real requests stay far below it (tools with JSON Schemas
 * nest 20 to 30 deep); whatever walks over a value of this depth by recursion is far from the end of its stack.
 */
export const maxJsonDepth = 128;

/** The value of a JSON text of bounded depth, or why it has none. */
export type ParsedJson =
  | { readonly kind: "json"; readonly value: unknown }
  | { readonly kind: "no json" }
  | { readonly kind: "too deep" };

/** Parses JSON that others wrote. Its depth is checked first, without recursion, so that no walk over it can overflow. */
export function parseJson(text: string): ParsedJson {
  if (nestsDeeperThan(text, maxJsonDepth)) return tooDeep;
  try {
    return { kind: "json", value: JSON.parse(text) };
  } catch {
    return noJson;
  }
}

/** Whether the arrays and objects of a JSON text nest deeper than allowed, found in one pass over the text. */
export function nestsDeeperThan(text: string, maxDepth: number): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case quote:
        at = stringEnd(text, at + 1);
        break;
      case leftBracket:
      case leftBrace:
        depth += 1;
        if (depth > maxDepth) return true;
        break;
      case rightBracket:
      case rightBrace:
        depth -= 1;
        break;
    }
  }
  return false;
}

/** The index at which the string that begins at `start` ends: that of its closing quote, or the end of the text. */
function stringEnd(text: string, start: number): number {
  for (let at = text.indexOf('"', start); at !== -1; at = text.indexOf('"', at + 1)) {
    let first = at;
    while (first > start && text.charCodeAt(first - 1) === backslash) first--;
    // An even number of backslashes escape each other, not the quote.
    if ((at - first) % 2 === 0) return at;
  }
  return text.length;
}

const noJson: ParsedJson = { kind: "no json" };
const tooDeep: ParsedJson = { kind: "too deep" };

const quote = 0x22;
const leftBracket = 0x5b;
const backslash = 0x5c;
const rightBracket = 0x5d;
const leftBrace = 0x7b;
const rightBrace = 0x7d;
