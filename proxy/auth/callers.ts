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
