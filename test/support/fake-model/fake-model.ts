import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createHttpsServer, type ServerOptions } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { WebSocketServer } from "ws";
import { type CompletionRequest, type FakeAnswer, streamedAnswer, wholeAnswer } from "./completions.ts";
import { type Fault, parseFault } from "./fault.ts";
import { serveRealtime } from "./realtime.ts";

export interface FakeModelOptions {
  /** Told in each answer. */
  readonly name: string;
  readonly host?: string;
  /** 0, the default: chosen by the system. */
  readonly port?: number;
  /** Tokens of an answer. Default 5. */
  readonly tokens?: number;
  /** Between two tokens of a stream. Default 0. */
  readonly tokenDelayMs?: number;
  /** Before the head of an answer. Default 0. */
  readonly headDelayMs?: number;
  /** What goes wrong with every request that does not say otherwise in `x-fake-fault`. */
  readonly fault?: Fault;
  /** How long idle connections are kept. Default 5,000. */
  readonly keepAliveMs?: number;
  /** Serves HTTPS, in Node's words; absent: plain HTTP. */
  readonly tls?: ServerOptions;
}

/** A request that came. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

export interface FakeModel {
  readonly name: string;
  readonly url: string;
  readonly seen: readonly SeenRequest[];
  /** When requests were aborted by the client, by `performance.now()`. */
  readonly abortedAtMs: readonly number[];
  /** With what codes WebSockets were closed. */
  readonly closeCodes: readonly number[];
  /** Requests whose answer is not finished. */
  readonly open: number;
  /** What goes wrong from now on. */
  fault: Fault | undefined;
  /** What it tells of its load, as vLLM does; undefined, the default: nothing. */
  load: { readonly running: number; readonly waiting: number } | undefined;
  close(): Promise<void>;
}

/** An OpenAI-compatible server without a model: answers at once, names itself, and fails on demand. */
export async function createFakeModel(options: FakeModelOptions): Promise<FakeModel> {
  const seen: SeenRequest[] = [];
  const abortedAtMs: number[] = [];
  const closeCodes: number[] = [];
  const state: { open: number } & Pick<FakeModel, "fault" | "load"> = {
    open: 0,
    fault: options.fault,
    load: undefined,
  };
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    state.open += 1;
    response.once("close", () => {
      state.open -= 1;
      if (!response.writableFinished) abortedAtMs.push(performance.now());
    });
    const fault = parseFault(request.headers["x-fake-fault"]?.toString()) ?? state.fault;
    if (fault === "early-401") {
      respondJson(response, 401, {
        error: { message: "no", type: "authentication_error", param: null, code: "early" },
      });
      return;
    }
    if (request.url === "/metrics" && state.load !== undefined) {
      response.end(vllmMetrics(state.load));
      return;
    }
    const body = await readAll(request).catch(() => undefined);
    if (body === undefined) return;
    const path = request.url ?? "";
    seen.push({ method: request.method ?? "", path, headers: request.headers, rawHeaders: request.rawHeaders, body });
    await answer(options, fault, path, body, response);
  };
  const http = { keepAliveTimeout: options.keepAliveMs ?? 5_000 };
  const server =
    options.tls === undefined ? createServer(http, handle) : createHttpsServer({ ...http, ...options.tls }, handle);
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  const realtime = new WebSocketServer({ server, handleProtocols: (offered) => [...offered][0] ?? false });
  realtime.on("connection", (socket, request) => {
    socket.once("close", (code) => closeCodes.push(code));
    serveRealtime(socket, request, options.name);
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, options.host ?? "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    name: options.name,
    url: `${options.tls === undefined ? "http" : "https"}://${options.host ?? "127.0.0.1"}:${port}`,
    seen,
    abortedAtMs,
    closeCodes,
    get open() {
      return state.open;
    },
    get fault() {
      return state.fault;
    },
    set fault(fault) {
      state.fault = fault;
    },
    get load() {
      return state.load;
    },
    set load(load) {
      state.load = load;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function vllmMetrics({ running, waiting }: NonNullable<FakeModel["load"]>): string {
  const labels = '{engine="0",model_name="fake"}';
  return [
    "# HELP vllm:num_requests_running Number of requests in model execution batches.",
    "# TYPE vllm:num_requests_running gauge",
    `vllm:num_requests_running${labels} ${running.toFixed(1)}`,
    "# HELP vllm:num_requests_waiting Number of requests waiting to be processed.",
    "# TYPE vllm:num_requests_waiting gauge",
    `vllm:num_requests_waiting${labels} ${waiting.toFixed(1)}`,
    `vllm:kv_cache_usage_perc${labels} 0.25`,
    "",
  ].join("\n");
}

async function answer(
  options: FakeModelOptions,
  fault: Fault | undefined,
  path: string,
  body: Buffer,
  response: ServerResponse,
): Promise<void> {
  const fake: FakeAnswer = { name: options.name, tokens: options.tokens ?? 5 };
  if (fault === "silent") return;
  await pause(options.headDelayMs ?? 0);
  if (fault === "reset-before-head") {
    response.socket?.resetAndDestroy();
    return;
  }
  if (fault === "status-503") {
    response.setHeader("retry-after", "7");
    respondJson(response, 503, { error: { message: "busy", type: "server_error", param: null, code: "busy" } });
    return;
  }
  if (path.startsWith("/v1/models")) {
    respondJson(response, 200, { object: "list", data: [{ id: options.name, object: "model" }] });
    return;
  }
  const request = parseJson(body);
  if (request.stream !== true) {
    const whole = wholeAnswer(path, request, fake);
    if (fault === "gzip" || fault === "gzip-truncated") respondGzip(response, JSON.stringify(whole), fault);
    else respondJson(response, 200, whole);
    return;
  }
  await stream(options, fault, streamedAnswer(path, request, fake), response);
}

async function stream(
  options: FakeModelOptions,
  fault: Fault | undefined,
  events: readonly string[],
  response: ServerResponse,
): Promise<void> {
  if (fault === "gzip" || fault === "gzip-truncated") {
    respondGzip(response, events.join(""), fault, "text/event-stream");
    return;
  }
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" });
  if (fault === "odd-stream") {
    const euro = Buffer.from("€");
    response.write(": a comment\n\n");
    response.write('data: {"choices":[]}\n\n');
    response.write(Buffer.concat([Buffer.from('data: {"choices":[{"delta":{"content":"'), euro.subarray(0, 1)]));
    await pause(5);
    response.write(Buffer.concat([euro.subarray(1), Buffer.from('"}}]}\n\n')]));
    response.write('event: error\ndata: {"error":{"message":"odd"}}\n\n');
    response.end("data: [DONE]");
    return;
  }
  for (const [index, event] of events.entries()) {
    if (response.destroyed) return;
    response.write(event);
    if (index === 0 && fault === "silent-mid-stream") return;
    if (index === 0 && fault === "reset-mid-stream") {
      // The first token is on its way before the reset.
      await pause(20);
      response.socket?.resetAndDestroy();
      return;
    }
    await pause(options.tokenDelayMs ?? 0);
  }
  response.end();
}

function respondGzip(response: ServerResponse, text: string, fault: Fault, type = "application/json"): void {
  const whole = gzipSync(text);
  const bytes = fault === "gzip-truncated" ? whole.subarray(0, whole.length >> 1) : whole;
  response.writeHead(200, { "content-type": type, "content-encoding": "gzip" });
  response.end(bytes);
}

function respondJson(response: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { "content-type": "application/json", "content-length": Buffer.byteLength(text) });
  response.end(text);
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function parseJson(body: Buffer): CompletionRequest {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return {};
  }
}

function pause(durationMs: number): Promise<void> {
  return durationMs === 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, durationMs));
}
