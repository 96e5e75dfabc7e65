import type { Principal } from "../resource/principal.ts";

/** Who a token stands for, and what is known of its end. */
export interface Identity extends Principal {
  /** When the token expires. Undefined when it does not, or when only its issuer knows. */
  readonly expiresAtMs?: number | undefined;
  /** The stored access token. Undefined for a token of another issuer. */
  readonly accessTokenId?: string;
}

/** One way to know a bearer token. */
export interface TokenAuthenticator {
  /**
   * Returns who the token stands for; undefined when this way does not know it. Throws when it could not find out.
   *
   * @param maxAgeMs how old an answer may be that is remembered; default: as old as the authenticator allows
   */
  authenticate(token: string, maxAgeMs?: number): Promise<Identity | undefined>;
}
