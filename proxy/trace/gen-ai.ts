// OpenTelemetry's conventions for generative AI, as far as a proxy can tell.

/** What requests are for, by how their paths end. */
const operations: readonly (readonly [ending: string, operation: string])[] = [
  ["/chat/completions", "chat"],
  ["/responses", "chat"],
  ["/messages", "chat"],
  ["/embeddings", "embeddings"],
  ["/completions", "text_completion"],
];

/** Undefined: none that has a name. */
export function operationOf(path: string): string | undefined {
  return operations.find(([ending]) => path.endsWith(ending))?.[1];
}

/** What a span says of a model and its tokens; undefined: the answer told none. */
export function genAiAttributes(
  operation: string,
  {
    model,
    promptTokens,
    completionTokens,
  }: {
    readonly model: string;
    readonly promptTokens: number | undefined;
    readonly completionTokens: number | undefined;
  },
): Record<string, string | number> {
  return {
    "gen_ai.operation.name": operation,
    "gen_ai.request.model": model,
    ...(promptTokens === undefined ? {} : { "gen_ai.usage.input_tokens": promptTokens }),
    ...(completionTokens === undefined ? {} : { "gen_ai.usage.output_tokens": completionTokens }),
  };
}
