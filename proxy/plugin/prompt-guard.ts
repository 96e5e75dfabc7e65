import type { PromptGuard } from "../../gen/es/weir/inference/v1alpha1/prompt_guard_pb.ts";
import { type LinearPattern, parseAnyOf } from "../../kit/linear-pattern.ts";
import type { MatchBudget } from "../../kit/match-budget.ts";
import { type Refusal, refusal } from "../pipeline/proxy-error.ts";
import type { Plugin, PluginRequest } from "./plugin.ts";
import { promptTexts } from "./prompt-texts.ts";
import { matchWithin } from "./too-much-matching.ts";

/** Refuses prompts by what stands in them. */
export function buildPromptGuard({ deny, allow, maxCharacters, roles }: PromptGuard): Plugin {
  const denied = parseAnyOf(deny, { ignoreCase: true });
  const allowed = parseAnyOf(allow, { ignoreCase: true });
  const wanted = roles.length === 0 ? undefined : new Set(roles);
  return {
    onRequest: {
      needsBody: () => true,
      run(request: PluginRequest): Refusal | undefined | Promise<Refusal | undefined> {
        const json = request.json();
        if ("code" in json) return json;
        const texts = promptTexts(json.value, wanted);
        if (texts.length === 0) return undefined;
        const characters = texts.reduce((sum, { length }) => sum + length, 0);
        if (maxCharacters > 0 && characters > maxCharacters) {
          return blocked(`the prompt has ${characters} characters: at most ${maxCharacters} are allowed`);
        }
        const matched = { plugin: "prompt_guard", what: "a prompt", characters };
        return matchWithin("body_too_large", matched, async (budget) => {
          if (await hasAny(denied, texts, budget)) return blocked("the prompt has something that is not allowed here");
          if (allowed.length === 0 || (await hasAny(allowed, texts, budget))) return undefined;
          return blocked("the prompt is about nothing that is allowed here");
        });
      },
    },
  };
}

async function hasAny(
  patterns: readonly LinearPattern[],
  texts: readonly string[],
  budget: MatchBudget,
): Promise<boolean> {
  for (const pattern of patterns) {
    for (const text of texts) {
      if (pattern.isIn(text, budget)) return true;
      const turn = budget.takeTurn();
      if (turn !== undefined) await turn;
    }
  }
  return false;
}

function blocked(message: string): Refusal {
  return refusal("content_blocked", message, "messages");
}
