import { asksForStream } from "../pipeline/asks-for-stream.ts";

const optionsKey = Buffer.from('"stream_options"');
const asked = Buffer.from('"stream_options":{"include_usage":true},');

/**
 * Makes a request for a stream ask for its usage, where its client did not: another body, with some bytes more. Undefined:
 * it is none for a stream, or asks for it already.
 *
 * @param path of an API that tells usage at the end of a stream only when it is asked to
 */
export function askForUsage(path: string, body: Buffer): Buffer | undefined {
  if (!isCompletions(path) || !asksForStream(body)) return undefined;
  const key = body.indexOf(optionsKey);
  if (key !== -1) return withUsageAmong(body, key + optionsKey.length);
  const open = body.indexOf(0x7b);
  return open === -1 ? undefined : Buffer.concat([body.subarray(0, open + 1), asked, body.subarray(open + 1)]);
}

/** The options are there: usage joins them. */
function withUsageAmong(body: Buffer, after: number): Buffer | undefined {
  const open = body.indexOf(0x7b, after);
  const close = body.indexOf(0x7d, open);
  if (open === -1 || close === -1 || !/^\s*:\s*$/.test(body.toString("latin1", after, open))) return undefined;
  try {
    const options = JSON.parse(body.toString("utf8", open, close + 1));
    if (options.include_usage === true) return undefined;
    const changed = Buffer.from(JSON.stringify({ ...options, include_usage: true }));
    return Buffer.concat([body.subarray(0, open), changed, body.subarray(close + 1)]);
  } catch {
    return undefined;
  }
}

function isCompletions(path: string): boolean {
  const query = path.indexOf("?");
  return (query === -1 ? path : path.slice(0, query)).endsWith("/completions");
}
