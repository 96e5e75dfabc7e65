import type { IncomingHttpHeaders } from "node:http";

/** English is about four bytes a token; where a text has more, the estimate is too low, and the end sets it right. */
const bytesPerToken = 4;

const outputKeys = ["max_completion_tokens", "max_tokens", "max_output_tokens"].map((name) => Buffer.from(`"${name}"`));
const choicesKey = Buffer.from('"n"');

/**
 * What a request may use at most: a token for each four bytes, and what its body allows the answer.
 *
 * @param body undefined: it streams through
 * @param defaultMaxTokens of answers whose request says nothing of them
 */
export function estimateTokens(
  headers: IncomingHttpHeaders,
  body: Buffer | undefined,
  defaultMaxTokens: number,
): number {
  const bytes = body?.length ?? Number(headers["content-length"] ?? 0);
  const prompt = Math.ceil(bytes / bytesPerToken);
  if (body === undefined) return prompt + defaultMaxTokens;
  const asked = Math.max(...outputKeys.map((key) => largestNumberAfter(body, key)));
  const choices = Math.max(1, largestNumberAfter(body, choicesKey));
  return prompt + (asked > 0 ? asked : defaultMaxTokens) * choices;
}

/** The largest of the whole numbers that stand as values of a key, at whatever depth; 0: there is none. */
function largestNumberAfter(body: Buffer, key: Buffer): number {
  let largest = 0;
  for (let at = body.indexOf(key); at !== -1; at = body.indexOf(key, at + key.length)) {
    const digits = /^\s*:\s*(\d{1,9})/.exec(body.toString("latin1", at + key.length, at + key.length + 24))?.[1];
    if (digits !== undefined) largest = Math.max(largest, Number(digits));
  }
  return largest;
}
