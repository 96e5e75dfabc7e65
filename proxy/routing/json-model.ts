import { maxJsonDepth } from "../../kit/parse-json.ts";

/** Where the value of the top-level `model` stands in a body, quotes included. */
export interface ModelValue {
  readonly model: string;
  readonly start: number;
  readonly end: number;
}

export type JsonModelResult =
  | { readonly kind: "model"; readonly value: ModelValue }
  | { readonly kind: "absent" }
  | { readonly kind: "not a string" }
  /** What is wrong, for the client. */
  | { readonly kind: "invalid"; readonly reason: string };

// What may come next.
const value = 0;
const valueOrEnd = 1;
const keyOrEnd = 2;
const key = 3;
const colon = 4;
const commaOrEnd = 5;
const done = 6;

const modelKey = "model";

// What a string's end can be in place of a position.
const wrong = -1;
const unfinished = 0;

/**
 * Finds the top-level `model` of a JSON body by walking over its bytes once, without building anything. Takes exactly
 * what JSON.parse takes (the caller checks UTF-8), but refuses a top-level `model` that is given twice, because two
 * readers would disagree about it, and JSON that nests deeper than `maxJsonDepth`. Works in steps, so that a large body
 * does not hold up everybody else's requests.
 */
export class JsonModelScanner {
  readonly #bytes: Buffer;
  #at = 0;
  /** Where this step ends. */
  #limit = 0;
  /** How far the string that begins at `#at` was read in earlier steps; 0: not begun. A string may be most of a body. */
  #stringAt = 0;
  #next: number = value;
  /** For each open bracket, whether it is an object's. */
  readonly #objects: boolean[] = [];
  #keyIsModel = false;
  #found: ModelValue | undefined;
  #wrong: string | undefined;
  #isNotAString = false;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    // JSON.parse does not take a byte order mark, nor does any upstream.
  }

  /** Goes on for about so many bytes. Gives undefined when there is more to do. */
  step(maxBytes: number): JsonModelResult | undefined {
    const bytes = this.#bytes;
    this.#limit = Math.min(bytes.length, Math.max(this.#at, this.#stringAt) + maxBytes);
    while (this.#at < this.#limit) {
      const byte = bytes[this.#at]!;
      if (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) this.#at++;
      else if (!this.#token(byte)) return this.#refused();
      else if (this.#stringAt !== 0) return undefined;
    }
    if (this.#at < bytes.length) return undefined;
    if (this.#next !== done) return { kind: "invalid", reason: "the body ends before its JSON does" };
    return this.#found === undefined ? { kind: "absent" } : { kind: "model", value: this.#found };
  }

  /** Takes one token; false when it can't stand here. */
  #token(byte: number): boolean {
    switch (byte) {
      case 0x22:
        return this.#string();
      case 0x7b:
        return this.#open(true);
      case 0x5b:
        return this.#open(false);
      case 0x7d:
        return this.#close(true);
      case 0x5d:
        return this.#close(false);
      case 0x3a:
        if (this.#next !== colon) return false;
        this.#next = value;
        this.#at++;
        return true;
      case 0x2c:
        if (this.#next !== commaOrEnd) return false;
        this.#next = this.#objects.at(-1) === true ? key : value;
        this.#at++;
        return true;
      default:
        return this.#literal(byte);
    }
  }

  #open(object: boolean): boolean {
    if (this.#next !== value && this.#next !== valueOrEnd) return false;
    if (this.#isModelValue()) return this.#notAString();
    if (this.#objects.length === maxJsonDepth) {
      this.#wrong = `arrays and objects nest deeper than ${maxJsonDepth} levels`;
      return false;
    }
    this.#objects.push(object);
    this.#next = object ? keyOrEnd : valueOrEnd;
    this.#at++;
    return true;
  }

  #close(object: boolean): boolean {
    if (this.#objects.at(-1) !== object) return false;
    if (this.#next !== commaOrEnd && this.#next !== (object ? keyOrEnd : valueOrEnd)) return false;
    this.#objects.pop();
    this.#at++;
    this.#afterValue();
    return true;
  }

  #string(): boolean {
    const isKey = this.#next === key || this.#next === keyOrEnd;
    if (!isKey && this.#next !== value && this.#next !== valueOrEnd) return false;
    const start = this.#at;
    const end = this.#skipString();
    if (end === wrong) return false;
    if (end === unfinished) return true;
    this.#at = end;
    if (isKey) {
      this.#next = colon;
      this.#keyIsModel = this.#objects.length === 1 && this.#text(start, end) === modelKey;
      if (!this.#keyIsModel || this.#found === undefined) return true;
      this.#wrong = `"model" stands twice in the body`;
      return false;
    }
    if (this.#isModelValue()) this.#found = { model: this.#text(start, end), start, end };
    this.#afterValue();
    return true;
  }

  /** The end of the string that begins here, `unfinished` when the step ends before it, or `wrong` when it is none. */
  #skipString(): number {
    const bytes = this.#bytes;
    let at = this.#stringAt === 0 ? this.#at + 1 : this.#stringAt;
    this.#stringAt = 0;
    const limit = this.#limit;
    for (; at < limit; at++) {
      // Four bytes at a time, as long as nothing stands among them: half the time of one after the other.
      while (
        at + 4 <= limit &&
        (marks[bytes[at]!]! | marks[bytes[at + 1]!]! | marks[bytes[at + 2]!]! | marks[bytes[at + 3]!]!) === 0
      )
        at += 4;
      if (at >= limit) break;
      const byte = bytes[at]!;
      if (marks[byte] === 0) continue;
      if (byte === 0x22) return at + 1;
      if (byte < 0x20) {
        this.#wrong = `a control character stands in a string at byte ${at}`;
        return wrong;
      }
      at++;
      const escaped = bytes[at];
      if (escaped === 0x75 && isHex4(bytes, at + 1)) at += 4;
      else if (escaped === undefined || !isSimpleEscape(escaped)) {
        this.#wrong = `a bad escape stands in a string at byte ${at}`;
        return wrong;
      }
    }
    if (at < bytes.length) {
      this.#stringAt = at;
      return unfinished;
    }
    this.#wrong = "the body ends inside a string";
    return wrong;
  }

  #literal(byte: number): boolean {
    if (this.#next !== value && this.#next !== valueOrEnd) return false;
    if (this.#isModelValue()) return this.#notAString();
    const length = byte === 0x2d || (byte >= 0x30 && byte <= 0x39) ? this.#numberLength() : this.#wordLength(byte);
    if (length === 0) return false;
    this.#at += length;
    this.#afterValue();
    return true;
  }

  #numberLength(): number {
    const bytes = this.#bytes;
    let at = this.#at;
    if (bytes[at] === 0x2d) at++;
    if (bytes[at] === 0x30) at++;
    else {
      const digits = countDigits(bytes, at);
      if (digits === 0) return 0;
      at += digits;
    }
    if (bytes[at] === 0x2e) {
      const digits = countDigits(bytes, at + 1);
      if (digits === 0) return 0;
      at += 1 + digits;
    }
    if (bytes[at] === 0x65 || bytes[at] === 0x45) {
      at++;
      if (bytes[at] === 0x2b || bytes[at] === 0x2d) at++;
      const digits = countDigits(bytes, at);
      if (digits === 0) return 0;
      at += digits;
    }
    return at - this.#at;
  }

  #wordLength(byte: number): number {
    const word = byte === 0x74 ? "true" : byte === 0x66 ? "false" : byte === 0x6e ? "null" : "";
    for (let index = 0; index < word.length; index++) {
      if (this.#bytes[this.#at + index] !== word.charCodeAt(index)) return 0;
    }
    return word.length;
  }

  #afterValue(): void {
    this.#keyIsModel = false;
    this.#next = this.#objects.length === 0 ? done : commaOrEnd;
  }

  #isModelValue(): boolean {
    return this.#keyIsModel && this.#objects.length === 1;
  }

  #notAString(): false {
    this.#isNotAString = true;
    return false;
  }

  #text(start: number, end: number): string {
    const inner = this.#bytes.toString("utf8", start + 1, end - 1);
    return inner.includes("\\") ? JSON.parse(this.#bytes.toString("utf8", start, end)) : inner;
  }

  #refused(): JsonModelResult {
    if (this.#isNotAString) return { kind: "not a string" };
    const character = this.#bytes.toString("latin1", this.#at, this.#at + 1);
    return { kind: "invalid", reason: this.#wrong ?? `"${character}" is not expected at byte ${this.#at}` };
  }
}

function countDigits(bytes: Buffer, start: number): number {
  let at = start;
  while (bytes[at]! >= 0x30 && bytes[at]! <= 0x39) at++;
  return at - start;
}

function isHex4(bytes: Buffer, start: number): boolean {
  for (let at = start; at < start + 4; at++) {
    const byte = bytes[at] ?? 0;
    const isDigit = byte >= 0x30 && byte <= 0x39;
    const small = byte | 0x20;
    if (!isDigit && !(small >= 0x61 && small <= 0x66)) return false;
  }
  return true;
}

/** Which bytes of a string are more than text: 1 for its end, escapes, and what can't stand in it. */
const marks = new Uint8Array(256);
marks.fill(1, 0, 0x20);
marks[0x22] = 1;
marks[0x5c] = 1;

/** `"`, `\`, `/`, b, f, n, r, t. */
function isSimpleEscape(byte: number): boolean {
  return (
    byte === 0x22 ||
    byte === 0x5c ||
    byte === 0x2f ||
    byte === 0x62 ||
    byte === 0x66 ||
    byte === 0x6e ||
    byte === 0x72 ||
    byte === 0x74
  );
}
