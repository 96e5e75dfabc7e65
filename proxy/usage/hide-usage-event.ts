import { eventTooLarge, mostEventBytes } from "../plugin/event-data.ts";
import type { BodyTransform, Transformed } from "../plugin/plugin.ts";

const noChoices = /"choices"\s*:\s*\[\s*\]/;
const usage = Buffer.from('"usage"');
const end = Buffer.from("\n\n");
const lineFeed = 0x0a;

/** Takes the event out of a stream that tells its usage and nothing else: its client did not ask for it. */
export class HideUsageEvent implements BodyTransform {
  readonly holds = false;
  /** The beginning of an event of which the end has not come, in the pieces in which it came. */
  #rest: Buffer[] = [];
  #restBytes = 0;

  push(piece: Buffer): Transformed {
    // Nearly every piece is one event or some, whole, without usage.
    if (this.#restBytes === 0 && endsEvent(piece) && piece.indexOf(usage) === -1) return piece;
    this.#rest.push(piece);
    this.#restBytes += piece.length;
    // Only what is new is searched: an event may come in thousands of pieces.
    if (!this.#endsWithin(piece)) return this.#restBytes > mostEventBytes ? eventTooLarge() : undefined;
    const bytes = this.#takeRest();
    const kept: Buffer[] = [];
    let start = 0;
    for (let at = bytes.indexOf(end); at !== -1; at = bytes.indexOf(end, start)) {
      const event = bytes.subarray(start, at + end.length);
      if (!tellsUsageAlone(event)) kept.push(event);
      start = at + end.length;
    }
    if (start < bytes.length) {
      this.#rest.push(bytes.subarray(start));
      this.#restBytes = bytes.length - start;
    }
    return kept.length === 0 ? undefined : kept.length === 1 ? kept[0]! : Buffer.concat(kept);
  }

  end(): Buffer | undefined {
    const rest = this.#takeRest();
    return rest.length === 0 || tellsUsageAlone(rest) ? undefined : rest;
  }

  /** Whether an event ends in the piece that came last. */
  #endsWithin(piece: Buffer): boolean {
    if (piece.indexOf(end) !== -1) return true;
    const before = this.#rest.at(-2);
    return piece[0] === lineFeed && before?.[before.length - 1] === lineFeed;
  }

  #takeRest(): Buffer {
    const rest = this.#rest.length === 1 ? this.#rest[0]! : Buffer.concat(this.#rest);
    this.#rest = [];
    this.#restBytes = 0;
    return rest;
  }
}

function endsEvent(piece: Buffer): boolean {
  return piece.length >= 2 && piece[piece.length - 1] === 0x0a && piece[piece.length - 2] === 0x0a;
}

function tellsUsageAlone(event: Buffer): boolean {
  return event.indexOf(usage) !== -1 && noChoices.test(event.toString("latin1"));
}
