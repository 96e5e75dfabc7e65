import type { Principal } from "../resource/principal.ts";

/** One way to know a bearer token. */
export interface TokenAuthenticator {
  /** Who the token stands for; undefined when this way does not know it. Throws when it could not find out. */
  authenticate(token: string): Promise<Principal | undefined>;
}
