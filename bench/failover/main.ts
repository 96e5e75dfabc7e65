// One of three targets is killed under 500 requests a second (GET, 5 ms each), and comes back four seconds later: how
// many requests fail for the client, and how long after its return the target has its share again. Weir, nginx and
// HAProxy do the same job in the same run, one after the other, each set as its documents advise: two bad checks or
// three failures take a target out, two good checks bring it back, failed requests go to another target. (nginx as it is
// given away has no checks of its own: it tries a target again after `fail_timeout`.)
//
//   npm run bench:failover            needs nginx and haproxy (Debian's packages)

import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Pool } from "undici";
import { quantile } from "../support/median.ts";
import { assertPrograms } from "../support/programs.ts";
import { post } from "../support/rest.ts";
import { startProxyProcess, startServerProcess } from "../support/start-process.ts";
import { untilOk } from "../support/until-ok.ts";

const perSecond = 500;
const killAtMs = 3_000;
const reviveAtMs = 7_000;
const endAtMs = 15_000;
const ports = [19281, 19282, 19283];
const directory = mkdtempSync(join(tmpdir(), "weir-bench-failover-"));
const closers: (() => Promise<void> | void)[] = [() => rmSync(directory, { recursive: true, force: true })];

interface Contender {
  readonly name: string;
  readonly url: string;
  readonly headers: Record<string, string>;
}

try {
  assertPrograms("nginx", "haproxy");
  const targets = new Map<number, ChildProcess>();
  for (const port of ports) targets.set(port, await startTarget(port));
  closers.push(() => {
    for (const target of targets.values()) target.kill("SIGKILL");
  });
  const contenders = [await startWeir(), await startNginx(), await startHaproxy()];
  for (const contender of contenders) print(contender.name, await measure(contender, targets));
} finally {
  for (const close of closers.reverse()) await close();
}

interface Measured {
  readonly sent: number;
  readonly failed: number;
  readonly latenciesMs: readonly number[];
  /** From the target's return until it has had 50 requests; undefined when it never had. */
  readonly backAfterMs: number | undefined;
}

async function measure(contender: Contender, targets: Map<number, ChildProcess>): Promise<Measured> {
  const pool = new Pool(contender.url, { connections: 64 });
  const start = performance.now();
  const victim = ports[0]!;
  const latenciesMs: number[] = [];
  let [sent, failed, answeredByRevived] = [0, 0, 0];
  let revivedMs = Number.POSITIVE_INFINITY;
  let backAfterMs: number | undefined;
  const ask = async (): Promise<void> => {
    const sentMs = performance.now();
    sent += 1;
    try {
      const { statusCode, headers, body } = await pool.request({
        method: "GET",
        path: "/",
        headers: contender.headers,
      });
      await body.dump();
      if (statusCode !== 200) failed += 1;
      latenciesMs.push(performance.now() - sentMs);
      if (headers["x-target"] !== String(victim) || performance.now() < revivedMs) return;
      answeredByRevived += 1;
      if (answeredByRevived === 50) backAfterMs = performance.now() - revivedMs;
    } catch {
      failed += 1;
    }
  };
  const asked: Promise<void>[] = [];
  let state: "whole" | "killed" | "revived" = "whole";
  while (performance.now() - start < endAtMs) {
    const now = performance.now() - start;
    if (state === "whole" && now > killAtMs) {
      targets.get(victim)?.kill("SIGKILL");
      state = "killed";
    }
    if (state === "killed" && now > reviveAtMs) {
      targets.set(victim, await startTarget(victim));
      revivedMs = performance.now();
      state = "revived";
    }
    // Open loop: what is due is sent, whatever is still under way.
    for (let due = Math.floor((now / 1000) * perSecond); sent < due; ) asked.push(ask());
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  await Promise.all(asked);
  await pool.close();
  return { sent, failed, latenciesMs, backAfterMs };
}

function print(name: string, { sent, failed, latenciesMs, backAfterMs }: Measured): void {
  const high = quantile(latenciesMs, 0.999).toFixed(0);
  const back = backAfterMs === undefined ? "never" : `${(backAfterMs / 1000).toFixed(1)} s`;
  process.stdout.write(
    `${name.padEnd(8)} ${failed} of ${sent} requests failed   p99.9 ${high.padStart(4)} ms   back after ${back}\n`,
  );
}

async function startTarget(port: number): Promise<ChildProcess> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "target.ts"), String(port)], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  await untilOk(`http://127.0.0.1:${port}/health`);
  return child;
}

async function startWeir(): Promise<Contender> {
  const server = await startServerProcess(directory);
  closers.push(() => server.stop());
  const proxy = await startProxyProcess(directory, server.url, { WEIR_PROXY_WORKERS: "1" });
  closers.push(() => proxy.stop());
  const { gateway } = await post(server, "gateways", {
    name: "bench",
    zones: ["local"],
    coreWeaveAuth: {},
    headerBasedRouting: { headerName: "x-model" },
  });
  const { upstream } = await post(server, "upstreams", {
    name: "bench",
    targets: ports.map((port) => ({ url: `http://127.0.0.1:${port}` })),
    balance: { roundRobin: {} },
    healthCheck: { http: {}, interval: "0.5s", rise: 2, fall: 2 },
    ejection: { consecutiveFailures: 3, baseTime: "2s", slowStart: "1s" },
  });
  await post(server, "deployments", {
    name: "bench",
    gatewayIds: [gateway!.spec.id],
    model: { name: "m" },
    upstreamId: upstream!.spec.id,
  });
  const headers = { authorization: `Bearer ${server.adminToken}`, "x-model": "m" };
  await untilOk(`${proxy.url}/`, headers);
  return { name: "weir", url: proxy.url, headers };
}

async function startNginx(): Promise<Contender> {
  const config = join(directory, "nginx.conf");
  const servers = ports.map((port) => `server 127.0.0.1:${port} max_fails=3 fail_timeout=2s;`).join(" ");
  writeFileSync(
    config,
    `pid ${directory}/nginx.pid; worker_processes 1; error_log /dev/null; daemon off; master_process off;
events { worker_connections 4096; }
http {
  access_log off;
  upstream targets { ${servers} keepalive 64; }
  server {
    listen 127.0.0.1:19291;
    location / {
      proxy_pass http://targets; proxy_http_version 1.1; proxy_set_header Connection "";
      proxy_next_upstream error timeout;
    }
  }
}
`,
  );
  return startTool("nginx", ["-c", config], 19291);
}

async function startHaproxy(): Promise<Contender> {
  const config = join(directory, "haproxy.cfg");
  const servers = ports.map((port) => `  server s${port} 127.0.0.1:${port} check inter 500 fall 2 rise 2`).join("\n");
  writeFileSync(
    config,
    `global
  maxconn 4096
defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
  retries 3
  option redispatch 1
  retry-on conn-failure empty-response
frontend f
  bind 127.0.0.1:19292
  default_backend b
backend b
  balance roundrobin
  option httpchk GET /health
${servers}
`,
  );
  return startTool("haproxy", ["-f", config, "-db", "-q"], 19292);
}

async function startTool(name: string, args: string[], port: number): Promise<Contender> {
  const child = spawn(name, args, { stdio: "ignore" });
  closers.push(() => void child.kill("SIGKILL"));
  const url = `http://127.0.0.1:${port}`;
  await untilOk(`${url}/`);
  return { name, url, headers: {} };
}
