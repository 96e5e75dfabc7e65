import { create, fromBinary } from "@bufbuild/protobuf";
import {
  type KeySet,
  KeySetSchema,
  type Partition,
  PartitionSchema,
  type TokenSet,
  TokenSetSchema,
} from "../gen/es/weir/config/v1alpha1/snapshot_pb.ts";
import { KeyShard } from "./auth/key-shard.ts";
import type { PartitionUpsert } from "./worker/worker-protocol.ts";

/**
 * Completes a partition from the stream by the tokens or keys that the server has and cannot read, as this proxy has them.
 *
 * @param before what the proxy serves now; `undefined` when it serves nothing under the partition's id
 */
export function keepUnreadable(partition: Partition, before: PartitionUpsert | undefined): Partition {
  const { content } = partition;
  if (content.case === "tokenSet" && content.value.unreadable.length > 0 && before?.kind === "token set") {
    return { ...partition, content: { case: "tokenSet", value: completeTokens(content.value, before.bytes) } };
  }
  if (content.case === "keySet" && content.value.unreadable.length > 0 && before?.kind === "key set") {
    return { ...partition, content: { case: "keySet", value: completeKeys(content.value, new KeyShard(before.keys)) } };
  }
  return partition;
}

function completeTokens(tokenSet: TokenSet, bytes: Uint8Array): TokenSet {
  const { content } = fromBinary(PartitionSchema, bytes);
  if (content.case !== "tokenSet") return tokenSet;
  const wanted = new Set(tokenSet.unreadable.map(hexOf));
  const kept = content.value.tokens.filter(({ sha256 }) => wanted.has(hexOf(sha256)));
  return create(TokenSetSchema, { ...tokenSet, tokens: [...tokenSet.tokens, ...kept] });
}

function completeKeys(keySet: KeySet, before: KeyShard): KeySet {
  const keys = keySet.ends.map((end, index) => ({
    digest: keySet.digests.subarray(index * 32, index * 32 + 32),
    entry: keySet.entries.subarray(index === 0 ? 0 : keySet.ends[index - 1], end),
  }));
  for (const digest of keySet.unreadable) {
    const entry = before.findEntry(Buffer.from(digest));
    if (entry !== undefined) keys.push({ digest, entry });
  }
  keys.sort((a, b) => Buffer.compare(a.digest, b.digest));
  let end = 0;
  const ends = keys.map(({ entry }) => (end += entry.length));
  const digests = Buffer.concat(keys.map(({ digest }) => digest));
  const entries = Buffer.concat(keys.map(({ entry }) => entry));
  return create(KeySetSchema, { ...keySet, digests, ends, entries });
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
