import { MatchBudget, mostMatchSteps, TooMuchMatchingError } from "../../kit/match-budget.ts";
import { type ProxyErrorCode, type Refusal, refusal } from "../pipeline/proxy-error.ts";

/** What patterns are matched against. */
export interface Matched {
  readonly plugin: string;
  /** For example `the prompt`. */
  readonly what: string;
  readonly characters: number;
}

/** Refuses what is too costly to match: it must not pass without having been looked at. */
export function tooMuchMatching(code: ProxyErrorCode, { plugin, what, characters }: Matched): Refusal {
  return refusal(
    code,
    `the patterns of ${plugin} take more than ${mostMatchSteps} steps on ${what} of ${characters} characters: ` +
      `at most ${mostMatchSteps} are allowed`,
  );
}

/** Gives the result of work that matches patterns within a budget of its own, or else a refusal. */
export async function matchWithin<Result>(
  code: ProxyErrorCode,
  matched: Matched,
  work: (budget: MatchBudget) => Promise<Result>,
): Promise<Result | Refusal> {
  try {
    return await work(new MatchBudget());
  } catch (error) {
    if (error instanceof TooMuchMatchingError) return tooMuchMatching(code, matched);
    throw error;
  }
}
