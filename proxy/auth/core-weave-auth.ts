import { hash } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { Clock } from "../../kit/clock.ts";
import type { RememberedAnswers } from "../../kit/remembered-answers.ts";
import type { WhoamiPrincipal } from "../../kit/whoami.ts";
import { type Authenticator, bearerToken, invalid, missing, unavailable, type Verdict } from "./authenticator.ts";
import type { Callers } from "./callers.ts";
import type { Identity } from "./identity.ts";

/**
 * Takes the management tokens of the gateway's organization, by their digests: no call leaves the proxy. A token that is
 * not among them is shown to CoreWeave IAM, where that is configured.
 */
export class CoreWeaveAuthenticator implements Authenticator {
  readonly credentialHeaders = [];
  readonly #organizationId: string;
  readonly #clock: Clock;
  readonly #whoami: RememberedAnswers<WhoamiPrincipal> | undefined;

  constructor(organizationId: string, clock: Clock, whoami: RememberedAnswers<WhoamiPrincipal> | undefined) {
    this.#organizationId = organizationId;
    this.#clock = clock;
    this.#whoami = whoami;
  }

  authenticate(headers: IncomingHttpHeaders, { tokenSets }: Callers): Verdict | Promise<Verdict> {
    const secret = bearerToken(headers);
    if (secret === undefined) return missing;
    const token = tokenSets.get(this.#organizationId)?.get(hash("sha256", secret, "base64"));
    if (token !== undefined) return token.expireAtMs > this.#clock.nowMs() ? token.identity : invalid;
    return this.#whoami === undefined ? invalid : this.#ask(this.#whoami, secret);
  }

  async #ask(whoami: RememberedAnswers<WhoamiPrincipal>, secret: string): Promise<Verdict> {
    try {
      const principal = await whoami.about(secret);
      if (principal?.orgUid !== this.#organizationId) return invalid;
      // As the management API has it: each stands for an administrator of its organization.
      return { kind: "identity", subject: principal.uid, teams: [], isAdmin: true } satisfies Identity;
    } catch {
      return unavailable;
    }
  }
}
