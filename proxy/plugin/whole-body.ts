import { headerOf } from "../pipeline/hop-headers.ts";
import type { Refusal } from "../pipeline/proxy-error.ts";
import type { BodyTransform } from "./plugin.ts";

/** Collects the body of an answer, and gives what becomes of it. */
export class WholeBody implements BodyTransform {
  readonly holds = true;
  readonly #change: (body: Buffer) => Buffer | Promise<Buffer | Refusal>;
  readonly #pieces: Buffer[] = [];

  constructor(change: (body: Buffer) => Buffer | Promise<Buffer | Refusal>) {
    this.#change = change;
  }

  push(piece: Buffer): undefined {
    this.#pieces.push(piece);
  }

  end(): Buffer | Promise<Buffer | Refusal> {
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
