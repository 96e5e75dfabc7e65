import { Code, ConnectError, createContextKey, type HandlerContext } from "@connectrpc/connect";
import type { Identity, TokenAuthenticator } from "../auth/token-authenticator.ts";
import type { Caller, Principal } from "../resource/principal.ts";

/** The id of a call, which its log lines and its internal errors carry. */
export const requestIdKey = createContextKey<string>("", { description: "request id" });

/** The address that a call comes from. */
export const sourceKey = createContextKey<string>("", { description: "source" });

/** Who makes a call; undefined for a proxy and for calls that need no credentials. */
export const principalKey = createContextKey<Principal | undefined>(undefined, { description: "principal" });

/** How the caller was identified, so that a long call can check it again; undefined where principalKey is. */
export const credentialKey = createContextKey<Credential | undefined>(undefined, { description: "credential" });

export interface Credential {
  readonly token: string;
  /** The address of the caller. */
  readonly source: string;
  readonly identity: Identity;
  /** When that was found out, by the monotonic clock. */
  readonly seenAtMs: number;
  /** The one that knew the token. */
  readonly authenticator: TokenAuthenticator;
}

/** Who makes a call, and which. Throws UNAUTHENTICATED where nobody was asked. */
export function callerOf(context: HandlerContext): Caller {
  const principal = context.values.get(principalKey);
  if (principal === undefined) throw new ConnectError("no caller", Code.Unauthenticated);
  return { ...principal, requestId: context.values.get(requestIdKey) };
}
