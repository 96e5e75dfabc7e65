import { parseHttpUrl, parseText, type SettingsReader } from "./settings.ts";

/** An OpenID Connect issuer, and the names of the claims that Weir reads. */
export interface OidcSettings {
  /** Without a slash at its end. */
  readonly issuer: string;
  /** The audience that the `aud` of a token must name. */
  readonly audience: string;
  readonly claims: {
    readonly organization: string;
    readonly subject: string;
    readonly teams: string;
    readonly role: string;
  };
}

/** Returns undefined when no issuer is configured. */
export function readOidcSettings(read: SettingsReader): OidcSettings | undefined {
  const issuer = read.optional("WEIR_OIDC_ISSUER", parseHttpUrl);
  const audience = read.required("WEIR_OIDC_AUDIENCE", parseText, "WEIR_OIDC_ISSUER");
  if (issuer === undefined || audience === undefined) return undefined;
  return {
    issuer: issuer.href.replace(/\/$/, ""),
    audience,
    claims: {
      organization: read.withDefault("WEIR_OIDC_ORGANIZATION_CLAIM", parseText, "org_id"),
      subject: read.withDefault("WEIR_OIDC_SUBJECT_CLAIM", parseText, "sub"),
      teams: read.withDefault("WEIR_OIDC_TEAMS_CLAIM", parseText, "groups"),
      role: read.withDefault("WEIR_OIDC_ROLE_CLAIM", parseText, "weir_role"),
    },
  };
}
