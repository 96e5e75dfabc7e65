import { spawn } from "node:child_process";
import { join } from "node:path";
import { loadCore } from "../support/cores.ts";

/** Runs one of this folder's clients where load runs, and gives what it says at its end. Rejects where it fails. */
export async function runClient<Said>(file: string, ...args: readonly (string | number)[]): Promise<Said> {
  const command = ["-c", loadCore, process.execPath, join(import.meta.dirname, file), ...args.map(String)];
  const child = spawn("taskset", command, { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  let errors = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  child.stderr.on("data", (chunk) => {
    errors += chunk;
  });
  const code = await new Promise((resolve) => child.once("close", resolve));
  if (code !== 0) throw new Error(/^\w*Error: .*$/m.exec(errors)?.[0] ?? `${file} ended with ${code}`);
  return JSON.parse(output) as Said;
}
