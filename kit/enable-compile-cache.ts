import { enableCompileCache as enable } from "node:module";
import { join } from "node:path";

/**
 * Makes a process and its workers start faster, and in less memory, from the second time on: to be called before the
 * bulk is loaded. The cache lies in the installation, not in a folder where others of the machine can write; where it
 * can't be written, everything works as without it.
 */
export function enableCompileCache(environment: NodeJS.ProcessEnv): void {
  // By the environment too, for the sake of workers and child processes: their very first file is then cached as well.
  environment.NODE_COMPILE_CACHE ??= join(import.meta.dirname, "../node_modules/.cache/node");
  enable();
}
