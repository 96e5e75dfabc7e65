import { buildKeySetPartition, keySetPartitionId } from "../compile/build-partition.ts";
import type { KeySecret } from "../compile/compile-keys.ts";
import { compileKeySet } from "../compile/compile-keys.ts";
import { apiKeySpace, previousApiKeySpace } from "../store/claim-spaces.ts";
import type { ResourceCodec } from "../store/resource-codec.ts";
import type { Claim, Store } from "../store/store.ts";
import type { FeedChanges } from "./feed.ts";

/** The keys of a gateway whose digests begin with one byte: `<gateway id>/<two hexadecimal digits>`. */
export type KeyShard = string;

/** The shard that a name of a key's secret is in; undefined for any other name. */
export function keyShardOf({ space, key }: Claim): KeyShard | undefined {
  return space === apiKeySpace || space === previousApiKeySpace ? key.slice(0, key.indexOf("/") + 3) : undefined;
}

/** Which zone gets the keys of each gateway, shard by shard. */
export class KeySets {
  readonly #store: Store;
  readonly #codec: ResourceCodec;
  readonly #zones = new Map<string, string>();
  /** By gateway. */
  readonly #published = new Map<string, Set<KeyShard>>();

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
    for (const shard of this.#published.get(gatewayId) ?? []) changes.set(keySetPartitionId(shard), undefined);
    this.#published.delete(gatewayId);
  }

  /** Compiles a shard, where its gateway has a place. */
  async compile(shard: KeyShard, changes: FeedChanges): Promise<void> {
    const [gatewayId = "", digits = ""] = shard.split("/");
    const zone = this.#zones.get(gatewayId);
    if (zone === undefined) return;
    const keySet = compileKeySet(gatewayId, Number.parseInt(digits, 16), await this.#secretsOf(shard));
    const published = this.#published.get(gatewayId) ?? new Set();
    this.#published.set(gatewayId, published);
    if (keySet.keys.length === 0) {
      published.delete(shard);
      changes.set(keySetPartitionId(shard), undefined);
      return;
    }
    published.add(shard);
    changes.set(keySetPartitionId(shard), { partition: buildKeySetPartition(shard, keySet), zones: new Set([zone]) });
  }

  async #secretsOf(shard: KeyShard): Promise<KeySecret[]> {
    const secrets: KeySecret[] = [];
    for (const space of [apiKeySpace, previousApiKeySpace]) {
      for (const { key: name, id } of await this.#store.listClaims(space, shard)) {
        const row = await this.#store.get("api_key", id);
        if (row === undefined) continue;
        const sha256 = Buffer.from(name.slice(name.indexOf("/") + 1), "hex");
        secrets.push({ key: this.#codec.decode("api_key", row), sha256, isPrevious: space === previousApiKeySpace });
      }
    }
    return secrets;
  }
}
