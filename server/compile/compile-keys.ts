import { create, toBinary } from "@bufbuild/protobuf";
import { type Timestamp, timestampFromMs, timestampMs } from "@bufbuild/protobuf/wkt";
import { KeyEntrySchema, type KeySet, KeySetSchema } from "../../gen/es/weir/config/v1alpha1/snapshot_pb.ts";
import type { ApiKey } from "../../gen/es/weir/inference/v1alpha1/api_key_pb.ts";
import { warningTimesMs } from "../resource/api-key-times.ts";

/** A secret of a key. */
export interface KeySecret {
  readonly key: ApiKey;
  readonly sha256: Uint8Array;
  /** Whether it is the one before the present one. */
  readonly isPrevious: boolean;
}

/** A secret that opens something, as proxies get it. */
export interface CompiledKey {
  readonly sha256: Uint8Array;
  /** The serialized KeyEntry. */
  readonly entry: Uint8Array;
}

/**
 * The keys of one gateway whose digests begin with the same, in the order of their digests.
 *
 * @param unreadable the digests of secrets whose keys cannot be read
 */
export function compileKeySet(
  gatewayId: string,
  shard: number,
  keys: readonly CompiledKey[],
  unreadable: readonly Uint8Array[] = [],
): KeySet {
  const ordered = keys.toSorted((a, b) => Buffer.compare(a.sha256, b.sha256));
  let end = 0;
  const ends = ordered.map(({ entry }) => {
    end += entry.length;
    return end;
  });
  const digests = Buffer.concat(ordered.map(({ sha256 }) => sha256));
  const entries = Buffer.concat(ordered.map(({ entry }) => entry));
  const kept = unreadable.toSorted(Buffer.compare);
  return create(KeySetSchema, { gatewayId, shard, digests, ends, entries, unreadable: kept });
}

/** Undefined: the secret opens nothing. */
export function compileKey({ key, sha256, isPrevious }: KeySecret): CompiledKey | undefined {
  const spec = key.spec!;
  if (spec.disabled) return undefined;
  const { rotatedAt, previousExpiresAt, exhaustedUntil } = key.status!;
  const [firstWarningMs] = warningTimesMs(spec);
  const entry = create(KeyEntrySchema, {
    keyId: spec.id,
    name: spec.name,
    scopes: spec.scopes,
    notBefore: spec.notBefore,
    expiresAt: isPrevious ? earlier(previousExpiresAt, spec.expiresAt) : spec.expiresAt,
    warnAt: isPrevious ? rotatedAt : firstWarningMs === undefined ? undefined : timestampFromMs(firstWarningMs),
    user: spec.user,
    exhaustedUntil,
  });
  return { sha256, entry: toBinary(KeyEntrySchema, entry) };
}

function earlier(a: Timestamp | undefined, b: Timestamp | undefined): Timestamp | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return timestampMs(a) < timestampMs(b) ? a : b;
}
