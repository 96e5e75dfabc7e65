import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import type { Readable } from "node:stream";

const root = join(import.meta.dirname, "..");

/**
 * What Node is told of each. V8 lets the memory for what lives shortly grow to 48 MB, which a proxy that reads a large
 * snapshot once would never give back (50 of 285 MB); the same stands in package.json.
 */
export const nodeFlags = { server: [], proxy: ["--max-semi-space-size=4"] } as const;

/** A server or a proxy, started as a process of its own. */
export interface RunningProcess {
  readonly child: ChildProcess;
  /** Where it listens, as `host:port`. */
  readonly address: string;
  /** A proxy's admin port, as `host:port`. */
  readonly adminAddress: string;
}

/**
 * Starts `server/main.ts` or `proxy/main.ts` and resolves when it listens. Every line of its log goes to `onLine`.
 * Throws with what it said last when it ends before.
 *
 * @param launcher a program and its arguments that run the command which follows them; absent: none
 */
export function startProcess(
  which: "server" | "proxy",
  environment: Readonly<Record<string, string | undefined>>,
  onLine: (line: string) => void,
  launcher: readonly string[] = [],
): Promise<RunningProcess> {
  const command = [...launcher, process.execPath, ...nodeFlags[which], join(root, which, "main.ts")];
  const child = spawn(command[0]!, command.slice(1), {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  return new Promise((resolve, reject) => {
    let last = "";
    const take = (line: string): void => {
      last = line;
      onLine(line);
      if (!line.includes('"msg":"listening"')) return;
      const { address, adminAddress } = JSON.parse(line);
      resolve({ child, address, adminAddress });
    };
    onLines(child.stdout, take);
    onLines(child.stderr, take);
    child.once("close", (code) => reject(new Error(`the ${which} ended with ${code}: ${last}`)));
  });
}

/** By line feeds alone: node:readline also splits at U+2028, which a line of JSON may contain. */
function onLines(stream: Readable, onLine: (line: string) => void): void {
  let rest = "";
  stream.setEncoding("utf8").on("data", (text: string) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    for (const line of lines) onLine(line);
  });
  stream.on("end", () => {
    if (rest !== "") onLine(rest);
  });
}

/** Asks a process to stop and resolves when it is gone. */
export function stopProcess({ child }: RunningProcess, signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once("close", () => resolve());
    child.kill(signal);
  });
}
