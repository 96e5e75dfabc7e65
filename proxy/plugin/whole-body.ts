import { headerOf } from "../pipeline/hop-headers.ts";
import type { Refusal } from "../pipeline/proxy-error.ts";
import type { BodyTransform } from "./plugin.ts";

/** The changed body, or a refusal in place of the answer. */
type Changed = Buffer | Refusal;

/** Collects the body of an answer, and gives what becomes of it. */
export class WholeBody implements BodyTransform {
  readonly holds = true;
  readonly #change: (body: Buffer) => Changed | Promise<Changed>;
  readonly #pieces: Buffer[] = [];

  constructor(change: (body: Buffer) => Changed | Promise<Changed>) {
    this.#change = change;
  }

  push(piece: Buffer): undefined {
    this.#pieces.push(piece);
  }

  end(): Changed | Promise<Changed> {
    return this.#change(Buffer.concat(this.#pieces));
  }
}

/** Whether an answer is JSON, and not compressed. */
export function isJson(headers: readonly string[]): boolean {
  return /^application\/([\w.+-]*\+)?json\b/i.test(headerOf(headers, "content-type") ?? "") && isPlain(headers);
}

/** Whether an answer is a stream of server-sent events, and not compressed. */
export function isEventStream(headers: readonly string[]): boolean {
  return /^text\/event-stream\b/i.test(headerOf(headers, "content-type") ?? "") && isPlain(headers);
}

/** Whether an answer is not compressed. */
export function isPlain(headers: readonly string[]): boolean {
  const encoding = headerOf(headers, "content-encoding") ?? "";
  return encoding === "" || encoding === "identity";
}
