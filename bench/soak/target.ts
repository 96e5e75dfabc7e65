// A model's replica: answers after 5 ms, or streams 20 events of 20 ms each. node target.ts PORT

import { createServer, type ServerResponse } from "node:http";

const port = Number(process.argv[2]);
const answerMs = 5;
const eventMs = 20;
const events = 20;
const usage = '"usage":{"prompt_tokens":20,"completion_tokens":20,"total_tokens":40}';
const answer = `{"object":"chat.completion","choices":[{"message":{"role":"assistant","content":"ok"}}],${usage}}`;
const event = 'data: {"object":"chat.completion.chunk","choices":[{"delta":{"content":" word"}}]}\n\n';
const lastEvents = `data: {"object":"chat.completion.chunk","choices":[],${usage}}\n\ndata: [DONE]\n\n`;

createServer(async (request, response) => {
  if (request.url === "/health") return response.end("ok");
  let body = "";
  for await (const chunk of request.setEncoding("utf8")) body += chunk;
  if (body.includes('"stream":true')) stream(response, events);
  else setTimeout(() => response.setHeader("content-type", "application/json").end(answer), answerMs);
}).listen(port, "127.0.0.1");

function stream(response: ServerResponse, left: number): void {
  if (left === events) response.writeHead(200, { "content-type": "text/event-stream" });
  if (left === 0) {
    response.end(lastEvents);
    return;
  }
  response.write(event);
  setTimeout(stream, eventMs, response, left - 1);
}
