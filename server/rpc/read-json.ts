import { type DescMessage, fromJsonString, type JsonValue } from "@bufbuild/protobuf";
import { EmptySchema } from "@bufbuild/protobuf/wkt";
import { Code, ConnectError } from "@connectrpc/connect";
import { nestsDeeperThan } from "../../kit/parse-json.ts";
import { jsonViolations } from "../resource/json-violations.ts";
import { badRequest } from "./connect-error.ts";

/** No management request needs more; a proxy's messages, which may, do not come as JSON. */
export const maxRequestBytes = 4 * 1024 * 1024;

/** As deep as the decoders of protobuf go. */
const maxLevels = 100;

/** Reads a body to its end. Throws a ConnectError when it is too large. */
export async function readBody(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > maxRequestBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** A body as JSON; an empty one is `{}`. Throws a ConnectError that says what is wrong with it. */
export function parseJson(body: Buffer): JsonValue {
  if (body.length === 0) return {};
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    throw badRequest([{ field: "", description: "the body is no JSON: it is not UTF-8" }]);
  }
  if (nestsDeeperThan(text, maxLevels)) {
    const description = `the body nests arrays and objects deeper than ${maxLevels} levels`;
    throw badRequest([{ field: "", description }]);
  }
  try {
    const json = JSON.parse(text);
    // Refuses keys that stand twice, which JSON.parse takes; builds nothing of what it reads.
    fromJsonString(EmptySchema, `{"":${text}}`, { ignoreUnknownFields: true });
    return json;
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(decoderPrefix, "") : String(error);
    throw badRequest([{ field: "", description: `the body is no JSON that can be read: ${reason}` }]);
  }
}

/** The decoder names its own message type, which nobody sent. */
const decoderPrefix = /^cannot decode (message |field )?[\w.]+ from JSON: /;

/** The JSON of a request, checked against its message: throws a ConnectError with all violations. */
export function assertReadable(message: DescMessage, json: JsonValue): void {
  const violations = jsonViolations(message, json);
  if (violations.length > 0) throw badRequest(violations);
}

export function tooLarge(): ConnectError {
  return new ConnectError(`the body is larger than ${maxRequestBytes} bytes`, Code.ResourceExhausted);
}
