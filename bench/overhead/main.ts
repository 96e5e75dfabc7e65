// CPU time per request of a chat request of 1 KB with an answer of 0.6 KB, over 64 connections: Weir with one worker,
// nginx and http-proxy-3 as plain proxies (the latter as it comes, and with an agent that keeps connections), and a bare Node server that answers by itself. All in one run, in turns, each
// beside the same upstream; the medians of the rounds, and their ratios, are what counts: the machine is noisy.
//
//   npm run bench:overhead            needs nginx and wrk (Debian's packages)

import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { median } from "../support/median.ts";
import { type BenchProcess, cpuSecondsOf, startProxyProcess, startServerProcess } from "../support/start-process.ts";

const rounds = Number(process.env.BENCH_ROUNDS ?? 5);
const seconds = Number(process.env.BENCH_SECONDS ?? 4);
const connections = 64;

interface Subject {
  readonly name: string;
  readonly url: string;
  readonly host: string;
  readonly pids: () => number[];
}

const directory = mkdtempSync(join(tmpdir(), "weir-bench-overhead-"));
const closers: (() => Promise<void> | void)[] = [() => rmSync(directory, { recursive: true, force: true })];
try {
  for (const tool of ["nginx", "wrk"]) {
    if (spawnSync("which", [tool]).status !== 0) throw new Error(`${tool} is missing: apt-get install ${tool}`);
  }
  const upstream = await startNginx("upstream", 19181, answerConfig());
  const subjects = [
    await startWeir(upstream.url),
    await startNginx("nginx", 19182, proxyConfig(upstream.url)),
    await startNode("http-proxy-3", "http-proxy.ts", 19183, upstream.url),
    await startNode("  keep-alive", "http-proxy.ts", 19185, upstream.url, "keep-alive"),
    await startNode("bare node", "bare-node.ts", 19184),
  ];
  const results = new Map(subjects.map(({ name }) => [name, [] as { micros: number; perSecond: number }[]]));
  for (const subject of subjects) await measure(subject);
  for (let round = 0; round < rounds; round++) {
    for (const subject of subjects) results.get(subject.name)!.push(await measure(subject));
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

async function measure({ url, host, pids }: Subject): Promise<{ micros: number; perSecond: number }> {
  const script = join(directory, "post.lua");
  writeFileSync(
    script,
    `wrk.method = "POST"\nwrk.body = [==[${requestBody()}]==]\nwrk.headers["Content-Type"] = "application/json"\nwrk.headers["Host"] = "${host}"\nwrk.headers["Authorization"] = "Bearer weir_at_bench_0123456789abcdefghijklmnopqrstuv"\n`,
  );
  const cpu = () => pids().reduce((sum, pid) => sum + cpuSecondsOf(pid), 0);
  const before = cpu();
  const args = ["-t1", `-c${connections}`, `-d${seconds}s`, "-s", script, `${url}/v1/chat/completions`];
  const child = spawn("wrk", args, { stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  await new Promise((resolve) => child.once("close", resolve));
  const used = cpu() - before;
  const count = Number(/(\d+) requests in/.exec(output)?.[1]);
  if (/Non-2xx/.test(output)) throw new Error(`${url} refused requests:\n${output}`);
  return { micros: (used * 1e6) / count, perSecond: Number(/Requests\/sec:\s+([\d.]+)/.exec(output)?.[1]) };
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

async function post(
  server: BenchProcess,
  collection: string,
  body: object,
): Promise<Record<string, { spec: { id: string } }>> {
  const response = await fetch(`${server.url}/v1alpha1/inference/${collection}`, {
    method: "POST",
    headers: { authorization: `Bearer ${server.adminToken}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as Record<string, { spec: { id: string } }>;
}

async function startNginx(name: string, port: number, location: string): Promise<Subject> {
  const config = join(directory, `${name}.conf`);
  const pidFile = join(directory, `${name}.pid`);
  writeFileSync(
    config,
    `pid ${pidFile}; worker_processes 1; error_log /dev/null; daemon off; master_process off;\nevents { worker_connections 4096; }\nhttp { access_log off; keepalive_requests 100000000; ${location.replace("PORT", String(port))} }\n`,
  );
  const child = spawn("nginx", ["-c", config], { stdio: "ignore" });
  closers.push(() => void child.kill("SIGKILL"));
  const url = `http://127.0.0.1:${port}`;
  await reachable(url);
  return { name, url, host: `127.0.0.1:${port}`, pids: () => [child.pid!] };
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

async function reachable(url: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (spawnSync("curl", ["-s", "-o", "/dev/null", "-d", "{}", url]).status === 0) return;
    execFileSync("sleep", ["0.05"]);
  }
  throw new Error(`${url} does not answer`);
}

function answerConfig(): string {
  const answer = JSON.stringify({
    id: "chatcmpl-bench",
    object: "chat.completion",
    choices: [{ index: 0, message: { role: "assistant", content: "x".repeat(420) }, finish_reason: "stop" }],
    usage: { prompt_tokens: 200, completion_tokens: 100, total_tokens: 300 },
  });
  return `server { listen 127.0.0.1:PORT reuseport; location / { default_type application/json; return 200 '${answer}'; } }`;
}

function proxyConfig(upstreamUrl: string): string {
  return `upstream up { server ${upstreamUrl.slice("http://".length)}; keepalive 128; }
    server { listen 127.0.0.1:PORT; location / { proxy_pass http://up; proxy_http_version 1.1; proxy_set_header Connection ""; } }`;
}

/** 1 KB, the model at its head, as the official clients send it. */
function requestBody(): string {
  const body = { model: "org/model-x", messages: [{ role: "user", content: "" }], temperature: 0.7, max_tokens: 100 };
  body.messages[0]!.content = "word ".repeat(180).slice(0, 1024 - JSON.stringify(body).length);
  return JSON.stringify(body);
}
