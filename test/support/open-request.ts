import { type ClientRequest, request as httpRequest, type IncomingMessage } from "node:http";
import { adminToken, type ChatOptions, hostOf, type Json, type Weir } from "./weir.ts";

/** A request whose answer is still coming. */
export interface OpenAnswer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  /** What has come so far, and when each part came. */
  readonly chunks: readonly { readonly text: string; readonly atMs: number }[];
  readonly text: string;
  /** How it ended: `whole`, or `broken` when the connection went before the end. */
  readonly ended: Promise<"whole" | "broken">;
  /** Leaves, as a client does that has lost interest. */
  leave(): void;
}

/** Sends a chat request on a connection of its own and resolves with the head of the answer. */
export function openChat(weir: Weir, gateway: Json, body: Json, options: ChatOptions = {}): Promise<OpenAnswer> {
  const request = startChat(weir, gateway, options);
  request.end(JSON.stringify(body));
  return answerOf(request);
}

/** Begins a request whose body the caller writes. */
export function startChat(weir: Weir, gateway: Json, options: ChatOptions = {}): ClientRequest {
  return httpRequest(`${weir.proxyUrl(options.proxy)}${options.path ?? "/v1/chat/completions"}`, {
    method: options.method ?? "POST",
    agent: false,
    headers: {
      host: hostOf(gateway),
      "content-type": "application/json",
      ...(options.token === null ? {} : { authorization: `Bearer ${options.token ?? adminToken}` }),
      ...options.headers,
    },
  });
}

export function answerOf(request: ClientRequest): Promise<OpenAnswer> {
  return new Promise((resolve, reject) => {
    request.once("error", reject);
    request.once("response", (response) => {
      const chunks: { text: string; atMs: number }[] = [];
      response.setEncoding("utf8");
      response.on("data", (text: string) => chunks.push({ text, atMs: performance.now() }));
      const ended = new Promise<"whole" | "broken">((settle) => {
        response.once("end", () => settle("whole"));
        response.once("error", () => settle("broken"));
        response.once("close", () => settle("broken"));
      });
      // A broken connection is told by `ended`.
      request.on("error", () => {});
      resolve({
        status: response.statusCode ?? 0,
        headers: response.headers,
        chunks,
        get text() {
          return chunks.map(({ text }) => text).join("");
        },
        ended,
        leave: () => request.destroy(),
      });
    });
  });
}
