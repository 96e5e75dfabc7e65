import { BudgetPeriod } from "../../gen/es/weir/inference/v1alpha1/budget_pb.ts";

const dayMs = 86_400_000;
/** The last day that a Timestamp can hold. */
const endOfTimeMs = Date.UTC(9999, 11, 31);

/** A span of time in which a budget is used: from its start on, up to its end, in UTC. */
export interface BudgetSpan {
  readonly startMs: number;
  readonly endMs: number;
}

/** The span of a period that a time is in. */
export function spanOf(period: BudgetPeriod, atMs: number): BudgetSpan {
  if (period === BudgetPeriod.TOTAL) return { startMs: 0, endMs: endOfTimeMs };
  if (period === BudgetPeriod.DAY) {
    const startMs = atMs - (atMs % dayMs);
    return { startMs, endMs: startMs + dayMs };
  }
  const at = new Date(atMs);
  const month = (ahead: number): number => Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + ahead, 1);
  return { startMs: month(0), endMs: month(1) };
}
