import { create } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { AccessTokenSchema, Role } from "../../gen/es/weir/inference/v1alpha1/access_token_pb.ts";
import { Status } from "../../gen/es/weir/inference/v1alpha1/status_pb.ts";
import type { Clock } from "../../kit/clock.ts";
import { bootstrapOrganizationId, bootstrapTokenId } from "../resource/access-token-rules.ts";
import { tokenSpace } from "../store/claim-spaces.ts";
import type { ResourceCodec } from "../store/resource-codec.ts";
import type { Store } from "../store/store.ts";
import { digestOf, hintOf } from "./token-secret.ts";

/** Makes sure that the bootstrap admin token is stored with the given secret, and with no earlier one. */
export async function ensureBootstrapToken(options: {
  readonly secret: string;
  readonly store: Store;
  readonly codec: ResourceCodec;
  readonly clock: Clock;
}): Promise<void> {
  const { secret, store, codec, clock } = options;
  const resource = { kind: "access_token", id: bootstrapTokenId } as const;
  const claim = { space: tokenSpace, key: digestOf(secret) };
  const present = await store.claimsOf(resource);
  const stored = await store.get("access_token", bootstrapTokenId);
  const isReadable = stored !== undefined && codec.tryDecode("access_token", stored) !== undefined;
  if (isReadable && present.some(({ space, key }) => space === claim.space && key === claim.key)) return;
  const nowMs = clock.nowMs();
  const createdAtMs = stored?.createdAtMs ?? nowMs;
  const token = create(AccessTokenSchema, {
    spec: {
      id: bootstrapTokenId,
      name: "bootstrap-admin",
      organizationId: bootstrapOrganizationId,
      role: Role.ADMIN,
      subject: "bootstrap-admin",
    },
    status: {
      createdAt: timestampFromMs(createdAtMs),
      updatedAt: timestampFromMs(nowMs),
      status: Status.READY,
      hint: hintOf(secret),
      // It can't be updated. Not from the secret: viewers read it, and could test guesses.
      etag: String(nowMs),
    },
  });
  const row = {
    ...resource,
    organizationId: bootstrapOrganizationId,
    createdAtMs,
    updatedAtMs: nowMs,
    body: codec.encode("access_token", token),
  };
  const holdings = { claims: [claim], links: [] };
  await store.write(async (writer) => {
    if ((await writer.get("access_token", bootstrapTokenId)) === undefined) await writer.insert(row, holdings);
    else await writer.update(row, holdings);
  });
}
