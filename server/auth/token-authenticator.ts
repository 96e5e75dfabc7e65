import type { Principal } from "../resource/principal.ts";

/** One way to know a bearer token. */
export interface TokenAuthenticator {
  /**
   * Who the token stands for; undefined when this way does not know it. Throws a TooManyFailuresError when it did not ask
   * because of what else came from the source, and another error when it could not find out.
   *
   * @param source the address of the caller
   */
  authenticate(token: string, source: string): Promise<Principal | undefined>;
}
