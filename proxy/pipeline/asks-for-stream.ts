const key = Buffer.from('"stream"');

/** Whether a JSON body has `"stream": true`. Inside a text the quotes of the key would be escaped. */
export function asksForStream(body: Buffer): boolean {
  const found = body.indexOf(key);
  if (found === -1) return false;
  return /^\s*:\s*true/.test(body.toString("latin1", found + key.length, found + key.length + 32));
}
