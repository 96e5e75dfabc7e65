import { parseHttpUrl, parseText, type SettingsReader } from "./settings.ts";

/** An OpenID Connect issuer, and what its tokens call things. */
export interface OidcSettings {
  readonly issuer: string;
  /** Undefined: any audience. */
  readonly audience: string | undefined;
  readonly claims: {
    readonly organization: string;
    readonly subject: string;
    readonly teams: string;
    readonly role: string;
  };
}

/** Undefined: no issuer is set. */
export function readOidcSettings(read: SettingsReader): OidcSettings | undefined {
  const issuer = read.optional("WEIR_OIDC_ISSUER", parseHttpUrl);
  if (issuer === undefined) return undefined;
  return {
    issuer: issuer.href.replace(/\/$/, ""),
    audience: read.optional("WEIR_OIDC_AUDIENCE", parseText),
    claims: {
      organization: read.withDefault("WEIR_OIDC_ORGANIZATION_CLAIM", parseText, "org_id"),
      subject: read.withDefault("WEIR_OIDC_SUBJECT_CLAIM", parseText, "sub"),
      teams: read.withDefault("WEIR_OIDC_TEAMS_CLAIM", parseText, "groups"),
      role: read.withDefault("WEIR_OIDC_ROLE_CLAIM", parseText, "weir_role"),
    },
  };
}
