import { create } from "@bufbuild/protobuf";
import { timestampFromMs, timestampMs } from "@bufbuild/protobuf/wkt";
import {
  type ReportUsageRequest,
  ReportUsageRequestSchema,
  type UsageCounts,
  UsageCountsSchema,
} from "../../gen/es/weir/config/v1alpha1/config_service_pb.ts";
import type { TakenUsage } from "./usage-account.ts";

/** The server stores no larger number. */
const largestCount = BigInt(Number.MAX_SAFE_INTEGER);

/** A batch of usage to which counts are still added. */
export class OpenBatch {
  readonly #lifeId: string;
  readonly #rows = new Map<string, UsageCounts>();
  readonly number: number;
  /** When it was begun. */
  readonly startMs: number;

  constructor(lifeId: string, number: number, startMs: number) {
    this.#lifeId = lifeId;
    this.number = number;
    this.startMs = startMs;
  }

  /** Of its file: batches sort by age. */
  get name(): string {
    return `${String(this.startMs).padStart(15, "0")}-${this.#lifeId}-${String(this.number).padStart(9, "0")}`;
  }

  /** How many rows it has. */
  get size(): number {
    return this.#rows.size;
  }

  add({ counts, ...labels }: TakenUsage): void {
    const minute = Math.floor(counts.lastMs / 60_000);
    const key = `${labels.gatewayId} ${labels.keyId} ${labels.deploymentId} ${labels.serviceId} ${labels.customEndpointId} ${labels.ruleId} ${minute} ${labels.model}`;
    let row = this.#rows.get(key);
    if (row === undefined) {
      row = create(UsageCountsSchema, { ...labels, minute });
      this.#rows.set(key, row);
    }
    row.requests = sum(row.requests, counts.requests);
    row.errors = sum(row.errors, counts.errors);
    row.rateLimited = sum(row.rateLimited, counts.rateLimited);
    row.promptTokens = sum(row.promptTokens, counts.promptTokens);
    row.completionTokens = sum(row.completionTokens, counts.completionTokens);
    row.estimated = sum(row.estimated, counts.estimated);
    if (row.lastTime === undefined || timestampMs(row.lastTime) < counts.lastMs) {
      row.lastTime = timestampFromMs(counts.lastMs);
    }
  }

  toMessage(): ReportUsageRequest {
    return create(ReportUsageRequestSchema, {
      spoolId: this.#lifeId,
      number: BigInt(this.number),
      counts: [...this.#rows.values()],
    });
  }
}

function sum(before: bigint, count: number): bigint {
  const after = before + BigInt(count);
  return after < largestCount ? after : largestCount;
}
