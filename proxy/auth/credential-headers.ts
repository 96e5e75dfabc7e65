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
  return authorization !== undefined && value.length >= shortestCredential && authorization.endsWith(value);
}

/** Shorter texts prove nothing: an end of `Authorization` may be the same by chance. */
const shortestCredential = 16;
