import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { timestampFromMs, timestampMs } from "@bufbuild/protobuf/wkt";
import { Code, ConnectError, type ServiceImpl } from "@connectrpc/connect";
import { type Usage, UsageBucket, UsageDimension, UsageSchema } from "../../gen/es/weir/inference/v1alpha1/usage_pb.ts";
import type { QueryUsageRequest, UsageService } from "../../gen/es/weir/inference/v1alpha1/usage_service_pb.ts";
import { nextTurn } from "../../kit/next-turn.ts";
import type { UsageColumn } from "../usage/usage-schema.ts";
import type { UsageQuery, UsageRow, UsageStore } from "../usage/usage-store.ts";
import type { CallerOf } from "./caller.ts";

const mostItems = 10_000;

const columns: Readonly<Record<number, UsageColumn>> = {
  [UsageDimension.GATEWAY]: "gateway_id",
  [UsageDimension.KEY]: "key_id",
  [UsageDimension.MODEL]: "model",
  [UsageDimension.DEPLOYMENT]: "deployment_id",
  [UsageDimension.SERVICE]: "service_id",
  [UsageDimension.RULE]: "rule_id",
  [UsageDimension.CUSTOM_ENDPOINT]: "custom_endpoint_id",
};

const bucketMinutes: Readonly<Record<UsageBucket, number | undefined>> = {
  [UsageBucket.UNSPECIFIED]: undefined,
  [UsageBucket.MINUTE]: 1,
  [UsageBucket.HOUR]: 60,
  [UsageBucket.DAY]: 1_440,
};

export function createUsageService(options: {
  readonly usage: UsageStore;
  readonly callerOf: CallerOf;
}): ServiceImpl<typeof UsageService> {
  const { usage, callerOf } = options;
  return {
    queryUsage(request, context) {
      const query = queryOf(request, callerOf(context).organizationId);
      const rows = usage.query(query, mostItems + 1);
      if (rows.length > mostItems) {
        const message = `more than ${mostItems} items: ask for less time or fewer dimensions, or export it`;
        throw new ConnectError(message, Code.ResourceExhausted);
      }
      const [total] = usage.query({ ...query, groupBy: [], bucketMinutes: undefined });
      return { items: rows.map(usageOf), total: total === undefined ? create(UsageSchema) : usageOf(total) };
    },
    async *exportUsage(request, context) {
      for (const rows of usage.slices(queryOf(request, callerOf(context).organizationId))) {
        for (const row of rows) yield { usage: usageOf(row) };
        await nextTurn();
      }
    },
  };
}

function queryOf(request: Omit<QueryUsageRequest, "$typeName">, organizationId: string): UsageQuery {
  const { gatewayId, keyId, model, deploymentId, serviceId, ruleId, customEndpointId } = request;
  const given = Object.entries({
    gateway_id: gatewayId.toLowerCase(),
    key_id: keyId.toLowerCase(),
    model,
    deployment_id: deploymentId.toLowerCase(),
    service_id: serviceId.toLowerCase(),
    rule_id: ruleId.toLowerCase(),
    custom_endpoint_id: customEndpointId.toLowerCase(),
  }).filter(([, value]) => value !== "");
  return {
    organizationId,
    startMs: request.startTime && timestampMs(request.startTime),
    endMs: request.endTime && timestampMs(request.endTime),
    only: Object.fromEntries(given),
    groupBy: request.groupBy.map((each) => columns[each]!),
    bucketMinutes: bucketMinutes[request.bucket],
  };
}

function usageOf(row: UsageRow): Usage {
  const { startMs, keys, requests, errors, rateLimited, promptTokens, completionTokens, estimated, cost } = row;
  const counts = { requests, errors, rateLimited, promptTokens, completionTokens, estimatedRequests: estimated };
  return create(UsageSchema, {
    startTime: startMs === undefined ? undefined : timestampFromMs(startMs),
    gatewayId: keys.gateway_id,
    keyId: keys.key_id,
    model: keys.model,
    deploymentId: keys.deployment_id,
    serviceId: keys.service_id,
    ruleId: keys.rule_id,
    customEndpointId: keys.custom_endpoint_id,
    cost,
    ...Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, BigInt(count)])),
  } as MessageInitShape<typeof UsageSchema>);
}
