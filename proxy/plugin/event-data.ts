// The data of a server-sent event, which may stand on several lines.

import { type Refusal, refusal } from "../pipeline/proxy-error.ts";

/** An event whose end has not come is kept up to this size: images come in events of a few MB. */
export const mostEventBytes = 8 * 1024 * 1024;

/** What an answer with a larger event ends with. */
export function eventTooLarge(): Refusal {
  return refusal("upstream_protocol_error", `an event of the stream is larger than ${mostEventBytes} bytes`);
}

/** Undefined: it has none. */
export function dataOf(lines: string): string | undefined {
  const data = lines.split(/\r?\n/).filter((line) => line.startsWith("data:"));
  if (data.length === 0) return undefined;
  return data.map((line) => line.slice(line.charCodeAt(5) === 0x20 ? 6 : 5)).join("\n");
}

/** The event with other data, on one line; its other fields stay. */
export function withData(lines: string, data: string): string {
  const others = lines.split(/\r?\n/).filter((line) => !line.startsWith("data:"));
  return [...others, `data: ${data}`].join("\n");
}
