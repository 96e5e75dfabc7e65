import { spawn } from "node:child_process";
import { openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Place, RunningPeer } from "./peer.ts";

/** The core that a peer has for itself; upstream and load have the others. */
export const peerCore = "0";
const startedWithinMs = 60_000;
const servesWithinMs = 12_000;

/** Runs a program on the peer's core, until the bench is over. Resolves when something answers on its port. */
export async function run(
  name: string,
  [program, ...args]: readonly [string, ...string[]],
  { port, directory, closers }: Pick<Place, "port" | "directory" | "closers">,
  environment: Readonly<Record<string, string>> = {},
): Promise<number> {
  if (await answers(port)) throw new Error(`port ${port} is taken by something else`);
  const logPath = join(directory, `${name}.log`);
  const log = openSync(logPath, "w");
  const child = spawn("taskset", ["-c", peerCore, program, ...args], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", log, log],
    detached: true,
  });
  // With all that it has started.
  closers.push(() => {
    if (child.exitCode === null) process.kill(-child.pid!, "SIGKILL");
  });
  const deadline = Date.now() + startedWithinMs;
  while (child.exitCode === null && Date.now() < deadline) {
    if (await answers(port)) return child.pid!;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${name} does not answer: ${readFileSync(logPath, "utf8").slice(-2_000)}`);
}

async function answers(port: number): Promise<boolean> {
  const signal = AbortSignal.timeout(2_000);
  const answer = await fetch(`http://127.0.0.1:${port}/`, { method: "POST", body: "{}", signal }).catch(
    () => undefined,
  );
  await answer?.body?.cancel();
  return answer !== undefined;
}

/** Resolves when a peer answers a chat request with 200: it may have to hear of its configuration, or of its upstream. */
export async function untilItServes(peer: RunningPeer, stream: boolean): Promise<void> {
  const { chatUrl, headers, callers, models } = peer;
  const model = models?.[0] ?? "org/model-x";
  const body = JSON.stringify({ model, messages: [{ role: "user", content: "hi" }], stream });
  const all = { "content-type": "application/json", ...headers, ...callers?.at(-1) };
  const deadline = Date.now() + servesWithinMs;
  let said = "";
  while (Date.now() < deadline) {
    try {
      const answer = await fetch(chatUrl, { method: "POST", headers: all, body, signal: AbortSignal.timeout(5_000) });
      if (answer.status === 200) return await answer.body?.cancel();
      said = `${answer.status} ${await answer.text()}`;
    } catch (error) {
      said = String(error);
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`it does not serve: ${said}`);
}
