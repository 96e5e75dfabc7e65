import { execFileSync } from "node:child_process";
import { join } from "node:path";

/** Builds the Go programs that tests run, as go.mod pins them. Gives the folder where they are. */
export function installTools(): string {
  const into = join(import.meta.dirname, "../../.generated/tools");
  execFileSync("go", ["install", "tool"], { cwd: import.meta.dirname, env: { ...process.env, GOBIN: into } });
  return into;
}
