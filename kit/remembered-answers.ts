import { createHash } from "node:crypto";
import type { Clock } from "./clock.ts";

export interface RememberedAnswersOptions<Answer> {
  /** Asks on behalf of a caller from an address; undefined is a refusal. Throws when there is no answer. */
  readonly ask: (secret: string, source: string) => Promise<Answer | undefined>;
  readonly clock: Clock;
}

/** How long an answer holds. A revoked credential is refused after this long. */
const answerHoldsMs = 60_000;
/** How long a refusal holds: a flood of one bad credential costs one question in that time. */
const refusalHoldsMs = 5_000;
/** Answers remembered at a time; the oldest is forgotten first. */
const maxRemembered = 10_000;

interface Remembered<Answer> {
  readonly answer: Promise<Answer | undefined>;
  /** When it was given; infinite until then. */
  atMs: number;
  untilMs: number;
}

/**
 * Answers of a remote service about credentials, remembered by their digest. Questions about one credential at a time
 * are one question; a question that failed is asked again.
 */
export class RememberedAnswers<Answer> {
  readonly #options: RememberedAnswersOptions<Answer>;
  readonly #answers = new Map<string, Remembered<Answer>>();

  constructor(options: RememberedAnswersOptions<Answer>) {
    this.#options = options;
  }

  /** Whether `about` answers without asking. */
  remembers(secret: string): boolean {
    return this.#isFresh(this.#answers.get(digestOf(secret)), answerHoldsMs);
  }

  /** @param maxAgeMs an answer that is remembered longer is asked for again */
  about(secret: string, source: string, maxAgeMs = answerHoldsMs): Promise<Answer | undefined> {
    const { ask, clock } = this.#options;
    const key = digestOf(secret);
    const known = this.#answers.get(key);
    if (this.#isFresh(known, maxAgeMs)) return known.answer;
    const entry = { atMs: Number.POSITIVE_INFINITY, untilMs: Number.POSITIVE_INFINITY, answer: ask(secret, source) };
    this.#answers.delete(key);
    this.#answers.set(key, entry);
    if (this.#answers.size > maxRemembered) this.#answers.delete(this.#answers.keys().next().value!);
    entry.answer.then(
      (answer) => {
        entry.atMs = clock.monotonicMs();
        entry.untilMs = entry.atMs + (answer === undefined ? refusalHoldsMs : answerHoldsMs);
      },
      () => {
        if (this.#answers.get(key) !== entry) return;
        // An earlier answer holds for as long as it would have held.
        if (known === undefined) this.#answers.delete(key);
        else this.#answers.set(key, known);
      },
    );
    return entry.answer;
  }

  #isFresh(known: Remembered<Answer> | undefined, maxAgeMs: number): known is Remembered<Answer> {
    const nowMs = this.#options.clock.monotonicMs();
    return known !== undefined && known.untilMs > nowMs && known.atMs + maxAgeMs > nowMs;
  }
}

function digestOf(secret: string): string {
  return createHash("sha256").update(secret).digest("base64");
}
