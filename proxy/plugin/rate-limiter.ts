import type { RateLimiter, RateLimits } from "../../gen/es/weir/inference/v1alpha1/rate_limiter_pb.ts";
import type { Clock } from "../../kit/clock.ts";
import { parseWindow } from "../../kit/parse-window.ts";
import { continueHash } from "../limit/name-hash.ts";
import { type Charge, newCharge, type RateTable } from "../limit/rate-table.ts";
import { estimateTokens } from "../limit/token-estimate.ts";
import { type Refusal, refusal } from "../pipeline/proxy-error.ts";
import type { Outcome, Plugin, PluginRequest } from "./plugin.ts";

const defaultMaxTokens = 1024;

/** Who is limited together: the name of that in a request; undefined: it is not limited. */
type Subject = (request: PluginRequest) => string | undefined;

/** One limit. */
interface Limit {
  /** What it is called in refusals, for example `per_ip`. */
  readonly name: string;
  readonly unit: "requests" | "tokens";
  readonly limit: number;
  readonly windowMs: number;
  readonly window: string;
  readonly subjectOf: Subject;
  /** Where the hash of its names begins. */
  readonly low: number;
  readonly high: number;
}

/** Limits how many requests and tokens pass in a time: all of its limits are charged, or none. */
export function buildRateLimiter(settings: RateLimiter, name: string, rates: RateTable, clock: Clock): Plugin {
  const limits = [
    ...limitsOf(settings.limits, "requests", name, rates),
    ...limitsOf(settings.tokenLimits, "tokens", name, rates),
  ];
  const countsTokens = settings.tokenLimits !== undefined;
  const maxTokens = settings.defaultMaxTokens ?? defaultMaxTokens;
  const needsModel = [settings.limits, settings.tokenLimits].some((each) => each?.perModel !== undefined);
  // One for each limit, used by one request after the other: nothing here waits.
  const charges = limits.map(newCharge);
  const of: Limit[] = new Array(limits.length);

  const run = (request: PluginRequest): Refusal | undefined => {
    const nowMs = clock.nowMs();
    const tokens = countsTokens ? estimateTokens(request.request.headers, request.body, maxTokens) : 0;
    let count = 0;
    for (const limit of limits) {
      const subject = limit.subjectOf(request);
      if (subject === undefined) continue;
      const charge = charges[count]!;
      continueHash(charge, limit.low, limit.high, subject);
      charge.limit = limit.limit;
      charge.windowMs = limit.windowMs;
      charge.amount = limit.unit === "tokens" ? tokens : 1;
      of[count++] = limit;
    }
    if (count === 0) return undefined;
    const refused = rates.take(charges, count, nowMs);
    tell(request, refused ?? tightest(charges, count));
    if (refused !== undefined) {
      const limit = of[charges.indexOf(refused)]!;
      const seconds = Math.ceil(refused.resetMs / 1000);
      request.addAnswerHeaders("retry-after", String(seconds));
      return refusal("rate_limit_exceeded", describe(limit, refused, seconds));
    }
    if (countsTokens) settleAtEnd(request, charges, of, count, rates, clock);
    return undefined;
  };
  return { onRequest: { needsModel, needsBody: () => countsTokens, run } };
}

function limitsOf(limits: RateLimits | undefined, unit: Limit["unit"], plugin: string, rates: RateTable): Limit[] {
  if (limits === undefined) return [];
  const { global, perIp, perKey, perUser, perModel, perHeader } = limits;
  const declared: [string, { limit: number; window: string } | undefined, Subject][] = [
    ["global", global, () => ""],
    ["per_ip", perIp, ({ client }) => client.source],
    ["per_key", perKey, ({ apiKey, subject }) => apiKey?.keyId ?? subject],
    ["per_user", perUser, ({ apiKey, subject }) => (apiKey === undefined ? subject : apiKey.user || undefined)],
    ["per_model", perModel, ({ model }) => model],
    ...perHeader.map((each): [string, typeof each, Subject] => {
      const header = each.header.toLowerCase();
      return [`per_header ${header}`, each, ({ request }) => textOf(request.headers[header])];
    }),
  ];
  return declared.flatMap(([name, each, subjectOf]) => {
    if (each === undefined) return [];
    const { limit, window } = each;
    const seed = { low: 0, high: 0 };
    // A limit that gets another window begins anew.
    continueHash(seed, ...rates.seeds(), `${plugin} ${unit} ${name} ${window}\0`);
    return [{ name, unit, limit, window, windowMs: parseWindow(window)!, subjectOf, ...seed }];
  });
}

/** What was reserved becomes what was used. */
function settleAtEnd(
  request: PluginRequest,
  charges: readonly Charge[],
  limits: readonly Limit[],
  count: number,
  rates: RateTable,
  clock: Clock,
): void {
  const reserved = charges.slice(0, count).flatMap((charge, index) => {
    return limits[index]!.unit === "tokens" ? [{ ...charge }] : [];
  });
  request.onEnd(({ usage, wasSent, status }: Outcome) => {
    // What was refused has used nothing. Where nobody knows what was used, it stays at what was reserved.
    const isRefused = !wasSent || (status >= 400 && status !== 499);
    if (usage === undefined && !isRefused) return;
    const used = usage === undefined ? 0 : usage.promptTokens + usage.completionTokens;
    const nowMs = clock.nowMs();
    for (const charge of reserved) rates.correct(charge, used - charge.amount, nowMs);
  });
}

/** The limit of which the least is left, in proportion. */
function tightest(charges: readonly Charge[], count: number): Charge {
  let chosen = charges[0]!;
  for (let index = 1; index < count; index++) {
    const charge = charges[index]!;
    if (charge.remaining / charge.limit < chosen.remaining / chosen.limit) chosen = charge;
  }
  return chosen;
}

function tell(request: PluginRequest, { limit, remaining, resetMs }: Charge): void {
  request.addAnswerHeaders(
    "x-ratelimit-limit",
    String(limit),
    "x-ratelimit-remaining",
    String(Math.max(0, remaining)),
    "x-ratelimit-reset",
    String(Math.ceil(resetMs / 1000)),
  );
}

function describe({ name, unit, limit, window }: Limit, { amount, remaining }: Charge, seconds: number): string {
  const asked = unit === "tokens" ? `: this request may use ${amount}, and ${remaining} are left` : "";
  return `${name}: more than ${limit} ${unit} in ${window}${asked}; try again in ${seconds} s`;
}

function textOf(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(",") : value;
}
