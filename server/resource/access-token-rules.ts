import { timestampMs } from "@bufbuild/protobuf/wkt";
import { AccessTokenSpecSchema } from "../../gen/es/weir/inference/v1alpha1/access_token_pb.ts";
import { Status } from "../../gen/es/weir/inference/v1alpha1/status_pb.ts";
import type { Clock } from "../../kit/clock.ts";
import { failedPrecondition } from "./api-error.ts";
import type { Rules } from "./rules.ts";

/** The id of the token that the server makes for its first administrator. */
export const bootstrapTokenId = "00000000-0000-4000-8000-000000000001";

/** The organization of the bootstrap token. */
export const bootstrapOrganizationId = "default";

export function createAccessTokenRules({ clock }: { readonly clock: Clock }): Rules<"access_token"> {
  return {
    kind: "access_token",
    specSchema: AccessTokenSpecSchema,
    initialStatus: Status.READY,

    complete(spec) {
      if (spec.expireTime === undefined || timestampMs(spec.expireTime) > clock.nowMs()) return [];
      return [{ field: "expire_time", description: "must be in the future" }];
    },

    checkReferences: async () => {},

    // The digest of its secret, claimed where the secret is made: an update does not change it.
    holdings: (_spec, held) => ({ claims: held, links: [] }),

    async checkDelete(_token, row) {
      if (row.id === bootstrapTokenId) throw bootstrapRefusal();
      return "remove";
    },
  };
}

/** The bootstrap token is changed by the server's settings alone: nobody can lock everybody out. */
export function bootstrapRefusal(): Error {
  return failedPrecondition([
    {
      type: "BOOTSTRAP_TOKEN",
      subject: `accessTokens/${bootstrapTokenId}`,
      description: "the bootstrap admin token is changed only by WEIR_ADMIN_TOKEN",
    },
  ]);
}
