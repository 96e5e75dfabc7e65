/** The body of a request, as far as the fake looks at it. */
export interface CompletionRequest {
  readonly model?: string;
  readonly stream?: boolean;
  readonly stream_options?: { readonly include_usage?: boolean };
  readonly input?: unknown;
}

export interface FakeAnswer {
  /** Names the server, so that a split can be seen. */
  readonly name: string;
  readonly tokens: number;
}

const promptTokens = 3;

function usageOf({ tokens }: FakeAnswer): object {
  return { prompt_tokens: promptTokens, completion_tokens: tokens, total_tokens: promptTokens + tokens };
}

/** The answer's tokens: the server's name first, so that the whole text tells who answered. */
export function tokensOf({ name, tokens }: FakeAnswer): string[] {
  return Array.from({ length: tokens }, (_, index) => (index === 0 ? name : ` ${index}`));
}

/** A whole answer to the path that was asked. */
export function wholeAnswer(path: string, { model }: CompletionRequest, answer: FakeAnswer): object {
  const text = tokensOf(answer).join("");
  const base = {
    id: `fake-${answer.name}`,
    created: 0,
    model,
    system_fingerprint: answer.name,
    usage: usageOf(answer),
  };
  if (path.endsWith("/embeddings")) {
    return {
      object: "list",
      model,
      data: [{ object: "embedding", index: 0, embedding: [0.5, -0.5] }],
      usage: usageOf(answer),
    };
  }
  if (path.endsWith("/chat/completions")) {
    const message = { role: "assistant", content: text };
    return { ...base, object: "chat.completion", choices: [{ index: 0, message, finish_reason: "stop" }] };
  }
  if (path.endsWith("/responses")) {
    const content = [{ type: "output_text", text, annotations: [] }];
    return {
      ...base,
      object: "response",
      status: "completed",
      output: [{ type: "message", role: "assistant", content }],
    };
  }
  return { ...base, object: "text_completion", choices: [{ index: 0, text, finish_reason: "stop" }] };
}

/** The server-sent events of a streamed answer, one a token, and the last ones. */
export function streamedAnswer(path: string, request: CompletionRequest, answer: FakeAnswer): string[] {
  const isChat = path.endsWith("/chat/completions");
  const base = {
    id: `fake-${answer.name}`,
    object: isChat ? "chat.completion.chunk" : "text_completion",
    created: 0,
    model: request.model,
    system_fingerprint: answer.name,
  };
  const chunks: object[] = tokensOf(answer).map((text) => ({
    ...base,
    choices: [isChat ? { index: 0, delta: { content: text } } : { index: 0, text }],
  }));
  chunks.push({ ...base, choices: [{ index: 0, ...(isChat ? { delta: {} } : { text: "" }), finish_reason: "stop" }] });
  if (request.stream_options?.include_usage === true) chunks.push({ ...base, choices: [], usage: usageOf(answer) });
  return [...chunks.map((chunk) => JSON.stringify(chunk)), "[DONE]"].map((data) => `data: ${data}\n\n`);
}
