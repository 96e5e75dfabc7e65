// Where the pieces of a text stand in the events of a stream: OpenAI's chat completions, completions and responses, and
// Anthropic's messages.

/** The next piece of a text. */
export interface Delta {
  /** Which text of the stream it is of. */
  readonly stream: string;
  readonly text: string;
  readonly set: (text: string) => void;
}

type Json = Record<string, unknown>;

/** The pieces that an event has, to be read and changed. */
export function deltasOf(event: unknown): Delta[] {
  if (!isObject(event)) return [];
  const deltas: Delta[] = [];
  const add = (owner: unknown, field: string, stream: string): void => {
    if (!isObject(owner)) return;
    const text = owner[field];
    if (typeof text !== "string") return;
    deltas.push({
      stream,
      text,
      set: (changed) => {
        owner[field] = changed;
      },
    });
  };
  for (const choice of listOf(event.choices)) {
    const name = `choice ${choice.index} `;
    add(choice, "text", `${name}text`);
    if (!isObject(choice.delta)) continue;
    for (const field of ["content", "reasoning_content", "reasoning", "refusal"])
      add(choice.delta, field, name + field);
    for (const call of listOf(choice.delta.tool_calls)) add(call.function, "arguments", `${name}call ${call.index}`);
  }
  // A response's piece of text, or a message's: `delta` is the text, or has it.
  const part = `part ${event.item_id ?? ""} ${event.content_index ?? event.index ?? ""} `;
  add(event, "delta", part);
  for (const field of ["text", "thinking", "partial_json"]) add(event.delta, field, part);
  return deltas;
}

/** Tells of each text whether an event says that it is over. */
export function endsIn(event: unknown): (stream: string) => boolean {
  if (!isObject(event)) return () => false;
  const over = listOf(event.choices)
    .filter((choice) => typeof choice.finish_reason === "string")
    .map((choice) => `choice ${choice.index} `);
  const { type } = event;
  if (typeof type === "string" && (type.endsWith(".done") || type === "content_block_stop")) {
    over.push(`part ${event.item_id ?? ""} ${event.content_index ?? event.index ?? ""} `);
  }
  return (stream) => over.some((prefix) => stream.startsWith(prefix));
}

function listOf(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
