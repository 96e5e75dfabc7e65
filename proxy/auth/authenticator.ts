import type { IncomingHttpHeaders } from "node:http";
import type { Callers } from "./callers.ts";
import type { Identity } from "./identity.ts";

/**
 * Why authentication failed; `unavailable` when the service that knows the credential did not answer, `throttled` when
 * it was not asked.
 */
export interface Denial {
  readonly kind: "missing" | "invalid" | "expired" | "not yet valid" | "unavailable" | "rate limited" | "throttled";
  /** When it may be tried again, where that is known. */
  readonly retryAfterSeconds?: number;
}

export type Verdict = Identity | Denial;

/** One way for callers to prove who they are. */
export interface Authenticator {
  /** The headers beside `Authorization` that may carry the credential, in lower case: they are never sent on. */
  readonly credentialHeaders: readonly string[];
  /**
   * Decides at once where it can: a promise costs every request.
   *
   * @param source the caller's address, on whose behalf another service may be asked
   */
  authenticate(headers: IncomingHttpHeaders, callers: Callers, source: string): Verdict | Promise<Verdict>;
}

export const missing: Denial = { kind: "missing" };
export const invalid: Denial = { kind: "invalid" };
export const expired: Denial = { kind: "expired" };
export const notYetValid: Denial = { kind: "not yet valid" };
export const unavailable: Denial = { kind: "unavailable" };

export function throttled(retryAfterSeconds: number): Denial {
  return { kind: "throttled", retryAfterSeconds };
}

/** The token of `Authorization: Bearer`; undefined when there is none. */
export function bearerToken({ authorization }: IncomingHttpHeaders): string | undefined {
  if (authorization === undefined || authorization.length < 8) return undefined;
  // "bearer" in any case, by setting the bit that makes ASCII letters small.
  for (let index = 0; index < 6; index++) {
    if ((authorization.charCodeAt(index) | 0x20) !== bearer.charCodeAt(index)) return undefined;
  }
  return authorization.charCodeAt(6) === 0x20 ? authorization.slice(7).trim() : undefined;
}

/** The password of `Authorization: Basic`; undefined when there is none. */
export function basicPassword({ authorization }: IncomingHttpHeaders): string | undefined {
  if (authorization === undefined || authorization.slice(0, 6).toLowerCase() !== "basic ") return undefined;
  const text = Buffer.from(authorization.slice(6).trim(), "base64").toString("utf8");
  const colon = text.indexOf(":");
  return colon === -1 || colon === text.length - 1 ? undefined : text.slice(colon + 1);
}

const bearer = "bearer";
