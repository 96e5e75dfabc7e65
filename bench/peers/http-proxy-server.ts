// http-proxy-3's web(): node http-proxy.ts PORT UPSTREAM_URL [keep-alive]

import { Agent, createServer } from "node:http";
import httpProxy from "http-proxy-3";

const [port, target, connections] = process.argv.slice(2);
const agent = connections === "keep-alive" ? new Agent({ keepAlive: true }) : undefined;
const proxy = httpProxy.createProxyServer({ target: target!, ...(agent === undefined ? {} : { agent }) });
createServer((request, response) => proxy.web(request, response)).listen(Number(port), "127.0.0.1");
