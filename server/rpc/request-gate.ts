import { createHash, timingSafeEqual } from "node:crypto";
import type { DescMethod } from "@bufbuild/protobuf";
import { MethodOptions_IdempotencyLevel } from "@bufbuild/protobuf/wkt";
import { Code, ConnectError, type HandlerContext } from "@connectrpc/connect";
import { ConfigService } from "../../gen/es/weir/config/v1alpha1/config_service_pb.ts";
import type { Clock } from "../../kit/clock.ts";
import { type CredentialThrottle, TooManyFailuresError } from "../../kit/credential-throttle.ts";
import type { TokenAuthenticator } from "../auth/token-authenticator.ts";
import { type Credential, credentialKey, principalKey, sourceKey } from "./call-context.ts";

const challenge = new Headers({ "www-authenticate": 'Bearer realm="weir"' });

interface GateOptions {
  /** Asked in order; the first that knows a token decides. */
  readonly authenticators: readonly TokenAuthenticator[];
  readonly proxyToken: string;
  readonly clock: Clock;
  /** Counts refused credentials by source; undefined when nothing limits them. */
  readonly throttle?: CredentialThrottle | undefined;
  /** Writes that a resource allows to others than admins too: its service decides. */
  readonly decidedByResource: ReadonlySet<DescMethod>;
}

/**
 * Lets a call through or refuses it, before a byte of its body is read. Services of other packages than ours (health,
 * reflection) are open to all; the config service takes the proxy token alone.
 */
export function createRequestGate(options: GateOptions): (context: HandlerContext) => Promise<void> {
  const proxyTokenDigest = digest(options.proxyToken);
  return async (context) => {
    if (!context.service.typeName.startsWith("weir.")) return;
    const token = bearerToken(context.requestHeader.get("authorization"));
    const isProxy = timingSafeEqual(digest(token), proxyTokenDigest);
    if (context.service.typeName === ConfigService.typeName) {
      if (!isProxy) {
        countFailure(options.throttle, context);
        throw new ConnectError("the config stream takes the proxy token only", Code.PermissionDenied);
      }
      return;
    }
    if (isProxy) throw new ConnectError("the proxy token opens the config stream only", Code.PermissionDenied);
    const credential = await identify(token, context, options);
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

async function identify(
  token: string,
  context: HandlerContext,
  { authenticators, clock, throttle }: Pick<GateOptions, "authenticators" | "clock" | "throttle">,
): Promise<Credential> {
  const source = context.values.get(sourceKey);
  let failure: unknown;
  for (const authenticator of authenticators) {
    try {
      const identity = await authenticator.authenticate(token, source);
      if (identity !== undefined) return { token, source, identity, authenticator, seenAtMs: clock.monotonicMs() };
    } catch (error) {
      // Another one may know the token; a token that nobody could judge is not a bad one.
      failure = error;
    }
  }
  if (failure instanceof TooManyFailuresError) throw tooManyFailures(failure);
  if (failure === undefined) {
    countFailure(throttle, context);
    throw new ConnectError("the token is unknown or has expired", Code.Unauthenticated, challenge);
  }
  throw new ConnectError("the token can't be checked now: try again", Code.Unavailable, undefined, undefined, failure);
}

/** Counts a refused credential. Throws RESOURCE_EXHAUSTED when too many came from the same source. */
function countFailure(throttle: CredentialThrottle | undefined, context: HandlerContext): void {
  const waitSeconds = throttle?.failed(context.values.get(sourceKey)) ?? 0;
  if (waitSeconds > 0) throw tooManyFailures(new TooManyFailuresError(waitSeconds));
}

function tooManyFailures({ message, retryAfterSeconds }: TooManyFailuresError): ConnectError {
  return new ConnectError(message, Code.ResourceExhausted, new Headers({ "retry-after": String(retryAfterSeconds) }));
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
