// Load by wrk: chat requests as fast as they are answered, and what they cost the processes that carry them.

import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RunningPeer } from "../peers/peer.ts";
import { loadCore } from "./cores.ts";
import { cpuSecondsOfTree } from "./process-tree.ts";

export interface Load {
  readonly body: string;
  readonly connections: number;
  readonly seconds: number;
  /** For what wrk reads. */
  readonly directory: string;
}

export interface Measured {
  /** CPU time of the peer's processes for a request. */
  readonly micros: number;
  readonly perSecond: number;
}

/** Throws where requests are refused. */
export async function loadByWrk(
  { chatUrl, headers, pid }: RunningPeer,
  { body, connections, seconds, directory }: Load,
): Promise<Measured> {
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
  return { micros: (used * 1e6) / count, perSecond: Number(/Requests\/sec:\s+([\d.]+)/.exec(output)?.[1]) };
}

/** A request with so much text in it, the model at its head, as the official clients send it. */
export function chatBody(bytes: number): string {
  const body = { model: "org/model-x", messages: [{ role: "user", content: "" }], temperature: 0.7, max_tokens: 100 };
  const room = bytes - JSON.stringify(body).length;
  body.messages[0]!.content = "word ".repeat(Math.ceil(room / 5)).slice(0, room);
  return JSON.stringify(body);
}
