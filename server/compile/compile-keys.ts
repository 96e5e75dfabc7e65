import { create, toBinary } from "@bufbuild/protobuf";
import { type Timestamp, timestampFromMs, timestampMs } from "@bufbuild/protobuf/wkt";
import {
  KeyEntriesSchema,
  type KeyEntry,
  KeyEntrySchema,
  type KeySet,
  KeySetSchema,
} from "../../gen/es/weir/config/v1alpha1/snapshot_pb.ts";
import type { ApiKey } from "../../gen/es/weir/inference/v1alpha1/api_key_pb.ts";
import { warningTimesMs } from "../resource/api-key-times.ts";

/** A secret of a key. */
export interface KeySecret {
  readonly key: ApiKey;
  readonly sha256: Uint8Array;
  /** Whether it is the one before the present one. */
  readonly isPrevious: boolean;
}

/** The keys of one gateway whose digests begin with the same, in the order of their digests. */
export function compileKeySet(gatewayId: string, shard: number, entries: readonly KeyEntry[]): KeySet {
  const keys = entries.toSorted((a, b) => Buffer.compare(a.sha256, b.sha256));
  return create(KeySetSchema, {
    gatewayId,
    shard,
    keys: toBinary(KeyEntriesSchema, create(KeyEntriesSchema, { keys })),
  });
}

/** Undefined: the secret opens nothing. */
export function compileKey(secret: KeySecret): KeyEntry | undefined {
  return secret.key.spec!.disabled ? undefined : compileEntry(secret);
}

function compileEntry({ key, sha256, isPrevious }: KeySecret): KeyEntry {
  const spec = key.spec!;
  const { rotatedAt, previousExpiresAt } = key.status!;
  const [firstWarningMs] = warningTimesMs(spec);
  return create(KeyEntrySchema, {
    sha256,
    keyId: spec.id,
    name: spec.name,
    scopes: spec.scopes,
    notBefore: spec.notBefore,
    expiresAt: isPrevious ? earlier(previousExpiresAt, spec.expiresAt) : spec.expiresAt,
    warnAt: isPrevious ? rotatedAt : firstWarningMs === undefined ? undefined : timestampFromMs(firstWarningMs),
    user: spec.user,
    exhaustedUntil: key.status!.exhaustedUntil,
  });
}

function earlier(a: Timestamp | undefined, b: Timestamp | undefined): Timestamp | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return timestampMs(a) < timestampMs(b) ? a : b;
}
