import type { Random } from "../../kit/random.ts";

const longest = 128;

/** The client's own id when it is a sane one (letters, digits, `-`, `_`, `.`, up to 128), else a new one. */
export function requestIdOf(given: string | string[] | undefined, random: Random): string {
  return typeof given === "string" && isSane(given) ? given : random.uuid();
}

function isSane(id: string): boolean {
  if (id.length === 0 || id.length > longest) return false;
  for (let index = 0; index < id.length; index++) {
    const code = id.charCodeAt(index);
    const isDigit = code >= 0x30 && code <= 0x39;
    const isLetter = (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a;
    if (!isDigit && !isLetter && code !== 0x2d && code !== 0x2e && code !== 0x5f) return false;
  }
  return true;
}
