import { durationMs, timestampFromMs, timestampMs } from "@bufbuild/protobuf/wkt";
import type { HandlerContext, ServiceImpl } from "@connectrpc/connect";
import type { ApiKey } from "../../gen/es/weir/inference/v1alpha1/api_key_pb.ts";
import {
  type ApiKeyService,
  CreateApiKeyRequestSchema,
  UpdateApiKeyRequestSchema,
} from "../../gen/es/weir/inference/v1alpha1/api_key_service_pb.ts";
import type { Random } from "../../kit/random.ts";
import { failedPrecondition, invalidArgument, notFound } from "../resource/api-error.ts";
import { apiKeyConditions } from "../resource/api-key-times.ts";
import { updateConditions } from "../resource/conditions.ts";
import type { Caller } from "../resource/principal.ts";
import { apiKeySpace, previousApiKeySpace } from "../store/claim-spaces.ts";
import type { Claim } from "../store/store.ts";
import { UnreadableRowError } from "../store/unreadable-row-error.ts";
import type { UsageStore } from "../usage/usage-store.ts";
import type { CallerOf } from "./caller.ts";
import type { ResourceCrud } from "./resource-crud.ts";
import { digestOf, generateSecret, hintOf } from "./token-secret.ts";
import type { WatchHub } from "./watch-hub.ts";
import { watchResources } from "./watch-resources.ts";

const defaultGraceMs = 86_400_000;

export function createApiKeyService(options: {
  readonly crud: ResourceCrud<"api_key">;
  readonly gateways: ResourceCrud<"gateway">;
  readonly watchHub: WatchHub;
  readonly callerOf: CallerOf;
  readonly random: Random;
  readonly usage: UsageStore;
}): ServiceImpl<typeof ApiKeyService> {
  const { crud, gateways, watchHub, callerOf, random, usage } = options;

  /** With when it was last used. */
  const withUse = (key: ApiKey): ApiKey => {
    const lastMs = usage.lastUseMs(key.spec!.id);
    key.status!.lastUsedAt = lastMs === undefined ? undefined : timestampFromMs(lastMs);
    return key;
  };

  /** Who calls, once the gateway of the request is known to be theirs. */
  const callerOn = async ({ gatewayId }: OnGateway, context: HandlerContext): Promise<Caller> => {
    const caller = callerOf(context);
    await gateways.get(gatewayId, caller);
    return caller;
  };

  /** Who calls, once the key of the request is known to be one of its gateway. */
  const callerOfKey = async (request: OnGateway & { readonly id: string }, context: HandlerContext) => {
    const caller = callerOf(context);
    const { spec } = await crud.get(request.id, caller);
    if (spec!.gatewayId !== request.gatewayId.toLowerCase()) throw notFound("api_key", request.id);
    return caller;
  };

  return {
    async createApiKey(request, context) {
      const caller = await callerOn(request, context);
      const { secret, claim, hint } = makeSecret(request.gatewayId, random);
      const apiKey = await crud.create(CreateApiKeyRequestSchema, request, caller, [claim], (key) => {
        const status = key.status!;
        const nowMs = timestampMs(status.createdAt!);
        status.hint = hint;
        // A warning is for the calendar to tell: it does that in the log too.
        const usable = apiKeyConditions(key, nowMs).filter(({ type }) => type === "Usable");
        status.conditions = updateConditions([], usable, nowMs) ?? [];
      });
      return { apiKey, secret };
    },
    async updateApiKey(request, context) {
      const caller = await callerOfKey(request, context);
      return { apiKey: await crud.update(UpdateApiKeyRequestSchema, request, caller) };
    },
    async getApiKey(request, context) {
      return { apiKey: withUse(await crud.get(request.id, await callerOfKey(request, context))) };
    },
    async listApiKeys(request, context) {
      const linkedTo = { kind: "gateway", id: request.gatewayId.toLowerCase() } as const;
      const { items, nextPageToken } = await crud.list(request, await callerOn(request, context), linkedTo);
      return { items: items.map(withUse), nextPageToken };
    },
    async deleteApiKey(request, context) {
      const caller = await callerOfKey(request, context).catch((error: unknown) => {
        // A key that cannot be read can be deleted all the same: only the gateway and the organization are checked.
        if (error instanceof UnreadableRowError) return callerOn(request, context);
        throw error;
      });
      return { apiKey: await crud.delete(request, caller) };
    },
    async *watchApiKeys(request, context) {
      const caller = request.id === "" ? await callerOn(request, context) : await callerOfKey(request, context);
      const gatewayId = request.gatewayId.toLowerCase();
      for await (const { resource, ...event } of watchResources(crud, watchHub, request, caller, context)) {
        if (resource === undefined || resource.spec!.gatewayId === gatewayId) yield { ...event, apiKey: resource };
      }
    },
    async rotateApiKey(request, context) {
      const caller = await callerOfKey(request, context);
      const made = makeSecret(request.gatewayId, random);
      const graceMs = request.gracePeriod === undefined ? defaultGraceMs : durationMs(request.gracePeriod);
      const apiKey = await crud.change(request, caller, "rotate", (key, held, nowMs) => {
        assertNotRevoked(key);
        if (request.expiresAt !== undefined && timestampMs(request.expiresAt) <= nowMs) {
          throw invalidArgument([{ field: "expires_at", description: "must be in the future" }]);
        }
        const ends = key.spec!.expiresAt;
        const previousEndsMs = Math.min(nowMs + graceMs, ends === undefined ? Infinity : timestampMs(ends));
        const status = key.status!;
        const present = held.find(({ space }) => space === apiKeySpace);
        const isKept = previousEndsMs > nowMs && present !== undefined;
        status.previousHint = isKept ? status.hint : "";
        status.previousExpiresAt = isKept ? timestampFromMs(previousEndsMs) : undefined;
        status.hint = made.hint;
        status.rotatedAt = timestampFromMs(nowMs);
        if (request.expiresAt !== undefined) key.spec!.expiresAt = request.expiresAt;
        return isKept ? [made.claim, { space: previousApiKeySpace, key: present.key }] : [made.claim];
      });
      return { apiKey, secret: made.secret };
    },
    async revokeApiKey(request, context) {
      const caller = await callerOfKey(request, context);
      const apiKey = await crud.change(request, caller, "revoke", (key, _held, nowMs) => {
        const status = key.status!;
        status.revokedAt ??= timestampFromMs(nowMs);
        status.previousHint = "";
        status.previousExpiresAt = undefined;
        return [];
      });
      return { apiKey };
    },
  };
}

interface OnGateway {
  readonly gatewayId: string;
}

function makeSecret(gatewayId: string, random: Random): { secret: string; claim: Claim; hint: string } {
  const secret = generateSecret("apiKey", random);
  const key = `${gatewayId.toLowerCase()}/${digestOf(secret)}`;
  return { secret, claim: { space: apiKeySpace, key }, hint: hintOf(secret) };
}

function assertNotRevoked({ spec, status }: ApiKey): void {
  if (status!.revokedAt === undefined) return;
  const description = `API key "${spec!.name}" is revoked for good: create another`;
  throw failedPrecondition([{ type: "REVOKED", subject: `api_keys/${spec!.id}`, description }]);
}
