import type { IncomingHttpHeaders } from "node:http";

/** Who a caller is. */
export interface Identity {
  readonly kind: "identity";
  /** Who acts, for the log. */
  readonly subject: string;
}

/** Why a caller is not let through; `unavailable` when nobody could be asked. */
export interface Denial {
  readonly kind: "missing" | "invalid" | "unavailable";
}

export type Verdict = Identity | Denial;

/** Management tokens by the SHA-256 of their secret, in base64. */
export type TokenSet = ReadonlyMap<string, { readonly identity: Identity; readonly expireAtMs: number }>;

/** One way for callers to prove who they are. */
export interface Authenticator {
  /**
   * Decides at once where it can: a promise costs every request.
   *
   * @param tokens the management tokens of the gateway's organization
   */
  authenticate(headers: IncomingHttpHeaders, tokens: TokenSet | undefined): Verdict | Promise<Verdict>;
}

export const missing: Denial = { kind: "missing" };
export const invalid: Denial = { kind: "invalid" };
export const unavailable: Denial = { kind: "unavailable" };

/** The token of `Authorization: Bearer`; undefined when there is none. */
export function bearerToken({ authorization }: IncomingHttpHeaders): string | undefined {
  if (authorization === undefined || authorization.length < 8) return undefined;
  // "bearer" in any case, by setting the bit that makes ASCII letters small.
  for (let index = 0; index < 6; index++) {
    if ((authorization.charCodeAt(index) | 0x20) !== bearer.charCodeAt(index)) return undefined;
  }
  return authorization.charCodeAt(6) === 0x20 ? authorization.slice(7).trim() : undefined;
}

const bearer = "bearer";
