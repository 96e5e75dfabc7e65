// Requests, upgrades and answers by chance: a seed and a number give the same exchange again.

import { SeededRandom } from "./seeded-random.ts";

/** A request of a client. */
export interface GeneratedRequest {
  readonly number: number;
  /** How it is sent: bytes over HTTP/1.1, bytes that end or break their connection, or a stream of HTTP/2. */
  readonly kind: "http1" | "last on its connection" | "http2";
  readonly method: string;
  readonly path: string;
  /** Without a host. */
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer;
  readonly version: string;
  /** Which host is called, by its index; -1: none. */
  readonly gateway: number;
  /** When the client leaves: before its body is sent, after it, or not. */
  readonly leaves: "early" | "late" | undefined;
}

const surrogates = ["\\ud800", "\\udfff\\ud800", "a\\ud83db", "\\u0000", "é\\ud800"];
const methods = ["GET", "POST", "POST", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "QUERY", "PURGE"];
const versions = ["2.0", "0.9", "3.0", "1.2", "1.0", "9.9", "1", "x"];
const types = [
  "application/json",
  "application/grpc",
  "application/grpc+json",
  "text/plain",
  "application/xml",
  "\xff",
];
const extra: readonly (readonly [string, string])[] = [
  ["accept-encoding", "gzip, br"],
  ["content-encoding", "gzip"],
  ["content-type", "application/grpc"],
  ["content-type", "text/event-stream"],
  ["origin", "https://a.example"],
  ["origin", "null"],
  ["access-control-request-method", "POST"],
  ["access-control-request-headers", "x-a, \xff"],
  ["http2-settings", "AAMAAABkAAQAAP__"],
  ["x-request-id", "r\xff"],
  ["x-request-id", "a".repeat(300)],
  ["x-forwarded-for", "1.2.3.4, \xff"],
  ["traceparent", "00-zz-zz-01"],
  ["range", "bytes=0-"],
  ["user-agent", "\xe9"],
  ["cookie", "a=b; c"],
  ["cookie", "d=e"],
  ["x-model", "\xff"],
  ["x-long", "x".repeat(8_000)],
  ["grpc-timeout", "1n"],
];
const ofHttp1: readonly (readonly [string, string])[] = [
  ["te", "trailers"],
  ["keep-alive", "1"],
  ["proxy-connection", "keep-alive"],
  ["host", "second.example"],
  ["expect", "100-continue"],
  ["upgrade", "h2c"],
];

/** @param deepest how deep JSON is nested at most */
export function requestOf(seed: number, number: number, deepest: number): GeneratedRequest {
  const random = new SeededRandom(seed + number * 7_919);
  const kind = random.pick(["http1", "http1", "http1", "http2", "http2", "last on its connection"] as const);
  const method = random.pick(methods);
  const path = random.pick([
    `/v1/g/${number}`,
    `/v1/g/${number}`,
    `/v1/g/${number}?a=%ff&model=%ud800`,
    "/v1/chat/completions",
    "/v1/chat/completions",
    "/v1/models",
    "/v1/models/%ff%zz",
    `/v2/${number}`,
    "/v1/g/%2e%2e/x",
    "//x",
    `/${"x".repeat(random.below(4_000))}`,
  ]);
  const body = ["GET", "HEAD", "TRACE"].includes(method) ? Buffer.alloc(0) : bodyOf(random, deepest);
  return {
    number,
    kind,
    method,
    path,
    headers: [
      ["x-n", String(number)],
      ["content-type", random.chance(0.7) ? "application/json" : random.pick(types)],
      ...random.some(extra, 3),
      ...(kind === "http2" ? [] : random.some(ofHttp1, random.chance(0.3) ? 2 : 0)),
    ],
    body,
    version: kind === "last on its connection" ? random.pick(versions) : "1.1",
    gateway: random.chance(0.03) ? -1 : random.pick([0, 0, 0, 0, 0, 0, 1, 2, 3]),
    leaves: random.chance(kind === "http1" ? 0 : 0.2) ? random.pick(["early", "late"] as const) : undefined,
  };
}

/** Bytes over HTTP/1.1. */
export function bytesOf(
  request: GeneratedRequest,
  host: string | undefined,
  token: string,
  random: SeededRandom,
): Buffer {
  const { method, path, version, headers, body, kind } = request;
  const lines = [`${method} ${path} HTTP/${version}`];
  if (host !== undefined) lines.push(`host: ${host}`);
  if (!random.chance(0.02)) lines.push(`authorization: Bearer ${token}`);
  for (const [name, value] of headers) lines.push(`${name}: ${value}`);
  const isLast = kind === "last on its connection";
  const isUpgrade = isLast && random.chance(0.4);
  if (isUpgrade)
    lines.push("connection: upgrade", "upgrade: websocket", "sec-websocket-key: x", "sec-websocket-version: 13");
  const isChunked = !isUpgrade && body.length > 0 && random.chance(0.3);
  if (isChunked) lines.push("transfer-encoding: chunked");
  else if (isLast && random.chance(0.2))
    lines.push(`content-length: ${random.pick(["-1", "x", "99999", "1e3", "5, 6"])}`);
  else lines.push(`content-length: ${isUpgrade ? 0 : body.length}`);
  const head = Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1");
  if (isUpgrade) return Buffer.concat([head, Buffer.from([0x81, 0x85, 1, 2, 3, 4, 5, 6, 7, 8, 9])]);
  if (!isChunked) return Buffer.concat([head, body]);
  const trailer = random.pick(["", "", "x-a: b\r\n", "transfer-encoding: x\r\n", "\xff: \xff\r\n"]);
  const end = isLast ? random.pick(["0\r\n\r\n", "zz\r\n", "", `0\r\n${trailer}\r\n`]) : `0\r\n\r\n`;
  return Buffer.concat([
    head,
    Buffer.from(`${body.length.toString(16)}\r\n`),
    body,
    Buffer.from(`\r\n${end}`, "latin1"),
  ]);
}

/** The upstream's answer to a request, as bytes of HTTP/1.1; undefined when it closes the connection. */
export function answerOf(seed: number, number: number, deepest: number): Buffer | undefined {
  const random = new SeededRandom(seed + number * 104_729 + 1);
  if (random.chance(0.02)) return undefined;
  const status = random.chance(0.7)
    ? random.pick([200, 200, 200, 201, 404, 429])
    : random.pick([204, 205, 206, 301, 304, 400, 418, 500, 501, 599, 600, 999, 199, "099", 100, 103, 101]);
  const isStream = random.chance(0.2);
  const lines = [`HTTP/1.${random.chance(0.95) ? 1 : 0} ${status} \xff`];
  lines.push(
    `content-type: ${isStream ? "text/event-stream" : random.pick(["application/json", "application/json", ...types])}`,
  );
  for (const [name, value] of random.some(ofAnswers, 2)) lines.push(`${name}: ${value}`);
  // No other answer follows: without this the proxy waits for one.
  if (Number(status) < 200) lines.push("connection: close");
  const body = isStream ? streamOf(random) : bodyOf(random, deepest);
  const framing = random.pick(["length", "length", "length", "chunked", "chunked", "close", "short", "long"] as const);
  const head = (more: string): Buffer => Buffer.from(`${lines.join("\r\n")}\r\n${more}\r\n`, "latin1");
  switch (framing) {
    case "length":
      return Buffer.concat([head(`content-length: ${body.length}\r\n`), body]);
    case "short":
      return Buffer.concat([head(`content-length: ${body.length + 5}\r\nconnection: close\r\n`), body]);
    case "long":
      return Buffer.concat([head(`content-length: ${Math.max(0, body.length - 1)}\r\n`), body]);
    case "close":
      return Buffer.concat([head("connection: close\r\n"), body]);
    case "chunked": {
      const trailers = random.some(
        ["x-a: b", ":status: 1", "te: x", "connection: x", "etag: a", "etag: b", "x: \xff"],
        2,
      );
      const end = random.chance(0.1) ? "zz" : `0\r\n${trailers.map((line) => `${line}\r\n`).join("")}\r\n`;
      const chunk =
        body.length === 0 ? [] : [Buffer.from(`${body.length.toString(16)}\r\n`), body, Buffer.from("\r\n")];
      return Buffer.concat([head("transfer-encoding: chunked\r\n"), ...chunk, Buffer.from(end, "latin1")]);
    }
    default:
      return framing satisfies never;
  }
}

const ofAnswers: readonly (readonly [string, string])[] = [
  ["content-type", "text/plain"],
  ["location", "/a"],
  ["etag", "a"],
  ["retry-after", "x"],
  ["http2-settings", "x"],
  ["connection", "close"],
  ["connection", "x-a, content-type"],
  ["keep-alive", "timeout=zz"],
  ["upgrade", "h2c"],
  ["trailer", "x-a"],
  ["te", "x"],
  ["grpc-status", "0"],
  ["grpc-status", "x"],
  ["content-encoding", "gzip"],
  ["content-encoding", "br"],
  ["set-cookie", "a=\xff"],
  ["x-long", "y".repeat(9_000)],
  ["access-control-allow-origin", "*"],
  ["x-weir-attempts", "9"],
  ["date", "x"],
];

function bodyOf(random: SeededRandom, deepest: number): Buffer {
  const model = random.pick(["m", "m", "m", "unknown", ...surrogates]);
  const text = random.pick(["hi", "a@b.example", "bomb", ...surrogates, "x".repeat(random.below(3_000))]);
  const depth = random.chance(0.01) ? random.below(deepest) : random.below(20);
  const nested = random.chance(0.5)
    ? `${"[".repeat(depth)}"${text}"${"]".repeat(depth)}`
    : `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;
  const json = random.pick([
    `{"model":"${model}","messages":[{"role":"user","content":"${text}"}]}`,
    `{"model":"${model}","messages":[{"role":"user","content":"${text}"}],"stream":true,"stream_options":{}}`,
    `{"model":"${model}","prompt":${nested},"x":${nested}}`,
    nested,
    `{"model":"${model}","messages":"${text}","usage":{"prompt_tokens":9007199254740991,"completion_tokens":-1}}`,
    `{"model":["${model}"],"messages":null}`,
    `{"choices":[{"message":{"content":"${text}"}}],"usage":${nested}}`,
    `{"__proto__":{"a":1},"constructor":${nested},"model":"${model}"}`,
    '{"model":"m"',
    "\xff\xfe",
    "",
  ]);
  return Buffer.from(json, random.chance(0.9) ? "utf8" : "latin1");
}

function streamOf(random: SeededRandom): Buffer {
  const events = random.some(
    [
      'data: {"choices":[{"index":0,"delta":{"content":"a@b."}}]}\n\n',
      'data: {"choices":[{"index":0,"delta":{"content":"\\ud800"}}]}\n\n',
      'data: {"choices":[{"index":"x","delta":null}]}\n\n',
      'data: {"choices":null,"usage":{"prompt_tokens":"x"}}\n\n',
      "data: [DONE]\n\n",
      "data: {\n\n",
      "event: error\r\ndata: 1\r\n\r\n",
      ": \xff\n\n",
      "data:",
      'data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"x@y.example"}}\n\n',
    ],
    8,
  );
  return Buffer.from(events.join(""), "latin1");
}
