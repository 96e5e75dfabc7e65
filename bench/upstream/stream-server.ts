// An upstream that streams: each answer has as many events as the request's `max_tokens`, `seed` milliseconds from one to
// the next, with when it was sent: node stream-server.ts PORT

import { createServer, type ServerResponse } from "node:http";
import { modelList } from "../support/models.ts";

const tickMs = 10;
const defaults = { max_tokens: 2, seed: 20 };

interface Stream {
  readonly response: ServerResponse;
  readonly eventMs: number;
  left: number;
  dueMs: number;
}

const open = new Set<Stream>();

createServer((request, response) => {
  if (request.method === "GET") {
    response.writeHead(200, { "content-type": "application/json" }).end(modelList);
    return;
  }
  let body = "";
  request.setEncoding("utf8").on("data", (chunk) => {
    body += chunk;
  });
  request.once("end", () => {
    const { max_tokens: left, seed: eventMs } = { ...defaults, ...JSON.parse(body) };
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" });
    const stream = { response, eventMs, left, dueMs: performance.now() };
    open.add(stream);
    response.once("close", () => open.delete(stream));
    send(stream, eventNow());
  });
}).listen(Number(process.argv[2]), "127.0.0.1");

setInterval(() => {
  const nowMs = performance.now();
  const event = eventNow();
  for (const stream of open) if (stream.dueMs <= nowMs) send(stream, event);
}, tickMs);

function send(stream: Stream, event: Buffer): void {
  stream.response.write(event);
  stream.left -= 1;
  stream.dueMs += stream.eventMs;
  if (stream.left > 0) return;
  open.delete(stream);
  stream.response.end("data: [DONE]\n\n");
}

function eventNow(): Buffer {
  // The time of all processes of a machine.
  const sentMs = performance.timeOrigin + performance.now();
  const delta = {
    id: "c",
    object: "chat.completion.chunk",
    model: "org/model-x",
    sentMs,
    choices: [{ index: 0, delta: { content: " word" } }],
  };
  return Buffer.from(`data: ${JSON.stringify(delta)}\n\n`);
}
