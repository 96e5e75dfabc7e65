import { OidcIssuer } from "../../kit/oidc-issuer.ts";
import type { OidcSettings } from "../../kit/oidc-settings.ts";
import type { TokenAuthenticator } from "./token-authenticator.ts";

/** Knows the tokens of an OpenID Connect issuer. */
export function createOidcAuthenticator(settings: OidcSettings): TokenAuthenticator {
  const issuer = new OidcIssuer(settings);
  return {
    async authenticate(token) {
      const principal = await issuer.about(token);
      if (principal === undefined) return undefined;
      const { organizationId, subject, teams, isAdmin, expiresAtMs } = principal;
      return { organizationId, subject, teams, role: isAdmin ? "admin" : "viewer", bootstrap: false, expiresAtMs };
    },
  };
}
