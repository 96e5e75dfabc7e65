import { hash } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { WeightsAndBiasesAuth } from "../../gen/es/weir/inference/v1alpha1/gateway_pb.ts";
import type { Clock } from "../../kit/clock.ts";
import type { CredentialThrottle } from "../../kit/credential-throttle.ts";
import { isWeirCredential } from "../../kit/weir-credential.ts";
import {
  type Authenticator,
  basicPassword,
  bearerToken,
  invalid,
  missing,
  throttled,
  unavailable,
  type Verdict,
} from "./authenticator.ts";
import { type Callers, isKnown } from "./callers.ts";
import type { Identity } from "./identity.ts";
import type { JudgeWandbKey, WandbJudgement } from "./wandb-judgement.ts";

const defaultServerUrl = "https://api.wandb.ai";
/** A key that is in use is asked about again behind its requests, which wait for that only when it takes longer. */
const askedBehindMs = 30_000;
/** Keys that a worker remembers at a time; the oldest is forgotten first. */
const mostRemembered = 10_000;
/** What W&B's client takes for a key: a prefix, then 40 characters or more; or an identity token. */
const keyShape = /^(?:[^-]*-)?[A-Za-z0-9_-]{40,}$|^[\w-]+\.[\w-]+\.[\w-]+$/;

interface Remembered {
  /** Undefined: nobody's. */
  readonly identity: Identity | undefined;
  readonly askAtMs: number;
  readonly endsAtMs: number;
  /** Requests that W&B's limits leave until the time beside. */
  requestsLeft: number;
  readonly limitedUntilMs: number;
  isAsked: boolean;
}

/** Takes W&B API keys: each is judged by the W&B server, and what it said is remembered. */
export class WeightsAndBiasesAuthenticator implements Authenticator {
  readonly credentialHeaders = [];
  readonly #serverUrl: string;
  readonly #limitsRate: boolean;
  readonly #judge: JudgeWandbKey;
  readonly #throttle: CredentialThrottle | undefined;
  readonly #clock: Clock;
  /** By the key's digest. */
  readonly #remembered = new Map<string, Remembered>();

  constructor(
    { serverUrl, enableRateLimiting }: WeightsAndBiasesAuth,
    judge: JudgeWandbKey,
    throttle: CredentialThrottle | undefined,
    clock: Clock,
  ) {
    this.#throttle = throttle;
    this.#serverUrl = serverUrl === "" ? defaultServerUrl : serverUrl.replace(/\/+$/, "");
    this.#limitsRate = enableRateLimiting;
    this.#judge = judge;
    this.#clock = clock;
  }

  authenticate(headers: IncomingHttpHeaders, { tokenSets }: Callers, source: string): Verdict | Promise<Verdict> {
    const key = bearerToken(headers) ?? basicPassword(headers);
    if (key === undefined) return missing;
    const digest = hash("sha256", key, "base64");
    const known = this.#remembered.get(digest);
    const nowMs = this.#clock.monotonicMs();
    if (known === undefined || nowMs >= known.endsAtMs) {
      // A credential of Weir is not shown to W&B.
      if (!keyShape.test(key) || isWeirCredential(key) || isKnown(key, tokenSets)) return invalid;
      const waitSeconds = this.#throttle?.waitSeconds(source, key) ?? 0;
      return waitSeconds > 0 ? throttled(waitSeconds) : this.#ask(digest, key);
    }
    if (nowMs >= known.askAtMs && !known.isAsked) {
      known.isAsked = true;
      this.#ask(digest, key).catch(() => {});
    }
    return this.#verdictOf(known, nowMs);
  }

  async #ask(digest: string, key: string): Promise<Verdict> {
    const judgement = await this.#judge(this.#serverUrl, key);
    this.#remembered.delete(digest);
    if (judgement.kind === "unavailable") return unavailable;
    if (judgement.kind === "viewer") this.#throttle?.succeeded(key);
    // Whole: with fractions, a second added to it and taken away again may be more than a second.
    const nowMs = Math.floor(this.#clock.monotonicMs());
    const known = remember(judgement, nowMs);
    this.#remembered.set(digest, known);
    if (this.#remembered.size > mostRemembered) this.#remembered.delete(this.#remembered.keys().next().value!);
    return this.#verdictOf(known, nowMs);
  }

  #verdictOf(known: Remembered, nowMs: number): Verdict {
    if (known.identity === undefined) return invalid;
    if (!this.#limitsRate || nowMs >= known.limitedUntilMs) return known.identity;
    known.requestsLeft -= 1;
    if (known.requestsLeft >= 0) return known.identity;
    return { kind: "rate limited", retryAfterSeconds: Math.ceil((known.limitedUntilMs - nowMs) / 1000) };
  }
}

function remember(judgement: Exclude<WandbJudgement, { kind: "unavailable" }>, nowMs: number): Remembered {
  const askAtMs = nowMs + judgement.freshForMs;
  if (judgement.kind === "nobody") {
    return { identity: undefined, askAtMs, endsAtMs: askAtMs, requestsLeft: 0, limitedUntilMs: 0, isAsked: false };
  }
  const { subject, teams, entity, allowance } = judgement;
  return {
    identity: { kind: "identity", subject, teams, isAdmin: false, entity },
    askAtMs,
    endsAtMs: askAtMs + askedBehindMs,
    requestsLeft: allowance?.requests ?? 0,
    limitedUntilMs: allowance === undefined ? 0 : nowMs + allowance.forMs,
    isAsked: false,
  };
}
