import type { PromptGuard } from "../../gen/es/weir/inference/v1alpha1/prompt_guard_pb.ts";
import { type LinearPattern, parseLinearPattern } from "../../kit/linear-pattern.ts";
import { type Refusal, refusal } from "../pipeline/proxy-error.ts";
import type { Plugin, PluginRequest } from "./plugin.ts";
import { promptTexts } from "./prompt-texts.ts";

/** Refuses prompts by what stands in them. */
export function buildPromptGuard({ deny, allow, maxCharacters, roles }: PromptGuard): Plugin {
  const denied = deny.map(compile);
  const allowed = allow.map(compile);
  const wanted = roles.length === 0 ? undefined : new Set(roles);
  return {
    onRequest: {
      needsBody: () => true,
      run(request: PluginRequest): Refusal | undefined {
        const json = request.json();
        if ("code" in json) return json;
        const texts = promptTexts(json.value, wanted);
        if (texts.length === 0) return undefined;
        const characters = texts.reduce((sum, { length }) => sum + length, 0);
        if (maxCharacters > 0 && characters > maxCharacters) {
          return blocked(`the prompt has ${characters} characters: at most ${maxCharacters} are allowed`);
        }
        const found = denied.findIndex((pattern) => texts.some((text) => pattern.matcher(text).find()));
        if (found !== -1) return blocked("the prompt has something that is not allowed here");
        if (allowed.length === 0 || allowed.some((pattern) => texts.some((text) => pattern.matcher(text).find()))) {
          return undefined;
        }
        return blocked("the prompt is about nothing that is allowed here");
      },
    },
  };
}

function blocked(message: string): Refusal {
  return refusal("content_blocked", message, "messages");
}

function compile(pattern: string): LinearPattern {
  const compiled = parseLinearPattern(pattern, { ignoreCase: true });
  if (typeof compiled === "string") throw new Error(`"${pattern}" is no regular expression of RE2: ${compiled}`);
  return compiled;
}
