import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { nodeFlags } from "../../cli/child-process.ts";

const root = join(import.meta.dirname, "../..");
const adminToken = "weir_at_bench_0123456789abcdefghijklmnopqrstuv";
export const proxyToken = "bench-proxy-token-0123456789";

export interface BenchProcess {
  readonly url: string;
  readonly adminUrl: string;
  readonly adminToken: string;
  readonly pid: number;
  /** User and system CPU time that the process has used so far. */
  cpuSeconds(): number;
  stop(): Promise<void>;
}

export function startServerProcess(
  dataDirectory: string,
  environment: Record<string, string> = {},
): Promise<BenchProcess> {
  return startProcess("server", {
    WEIR_DATA: join(dataDirectory, "server"),
    WEIR_LISTEN: "127.0.0.1:0",
    WEIR_LOG_LEVEL: "info",
    ...environment,
  });
}

export function startProxyProcess(
  dataDirectory: string,
  controlUrl: string,
  environment: Record<string, string> = {},
): Promise<BenchProcess> {
  return startProcess("proxy", {
    WEIR_PROXY_DATA: join(dataDirectory, "proxy"),
    WEIR_PROXY_LISTEN: "127.0.0.1:0",
    WEIR_PROXY_ADMIN_LISTEN: "127.0.0.1:0",
    WEIR_CONTROL_URL: controlUrl,
    ...environment,
  });
}

async function startProcess(which: "server" | "proxy", environment: Record<string, string>): Promise<BenchProcess> {
  const child = spawn(process.execPath, [...nodeFlags[which], join(root, which, "main.ts")], {
    cwd: root,
    env: { ...process.env, WEIR_ADMIN_TOKEN: adminToken, WEIR_PROXY_TOKEN: proxyToken, ...environment },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const line = await firstLine(child, "listening");
  return {
    url: `http://${line.address}`,
    adminUrl: `http://${line.adminAddress}`,
    adminToken,
    pid: child.pid!,
    cpuSeconds: () => cpuSecondsOf(child.pid!),
    stop: () =>
      new Promise((resolve) => {
        child.once("close", () => resolve());
        child.kill("SIGTERM");
      }),
  };
}

function firstLine(child: ChildProcess, message: string): Promise<{ address: string; adminAddress: string }> {
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout! }).on("line", (line) => {
      if (!line.startsWith("{")) return;
      const record = JSON.parse(line);
      if (record.msg === message) resolve(record);
    });
    child.once("close", (code) => reject(new Error(`${child.spawnargs.join(" ")} ended with ${code}`)));
  });
}

/** From /proc, in clock ticks of 10 ms: Linux only, like the bench's other tools. */
export function cpuSecondsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
