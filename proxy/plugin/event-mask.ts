import { StringDecoder } from "node:string_decoder";
import { MatchBudget, TooMuchMatchingError } from "../../kit/match-budget.ts";
import type { Refusal } from "../pipeline/proxy-error.ts";
import { dataOf, eventTooLarge, mostEventBytes, withData } from "./event-data.ts";
import { deltasOf, endsIn } from "./event-deltas.ts";
import { readAnswerJson } from "./json-body.ts";
import type { BodyTransform, Transformed } from "./plugin.ts";
import type { TextMask } from "./text-mask.ts";
import { tooMuchMatching } from "./too-much-matching.ts";

/** A text that has come so far that it can't be told yet what of it is masked. */
interface Held {
  readonly text: string;
  /** The event that it came in last, to send the rest in the same form. */
  readonly event: unknown;
  readonly eventLength: number;
}

/** What is longer than so many windows is masked without its end. */
const longestWindows = 16;
const eventEnd = /\r?\n\r?\n/;
/** One less than the longest end of an event has. */
const seamLength = 3;

/**
 * Masks the texts of a stream of server-sent events as they pass. The end of each text is held back, because it may be
 * the beginning of something that is masked; all else goes out with the event that it came in.
 */
export class EventMask implements BodyTransform {
  readonly holds = false;
  readonly #mask: TextMask;
  readonly #window: number;
  readonly #budget = new MatchBudget();
  readonly #decoder = new StringDecoder("utf8");
  /** By the text of the stream that it is of. */
  readonly #held = new Map<string, Held>();
  /** The beginning of an event of which the end has not come, in the pieces in which it came. */
  #rest: string[] = [];
  #restLength = 0;
  /** How many have come. */
  #characters = 0;
  /** The end of it: the end of the event may stand on both sides of a seam. */
  #seam = "";

  /** @param window how many characters are held back */
  constructor(mask: TextMask, window: number) {
    this.#mask = mask;
    this.#window = window;
  }

  push(piece: Buffer): Transformed {
    this.#budget.addPiece(piece.length);
    return this.#withinBudget(() => this.#take(piece));
  }

  end(): Transformed {
    return this.#withinBudget(() => this.#takeEnd());
  }

  /** A stream that is too costly to mask ends here. */
  #withinBudget(take: () => Transformed): Transformed {
    try {
      return take();
    } catch (error) {
      if (!(error instanceof TooMuchMatchingError)) throw error;
      const matched = { plugin: "data_masking", what: "a stream", characters: this.#characters };
      return tooMuchMatching("upstream_protocol_error", matched);
    }
  }

  #take(piece: Buffer): Transformed {
    const text = this.#decoder.write(piece);
    this.#characters += text.length;
    const fresh = this.#seam + text;
    this.#keep(text, fresh);
    // Only what is new is searched: an event may come in thousands of pieces.
    if (!eventEnd.test(fresh)) return this.#restLength > mostEventBytes ? eventTooLarge() : undefined;
    let rest = this.#takeRest();
    let out = "";
    for (let found = eventEnd.exec(rest); found !== null; found = eventEnd.exec(rest)) {
      const passed = this.#pass(rest.slice(0, found.index));
      if (typeof passed !== "string") return passed;
      out += passed + found[0];
      rest = rest.slice(found.index + found[0].length);
    }
    this.#keep(rest, rest);
    if (this.#heldSize() > mostEventBytes) return eventTooLarge();
    return out === "" ? undefined : Buffer.from(out);
  }

  #takeEnd(): Transformed {
    const last = this.#takeRest() + this.#decoder.end();
    const held = this.#flush(() => true);
    const passed = last === "" ? "" : this.#pass(last);
    if (typeof passed !== "string") return passed;
    const out = held + passed;
    return out === "" ? undefined : Buffer.from(out);
  }

  #keep(text: string, fresh: string): void {
    this.#rest.push(text);
    this.#restLength += text.length;
    this.#seam = fresh.slice(-seamLength);
  }

  #takeRest(): string {
    const rest = this.#rest.join("");
    this.#rest = [];
    this.#restLength = 0;
    this.#seam = "";
    return rest;
  }

  /** What the texts take that are held, with the events that they came in. */
  #heldSize(): number {
    let size = 0;
    for (const { text, eventLength } of this.#held.values()) size += text.length + eventLength;
    return size;
  }

  /** Returns the masked event; a refusal when it can't be masked. */
  #pass(lines: string): string | Refusal {
    const data = dataOf(lines);
    if (data === undefined) return lines;
    if (data === "[DONE]") return this.#flush(() => true) + lines;
    const json = readAnswerJson(data);
    if ("code" in json) return json;
    const event = json.value;
    const deltas = deltasOf(event);
    const isOver = endsIn(event);
    for (const { stream, text, set } of deltas) {
      const held = this.#held.get(stream)?.text ?? "";
      if (isOver(stream)) {
        this.#held.delete(stream);
        set(this.#maskText(held + text));
      } else {
        const { out, rest } = this.#split(held + text);
        this.#held.set(stream, { text: rest, event, eventLength: lines.length });
        set(out);
      }
    }
    const before = this.#flush(isOver);
    return before + (deltas.length === 0 ? lines : withData(lines, JSON.stringify(event)));
  }

  #maskText(text: string): string {
    return this.#mask.replace(text, this.#mask.find(text, this.#budget));
  }

  /** What of a text can go, masked, and what of it is held back, as it came. */
  #split(text: string): { out: string; rest: string } {
    const found = this.#mask.find(text, this.#budget);
    let cut = Math.max(0, text.length - this.#window);
    for (const { start, end } of found) {
      if (start >= cut) break;
      // What reaches to the end may go on.
      if (end === text.length && text.length - start < this.#window * longestWindows) cut = start;
      else cut = Math.max(cut, end);
    }
    // Not in the middle of a character of two units.
    if (cut > 0 && isHighSurrogate(text.charCodeAt(cut - 1))) cut -= 1;
    const gone = found.filter(({ end }) => end <= cut);
    return { out: this.#mask.replace(text.slice(0, cut), gone), rest: text.slice(cut) };
  }

  /** What is held of texts that are over, each in an event of its own. */
  #flush(isOver: (stream: string) => boolean): string {
    let out = "";
    for (const [stream, { text, event }] of this.#held) {
      if (!isOver(stream)) continue;
      this.#held.delete(stream);
      if (text === "") continue;
      const copy = structuredClone(event);
      for (const delta of deltasOf(copy)) delta.set(delta.stream === stream ? this.#maskText(text) : "");
      out += `data: ${JSON.stringify(copy)}\n\n`;
    }
    return out;
  }
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}
