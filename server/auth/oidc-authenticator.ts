import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from "jose";
import type { OidcConfig } from "../config.ts";
import type { Principal } from "../resource/principal.ts";
import type { TokenAuthenticator } from "./token-authenticator.ts";

const discoveryTimeoutMs = 5_000;

/**
 * Knows the tokens of an OpenID Connect issuer: JWTs, verified with the keys that its discovery document names. A token
 * without the organization claim stands for nobody; without a known role it may read.
 */
export function createOidcAuthenticator(config: OidcConfig): TokenAuthenticator {
  const issuer = config.issuer.href.replace(/\/$/, "");
  let keys: Promise<ReturnType<typeof createRemoteJWKSet>> | undefined;
  return {
    async authenticate(token) {
      // Two dots make a JWT; other tokens are not worth a question to the issuer.
      if (token.split(".").length !== 3) return undefined;
      keys ??= discoverKeys(issuer);
      keys.catch(() => {
        keys = undefined;
      });
      try {
        const { payload } = await jwtVerify(token, await keys, {
          issuer: [issuer, `${issuer}/`],
          ...(config.audience === undefined ? {} : { audience: config.audience }),
        });
        return toPrincipal(payload, config.claims);
      } catch (error) {
        // A bad token is an answer; keys that can't be fetched are not.
        if (error instanceof errors.JOSEError && error.code !== "ERR_JWKS_TIMEOUT") return undefined;
        throw error;
      }
    },
  };
}

async function discoverKeys(issuer: string): Promise<ReturnType<typeof createRemoteJWKSet>> {
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

function toPrincipal(payload: JWTPayload, claims: OidcConfig["claims"]): Principal | undefined {
  const organizationId = payload[claims.organization];
  const subject = payload[claims.subject];
  if (typeof organizationId !== "string" || organizationId === "" || typeof subject !== "string") return undefined;
  const teams = payload[claims.teams];
  return {
    subject,
    organizationId,
    teams: Array.isArray(teams) ? teams.filter((team) => typeof team === "string") : [],
    role: payload[claims.role] === "admin" ? "admin" : "viewer",
    bootstrap: false,
  };
}
