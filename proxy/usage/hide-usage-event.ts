import type { BodyTransform } from "../plugin/plugin.ts";

const noChoices = /"choices"\s*:\s*\[\s*\]/;
const usage = Buffer.from('"usage"');
const end = Buffer.from("\n\n");

/** Takes the event out of a stream that tells its usage and nothing else: its client did not ask for it. */
export class HideUsageEvent implements BodyTransform {
  readonly holds = false;
  /** The beginning of an event of which the end has not come. */
  #rest: Buffer | undefined;

  push(piece: Buffer): Buffer | undefined {
    // Nearly every piece is one event or some, whole, without usage.
    if (this.#rest === undefined && endsEvent(piece) && piece.indexOf(usage) === -1) return piece;
    const bytes = this.#rest === undefined ? piece : Buffer.concat([this.#rest, piece]);
    const kept: Buffer[] = [];
    let start = 0;
    for (let at = bytes.indexOf(end); at !== -1; at = bytes.indexOf(end, start)) {
      const event = bytes.subarray(start, at + end.length);
      if (!tellsUsageAlone(event)) kept.push(event);
      start = at + end.length;
    }
    this.#rest = start === bytes.length ? undefined : bytes.subarray(start);
    return kept.length === 0 ? undefined : kept.length === 1 ? kept[0]! : Buffer.concat(kept);
  }

  end(): Buffer | undefined {
    const rest = this.#rest;
    this.#rest = undefined;
    return rest === undefined || tellsUsageAlone(rest) ? undefined : rest;
  }
}

function endsEvent(piece: Buffer): boolean {
  return piece.length >= 2 && piece[piece.length - 1] === 0x0a && piece[piece.length - 2] === 0x0a;
}

function tellsUsageAlone(event: Buffer): boolean {
  return event.indexOf(usage) !== -1 && noChoices.test(event.toString("latin1"));
}
