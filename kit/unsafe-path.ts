/** Why a path is unsafe: readers that decode it to different depths take it for different paths. */
export type UnsafePath = "dot segment" | "control character" | "overlong UTF-8";

/**
 * Finds what is unsafe in a request's path, before its query: a `.` or `..` as a segment, a control character, or UTF-8
 * that is longer than it need be. An upstream may decode percent-escapes once, several times or not at all, and may split
 * segments at `/` or `\`, at their escapes, or cut them at `;`, `?` and `#`: no spelling that one of them would take for a
 * dot segment is safe. Undefined for a safe path, whatever else is encoded in it.
 */
export function findUnsafe(path: string): UnsafePath | undefined {
  let before = 0;
  for (let at = 0; at < path.length; at++) {
    const code = path.charCodeAt(at);
    if (code === questionMark) return undefined;
    // Nearly every path has none of these, and is safe.
    if (code === percent || code === backslash || code < 0x20 || code >= 0x7f || (code === dot && before === slash)) {
      return lookClosely(path);
    }
    before = code;
  }
  return undefined;
}

function lookClosely(path: string): UnsafePath | undefined {
  const query = path.indexOf("?");
  const once = (query === -1 ? path : path.slice(0, query)).replace(escapes, decodeEscape);
  // Nearly every path that has escapes has none that stand for others.
  const decoded = once.search(escapes) === -1 ? once : decodeFully(once);
  if (dotSegment.test(decoded)) return "dot segment";
  if (controlCharacter.test(decoded)) return "control character";
  return overlongUtf8.test(decoded) ? "overlong UTF-8" : undefined;
}

const dotSegment = /(?:^|[/\\])\.{1,2}(?:$|[/\\;?#])/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for
const controlCharacter = /[\x00-\x1f\x7f]/;
/** Bytes that a lax decoder takes for an ASCII character, for example `C0 AE` for a dot. */
const overlongUtf8 = /[\xc0\xc1][\x80-\xbf]|\xe0[\x80-\x9f][\x80-\xbf]|\xf0[\x80-\x8f][\x80-\xbf]/;

/** `%2e`, and `%u002e` as some servers have it. */
const escapes = /%(?:u00)?[0-9a-f]{2}/gi;

/** A byte becomes one character. */
function decodeEscape(text: string): string {
  return String.fromCharCode(Number.parseInt(text.slice(-2), 16));
}

/**
 * Decodes percent-escapes until none is left, those included that come from decoding others; a byte as one character.
 * One pass: what is decoded is a stack, and an escape is always at its top.
 */
function decodeFully(path: string): string {
  const codes: number[] = [];
  for (let at = 0; at < path.length; at++) {
    codes.push(path.charCodeAt(at));
    while (decodeTop(codes));
  }
  return Buffer.from(codes).toString("latin1");
}

/** Replaces the escape at the top of the stack by its character; returns false when no escape ends there. */
function decodeTop(codes: number[]): boolean {
  const end = codes.length;
  const low = hexDigit(codes[end - 1]);
  const high = low === -1 ? -1 : hexDigit(codes[end - 2]);
  if (high === -1) return false;
  let start = end - 3;
  if (codes[start] !== percent) {
    // %u00XX
    start = end - 6;
    const isLong = codes[start] === percent && (codes[start + 1]! | 0x20) === 0x75;
    if (!isLong || codes[start + 2] !== zero || codes[start + 3] !== zero) return false;
  }
  codes.length = start;
  codes.push(high * 16 + low);
  return true;
}

/** -1 for what is no hexadecimal digit. */
function hexDigit(code: number | undefined): number {
  if (code === undefined) return -1;
  if (code >= zero && code <= 0x39) return code - zero;
  const letter = (code | 0x20) - 0x61;
  return letter >= 0 && letter < 6 ? letter + 10 : -1;
}

const percent = 0x25;
const dot = 0x2e;
const slash = 0x2f;
const zero = 0x30;
const questionMark = 0x3f;
const backslash = 0x5c;
