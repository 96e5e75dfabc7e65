import type { Principal } from "../resource/principal.ts";

/** The principal of a token, and when the token expires. */
export interface Identity extends Principal {
  /** When the token expires. Undefined when it does not, or when only its issuer knows. */
  readonly expiresAtMs?: number | undefined;
  /** The stored access token. Undefined for a token of another issuer. */
  readonly accessTokenId?: string;
}

/** One way to know a bearer token. */
export interface TokenAuthenticator {
  /**
   * Returns the token's principal; undefined when this authenticator does not know the token. Throws a
   * TooManyFailuresError when it did not ask because of what else came from the source, and another error when it could
   * not find out.
   *
   * @param source the address of the caller
   * @param maxAgeMs how old an answer may be that is remembered; default: as old as the authenticator allows
   */
  authenticate(token: string, source: string, maxAgeMs?: number): Promise<Identity | undefined>;
}
