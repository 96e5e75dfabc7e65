import { StringDecoder } from "node:string_decoder";
import type { Refusal } from "../pipeline/proxy-error.ts";
import { dataOf, withData } from "./event-data.ts";
import { deltasOf, endsIn } from "./event-deltas.ts";
import { readAnswerJson } from "./json-body.ts";
import type { BodyTransform, Transformed } from "./plugin.ts";
import type { TextMask } from "./text-mask.ts";

/** A text that has come so far that it can't be told yet what of it is masked. */
interface Held {
  readonly text: string;
  /** The event that it came in last, to send the rest in the same form. */
  readonly event: unknown;
}

/** What is longer than so many windows is masked without its end. */
const longestWindows = 16;
const eventEnd = /\r?\n\r?\n/;

/**
 * Masks the texts of a stream of server-sent events as they pass. The end of each text is held back, because it may be
 * the beginning of something that is masked; all else goes out with the event that it came in.
 */
export class EventMask implements BodyTransform {
  readonly holds = false;
  readonly #mask: TextMask;
  readonly #window: number;
  readonly #decoder = new StringDecoder("utf8");
  /** By the text of the stream that it is of. */
  readonly #held = new Map<string, Held>();
  #rest = "";

  /** @param window how many characters are held back */
  constructor(mask: TextMask, window: number) {
    this.#mask = mask;
    this.#window = window;
  }

  push(piece: Buffer): Transformed {
    this.#rest += this.#decoder.write(piece);
    let out = "";
    for (let found = eventEnd.exec(this.#rest); found !== null; found = eventEnd.exec(this.#rest)) {
      const passed = this.#pass(this.#rest.slice(0, found.index));
      if (typeof passed !== "string") return passed;
      out += passed + found[0];
      this.#rest = this.#rest.slice(found.index + found[0].length);
    }
    return out === "" ? undefined : Buffer.from(out);
  }

  end(): Transformed {
    const last = this.#rest + this.#decoder.end();
    const held = this.#flush(() => true);
    const passed = last === "" ? "" : this.#pass(last);
    if (typeof passed !== "string") return passed;
    const out = held + passed;
    return out === "" ? undefined : Buffer.from(out);
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
        set(this.#mask.mask(held + text));
      } else {
        const { out, rest } = this.#split(held + text);
        this.#held.set(stream, { text: rest, event });
        set(out);
      }
    }
    const before = this.#flush(isOver);
    return before + (deltas.length === 0 ? lines : withData(lines, JSON.stringify(event)));
  }

  /** What of a text can go, masked, and what of it is held back, as it came. */
  #split(text: string): { out: string; rest: string } {
    const found = this.#mask.find(text);
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
    return { out: this.#mask.mask(text.slice(0, cut), gone), rest: text.slice(cut) };
  }

  /** What is held of texts that are over, each in an event of its own. */
  #flush(isOver: (stream: string) => boolean): string {
    let out = "";
    for (const [stream, { text, event }] of this.#held) {
      if (!isOver(stream)) continue;
      this.#held.delete(stream);
      if (text === "") continue;
      const copy = structuredClone(event);
      for (const delta of deltasOf(copy)) delta.set(delta.stream === stream ? this.#mask.mask(text) : "");
      out += `data: ${JSON.stringify(copy)}\n\n`;
    }
    return out;
  }
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}
