import type { RateLimiter, RateLimits } from "../../gen/es/weir/inference/v1alpha1/rate_limiter_pb.ts";
import { parseWindow } from "../../kit/parse-window.ts";
import type { Limiter } from "../limit/limiter.ts";
import { continueHash } from "../limit/name-hash.ts";
import { type Charge, newCharge } from "../limit/rate-table.ts";
import { estimateTokens } from "../limit/token-estimate.ts";
import { type Refusal, refusal } from "../pipeline/proxy-error.ts";
import type { Outcome, Plugin, PluginRequest } from "./plugin.ts";

const defaultMaxTokens = 1024;

/** Who is limited together: the name of that in a request; undefined: it is not limited. */
type Subject = (request: PluginRequest) => string | undefined;

/** One limit. */
interface Limit {
  /** Tells it apart from every other. */
  readonly id: string;
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
export function buildRateLimiter(settings: RateLimiter, name: string, limiter: Limiter): Plugin {
  const limits = [
    ...limitsOf(settings.limits, "requests", name, limiter),
    ...limitsOf(settings.tokenLimits, "tokens", name, limiter),
  ];
  const countsTokens = settings.tokenLimits !== undefined;
  const maxTokens = settings.defaultMaxTokens ?? defaultMaxTokens;
  const needsModel = [settings.limits, settings.tokenLimits].some((each) => each?.perModel !== undefined);
  // One for each limit, used by one request after the other: nothing here waits.
  const charges = limits.map(newCharge);
  const of: Limit[] = new Array(limits.length);

  const run = (request: PluginRequest): Refusal | undefined | Promise<Refusal | undefined> => {
    const tokens = countsTokens ? estimateTokens(request.request.headers, request.body, maxTokens) : 0;
    let count = 0;
    for (const limit of limits) {
      const subject = limit.subjectOf(request);
      if (subject === undefined) continue;
      const charge = charges[count]!;
      continueHash(charge, limit.low, limit.high, subject);
      charge.limitName = limit.id;
      charge.subject = subject;
      charge.limit = limit.limit;
      charge.windowMs = limit.windowMs;
      charge.mayShrink = limit.unit === "tokens";
      charge.amount = charge.mayShrink ? tokens : 1;
      of[count++] = limit;
    }
    if (count === 0) return undefined;
    const taken = limiter.take(charges, count);
    if (typeof taken === "number") return decide(request, charges, of, count, taken);
    const own = of.slice(0, count);
    return taken.then((late) => decide(request, late.charges, own, count, late.refused));
  };
  const decide = (
    request: PluginRequest,
    taken: readonly Charge[],
    own: readonly Limit[],
    count: number,
    refused: number,
  ): Refusal | undefined => {
    if (refused === -1) {
      tell(request, tightest(taken, count));
      if (countsTokens) settleAtEnd(request, taken, own, count, limiter);
      return undefined;
    }
    const charge = taken[refused]!;
    const seconds = Math.ceil(charge.resetMs / 1000);
    tell(request, charge);
    request.addAnswerHeaders("retry-after", String(seconds));
    return refusal("rate_limit_exceeded", describe(own[refused]!, charge, seconds));
  };
  return { onRequest: { needsModel, needsBody: () => countsTokens, run } };
}

function limitsOf(limits: RateLimits | undefined, unit: Limit["unit"], plugin: string, limiter: Limiter): Limit[] {
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
    const id = `${plugin} ${unit} ${name} ${window}`;
    continueHash(seed, ...limiter.seeds(), `${id}\0`);
    return [{ id, name, unit, limit, window, windowMs: parseWindow(window)!, subjectOf, ...seed }];
  });
}

/** What was reserved becomes what was used. */
function settleAtEnd(
  request: PluginRequest,
  charges: readonly Charge[],
  limits: readonly Limit[],
  count: number,
  limiter: Limiter,
): void {
  const reserved = charges.slice(0, count).flatMap((charge, index) => {
    return limits[index]!.unit === "tokens" ? [{ ...charge }] : [];
  });
  request.onEnd(({ usage, wasSent, status }: Outcome) => {
    // What was refused has used nothing. Where nobody knows what was used, it stays at what was reserved.
    const isRefused = !wasSent || (status >= 400 && status !== 499);
    if (usage === undefined && !isRefused) return;
    const used = usage === undefined ? 0 : usage.promptTokens + usage.completionTokens;
    for (const charge of reserved) limiter.correct(charge, used - charge.amount);
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
