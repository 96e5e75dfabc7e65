import { holdsWeirCredential } from "../../kit/weir-credential.ts";

/**
 * Headers other than `Authorization` in which clients send credentials, in lower case. Where the gateway's
 * authentication does not read one, it may be the client's own for a provider, and is sent on; a credential of Weir in
 * it is not.
 */
export const credentialHeaders = [
  "x-api-key",
  "api-key",
  "x-goog-api-key",
  "cookie",
  "sec-websocket-protocol",
] as const;

/**
 * Whether a header's value must not be sent on: it holds a credential of Weir, or the one that the request presents.
 *
 * @param authorization the request's own header
 */
export function carriesCredential(value: string, authorization: string | undefined): boolean {
  if (holdsWeirCredential(value)) return true;
  if (authorization === undefined) return false;
  const presented = authorization.slice(authorization.lastIndexOf(" ") + 1);
  return presented.length >= shortestCredential && value.includes(presented);
}

/** A shorter text may be part of a header's value by chance. */
const shortestCredential = 16;
