// An upstream that streams: each answer has an event every 20 ms, with when it was sent. node stream-server.ts PORT EVENTS

import { createServer, type ServerResponse } from "node:http";
import { modelList } from "../support/models.ts";

const everyMs = 20;
const [port, events] = process.argv.slice(2).map(Number) as [number, number];
const open = new Map<ServerResponse, number>();

createServer((request, response) => {
  if (request.method === "GET") {
    response.writeHead(200, { "content-type": "application/json" }).end(modelList);
    return;
  }
  request.resume();
  request.once("end", () => {
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" });
    response.flushHeaders();
    open.set(response, events);
    response.once("close", () => open.delete(response));
  });
}).listen(port, "127.0.0.1");

setInterval(() => {
  // The time of all processes of a machine.
  const sentMs = performance.timeOrigin + performance.now();
  const delta = {
    id: "c",
    object: "chat.completion.chunk",
    model: "org/model-x",
    sentMs,
    choices: [{ index: 0, delta: { content: " word" } }],
  };
  const event = Buffer.from(`data: ${JSON.stringify(delta)}\n\n`);
  for (const [response, left] of open) {
    response.write(event);
    open.set(response, left - 1);
    if (left > 1) continue;
    open.delete(response);
    response.end("data: [DONE]\n\n");
  }
}, everyMs);
