import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import { availableParallelism } from "node:os";

/** Where load and upstream run: the peer has the first core for itself. */
const loadCore = `1-${Math.max(1, availableParallelism() - 1)}`;

/** Starts a program where load runs. */
export function startOnLoadCore(command: readonly string[], stdio: StdioOptions): ChildProcess {
  return spawn("taskset", ["-c", loadCore, ...command], { stdio });
}

/** Runs a program where load runs, and gives what it says. Rejects with its error where it fails. */
export async function runOnLoadCore(...command: readonly string[]): Promise<string> {
  const child = startOnLoadCore(command, ["ignore", "pipe", "pipe"]);
  let [output, errors] = ["", ""];
  child.stdout!.on("data", (chunk) => {
    output += chunk;
  });
  child.stderr!.on("data", (chunk) => {
    errors += chunk;
  });
  const code = await new Promise((resolve) => child.once("close", resolve));
  if (code !== 0) throw new Error(/^\w*Error: .*$/m.exec(errors)?.[0] ?? `${command[0]} ended with ${code}: ${errors}`);
  return output;
}
