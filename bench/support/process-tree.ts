import { readdirSync, readFileSync } from "node:fs";
import { cpuSecondsOf } from "./start-process.ts";

/** A process and all that came of it, by the kernel's table of processes. */
function treeOf(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const parent = Number(readFileSync(`/proc/${name}/stat`, "utf8").split(") ").at(-1)!.split(" ")[1]);
      parents.set(Number(name), parent);
    } catch {
      // It has ended since.
    }
  }
  const tree = [pid];
  for (let index = 0; index < tree.length; index++) {
    for (const [child, parent] of parents) if (parent === tree[index]) tree.push(child);
  }
  return tree;
}

/** User and system CPU time of a process and those below it so far, in seconds. */
export function cpuSecondsOfTree(pid: number): number {
  return treeOf(pid).reduce((sum, each) => sum + cpuSecondsOf(each), 0);
}

/** What they hold of memory, in megabytes. */
export function memoryOfTree(pid: number): number {
  return treeOf(pid).reduce((sum, each) => {
    const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${each}/status`, "utf8"))?.[1] ?? "0";
    return sum + Number(kilobytes) / 1024;
  }, 0);
}
