// CPU time per request of a chat request of 1 KB with an answer of 0.6 KB, over 64 connections: Weir with one worker,
// nginx and http-proxy-3 as plain proxies (the latter as it comes, and with an agent that keeps connections), and a bare Node server that answers by itself. All in one run, in turns, each
// beside the same upstream; the medians of the rounds, and their ratios, are what counts: the machine is noisy.
//
//   npm run bench:overhead            needs nginx and wrk (Debian's packages)

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assertTools, type Measured, measureChat, type Subject } from "../support/chat-load.ts";
import { median } from "../support/median.ts";
import { answerConfig, reachable, startNginx } from "../support/nginx.ts";
import { post } from "../support/rest.ts";
import { startProxyProcess, startServerProcess } from "../support/start-process.ts";

const rounds = Number(process.env.BENCH_ROUNDS ?? 5);
const seconds = Number(process.env.BENCH_SECONDS ?? 4);
const connections = 64;

const directory = mkdtempSync(join(tmpdir(), "weir-bench-overhead-"));
const closers: (() => Promise<void> | void)[] = [() => rmSync(directory, { recursive: true, force: true })];
const places = { directory, closers };
const load = { directory, connections, seconds };
try {
  assertTools("nginx", "wrk");
  const upstream = await startNginx("upstream", 19181, answerConfig(), places);
  const subjects = [
    await startWeir(upstream.url),
    await startNginx("nginx", 19182, proxyConfig(upstream.url), places),
    await startNode("http-proxy-3", "http-proxy.ts", 19183, upstream.url),
    await startNode("  keep-alive", "http-proxy.ts", 19185, upstream.url, "keep-alive"),
    await startNode("bare node", "bare-node.ts", 19184),
  ];
  const results = new Map(subjects.map(({ name }) => [name, [] as Measured[]]));
  for (const subject of subjects) await measureChat(subject, load);
  for (let round = 0; round < rounds; round++) {
    for (const subject of subjects) results.get(subject.name)!.push(await measureChat(subject, load));
  }
  const weir = results.get("weir")!;
  for (const [name, measured] of results) {
    const micros = median(measured.map((each) => each.micros));
    const ratio = median(measured.map((each, index) => weir[index]!.micros / each.micros));
    const perSecond = median(measured.map((each) => each.perSecond));
    process.stdout.write(
      `${name.padEnd(14)} ${micros.toFixed(1).padStart(7)} µs CPU a request   ${perSecond.toFixed(0).padStart(6)} requests/s   weir is ${ratio.toFixed(2)} x this\n`,
    );
  }
} finally {
  for (const close of closers.reverse()) await close();
}

async function startWeir(upstreamUrl: string): Promise<Subject> {
  const server = await startServerProcess(directory);
  closers.push(() => server.stop());
  const proxy = await startProxyProcess(directory, server.url, { WEIR_PROXY_WORKERS: "1" });
  closers.push(() => proxy.stop());
  const { gateway } = await post(server, "gateways", {
    name: "bench",
    zones: ["local"],
    coreWeaveAuth: {},
    bodyBasedRouting: { apiType: "API_TYPE_OPENAI" },
  });
  await post(server, "deployments", {
    name: "bench",
    gatewayIds: [gateway!.spec.id],
    model: { name: "org/model-x" },
    targets: { targets: [{ url: upstreamUrl }] },
  });
  await new Promise((resolve) => setTimeout(resolve, 500));
  return { name: "weir", url: proxy.url, host: "localhost", pids: () => [proxy.pid] };
}

async function startNode(name: string, file: string, port: number, ...args: string[]): Promise<Subject> {
  const child = spawn(process.execPath, [join(import.meta.dirname, file), String(port), ...args], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  closers.push(() => void child.kill("SIGKILL"));
  const url = `http://127.0.0.1:${port}`;
  await reachable(url);
  return { name, url, host: `127.0.0.1:${port}`, pids: () => [child.pid!] };
}

function proxyConfig(upstreamUrl: string): string {
  return `upstream up { server ${upstreamUrl.slice("http://".length)}; keepalive 128; }
    server { listen 127.0.0.1:PORT; location / { proxy_pass http://up; proxy_http_version 1.1; proxy_set_header Connection ""; } }`;
}
