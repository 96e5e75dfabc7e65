import { contain } from "./contain.ts";
import type { Exchange } from "./exchange.ts";
import { refusal } from "./proxy-error.ts";

/** Bodies that are needed whole may be so large. */
const maxBodyBytes = 32 * 1024 * 1024;
/** Bodies that nobody looks into are kept up to this size, so that they can be sent again. */
const keptBodyBytes = 64 * 1024;

/** Reads a request's body whole and calls back with it; refuses one that is too large. */
export function readWholeBody(exchange: Exchange, callback: (body: Buffer) => void): void {
  const { request } = exchange;
  if (exchange.body !== undefined) return callback(exchange.body);
  const maxBytes = Math.min(maxBodyBytes, exchange.chain?.maxBodyBytes ?? maxBodyBytes);
  if (Number(request.headers["content-length"] ?? 0) > maxBytes) return refuseTooLarge(exchange, maxBytes);
  exchange.invite();
  readBody(exchange, maxBytes, (body) => {
    if (body === undefined) return refuseTooLarge(exchange, maxBytes);
    exchange.body = body;
    callback(body);
  });
}

/** Calls back with a request's body when it is small, or at once with undefined: then it streams through. */
export function readSmallBody(exchange: Exchange, callback: (body: Buffer | undefined) => void): void {
  const { request } = exchange;
  if (exchange.body !== undefined) return callback(exchange.body);
  const length = Number(request.headers["content-length"] ?? Number.NaN);
  if (!(length <= keptBodyBytes)) return callback(undefined);
  exchange.invite();
  readBody(exchange, keptBodyBytes, (body) => {
    exchange.body = body;
    callback(body);
  });
}

function refuseTooLarge(exchange: Exchange, maxBytes: number): void {
  exchange.refuse(refusal("body_too_large", `the body is larger than ${maxBytes} bytes`));
}

/**
 * Reads a whole body and calls back with it, or with undefined as soon as it is larger than allowed. Calls back once; not
 * at all when the client goes away.
 */
function readBody(exchange: Exchange, maxBytes: number, callback: (body: Buffer | undefined) => void): void {
  const { request } = exchange;
  let first: Buffer | undefined;
  let rest: Buffer[] | undefined;
  let length = 0;
  const onData = (chunk: Buffer): void => {
    length += chunk.length;
    if (length > maxBytes) {
      request.off("data", onData);
      request.off("end", onEnd);
      contain(exchange, () => callback(undefined));
      return;
    }
    if (first === undefined) first = chunk;
    else if (rest === undefined) rest = [first, chunk];
    else rest.push(chunk);
  };
  const onEnd = (): void => {
    try {
      callback(rest === undefined ? (first ?? empty) : Buffer.concat(rest, length));
    } catch (cause) {
      exchange.fail(cause);
    }
  };
  request.on("data", onData);
  request.on("end", onEnd);
}

const empty = Buffer.alloc(0);
