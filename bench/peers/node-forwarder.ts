// The least that a gateway in Node can be: Node's server and undici's client, and nothing between but what HTTP asks for.
// node node-forwarder.ts PORT UPSTREAM_URL

import { createServer } from "node:http";
import { type Dispatcher, Pool } from "undici";

const [port, target] = process.argv.slice(2) as [string, string];
const pool = new Pool(target, { pipelining: 1 });
const { host } = new URL(target);

createServer((request, response) => {
  const pieces: Buffer[] = [];
  request.on("data", (piece: Buffer) => pieces.push(piece));
  request.on("end", () => {
    const headers = ["host", host];
    const { rawHeaders } = request;
    for (let at = 0; at < rawHeaders.length; at += 2) {
      const name = rawHeaders[at]!.toLowerCase();
      if (name !== "host" && name !== "connection") headers.push(name, rawHeaders[at + 1]!);
    }
    const body = pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
    const options = { path: request.url!, method: request.method as Dispatcher.HttpMethod, headers, body };
    pool.dispatch(options, {
      onRequestStart() {},
      onResponseStart(_controller, status, answer) {
        delete answer.connection;
        delete answer["transfer-encoding"];
        response.writeHead(status, answer);
      },
      onResponseData: (_controller, piece) => void response.write(piece),
      onResponseEnd: () => void response.end(),
      onResponseError: (_controller, error) => void response.destroy(error),
    });
  });
}).listen(Number(port), "127.0.0.1");
