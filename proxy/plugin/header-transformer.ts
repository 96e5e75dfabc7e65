import type { HeaderTransformer } from "../../gen/es/weir/inference/v1alpha1/header_transformer_pb.ts";
import { holdsWeirCredential } from "../../kit/weir-credential.ts";
import type { AnswerHead, Plugin, PluginRequest } from "./plugin.ts";

/** Changes headers of requests or of answers. */
export function buildHeaderTransformer(settings: HeaderTransformer, stage: string): Plugin {
  const change = headerChange(settings);
  if (stage === "pre_request") {
    const run = (request: PluginRequest): undefined => {
      request.headersToSend = change(request.headersToSend);
    };
    return { onRequest: { run } };
  }
  return {
    onAnswer: (_request: PluginRequest, head: AnswerHead): void => {
      head.headers = change(head.headers);
    },
  };
}

/** What becomes of headers: flat pairs. */
function headerChange({ remove, rename, set, add }: HeaderTransformer): (flat: readonly string[]) => string[] {
  const gone = new Set([...remove, ...set.map(({ name }) => name)].map((name) => name.toLowerCase()));
  const renamed = new Map(rename.map(({ from, to }) => [from.toLowerCase(), to]));
  const added = [...set, ...add].flatMap(({ name, value }) => [name, value]);
  return (flat) => {
    const headers: string[] = [];
    for (let index = 0; index < flat.length; index += 2) {
      const name = flat[index]!;
      const lower = name.toLowerCase();
      const to = renamed.get(lower) ?? name;
      // A caller's credential is not sent on under another name either.
      if (to !== name && (lower === "authorization" || holdsWeirCredential(flat[index + 1]!))) continue;
      if (!gone.has(lower) && !(to !== name && gone.has(to.toLowerCase()))) headers.push(to, flat[index + 1]!);
    }
    headers.push(...added);
    return headers;
  };
}
