// Streams of an event every 20 ms: what passing one on costs, and how late it comes.

import { spawn } from "node:child_process";
import { join } from "node:path";
import { loadCore } from "../support/cores.ts";
import { cpuSecondsOfTree, memoryOfTree } from "../support/process-tree.ts";
import type { Workload } from "./workload.ts";

export const streams: Workload = {
  name: "streams",
  title: "streams of 50 events a second each",
  figures: [
    { name: "micros", title: "µs CPU an event", digits: 2 },
    { name: "delayP50", title: "ms late, p50", digits: 1 },
    { name: "delayP99", title: "ms late, p99", digits: 1 },
    { name: "megabytes", title: "MB after it", digits: 0 },
  ],
  upstream: "streams",
  async measure({ chatUrl, headers, pid }, effort) {
    const before = cpuSecondsOfTree(pid);
    const client = join(import.meta.dirname, "stream-client.ts");
    const args = ["-c", loadCore, process.execPath, client, chatUrl, JSON.stringify(headers), String(effort.streams)];
    const child = spawn("taskset", args, { stdio: ["ignore", "pipe", "inherit"] });
    let output = "";
    child.stdout.on("data", (chunk) => {
      output += chunk;
    });
    const code = await new Promise((resolve) => child.once("close", resolve));
    if (code !== 0) throw new Error(`the streams of ${chatUrl} broke off`);
    const { events, delayP50, delayP99 } = JSON.parse(output);
    const micros = ((cpuSecondsOfTree(pid) - before) * 1e6) / events;
    return { micros, delayP50, delayP99, megabytes: memoryOfTree(pid) };
  },
};
