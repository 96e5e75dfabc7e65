import { timestampMs } from "@bufbuild/protobuf/wkt";
import { type ApiKeySpec, ApiKeySpecSchema } from "../../gen/es/weir/inference/v1alpha1/api_key_pb.ts";
import { Status } from "../../gen/es/weir/inference/v1alpha1/status_pb.ts";
import type { Clock } from "../../kit/clock.ts";
import type { ResourceCodec } from "../store/resource-codec.ts";
import type { StoreReader } from "../store/store.ts";
import { type FieldViolation, invalidArgument } from "./api-error.ts";
import { assertReferences, type Reference } from "./references.ts";
import type { Rules } from "./rules.ts";

export function createApiKeyRules({
  codec,
  clock,
}: {
  readonly codec: ResourceCodec;
  readonly clock: Clock;
}): Rules<"api_key"> {
  return {
    kind: "api_key",
    specSchema: ApiKeySpecSchema,
    initialStatus: Status.READY,

    complete(spec, stored) {
      spec.gatewayId = spec.gatewayId.toLowerCase();
      if (spec.scopes !== undefined) {
        spec.scopes.serviceIds = spec.scopes.serviceIds.map((id) => id.toLowerCase());
        spec.scopes.ruleIds = spec.scopes.ruleIds.map((id) => id.toLowerCase());
        spec.scopes.customEndpointIds = spec.scopes.customEndpointIds.map((id) => id.toLowerCase());
      }
      const { expiresAt } = spec;
      const isNew = expiresAt !== undefined && expiresAt.seconds !== stored?.expiresAt?.seconds;
      if (!isNew || timestampMs(expiresAt) > clock.nowMs()) return [];
      return [{ field: "expires_at", description: "must be in the future" }];
    },

    async checkReferences(spec, reader) {
      await assertReferences(referencesOf(spec), spec.organizationId, { reader, codec });
      const foreign = await rulesOfOtherGateways(spec, reader, codec);
      if (foreign.length > 0) throw invalidArgument(foreign);
    },

    // The digests of its secrets, claimed where they are made: an update does not change them. Nobody who deletes a
    // service or a rule has to look for keys that name it: a name that is gone opens nothing.
    holdings: ({ gatewayId }, held) => ({ claims: held, links: [{ kind: "gateway", id: gatewayId }] }),

    checkDelete: async () => "remove",
  };
}

function referencesOf({ gatewayId, scopes }: ApiKeySpec): Reference[] {
  const named = (
    kind: "service" | "rule" | "custom_endpoint",
    field: string,
    ids: readonly string[] = [],
  ): Reference[] => ids.map((id, index) => ({ kind, id, field: `scopes.${field}[${index}]` }));
  return [
    { kind: "gateway", id: gatewayId, field: "gateway_id" },
    ...named("service", "service_ids", scopes?.serviceIds),
    ...named("rule", "rule_ids", scopes?.ruleIds),
    ...named("custom_endpoint", "custom_endpoint_ids", scopes?.customEndpointIds),
  ];
}

async function rulesOfOtherGateways(
  { gatewayId, scopes }: ApiKeySpec,
  reader: StoreReader,
  codec: ResourceCodec,
): Promise<FieldViolation[]> {
  const violations: FieldViolation[] = [];
  for (const [index, id] of (scopes?.ruleIds ?? []).entries()) {
    const row = await reader.get("rule", id);
    if (row === undefined || codec.decode("rule", row).spec!.gatewayId === gatewayId) continue;
    violations.push({
      field: `scopes.rule_ids[${index}]`,
      description: `rule "${id}" is of another gateway than "${gatewayId}"`,
    });
  }
  return violations;
}
