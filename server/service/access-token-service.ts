import type { ServiceImpl } from "@connectrpc/connect";
import {
  type AccessTokenService,
  CreateAccessTokenRequestSchema,
  UpdateAccessTokenRequestSchema,
} from "../../gen/es/weir/inference/v1alpha1/access_token_service_pb.ts";
import type { Random } from "../../kit/random.ts";
import { bootstrapRefusal, bootstrapTokenId } from "../resource/access-token-rules.ts";
import { permissionDenied } from "../resource/api-error.ts";
import { tokenSpace } from "../store/claim-spaces.ts";
import type { CallerOf } from "./caller.ts";
import type { ResourceCrud } from "./resource-crud.ts";
import { digestOf, generateSecret, hintOf } from "./token-secret.ts";
import type { WatchHub } from "./watch-hub.ts";
import { watchResources } from "./watch-resources.ts";

export function createAccessTokenService(options: {
  readonly crud: ResourceCrud<"access_token">;
  readonly watchHub: WatchHub;
  readonly callerOf: CallerOf;
  readonly random: Random;
}): ServiceImpl<typeof AccessTokenService> {
  const { crud, watchHub, callerOf } = options;
  return {
    async createAccessToken(request, context) {
      const caller = callerOf(context);
      if (request.organizationId !== "" && request.organizationId !== caller.organizationId && !caller.bootstrap) {
        throw permissionDenied("only the bootstrap admin token may make tokens of another organization");
      }
      const secret = generateSecret("accessToken", options.random);
      const claim = { space: tokenSpace, key: digestOf(secret) };
      const accessToken = await crud.create(CreateAccessTokenRequestSchema, request, caller, [claim], (token) => {
        token.status!.hint = hintOf(secret);
      });
      return { accessToken, secret };
    },
    async updateAccessToken(request, context) {
      if (request.id === bootstrapTokenId) throw bootstrapRefusal();
      return { accessToken: await crud.update(UpdateAccessTokenRequestSchema, request, callerOf(context)) };
    },
    getAccessToken: async (request, context) => ({ accessToken: await crud.get(request.id, callerOf(context)) }),
    listAccessTokens: (request, context) => crud.list(request, callerOf(context)),
    deleteAccessToken: async (request, context) => ({ accessToken: await crud.delete(request, callerOf(context)) }),
    async *watchAccessTokens(request, context) {
      for await (const { resource, ...event } of watchResources(crud, watchHub, request, callerOf(context), context)) {
        yield { ...event, accessToken: resource };
      }
    },
  };
}
