import { createHash } from "node:crypto";
import { create, toBinary } from "@bufbuild/protobuf";
import {
  type GatewayPartition,
  GatewayPartitionSchema,
  type KeySet,
  KeySetSchema,
  type Partition,
  PartitionSchema,
  type TokenSet,
  TokenSetSchema,
} from "../../gen/es/weir/config/v1alpha1/snapshot_pb.ts";

export function gatewayPartitionId(gatewayId: string): string {
  return `gateways/${gatewayId}`;
}

export function tokenSetPartitionId(organizationId: string): string {
  return `token_sets/${organizationId}`;
}

/** @param shard `<gateway id>/<three hexadecimal digits>` */
export function keySetPartitionId(shard: string): string {
  return `key_sets/${shard}`;
}

/** Wraps a gateway's content with its id and hash. */
export function buildGatewayPartition(gateway: GatewayPartition): Partition {
  return create(PartitionSchema, {
    id: gatewayPartitionId(gateway.gatewayId),
    hash: contentHash(toBinary(GatewayPartitionSchema, gateway)),
    content: { case: "gateway", value: gateway },
  });
}

/** Wraps an organization's tokens with their id and hash. */
export function buildTokenSetPartition(tokenSet: TokenSet): Partition {
  return create(PartitionSchema, {
    id: tokenSetPartitionId(tokenSet.organizationId),
    hash: contentHash(toBinary(TokenSetSchema, tokenSet)),
    content: { case: "tokenSet", value: tokenSet },
  });
}

/** Wraps a part of a gateway's keys with their id and hash. */
export function buildKeySetPartition(shard: string, keySet: KeySet): Partition {
  return create(PartitionSchema, {
    id: keySetPartitionId(shard),
    hash: contentHash(toBinary(KeySetSchema, keySet)),
    content: { case: "keySet", value: keySet },
  });
}

/** Serialization is in the order of field numbers, and no message here has a map: equal content gives equal bytes. */
function contentHash(bytes: Uint8Array): Uint8Array {
  return createHash("sha256").update(bytes).digest();
}
