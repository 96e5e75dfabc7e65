import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createHttpsServer, type ServerOptions } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import { type ReceivedSpan, spansOf } from "./otlp.ts";

export interface FakeWandbOptions {
  /** The users whose keys are good, by key. */
  readonly users: Readonly<
    Record<string, { readonly username: string; readonly entity?: string; readonly teams?: readonly string[] }>
  >;
  /** Serves HTTPS, in Node's words; absent: plain HTTP. */
  readonly tls?: ServerOptions;
}

export interface FakeWandb {
  readonly url: string;
  /** The keys that were asked about, in order. */
  readonly asked: readonly string[];
  /** What Weave was told, and with which key. */
  readonly spans: readonly (ReceivedSpan & { readonly apiKey: string })[];
  /** What came to W&B Inference. */
  readonly seen: readonly {
    readonly method: string;
    readonly path: string;
    readonly headers: IncomingHttpHeaders;
    readonly body: string;
  }[];
  /** Headers of what its GraphQL API answers. */
  limits: Record<string, string>;
  /** The status that everything is answered with; undefined: as it should be. */
  status: number | undefined;
  close(): Promise<void>;
}

const encoders: Readonly<Record<string, (text: string) => Buffer>> = {
  br: (text) => brotliCompressSync(text),
  zstd: (text) => zstdCompressSync(text),
  gzip: (text) => gzipSync(text),
  deflate: (text) => deflateSync(text),
};

/** A stand-in of W&B: the GraphQL API that knows keys, Weave, which is told of usage, and W&B Inference below `/v1`, which compresses as it is asked to. */
export async function createFakeWandb({ users, tls }: FakeWandbOptions): Promise<FakeWandb> {
  const asked: string[] = [];
  const seen: FakeWandb["seen"][number][] = [];
  const spans: FakeWandb["spans"][number][] = [];
  const state: { limits: Record<string, string>; status: number | undefined } = { limits: {}, status: undefined };

  const answerViewer = (request: IncomingMessage, response: ServerResponse): void => {
    const key = Buffer.from(request.headers.authorization?.slice("Basic ".length) ?? "", "base64")
      .toString()
      .slice("api:".length);
    asked.push(key);
    const user = users[key];
    const edges = user?.teams?.map((name) => ({ node: { name } })) ?? [];
    const viewer = user === undefined ? null : { username: user.username, entity: user.entity, teams: { edges } };
    respond(response, 200, { data: { viewer } }, state.limits);
  };

  const answerInference = (request: IncomingMessage, response: ServerResponse, body: string): void => {
    const { method = "", url: path = "", headers } = request;
    seen.push({ method, path, headers, body });
    const user = users[headers.authorization?.slice("Bearer ".length) ?? ""];
    if (user === undefined) return respond(response, 401, { error: { code: 401, message: "Authentication failed" } });
    const content = `hello of ${user.username}, ${"and so on, ".repeat(100)}`;
    const usage = { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 };
    const answer = {
      object: "chat.completion",
      choices: [{ index: 0, message: { role: "assistant", content } }],
      usage,
    };
    const accepted = (headers["accept-encoding"]?.toString() ?? "")
      .split(",")
      .map((each) => each.trim().split(";")[0]!);
    const encoding = accepted.find((each) => each in encoders);
    if (encoding === undefined) return respond(response, 200, answer);
    const bytes = encoders[encoding]!(JSON.stringify(answer));
    response.writeHead(200, {
      "content-type": "application/json",
      "content-encoding": encoding,
      "content-length": bytes.length,
    });
    response.end(bytes);
  };

  const takeSpans = ({ headers }: IncomingMessage, response: ServerResponse, body: Buffer): void => {
    const apiKey = String(headers["wandb-api-key"]);
    if (users[apiKey] === undefined) return respond(response, 401, { error: "who is that?" });
    if (headers["content-type"] !== "application/x-protobuf") return respond(response, 415, {});
    spans.push(...spansOf(body).map((span) => ({ ...span, apiKey })));
    respond(response, 200, {});
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    if (state.status !== undefined) respond(response, state.status, { error: "away" }, state.limits);
    else if (request.url === "/graphql") answerViewer(request, response);
    else if (request.url === "/traces/otel/v1/traces") takeSpans(request, response, Buffer.concat(chunks));
    else answerInference(request, response, Buffer.concat(chunks).toString());
  };
  const server = tls === undefined ? createServer(handle) : createHttpsServer(tls, handle);
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `${tls === undefined ? "http" : "https"}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    spans,
    seen,
    get limits() {
      return state.limits;
    },
    set limits(limits) {
      state.limits = limits;
    },
    get status() {
      return state.status;
    },
    set status(status) {
      state.status = status;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function respond(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(text),
    ...headers,
  });
  response.end(text);
}
