/**
 * The texts of a prompt, as OpenAI's APIs and Anthropic's have them: messages and what they are made of, `prompt`,
 * `input`, `instructions`, `system`.
 *
 * @param roles whose messages; undefined: everything
 */
export function promptTexts(body: unknown, roles?: ReadonlySet<string>): string[] {
  if (!isObject(body)) return [];
  const texts: string[] = [];
  for (const list of [body.messages, body.input]) {
    if (!Array.isArray(list)) continue;
    for (const message of list) {
      if (!isObject(message)) {
        if (roles === undefined) collect(message, texts);
      } else if (roles === undefined || (typeof message.role === "string" && roles.has(message.role))) {
        collect(message.content, texts);
      }
    }
  }
  if (roles === undefined || roles.has("user")) {
    collect(body.prompt, texts);
    if (typeof body.input === "string") texts.push(body.input);
  }
  if (roles === undefined || roles.has("system")) {
    collect(body.system, texts);
    collect(body.instructions, texts);
  }
  return texts;
}

/** A text, a list of texts, or a list of parts with a `text`. */
function collect(content: unknown, texts: string[]): void {
  if (typeof content === "string") texts.push(content);
  else if (Array.isArray(content)) for (const part of content) collect(part, texts);
  else if (isObject(content)) collect(content.text, texts);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
