// http-proxy-3's web() with a keep-alive agent: node http-proxy.ts PORT UPSTREAM_URL

import { Agent, createServer } from "node:http";
import httpProxy from "http-proxy-3";

const [port, target] = process.argv.slice(2);
const proxy = httpProxy.createProxyServer({ target: target!, agent: new Agent({ keepAlive: true }) });
createServer((request, response) => proxy.web(request, response)).listen(Number(port), "127.0.0.1");
