import { toJson } from "@bufbuild/protobuf";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import { type Command, Option } from "commander";
import { type Usage, UsageBucket, UsageDimension, UsageSchema } from "../../gen/es/weir/inference/v1alpha1/usage_pb.ts";
import { UsageService } from "../../gen/es/weir/inference/v1alpha1/usage_service_pb.ts";
import { Connection } from "../client/connection.ts";
import { kindOf } from "../client/kinds.ts";
import { Resources } from "../client/resources.ts";
import { formOf, printRows } from "../output/print.ts";
import { parseTime, timeOf } from "../output/times.ts";

const dimensions = {
  gateway: { value: UsageDimension.GATEWAY, tell: ({ gatewayId }: Usage) => gatewayId, kind: "gateway" },
  key: { value: UsageDimension.KEY, tell: ({ keyId }: Usage) => keyId, kind: undefined },
  model: { value: UsageDimension.MODEL, tell: ({ model }: Usage) => model, kind: undefined },
  deployment: { value: UsageDimension.DEPLOYMENT, tell: ({ deploymentId }: Usage) => deploymentId, kind: "deployment" },
  service: { value: UsageDimension.SERVICE, tell: ({ serviceId }: Usage) => serviceId, kind: "service" },
  rule: { value: UsageDimension.RULE, tell: ({ ruleId }: Usage) => ruleId, kind: "rule" },
  "custom-endpoint": {
    value: UsageDimension.CUSTOM_ENDPOINT,
    tell: ({ customEndpointId }: Usage) => customEndpointId,
    kind: "custom-endpoint",
  },
} as const;
type Dimension = keyof typeof dimensions;

const buckets = { minute: UsageBucket.MINUTE, hour: UsageBucket.HOUR, day: UsageBucket.DAY } as const;

interface UsageOptions {
  readonly by: Dimension[];
  readonly each?: keyof typeof buckets;
  readonly since?: string;
  readonly until?: string;
  readonly gateway?: string;
  readonly model?: string;
}

export function addUsage(program: Command): void {
  program
    .command("usage")
    .description("show requests, tokens and what they cost")
    .addOption(
      new Option("--by <dimension...>", "what it is told apart by")
        .choices(Object.keys(dimensions))
        .default(["gateway", "model"]),
    )
    .addOption(new Option("--each <span>", "told by spans of time").choices(Object.keys(buckets)))
    .option("--since <when>", "from when on: a span such as 24h, or a date")
    .option("--until <when>", "until when")
    .option("--gateway <name>", "only that of this gateway")
    .option("--model <name>", "only that of this model")
    .action(async (options: UsageOptions, command: Command) => {
      const connection = new Connection(command);
      const gateway = options.gateway && (await new Resources(kindOf("gateway"), connection).find(options.gateway));
      const { items, total } = await connection.client(UsageService).queryUsage({
        groupBy: options.by.map((each) => dimensions[each].value),
        bucket: options.each === undefined ? UsageBucket.UNSPECIFIED : buckets[options.each],
        startTime: options.since === undefined ? undefined : timestampFromDate(parseTime(options.since, "ago")),
        endTime: options.until === undefined ? undefined : timestampFromDate(parseTime(options.until, "ago")),
        gatewayId: gateway ? gateway.spec!.id : "",
        model: options.model ?? "",
      });
      const form = formOf(command);
      const names = form === "table" ? await namesOf(options.by, connection) : new Map<string, string>();
      const keys = (usage: Usage): string[] => [
        ...(options.each === undefined ? [] : [timeOf(usage.startTime)]),
        ...options.by.map((each) => nameOf(dimensions[each].tell(usage), names)),
      ];
      const head = [...(options.each === undefined ? [] : ["FROM"]), ...options.by.map((each) => each.toUpperCase())];
      const rows = items.map((usage) => [...keys(usage), ...numbersOf(usage)]);
      if (items.length > 1) rows.push([...head.map((_, index) => (index === 0 ? "total" : "")), ...numbersOf(total!)]);
      const values = items.map((usage) => toJson(UsageSchema, usage));
      printRows(
        form,
        [...head, "REQUESTS", "ERRORS", "LIMITED", "PROMPT", "COMPLETION", "COST"],
        rows,
        values,
        "no usage",
      );
    });
}

/** The names of what usage has ids of. */
async function namesOf(by: readonly Dimension[], connection: Connection): Promise<Map<string, string>> {
  const kinds = by.flatMap((each) => dimensions[each].kind ?? []);
  const lists = await Promise.all(kinds.map((kind) => new Resources(kindOf(kind), connection).list()));
  return new Map(lists.flat().map(({ spec }) => [spec!.id, spec!.name]));
}

/** Usage outlives what it is of. */
function nameOf(id: string, names: ReadonlyMap<string, string>): string {
  return id === "" ? "-" : (names.get(id) ?? id);
}

function numbersOf({ requests, errors, rateLimited, promptTokens, completionTokens, cost }: Usage): string[] {
  const costText = cost === 0 ? "" : cost.toFixed(6).replace(/0{1,4}$/, "");
  return [...[requests, errors, rateLimited, promptTokens, completionTokens].map(String), costText];
}
