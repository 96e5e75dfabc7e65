// A Node server that reads the body and answers by itself, the floor of any proxy in Node: node bare-node.ts PORT

import { createServer } from "node:http";

const answer = JSON.stringify({ answer: "x".repeat(600) });
createServer((request, response) => {
  request.on("data", () => {});
  request.on("end", () => {
    response.writeHead(200, { "content-type": "application/json", "content-length": answer.length });
    response.end(answer);
  });
}).listen(Number(process.argv[2]), "127.0.0.1");
