// A log that can't be written keeps nothing else from going on.

import { spawn } from "node:child_process";
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";

const directory = mkdtempSync(join(tmpdir(), "weir-log-"));

afterAll(() => rmSync(directory, { recursive: true }));

/** Runs a program that logs to a file, and returns how it ended and what it wrote to standard error. */
function run(program: string, launcher: readonly string[]): Promise<{ code: number | null; said: string }> {
  const script = join(directory, "program.ts");
  writeFileSync(script, program);
  const [command, ...args] = [...launcher, process.execPath, script];
  const child = spawn(command!, args, { stdio: ["ignore", openSync(join(directory, "log"), "w"), "pipe"] });
  let said = "";
  child.stderr!.on("data", (chunk) => (said += chunk));
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, said })));
}

const lines = (sync: boolean): string => `
  import { Worker, isMainThread } from "node:worker_threads";
  import { createLog, createLogDestination } from "${join(import.meta.dirname, "../../kit/log.ts")}";
  // Only workers write without waiting.
  if (isMainThread && !${sync}) {
    const worker = new Worker(new URL(import.meta.url));
    await new Promise((resolve) => worker.once("message", resolve));
    await worker.terminate();
  } else {
    const log = createLog({ name: "n", level: "info", destination: createLogDestination({ sync: ${sync} }) });
    for (let line = 0; line < 1000; line++) log.info({ line, text: "x".repeat(100) }, "a line");
    for (let turn = 0; turn < 100; turn++) await new Promise((resolve) => setImmediate(resolve));
    log.error(new Error("one more"));
    if (!isMainThread) (await import("node:worker_threads")).parentPort.postMessage("done");
  }
  if (isMainThread) process.stderr.write("goes on");
`;

it.each([true, false])(
  "goes on when no byte can be written (synchronous: %s)",
  async (sync) => {
    const fullDisk = ["/bin/sh", "-c", 'trap "" XFSZ; ulimit -f 0; exec "$0" "$@"'];
    expect(await run(lines(sync), fullDisk)).toEqual({ code: 0, said: "goes on" });
    expect(readFileSync(join(directory, "log"), "utf8")).toBe("");
  },
  20_000,
);

it("writes every line where it can", async () => {
  expect(await run(lines(true), [])).toEqual({ code: 0, said: "goes on" });
  expect(readFileSync(join(directory, "log"), "utf8").trim().split("\n")).toHaveLength(1001);
}, 20_000);
