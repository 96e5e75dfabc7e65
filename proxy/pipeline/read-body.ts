import type { IncomingMessage } from "node:http";

/** Bodies up to this size are kept, so that they can be sent again. */
export const maxBodyBytes = 32 * 1024 * 1024;

/**
 * Reads a whole body and calls back with it, or with undefined as soon as it is larger than allowed. Calls back once; not
 * at all when the client goes away.
 */
export function readBody(
  request: IncomingMessage,
  maxBytes: number,
  callback: (body: Buffer | undefined) => void,
): void {
  let first: Buffer | undefined;
  let rest: Buffer[] | undefined;
  let length = 0;
  const onData = (chunk: Buffer): void => {
    length += chunk.length;
    if (length > maxBytes) {
      request.off("data", onData);
      request.off("end", onEnd);
      callback(undefined);
      return;
    }
    if (first === undefined) first = chunk;
    else if (rest === undefined) rest = [first, chunk];
    else rest.push(chunk);
  };
  const onEnd = (): void => {
    callback(rest === undefined ? (first ?? empty) : Buffer.concat(rest, length));
  };
  request.on("data", onData);
  request.on("end", onEnd);
}

const empty = Buffer.alloc(0);
