// Requests as fast as they are answered, by wrk: what each costs, and how many there are a second.

import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RunningPeer } from "../peers/peer.ts";
import { loadCore } from "../support/cores.ts";
import { cpuSecondsOfTree, memoryOfTree } from "../support/process-tree.ts";
import type { Figure, Workload } from "./workload.ts";

const figures: readonly [Figure, ...Figure[]] = [
  { name: "micros", title: "µs CPU a request", digits: 1 },
  { name: "perSecond", title: "requests/s on one core", digits: 0 },
  { name: "megabytes", title: "MB after it", digits: 0 },
];

/** Chat requests with so much text in them. */
function chat(name: string, title: string, bytes: number, connections: number): Workload {
  return {
    name,
    title,
    figures,
    upstream: "answers",
    measure: (peer, { seconds }, directory) => measure(peer, chatBody(bytes), connections, seconds, directory),
  };
}

export const requestWorkloads: readonly Workload[] = [
  chat("chat", "a chat request of 1 KB, over 64 connections", 1024, 64),
  chat("context", "a chat request of 100 KB, over 16 connections", 100 * 1024, 16),
  chat("upload", "a chat request of 4 MB (an image in base64), over 4 connections", 4 * 1024 * 1024, 4),
];

async function measure(
  { chatUrl, headers, pid }: RunningPeer,
  body: string,
  connections: number,
  seconds: number,
  directory: string,
): Promise<Record<string, number>> {
  const script = join(directory, "post.lua");
  const bodyPath = join(directory, "body.json");
  writeFileSync(bodyPath, body);
  const lines = Object.entries({ "content-type": "application/json", ...headers }).map(
    ([name, value]) => `wrk.headers["${name}"] = "${value}"`,
  );
  writeFileSync(script, [`wrk.method = "POST"`, `wrk.body = io.open("${bodyPath}"):read("*a")`, ...lines].join("\n"));
  const before = cpuSecondsOfTree(pid);
  const args = ["-c", loadCore, "wrk", "-t1", `-c${connections}`, `-d${seconds}s`, "-s", script, chatUrl];
  const child = spawn("taskset", args, { stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  await new Promise((resolve) => child.once("close", resolve));
  const used = cpuSecondsOfTree(pid) - before;
  const count = Number(/(\d+) requests in/.exec(output)?.[1]);
  if (/Non-2xx/.test(output)) throw new Error(`${chatUrl} refused requests:\n${output}`);
  const perSecond = Number(/Requests\/sec:\s+([\d.]+)/.exec(output)?.[1]);
  return { micros: (used * 1e6) / count, perSecond, megabytes: memoryOfTree(pid) };
}

/** The model at its head, as the official clients send it. */
function chatBody(bytes: number): string {
  const body = { model: "org/model-x", messages: [{ role: "user", content: "" }], temperature: 0.7, max_tokens: 100 };
  const room = bytes - JSON.stringify(body).length;
  body.messages[0]!.content = "word ".repeat(Math.ceil(room / 5)).slice(0, room);
  return JSON.stringify(body);
}
