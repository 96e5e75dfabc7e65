import type { JWTPayload } from "jose";
import type { Clock } from "./clock.ts";
import type { Log } from "./log.ts";
import { KeysUnavailableError, OidcKeys } from "./oidc-keys.ts";
import type { OidcSettings } from "./oidc-settings.ts";

/** How far the clocks of the issuer and of this machine may differ. */
const leewaySeconds = 30;

/** Asymmetric ones only: with a symmetric one, whoever can verify a token can sign one. */
const algorithms = [
  ...["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"],
  ...["ES256", "ES384", "ES512", "EdDSA", "Ed25519"],
];

/** Who a token of an issuer stands for. */
export interface OidcPrincipal {
  readonly organizationId: string;
  readonly subject: string;
  readonly teams: readonly string[];
  readonly isAdmin: boolean;
  /** When the token stops being accepted: at its `exp`, plus what clocks may differ. */
  readonly expiresAtMs: number;
}

/**
 * Knows the tokens of an OpenID Connect issuer: JWTs with an end, for one audience, verified with the keys that the
 * issuer's discovery document names. A token without the organization claim has no principal; one without a known role
 * may read.
 */
export class OidcIssuer {
  readonly #settings: OidcSettings;
  readonly #clock: Clock;
  readonly #keys: OidcKeys;

  constructor(settings: OidcSettings, { clock, log }: { readonly clock: Clock; readonly log: Log }) {
    this.#settings = settings;
    this.#clock = clock;
    this.#keys = new OidcKeys(settings.issuer, { clock, log });
  }

  /**
   * Returns undefined when the token is not valid or has no principal. Throws a KeysUnavailableError when the issuer's
   * keys can't be loaded, so that nothing is known about the token.
   *
   * @param mayAsk false: the token is judged by the keys that are already known
   */
  async about(token: string, mayAsk = true): Promise<OidcPrincipal | undefined> {
    // Two dots make a JWT; other tokens are not worth a question to the issuer.
    if (token.split(".").length !== 3) return undefined;
    // Loaded with the first: few have an issuer.
    const { jwtVerify } = await import("jose");
    const { audience, claims } = this.#settings;
    const issuer = await this.#keys.issuer(mayAsk);
    try {
      const { payload } = await jwtVerify(token, (header, jws) => this.#keys.find(mayAsk, header, jws), {
        issuer,
        audience,
        algorithms,
        requiredClaims: ["exp"],
        clockTolerance: leewaySeconds,
        currentDate: new Date(this.#clock.nowMs()),
      });
      return principalOf(payload, claims);
    } catch (error) {
      if (error instanceof KeysUnavailableError) throw error;
      return undefined;
    }
  }
}

function principalOf(payload: JWTPayload, claims: OidcSettings["claims"]): OidcPrincipal | undefined {
  const organizationId = payload[claims.organization];
  const subject = payload[claims.subject];
  if (typeof organizationId !== "string" || organizationId === "") return undefined;
  if (typeof subject !== "string" || subject === "") return undefined;
  return {
    subject,
    organizationId,
    teams: teamsOf(payload[claims.teams]),
    isAdmin: payload[claims.role] === "admin",
    expiresAtMs: (payload.exp! + leewaySeconds) * 1000,
  };
}

/** Some issuers write a single group as a string in place of a list. */
function teamsOf(claim: unknown): readonly string[] {
  const all = Array.isArray(claim) ? claim : [claim];
  return all.filter((team) => typeof team === "string" && team !== "");
}
