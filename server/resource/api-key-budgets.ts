// What is to be said of the use of an API key: pure.

import type { ApiKey } from "../../gen/es/weir/inference/v1alpha1/api_key_pb.ts";
import { type Budget, BudgetMetric, BudgetPeriod } from "../../gen/es/weir/inference/v1alpha1/budget_pb.ts";
import { type BudgetSpan, spanOf } from "./budget-span.ts";
import type { ObservedCondition } from "./conditions.ts";

const defaultAlertPercent = 80;

/** How a key was used. */
export interface KeyUse {
  /** The usage of the key within a span. */
  spentIn(
    period: BudgetPeriod,
    span: BudgetSpan,
  ): { readonly requests: number; readonly tokens: number; readonly cost: number };
  /** How many requests it has in a minute where that is far from usual, and how many are usual; undefined: it is not. */
  readonly unusual: { readonly requests: number; readonly usual: number } | undefined;
}

/** Until when a key is refused, because a budget with a hard stop is used up; undefined: it is not. */
export function exhaustedUntilMs({ spec }: ApiKey, use: KeyUse, nowMs: number): number | undefined {
  const ends = spec!.budgets
    .filter((budget) => budget.hardStop && percentUsed(budget, use, nowMs) >= 100)
    .map(({ period }) => spanOf(period, nowMs).endMs);
  return ends.length === 0 ? undefined : Math.max(...ends);
}

/** What is to be said of the use of a key now; nothing of what was never a matter. */
export function useConditions({ spec, status }: ApiKey, use: KeyUse, nowMs: number): ObservedCondition[] {
  const said = (type: string): boolean => status!.conditions.some((condition) => condition.type === type);
  const conditions: ObservedCondition[] = [];
  const reached = spec!.budgets.flatMap((budget) => budgetFinding(budget, percentUsed(budget, use, nowMs)) ?? []);
  const worst = reached.find(({ reason }) => reason === "Exhausted") ?? reached[0];
  if (worst !== undefined) {
    const message = reached.map((each) => each.message).join("; ");
    conditions.push({ type: "WithinBudget", zone: "", status: "False", reason: worst.reason, message });
  } else if (said("WithinBudget")) conditions.push(asExpected("WithinBudget"));
  const before = status!.conditions.find(({ type }) => type === "UsageAsUsual");
  if (use.unusual !== undefined) {
    const { requests, usual } = use.unusual;
    // Said once: what it becomes in the same minute is no news.
    const message =
      before?.status === "False"
        ? before.message
        : `${requests} requests in a minute: about ${Math.round(usual)} are usual`;
    conditions.push({ type: "UsageAsUsual", zone: "", status: "False", reason: "UnusualRate", message });
  } else if (before !== undefined) conditions.push(asExpected("UsageAsUsual"));
  return conditions;
}

function budgetFinding(
  budget: Budget,
  percent: number,
): { reason: "Alert" | "Exhausted"; message: string } | undefined {
  const alerts = budget.alertPercents.length === 0 ? [defaultAlertPercent] : budget.alertPercents;
  const passed = [...alerts, 100].filter((alert) => percent >= alert);
  if (passed.length === 0) return undefined;
  const alert = Math.max(...passed);
  const whole = `${budget.limit} ${unitOf(budget.metric)} ${nameOf(budget.period)}`;
  if (alert < 100) return { reason: "Alert", message: `${alert} % of ${whole} are used` };
  return { reason: "Exhausted", message: `${whole} are used up${budget.hardStop ? ": the key is refused" : ""}` };
}

function percentUsed({ metric, limit, period }: Budget, use: KeyUse, nowMs: number): number {
  const spent = use.spentIn(period, spanOf(period, nowMs));
  switch (metric) {
    case BudgetMetric.REQUESTS:
      return (spent.requests / limit) * 100;
    case BudgetMetric.TOKENS:
      return (spent.tokens / limit) * 100;
    case BudgetMetric.COST:
      return (spent.cost / limit) * 100;
    default:
      return 0;
  }
}

function asExpected(type: string): ObservedCondition {
  return { type, zone: "", status: "True", reason: "AsExpected", message: "" };
}

function unitOf(metric: BudgetMetric): string {
  return metric === BudgetMetric.REQUESTS ? "requests" : metric === BudgetMetric.TOKENS ? "tokens" : "of cost";
}

function nameOf(period: BudgetPeriod): string {
  return period === BudgetPeriod.DAY ? "a day" : period === BudgetPeriod.MONTH ? "a month" : "in all";
}
