import { gunzipSync } from "node:zlib";
import type { TokenUsage } from "../plugin/plugin.ts";
import { KeptEnds } from "./kept-ends.ts";

/** So much of an answer is looked at from its beginning, and as much before its end: usage stands in one of them. */
const keptBytes = 16 * 1024;
/** Of a stream it stands in the first event or in the last: there may be thousands at a time. */
const keptOfStream = { headBytes: 4 * 1024, tailBytes: 8 * 1024 };
const keptOfWhole = { headBytes: keptBytes, tailBytes: keptBytes };
/** A compressed answer is looked at when it is so small, and becomes so large. */
const mostCompressedBytes = 64 * 1024;
const mostInflatedBytes = 4 * 1024 * 1024;

/** No model has a context of a billion tokens: an answer with more, less than none, or a part of one is not believed. */
const mostTokens = 1_000_000_000;
/** An answer may name usage again and again without telling it: so often it is looked at, and so far. */
const mostTries = 200;
const mostUsageBytes = 4 * 1024;

const usageKey = Buffer.from('"usage"');
const eventStart = Buffer.from("data:");

/**
 * Reads the tokens that an answer tells of, as it passes: `usage` as OpenAI, Anthropic and their likes have it, in a whole
 * answer or in the last events of a stream. Keeps its beginning and its end, and looks into them when it is over.
 */
export class UsageReader {
  readonly #isGzip: boolean;
  readonly #isStream: boolean;
  /** Nearly every whole answer is one piece: it is all that is kept of it. */
  #first: Buffer | undefined;
  /** Of an answer in several pieces. */
  #ends: KeptEnds | undefined;
  /** Of a compressed one: all of it, while it is small. */
  #compressed: Buffer[] | undefined;
  #compressedBytes = 0;
  #events = 0;
  #bytes = 0;
  #isUnbelievable = false;

  constructor(contentType: string | undefined, contentEncoding: string | undefined) {
    this.#isGzip = contentEncoding === "gzip" || contentEncoding === "x-gzip";
    this.#isStream = contentType?.startsWith("text/event-stream") === true;
  }

  read(piece: Buffer): void {
    this.#bytes += piece.length;
    if (this.#isGzip) return this.#readCompressed(piece);
    if (this.#isStream) this.#events += countEvents(piece);
    if (this.#first === undefined) {
      this.#first = piece;
      return;
    }
    if (this.#ends === undefined) {
      this.#ends = new KeptEnds(this.#isStream ? keptOfStream : keptOfWhole);
      this.#ends.add(this.#first);
    }
    this.#ends.add(piece);
  }

  /** The usage that the answer reports; undefined when it reports none, or impossible numbers. */
  usage(): TokenUsage | undefined {
    if (this.#isGzip) return this.#inflated();
    if (this.#first === undefined) return undefined;
    const head = this.#ends === undefined ? this.#first : this.#ends.head();
    // A stream counts as it goes: what it tells last is what counts.
    const last = (this.#ends === undefined ? undefined : lastUsage(this.#ends.tail())) ?? lastUsage(head);
    return this.#believed(last, head);
  }

  /** After `usage`: whether the answer reports numbers that can't be, such as negative ones. */
  get isUnbelievable(): boolean {
    return this.#isUnbelievable;
  }

  /** How many pieces of text a stream has sent that broke off, for want of better knowledge. */
  get eventsSeen(): number {
    return this.#events;
  }

  /** The length of the answer as it came. */
  get bytesSeen(): number {
    return this.#bytes;
  }

  #believed(last: Told | undefined, head: Buffer): TokenUsage | undefined {
    if (last === undefined) return undefined;
    const prompt = last.prompt ?? firstUsage(head)?.prompt ?? 0;
    const completion = last.completion ?? 0;
    this.#isUnbelievable = prompt === unbelievable || completion === unbelievable;
    return this.#isUnbelievable ? undefined : { promptTokens: prompt, completionTokens: completion };
  }

  #readCompressed(piece: Buffer): void {
    this.#compressedBytes += piece.length;
    if (this.#compressedBytes > mostCompressedBytes) {
      this.#compressed = undefined;
      return;
    }
    this.#compressed ??= [];
    this.#compressed.push(piece);
  }

  #inflated(): TokenUsage | undefined {
    if (this.#compressed === undefined) return undefined;
    try {
      const whole = gunzipSync(Buffer.concat(this.#compressed), { maxOutputLength: mostInflatedBytes });
      return this.#believed(lastUsage(whole), whole);
    } catch {
      return undefined;
    }
  }
}

/** Stands for a number that can't be one of tokens. */
const unbelievable = -1;

interface Told {
  readonly prompt: number | undefined;
  readonly completion: number | undefined;
}

function lastUsage(bytes: Buffer): Told | undefined {
  let at = bytes.lastIndexOf(usageKey);
  for (let tries = 0; at !== -1 && tries < mostTries; tries++) {
    const told = usageAt(bytes, at);
    if (told !== undefined) return told;
    at = at === 0 ? -1 : bytes.lastIndexOf(usageKey, at - 1);
  }
  return undefined;
}

function firstUsage(bytes: Buffer): Told | undefined {
  let at = bytes.indexOf(usageKey);
  for (let tries = 0; at !== -1 && tries < mostTries; tries++) {
    const told = usageAt(bytes, at);
    if (told !== undefined) return told;
    at = bytes.indexOf(usageKey, at + 1);
  }
  return undefined;
}

/** The object that stands as value of a key; in a text the key's quotes would be escaped. */
function usageAt(bytes: Buffer, key: number): Told | undefined {
  let start = key + usageKey.length;
  while (isSpace(bytes[start]) || bytes[start] === 0x3a) start++;
  if (bytes[start] !== 0x7b) return undefined;
  let depth = 0;
  const limit = Math.min(bytes.length, start + mostUsageBytes);
  for (let end = start; end < limit; end++) {
    if (bytes[end] === 0x7b) depth++;
    else if (bytes[end] === 0x7d && --depth === 0) return toldBy(bytes.toString("utf8", start, end + 1));
  }
  return undefined;
}

function toldBy(text: string): Told | undefined {
  let usage: Readonly<Record<string, unknown>>;
  try {
    usage = JSON.parse(text);
  } catch {
    return undefined;
  }
  const prompt = countOf(usage.prompt_tokens ?? usage.input_tokens);
  // Embeddings have none of their own.
  const completion = countOf(usage.completion_tokens ?? usage.output_tokens);
  return prompt === undefined && completion === undefined ? undefined : { prompt, completion };
}

/** Undefined when there is no number: an event of a stream may have `null` in its place. */
function countOf(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined;
  return Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= mostTokens
    ? (value as number)
    : unbelievable;
}

function countEvents(piece: Buffer): number {
  let count = 0;
  for (let at = piece.indexOf(eventStart); at !== -1; at = piece.indexOf(eventStart, at + eventStart.length)) count++;
  return count;
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
