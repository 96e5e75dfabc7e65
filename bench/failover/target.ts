// A target that takes 5 ms for a request, and names itself: node target.ts PORT

import { createServer } from "node:http";

const port = Number(process.argv[2]);
createServer((request, response) => {
  const answer = (): void => {
    response.writeHead(200, { "content-length": 2, "x-target": String(port) });
    response.end("ok");
  };
  if (request.url === "/health") answer();
  else setTimeout(answer, 5);
}).listen(port, "127.0.0.1");
