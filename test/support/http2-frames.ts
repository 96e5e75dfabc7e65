/** Frames of HTTP/2 by hand, for what no client library sends. */

import { connect, type Socket } from "node:net";

const types = { data: 0, headers: 1, rstStream: 3, settings: 4, continuation: 9 } as const;

/** The first bytes of a client's connection: the preface and empty settings. */
export function http2Preface(): Buffer {
  return Buffer.concat([Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), http2Frame("settings", 0, 0)]);
}

export function http2Frame(
  type: keyof typeof types,
  flags: number,
  streamId: number,
  payload: Uint8Array = Buffer.alloc(0),
): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(types[type], 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(streamId, 5);
  return Buffer.concat([head, payload]);
}

/** A header block: every field as a literal without an index (RFC 7541, section 6.2.2). */
function http2Fields(fields: readonly (readonly [string, string])[]): Buffer {
  return Buffer.concat(fields.flatMap(([name, value]) => [Buffer.from([0]), text(name), text(value)]));
}

/** HEADERS of a request. */
export function http2Headers(
  streamId: number,
  fields: readonly (readonly [string, string])[],
  { end = false } = {},
): Buffer {
  return http2Frame("headers", end ? 0x5 : 0x4, streamId, http2Fields(fields));
}

/** RST_STREAM with the code CANCEL. */
export function http2Reset(streamId: number): Buffer {
  return http2Frame("rstStream", 0, streamId, Buffer.from([0, 0, 0, 8]));
}

/** Writes bytes in one piece on a connection of its own, and leaves it open. */
export async function sendBytes(address: string, bytes: Uint8Array): Promise<Socket> {
  const colon = address.lastIndexOf(":");
  const socket = connect(Number(address.slice(colon + 1)), address.slice(0, colon));
  socket.on("error", () => {});
  socket.resume();
  await new Promise<void>((resolve) => socket.write(bytes, () => resolve()));
  return socket;
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value, "latin1");
  if (bytes.length < 127) return Buffer.concat([Buffer.from([bytes.length]), bytes]);
  const length = [127];
  for (let rest = bytes.length - 127; ; rest >>= 7) {
    if (rest < 128) {
      length.push(rest);
      break;
    }
    length.push((rest & 127) | 128);
  }
  return Buffer.concat([Buffer.from(length), bytes]);
}
