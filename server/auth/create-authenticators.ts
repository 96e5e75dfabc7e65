import type { Clock } from "../../kit/clock.ts";
import type { CredentialThrottle } from "../../kit/credential-throttle.ts";
import type { Log } from "../../kit/log.ts";
import { OidcIssuer } from "../../kit/oidc-issuer.ts";
import type { ServerConfig } from "../config.ts";
import type { ResourceCodec } from "../store/resource-codec.ts";
import type { Store } from "../store/store.ts";
import { createOidcAuthenticator } from "./oidc-authenticator.ts";
import { createStoreTokenAuthenticator } from "./store-token-authenticator.ts";
import type { TokenAuthenticator } from "./token-authenticator.ts";
import { createWhoamiAuthenticator } from "./whoami-authenticator.ts";

interface AuthenticatorsOptions {
  readonly store: Store;
  readonly codec: ResourceCodec;
  /** Undefined when nothing limits bad credentials. */
  readonly throttle: CredentialThrottle | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/** Stored tokens, and those of the identity providers that the settings name, in the order in which they are tried. */
export function createAuthenticators(
  { oidc, iam }: ServerConfig,
  { store, codec, throttle, clock, log }: AuthenticatorsOptions,
): TokenAuthenticator[] {
  const authenticators = [createStoreTokenAuthenticator({ store, codec, clock })];
  if (oidc !== undefined) authenticators.push(createOidcAuthenticator(new OidcIssuer(oidc, { clock, log }), throttle));
  if (iam !== undefined) authenticators.push(createWhoamiAuthenticator(iam, throttle, clock));
  return authenticators;
}
