import { timestampMs } from "@bufbuild/protobuf/wkt";
import { Role } from "../../gen/es/weir/inference/v1alpha1/access_token_pb.ts";
import type { Clock } from "../../kit/clock.ts";
import { bootstrapTokenId } from "../resource/access-token-rules.ts";
import { digestOf } from "../service/token-secret.ts";
import { tokenSpace } from "../store/claim-spaces.ts";
import type { ResourceCodec } from "../store/resource-codec.ts";
import type { Store } from "../store/store.ts";
import type { Identity, TokenAuthenticator } from "./token-authenticator.ts";

/** Knows the access tokens that are stored. */
export function createStoreTokenAuthenticator(options: {
  readonly store: Store;
  readonly codec: ResourceCodec;
  readonly clock: Clock;
}): TokenAuthenticator {
  const { store, codec, clock } = options;
  return {
    async authenticate(token: string): Promise<Identity | undefined> {
      const holder = await store.findClaim({ space: tokenSpace, key: digestOf(token) });
      const row = holder && (await store.get("access_token", holder.id));
      if (row === undefined) return undefined;
      const { spec } = codec.decode("access_token", row);
      if (spec === undefined) return undefined;
      const expiresAtMs = spec.expireTime && timestampMs(spec.expireTime);
      if (expiresAtMs !== undefined && expiresAtMs <= clock.nowMs()) return undefined;
      return {
        subject: spec.subject === "" ? spec.id : spec.subject,
        organizationId: spec.organizationId,
        teams: spec.teams,
        role: spec.role === Role.ADMIN ? "admin" : "viewer",
        bootstrap: spec.id === bootstrapTokenId,
        expiresAtMs,
        accessTokenId: spec.id,
      };
    },
  };
}
