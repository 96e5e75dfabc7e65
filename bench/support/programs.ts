import { spawnSync } from "node:child_process";

/** Throws where a program that a bench runs is not there. */
export function assertPrograms(...names: readonly string[]): void {
  for (const name of names) {
    if (spawnSync("which", [name]).status !== 0) throw new Error(`${name} is missing: apt-get install ${name}`);
  }
}
