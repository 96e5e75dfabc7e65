import { hash } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { Clock } from "../../kit/clock.ts";
import { TooManyFailuresError } from "../../kit/credential-throttle.ts";
import { isWeirCredential } from "../../kit/weir-credential.ts";
import {
  type Authenticator,
  bearerToken,
  invalid,
  missing,
  throttled,
  unavailable,
  type Verdict,
} from "./authenticator.ts";
import { type Callers, isKnown } from "./callers.ts";
import type { OutsideCallers } from "./outside-callers.ts";

/**
 * Takes the management tokens of the gateway's organization, by their digests: no call leaves the proxy. A token that is
 * not among them is shown to the OpenID Connect issuer and to CoreWeave IAM, where those are configured, unless it is a
 * credential of Weir, of whatever organization.
 */
export class CoreWeaveAuthenticator implements Authenticator {
  readonly credentialHeaders = [];
  readonly #organizationId: string;
  readonly #clock: Clock;
  readonly #outside: OutsideCallers;

  constructor(organizationId: string, clock: Clock, outside: OutsideCallers) {
    this.#organizationId = organizationId;
    this.#clock = clock;
    this.#outside = outside;
  }

  authenticate(headers: IncomingHttpHeaders, { tokenSets }: Callers, source: string): Verdict | Promise<Verdict> {
    const secret = bearerToken(headers);
    if (secret === undefined) return missing;
    const token = tokenSets.get(this.#organizationId)?.get(hash("sha256", secret, "base64"));
    if (token !== undefined) return token.expireAtMs > this.#clock.nowMs() ? token.identity : invalid;
    if (this.#outside.length === 0 || isWeirCredential(secret)) return invalid;
    // Looking through the tokens of all organizations is for those of whom somebody would be asked.
    const isRemembered = this.#outside.every((callers) => callers.remembers(secret));
    return !isRemembered && isKnown(secret, tokenSets) ? invalid : this.#ask(secret, source);
  }

  /** One who can't be asked is no refusal: another may know the token. */
  async #ask(secret: string, source: string): Promise<Verdict> {
    let verdict: Verdict = invalid;
    for (const callers of this.#outside) {
      try {
        const caller = await callers.about(secret, source);
        if (caller === undefined) continue;
        const isGood = caller.organizationId === this.#organizationId && caller.expiresAtMs > this.#clock.nowMs();
        return isGood ? caller.identity : invalid;
      } catch (error) {
        verdict = error instanceof TooManyFailuresError ? throttled(error.retryAfterSeconds) : unavailable;
      }
    }
    return verdict;
  }
}
