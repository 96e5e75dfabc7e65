import { createHash, timingSafeEqual } from "node:crypto";
import type { DescMethod } from "@bufbuild/protobuf";
import { MethodOptions_IdempotencyLevel } from "@bufbuild/protobuf/wkt";
import { Code, ConnectError, type HandlerContext } from "@connectrpc/connect";
import { ConfigService } from "../../gen/es/weir/config/v1alpha1/config_service_pb.ts";
import type { TokenAuthenticator } from "../auth/token-authenticator.ts";
import { type Credential, credentialKey, principalKey } from "./call-context.ts";

const challenge = new Headers({ "www-authenticate": 'Bearer realm="weir"' });

/**
 * Lets a call through or refuses it, before a byte of its body is read. Services of other packages than ours (health,
 * reflection) are open to all; the config service takes the proxy token alone.
 *
 * @param authenticators asked in order; the first that knows a token decides
 */
export function createRequestGate(options: {
  readonly authenticators: readonly TokenAuthenticator[];
  readonly proxyToken: string;
  /** Writes that a resource allows to others than admins too: its service decides. */
  readonly decidedByResource: ReadonlySet<DescMethod>;
}): (context: HandlerContext) => Promise<void> {
  const proxyTokenDigest = digest(options.proxyToken);
  return async (context) => {
    if (!context.service.typeName.startsWith("weir.")) return;
    const token = bearerToken(context.requestHeader.get("authorization"));
    const isProxy = timingSafeEqual(digest(token), proxyTokenDigest);
    if (context.service.typeName === ConfigService.typeName) {
      if (!isProxy) throw new ConnectError("the config stream takes the proxy token only", Code.PermissionDenied);
      return;
    }
    if (isProxy) throw new ConnectError("the proxy token opens the config stream only", Code.PermissionDenied);
    const credential = await identify(token, options.authenticators);
    const principal = credential.identity;
    if (principal.role !== "admin" && !isRead(context) && !options.decidedByResource.has(context.method)) {
      throw new ConnectError(
        `${context.method.name} needs the role admin: "${principal.subject}" has the role ${principal.role}`,
        Code.PermissionDenied,
      );
    }
    context.values.set(principalKey, principal);
    context.values.set(credentialKey, credential);
  };
}

function bearerToken(header: string | null): string {
  const match = /^Bearer +([^\s]+) *$/i.exec(header ?? "");
  if (match?.[1] === undefined) {
    throw new ConnectError("send a token as Authorization: Bearer <token>", Code.Unauthenticated, challenge);
  }
  return match[1];
}

async function identify(token: string, authenticators: readonly TokenAuthenticator[]): Promise<Credential> {
  let failure: unknown;
  for (const authenticator of authenticators) {
    try {
      const identity = await authenticator.authenticate(token);
      if (identity !== undefined) return { token, identity, authenticator };
    } catch (error) {
      // Another one may know the token; a token that nobody could judge is not a bad one.
      failure = error;
    }
  }
  if (failure === undefined) {
    throw new ConnectError("the token is unknown or has expired", Code.Unauthenticated, challenge);
  }
  throw new ConnectError("the token can't be checked now: try again", Code.Unavailable, undefined, undefined, failure);
}

/** Reads have no side effects; a watch, which can't say so in the proto because it streams, reads too. */
function isRead({ method }: HandlerContext): boolean {
  return (
    method.idempotency === MethodOptions_IdempotencyLevel.NO_SIDE_EFFECTS || method.methodKind === "server_streaming"
  );
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
