import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { type DescMessage, fromBinary } from "@bufbuild/protobuf";
import { badRequest } from "./connect-error.ts";
import { assertReadable, maxRequestBytes, parseJson, readBody } from "./read-json.ts";

const unpack = promisify(gunzip);
/** A byte of flags and four of length, in front of a message of gRPC, gRPC-Web, or a stream of Connect. */
const envelopeBytes = 5;

/** How a call carries its one request. */
interface BodyForm {
  readonly codec: "json" | "proto";
  readonly isEnveloped: boolean;
  /** Of the body, or of the messages that are marked as compressed. */
  readonly encoding: string;
}

/** @returns how a call carries its request; undefined when it is no call with a body */
export function bodyFormOf(header: Headers): BodyForm | undefined {
  const type = /^application\/(?:(connect|grpc|grpc-web)\b)?\+?(json|proto)?\s*(?:;|$)/.exec(
    header.get("content-type") ?? "",
  );
  if (type === null || (type[1] === undefined && type[2] === undefined)) return undefined;
  const names = { connect: "connect-content-encoding", grpc: "grpc-encoding", "grpc-web": "grpc-encoding" } as const;
  const name = type[1] === undefined ? "content-encoding" : names[type[1] as keyof typeof names];
  return {
    codec: type[2] === "json" ? "json" : "proto",
    isEnveloped: type[1] !== undefined,
    encoding: header.get(name) ?? "identity",
  };
}

/**
 * Passes a body on as it came, once its message was read: Connect's own errors do not say which field is wrong, call
 * unreadable bytes a fault of the server, and may quote half characters, which gRPC can't carry. What can't be unpacked,
 * or is no message, Connect refuses.
 */
export async function* checkBody(
  input: DescMessage,
  body: AsyncIterable<Uint8Array>,
  form: BodyForm,
): AsyncGenerator<Uint8Array> {
  const bytes = await readBody(body);
  const message = await messageOf(bytes, form);
  if (message !== undefined && form.codec === "json") assertReadable(input, parseJson(message));
  if (message !== undefined && form.codec === "proto") assertDecodable(input, message);
  // As they came: the length that was promised is that of these bytes.
  yield bytes;
}

function assertDecodable(input: DescMessage, message: Buffer): void {
  try {
    fromBinary(input, message);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw badRequest([{ field: "", description: `the message can't be read: ${reason}` }]);
  }
}

async function messageOf(bytes: Buffer, { isEnveloped, encoding }: BodyForm): Promise<Buffer | undefined> {
  const message = isEnveloped ? firstIn(bytes) : bytes;
  const isPacked = isEnveloped ? (bytes[0]! & 1) === 1 : encoding !== "identity";
  if (message === undefined || !isPacked) return message;
  if (encoding !== "gzip") return undefined;
  return unpack(message, { maxOutputLength: maxRequestBytes }).catch(() => undefined);
}

function firstIn(bytes: Buffer): Buffer | undefined {
  if (bytes.length < envelopeBytes) return undefined;
  const end = envelopeBytes + bytes.readUInt32BE(1);
  return bytes.length === end ? bytes.subarray(envelopeBytes, end) : undefined;
}
