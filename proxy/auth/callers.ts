import { hash } from "node:crypto";
import type { Identity } from "./identity.ts";
import type { KeyShard } from "./key-shard.ts";

/** Management tokens by the SHA-256 of their secret, in base64. */
export type TokenSet = ReadonlyMap<string, { readonly identity: Identity; readonly expireAtMs: number }>;

/** Everybody whom the server has told of. */
export interface Callers {
  /** By organization. */
  readonly tokenSets: ReadonlyMap<string, TokenSet>;
  /** API keys by gateway, then by the shard of their digests. */
  readonly keySets: ReadonlyMap<string, readonly (KeyShard | undefined)[]>;
}

/** Whether a secret is a management token of any organization; then no outside service is asked about it. */
export function isKnown(secret: string, tokenSets: Callers["tokenSets"]): boolean {
  const digest = hash("sha256", secret, "base64");
  for (const tokens of tokenSets.values()) if (tokens.has(digest)) return true;
  return false;
}
