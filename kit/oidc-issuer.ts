import type { JWTPayload, JWTVerifyGetKey } from "jose";
import type { OidcSettings } from "./oidc-settings.ts";

const discoveryTimeoutMs = 5_000;

/** Who a token of an issuer stands for. */
export interface OidcPrincipal {
  readonly organizationId: string;
  readonly subject: string;
  readonly teams: readonly string[];
  readonly isAdmin: boolean;
  /** When the token ends. Infinity: it does not. */
  readonly expiresAtMs: number;
}

/**
 * Knows the tokens of an OpenID Connect issuer: JWTs, verified with the keys that its discovery document names. A token
 * without the organization claim stands for nobody; without a known role it may read.
 */
export class OidcIssuer {
  readonly #settings: OidcSettings;
  #keys: Promise<JWTVerifyGetKey> | undefined;

  constructor(settings: OidcSettings) {
    this.#settings = settings;
  }

  /** Undefined: the token stands for nobody. Throws when the issuer's keys can't be had. */
  async about(token: string): Promise<OidcPrincipal | undefined> {
    // Two dots make a JWT; other tokens are not worth a question to the issuer.
    if (token.split(".").length !== 3) return undefined;
    const { issuer, audience, claims } = this.#settings;
    // Loaded with the first: few have an issuer.
    const { errors, jwtVerify } = await import("jose");
    this.#keys ??= discoverKeys(issuer);
    this.#keys.catch(() => {
      this.#keys = undefined;
    });
    try {
      const { payload } = await jwtVerify(token, await this.#keys, {
        issuer: [issuer, `${issuer}/`],
        ...(audience === undefined ? {} : { audience }),
      });
      return principalOf(payload, claims);
    } catch (error) {
      // A bad token is an answer; keys that can't be fetched are not.
      if (error instanceof errors.JOSEError && error.code !== "ERR_JWKS_TIMEOUT") return undefined;
      throw error;
    }
  }
}

async function discoverKeys(issuer: string): Promise<JWTVerifyGetKey> {
  const { createRemoteJWKSet } = await import("jose");
  const response = await fetch(`${issuer}/.well-known/openid-configuration`, {
    signal: AbortSignal.timeout(discoveryTimeoutMs),
  });
  if (!response.ok) throw new Error(`the issuer's discovery document was answered with ${response.status}`);
  const document: unknown = await response.json();
  const uri =
    typeof document === "object" && document !== null && "jwks_uri" in document ? document.jwks_uri : undefined;
  if (typeof uri !== "string") throw new Error("the issuer's discovery document has no jwks_uri");
  return createRemoteJWKSet(new URL(uri));
}

function principalOf(payload: JWTPayload, claims: OidcSettings["claims"]): OidcPrincipal | undefined {
  const organizationId = payload[claims.organization];
  const subject = payload[claims.subject];
  if (typeof organizationId !== "string" || organizationId === "" || typeof subject !== "string") return undefined;
  const teams = payload[claims.teams];
  return {
    subject,
    organizationId,
    teams: Array.isArray(teams) ? teams.filter((team) => typeof team === "string") : [],
    isAdmin: payload[claims.role] === "admin",
    expiresAtMs: payload.exp === undefined ? Number.POSITIVE_INFINITY : payload.exp * 1000,
  };
}
