import type { CredentialThrottle } from "../../kit/credential-throttle.ts";
import type { OidcIssuer } from "../../kit/oidc-issuer.ts";
import type { TokenAuthenticator } from "./token-authenticator.ts";

/** Knows the tokens of an OpenID Connect issuer. */
export function createOidcAuthenticator(
  issuer: OidcIssuer,
  throttle: CredentialThrottle | undefined,
): TokenAuthenticator {
  return {
    async authenticate(token, source) {
      const mayAsk = throttle === undefined || throttle.waitSeconds(source, token) === 0;
      const principal = await issuer.about(token, mayAsk);
      if (principal === undefined) return undefined;
      const { organizationId, subject, teams, isAdmin, expiresAtMs } = principal;
      return { organizationId, subject, teams, role: isAdmin ? "admin" : "viewer", bootstrap: false, expiresAtMs };
    },
  };
}
