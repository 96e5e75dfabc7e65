// Every method of the API gets messages that no client would send, in every form: none may end the server, stall it, or be
// answered in another form than the one that was asked in.

import { type ClientHttp2Session, connect, type IncomingHttpHeaders } from "node:http2";
import { gzipSync } from "node:zlib";
import type { DescField, DescMessage, DescMethod } from "@bufbuild/protobuf";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { methodsOfApi } from "../support/methods-of-api.ts";
import { adminToken, Weir } from "../support/weir.ts";

let weir: Weir;
let session: ClientHttp2Session;

beforeAll(async () => {
  weir = await Weir.start({ proxies: 0 });
  session = connect(weir.serverUrl);
});

afterAll(async () => {
  session?.destroy();
  await weir?.stop();
});

type Form = (method: DescMethod, message: Buffer) => readonly [headers: Record<string, string>, body: Buffer];

const envelope = (message: Buffer, flags = 0): Buffer => {
  const head = Buffer.alloc(5);
  head[0] = flags;
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
};
const isUnary = ({ methodKind }: DescMethod): boolean => methodKind === "unary";
const grpc =
  (type: string): Form =>
  (_, message) => [{ "content-type": type, te: "trailers" }, envelope(message)];
const packedGrpc =
  (type: string): Form =>
  (_, message) => [{ "content-type": type, te: "trailers", "grpc-encoding": "gzip" }, envelope(gzipSync(message), 1)];
const connectForm =
  (codec: string): Form =>
  (method, message) =>
    isUnary(method)
      ? [{ "content-type": `application/${codec}` }, message]
      : [{ "content-type": `application/connect+${codec}` }, envelope(message)];
const packedConnect =
  (codec: string): Form =>
  (method, message) =>
    isUnary(method)
      ? [{ "content-type": `application/${codec}`, "content-encoding": "gzip" }, gzipSync(message)]
      : [
          { "content-type": `application/connect+${codec}`, "connect-content-encoding": "gzip" },
          envelope(gzipSync(message), 1),
        ];

const jsonForms: Readonly<Record<string, Form>> = {
  gRPC: grpc("application/grpc+json"),
  "gRPC with gzip": packedGrpc("application/grpc+json"),
  "gRPC-Web": grpc("application/grpc-web+json"),
  Connect: connectForm("json"),
  "Connect with gzip": packedConnect("json"),
};
const binaryForms: Readonly<Record<string, Form>> = {
  gRPC: grpc("application/grpc"),
  "gRPC with gzip": packedGrpc("application/grpc"),
  "gRPC-Web": grpc("application/grpc-web"),
  Connect: connectForm("proto"),
  "Connect with gzip": packedConnect("proto"),
};

interface Answer {
  readonly status: number;
  readonly code: string;
  readonly text: string;
}

/** Sends a call and reads the answer, of a stream its beginning. */
function send(method: DescMethod, form: Form, message: Buffer): Promise<Answer> {
  const [headers, body] = form(method, message);
  const stream = session.request({
    ":method": "POST",
    ":path": `/${method.parent.typeName}/${method.name}`,
    authorization: `Bearer ${adminToken}`,
    ...headers,
  });
  return new Promise((resolve, reject) => {
    let status = 0;
    let code = "";
    let text = "";
    const noteCode = (from: IncomingHttpHeaders): void => {
      code = String(from["grpc-status"] ?? code);
    };
    stream.on("response", (head) => {
      status = Number(head[":status"]);
      noteCode(head);
    });
    stream.on("trailers", noteCode);
    stream.on("data", (chunk: Buffer) => {
      text += chunk.toString("latin1");
      if (!isUnary(method)) stream.close();
    });
    stream.on("error", reject);
    stream.on("close", () => resolve({ status, code: code || /grpc-status: (\d+)/.exec(text)?.[1] || "", text }));
    stream.end(body);
  });
}

const halves = [`"\\ud800"`, `{"\\ud800":1}`, `["\\udfff"]`];
const deep = (levels: number): string => `${"[".repeat(levels)}${"]".repeat(levels)}`;

/** JSON that no message has, at the top and in each field. */
function hostileJson({ fields }: DescMessage): string[] {
  const anywhere = [...halves, deep(101), deep(20_000), '{"a":1,"a":2}', '{"__proto__":{"a":1}}', "1e999"];
  const some = [`"\\ud800"`, deep(101)];
  return [...anywhere, ...fields.flatMap(({ jsonName }) => some.map((each) => `{"${jsonName}":${each}}`))];
}

const varint = (value: number): Buffer => {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest % 128) | 128);
  }
};
const tag = (number: number, wireType: number): Buffer => varint(number * 8 + wireType);
const field = (number: number, value: Buffer): Buffer => Buffer.concat([tag(number, 2), varint(value.length), value]);

/** A google.protobuf.Value of lists in lists. */
function deepValue(levels: number): Buffer {
  const heads: Buffer[] = [];
  let length = 0;
  for (let level = 0; level < levels; level++) {
    for (const number of [1, 6]) {
      const head = Buffer.concat([tag(number, 2), varint(length)]);
      heads.push(head);
      length += head.length;
    }
  }
  return Buffer.concat(heads.reverse());
}

/** The ways to fields of a type, at most three. */
function waysTo(type: string, { fields }: DescMessage, seen: readonly string[] = []): DescField[][] {
  const ways = fields.flatMap((each): DescField[][] => {
    const { message } = each;
    if (message === undefined || seen.includes(message.typeName)) return [];
    if (message.typeName === type) return [[each]];
    if (message.typeName.startsWith("google.")) return [];
    return waysTo(type, message, [...seen, message.typeName]).map((way) => [each, ...way]);
  });
  return ways.slice(0, 3);
}

/** Bytes that are no message, and messages with values in values. */
function hostileBytes(input: DescMessage): Buffer[] {
  const struct = (levels: number): Buffer =>
    field(1, Buffer.concat([field(1, Buffer.from("a")), field(2, deepValue(levels))]));
  const wrap = (way: readonly DescField[], value: Buffer): Buffer =>
    way.reduceRight(
      (inner, { number, fieldKind }) => field(number, fieldKind === "map" ? field(2, inner) : inner),
      value,
    );
  const levels = [60, 20_000];
  return [
    Buffer.alloc(20, 0xff),
    Buffer.alloc(50_000, tag(1, 3)[0]!),
    field(1, Buffer.from([0xed, 0xa0, 0x80])),
    Buffer.concat([tag(1, 2), varint(2 ** 31 - 1)]),
    ...waysTo("google.protobuf.Struct", input).flatMap((way) => levels.map((each) => wrap(way, struct(each)))),
    ...waysTo("google.protobuf.Value", input).flatMap((way) => levels.map((each) => wrap(way, deepValue(each)))),
  ];
}

// Methods without parameters take any bytes: there is nothing in them that could be wrong.
const ofMethods = methodsOfApi
  .filter(({ input }) => input.fields.length > 0)
  .map((method) => [`${method.parent.name}.${method.name}`, method] as const);

const invalid = /^[35]$/;

describe("every method", () => {
  it.each(ofMethods)("%s refuses hostile JSON in the form in which it was sent", async (_, method) => {
    await Promise.all(
      Object.entries(jsonForms).flatMap(([name, form]) =>
        hostileJson(method.input).map(async (json) => {
          const { status, code, text } = await send(method, form, Buffer.from(json));
          const said = `${name} ${json.slice(0, 60)}: ${status} ${code} ${text.slice(0, 200)}`;
          if (name.startsWith("gRPC")) expect([status, code], said).toEqual([200, expect.stringMatching(invalid)]);
          else expect(text, said).toMatch(/"code":"(invalid_argument|not_found)"/);
        }),
      ),
    );
  });

  it.each(ofMethods)("%s refuses hostile bytes in the form in which they were sent", async (_, method) => {
    await Promise.all(
      Object.entries(binaryForms).flatMap(([name, form]) =>
        hostileBytes(method.input).map(async (bytes) => {
          const { status, code, text } = await send(method, form, bytes);
          const said = `${name} ${bytes.length} bytes: ${status} ${code} ${text.slice(0, 200)}`;
          if (name.startsWith("gRPC")) expect([status, code], said).toEqual([200, expect.stringMatching(invalid)]);
          else expect(text, said).toMatch(/"code":"(invalid_argument|not_found)"/);
        }),
      ),
    );
  });
});

it("leaves the server alive, and without an error in its log", async () => {
  expect((await fetch(`${weir.serverUrl}/livez`)).ok).toBe(true);
  expect((await weir.rest("GET", "gateways")).status).toBe(200);
  expect(weir.log.filter((line) => line.includes('"level":"error"')).map((line) => line.slice(0, 500))).toEqual([]);
  expect(session.destroyed).toBe(false);
});
