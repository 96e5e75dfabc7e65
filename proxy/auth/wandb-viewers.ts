import { hash } from "node:crypto";
import type { Dispatcher } from "undici";
import type { Clock } from "../../kit/clock.ts";
import { askWandbViewer, type ViewerAnswer } from "./ask-wandb-viewer.ts";
import type { WandbJudgement } from "./wandb-judgement.ts";

/** How long an answer holds: a key that was revoked is refused after this long. */
const viewerFreshMs = 60_000;
/** How long a refusal holds: a flood of one bad key costs one question in that time. */
const nobodyFreshMs = 5_000;
/** While W&B is away, how often it is asked again about a key. */
const askAgainMs = 5_000;
/** While W&B is away, how long after it said so a key is still taken for good. */
const staleForMs = 15 * 60_000;
/** Keys that are known at a time; the oldest is forgotten first. */
const mostKnown = 10_000;
/** Questions under way at a time: with more, a flood of made-up keys would be passed on to W&B. */
const mostQuestions = 100;

interface Known {
  answer: ViewerAnswer;
  answeredAtMs: number;
  freshUntilMs: number;
}

/**
 * What the W&B server says of API keys, for all workers of a proxy: each key is asked about once at a time, and what is
 * known of it is told until it has to be asked about again. A key that W&B does not confirm is never let through; one that
 * it did is for a bounded time after, while it can't be asked.
 */
export class WandbViewers {
  readonly #clock: Clock;
  readonly #requests: Dispatcher;
  readonly #known = new Map<string, Known>();
  readonly #underWay = new Map<string, Promise<WandbJudgement>>();

  /** @param requests sends them */
  constructor(clock: Clock, requests: Dispatcher) {
    this.#clock = clock;
    this.#requests = requests;
  }

  async judge(serverUrl: string, key: string): Promise<WandbJudgement> {
    const id = `${serverUrl} ${hash("sha256", key, "base64")}`;
    const known = this.#known.get(id);
    const nowMs = this.#clock.monotonicMs();
    if (known !== undefined && nowMs < known.freshUntilMs) return judgementOf(known, nowMs);
    const underWay = this.#underWay.get(id);
    if (underWay !== undefined) return underWay;
    if (this.#underWay.size >= mostQuestions) return this.#withoutAnswer(known, nowMs);
    const question = this.#ask(id, serverUrl, key).finally(() => this.#underWay.delete(id));
    this.#underWay.set(id, question);
    return question;
  }

  async #ask(id: string, serverUrl: string, key: string): Promise<WandbJudgement> {
    const before = this.#known.get(id);
    const answer = await askWandbViewer(serverUrl, key, this.#requests).catch(() => undefined);
    const nowMs = this.#clock.monotonicMs();
    if (answer === undefined) return this.#withoutAnswer(before, nowMs);
    if (answer.kind === "limited") return this.#limited(before, nowMs, answer.retryAfterMs);
    const { allowance } = answer;
    const freshMs = answer.kind === "nobody" ? nobodyFreshMs : Math.min(viewerFreshMs, allowance?.forMs ?? Infinity);
    const known = { answer, answeredAtMs: nowMs, freshUntilMs: nowMs + freshMs };
    this.#known.delete(id);
    this.#known.set(id, known);
    if (this.#known.size > mostKnown) this.#known.delete(this.#known.keys().next().value!);
    return judgementOf(known, nowMs);
  }

  /** W&B can't say: what it said before counts, for a time. */
  #withoutAnswer(before: Known | undefined, nowMs: number): WandbJudgement {
    if (before?.answer.kind !== "viewer" || nowMs - before.answeredAtMs > staleForMs) return { kind: "unavailable" };
    before.freshUntilMs = nowMs + askAgainMs;
    return judgementOf({ ...before, answer: { ...before.answer, allowance: undefined } }, nowMs);
  }

  /** The key has asked W&B for too much: whose it is is not told, but stays as it was. */
  #limited(before: Known | undefined, nowMs: number, retryAfterMs: number): WandbJudgement {
    if (before?.answer.kind !== "viewer" || nowMs - before.answeredAtMs > staleForMs) return { kind: "unavailable" };
    before.freshUntilMs = nowMs + retryAfterMs;
    before.answer = { ...before.answer, allowance: { requests: 0, forMs: retryAfterMs } };
    return judgementOf(before, nowMs);
  }
}

function judgementOf({ answer, freshUntilMs }: Known, nowMs: number): WandbJudgement {
  const freshForMs = freshUntilMs - nowMs;
  if (answer.kind !== "viewer") return { kind: "nobody", freshForMs };
  const { subject, teams, entity, allowance } = answer;
  return { kind: "viewer", subject, teams, entity, freshForMs, allowance };
}
