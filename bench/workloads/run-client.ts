import { join } from "node:path";
import { runOnLoadCore } from "../support/on-load-core.ts";

/** Runs one of this folder's clients where load runs, and gives what it says at its end. Rejects where it fails. */
export async function runClient<Said>(file: string, ...args: readonly (string | number)[]): Promise<Said> {
  return JSON.parse(await runOnLoadCore(process.execPath, join(import.meta.dirname, file), ...args.map(String)));
}
