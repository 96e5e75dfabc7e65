import { buildKeySetPartition, keySetPartitionId } from "../compile/build-partition.ts";
import { type CompiledKey, compileKey, compileKeySet } from "../compile/compile-keys.ts";
import { apiKeySpace, previousApiKeySpace } from "../store/claim-spaces.ts";
import type { ResourceCodec } from "../store/resource-codec.ts";
import type { Claim, Store } from "../store/store.ts";
import type { FeedChanges } from "./feed.ts";

/** The keys of a gateway whose digests begin with the same: `<gateway id>/<three hexadecimal digits>`. */
export type KeyShard = string;

/** So many digits of its digest say which shard a key is in: a change of a key is a small change, of however many. */
const shardDigits = 3;

/** The shard that a name of a key's secret is in; undefined for any other name. */
export function keyShardOf({ space, key }: Claim): KeyShard | undefined {
  return space === apiKeySpace || space === previousApiKeySpace
    ? key.slice(0, key.indexOf("/") + 1 + shardDigits)
    : undefined;
}

/** The compiled key of a secret; undefined when the secret opens nothing. */
type Compiled = CompiledKey | "unreadable" | undefined;

/** The secrets of a shard by their names, each as it was compiled of a key at a revision. */
type Secrets = Map<string, { readonly revision: number; readonly key: Compiled }>;

/** Which zone gets the keys of each gateway, shard by shard. */
export class KeySets {
  readonly #store: Store;
  readonly #codec: ResourceCodec;
  readonly #zones = new Map<string, string>();
  /** What is published, by gateway. */
  readonly #shards = new Map<string, Map<KeyShard, Secrets>>();

  constructor(store: Store, codec: ResourceCodec) {
    this.#store = store;
    this.#codec = codec;
  }

  /** Says where a gateway is. Its keys go with it. */
  async place(gatewayId: string, zone: string, changes: FeedChanges): Promise<void> {
    if (this.#zones.get(gatewayId) === zone) return;
    this.#zones.set(gatewayId, zone);
    const shards = new Set<KeyShard>();
    for (const space of [apiKeySpace, previousApiKeySpace]) {
      for (const { key } of await this.#store.listClaims(space, `${gatewayId}/`))
        shards.add(keyShardOf({ space, key })!);
    }
    for (const shard of shards) await this.compile(shard, changes);
  }

  /** Says that a gateway is nowhere any more. */
  remove(gatewayId: string, changes: FeedChanges): void {
    this.#zones.delete(gatewayId);
    for (const shard of this.#shards.get(gatewayId)?.keys() ?? []) changes.set(keySetPartitionId(shard), undefined);
    this.#shards.delete(gatewayId);
  }

  /** Whether a shard has keys, those that cannot be read included. */
  async hasKeys(shard: KeyShard): Promise<boolean> {
    const secrets = await this.#readSecrets(shard);
    return [...secrets.values()].some(({ key }) => key !== undefined);
  }

  /** Compiles a shard, where its gateway has a place. */
  async compile(shard: KeyShard, changes: FeedChanges): Promise<void> {
    const [gatewayId = "", digits = ""] = shard.split("/");
    const zone = this.#zones.get(gatewayId);
    if (zone === undefined) return;
    const secrets = await this.#readSecrets(shard);
    const keys: CompiledKey[] = [];
    const unreadable: Uint8Array[] = [];
    for (const [name, { key }] of secrets) {
      if (key === "unreadable") unreadable.push(digestIn(name));
      else if (key !== undefined) keys.push(key);
    }
    const shards = this.#shards.get(gatewayId) ?? new Map<KeyShard, Secrets>();
    this.#shards.set(gatewayId, shards);
    if (keys.length === 0 && unreadable.length === 0) {
      shards.delete(shard);
      changes.set(keySetPartitionId(shard), undefined);
      return;
    }
    shards.set(shard, secrets);
    const keySet = compileKeySet(gatewayId, Number.parseInt(digits, 16), keys, unreadable);
    changes.set(keySetPartitionId(shard), { partition: buildKeySetPartition(shard, keySet), zones: new Set([zone]) });
  }

  /** What has not changed since the shard was compiled last is taken from there. */
  async #readSecrets(shard: KeyShard): Promise<Secrets> {
    const before = this.#shards.get(shard.slice(0, shard.indexOf("/")))?.get(shard);
    const secrets: Secrets = new Map();
    for (const space of [apiKeySpace, previousApiKeySpace]) {
      for (const { key: name, id, revision } of await this.#store.listClaims(space, shard)) {
        const known = before?.get(name);
        secrets.set(name, known?.revision === revision ? known : { revision, key: await this.#read(id, space, name) });
      }
    }
    return secrets;
  }

  async #read(id: string, space: string, name: string): Promise<Compiled> {
    const row = await this.#store.get("api_key", id);
    if (row === undefined) return undefined;
    const key = this.#codec.tryDecode("api_key", row);
    // Proxies keep what they have of it; the other keys of its shard go on to be changed and revoked.
    if (key === undefined) return "unreadable";
    return compileKey({ key, sha256: digestIn(name), isPrevious: space === previousApiKeySpace });
  }
}

/** The digest of a secret in its name, `<gateway id>/<digest in hexadecimal>`. */
function digestIn(name: string): Buffer {
  return Buffer.from(name.slice(name.indexOf("/") + 1), "hex");
}
