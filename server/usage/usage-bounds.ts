// Bounds of what is stored, so that no number a proxy reports can keep others from being stored or read.

import { timestampMs } from "@bufbuild/protobuf/wkt";
import type { Validator } from "@bufbuild/protovalidate";
import { type UsageCounts, UsageCountsSchema } from "../../gen/es/weir/config/v1alpha1/config_service_pb.ts";
import { violationsOf } from "../resource/field-violations.ts";

/** Sums stay here instead of growing further: integers up to it are exact in SQLite, in JavaScript and in JSON. */
export const largestSum = Number.MAX_SAFE_INTEGER;
/** The clock of a proxy may be ahead by so much before its minutes count as the present one. */
const toleratedMinutesAhead = 5;
/** The last millisecond that a Timestamp can hold (end of the year 9999). */
const lastMs = 253_402_300_799_999;

/** Why a row can't be stored; undefined when it can. */
export function faultOf(row: UsageCounts, validator: Validator): string | undefined {
  const violations = violationsOf(validator, UsageCountsSchema, row);
  if (violations.length > 0) return violations.map(({ field, description }) => `${field}: ${description}`).join("; ");
  const { errors, rateLimited, estimated } = row;
  for (const [field, count] of Object.entries({ errors, rate_limited: rateLimited, estimated })) {
    if (count > row.requests) return `${field}: must be at most requests, ${row.requests} (given: ${count})`;
  }
  const usedMs = row.lastTime === undefined ? 0 : timestampMs(row.lastTime);
  if (!(usedMs >= 0 && usedMs <= lastMs)) return `last_time: must be from 1970 to 9999 (given: ${usedMs} ms)`;
  return undefined;
}

/** The minute to store usage under. A proxy whose clock is ahead would otherwise use up budgets of days to come. */
export function storedMinute(reported: number, nowMinute: number): number {
  return reported > nowMinute + toleratedMinutesAhead ? nowMinute : reported;
}

/** A number that is not exact any more, or too large to store, becomes the largest one. */
export function bounded(value: number): number {
  return value < largestSum ? value : largestSum;
}
