// Load by wrk: chat requests of 1 KB with answers of 0.6 KB, and what they cost the processes that carry them.

import { spawn, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { cpuSecondsOf } from "./start-process.ts";

/** Who is measured. */
export interface Subject {
  readonly name: string;
  readonly url: string;
  readonly host: string;
  readonly pids: () => number[];
}

export interface Measured {
  /** CPU time of its processes for a request. */
  readonly micros: number;
  readonly perSecond: number;
}

/** Throws where a program that a bench runs is not there. */
export function assertTools(...tools: readonly string[]): void {
  for (const tool of tools) {
    if (spawnSync("which", [tool]).status !== 0) throw new Error(`${tool} is missing: apt-get install ${tool}`);
  }
}

/** @param directory for what wrk reads */
export async function measureChat(
  { url, host, pids }: Subject,
  {
    directory,
    connections,
    seconds,
  }: { readonly directory: string; readonly connections: number; readonly seconds: number },
): Promise<Measured> {
  const script = join(directory, "post.lua");
  writeFileSync(
    script,
    `wrk.method = "POST"\nwrk.body = [==[${requestBody()}]==]\nwrk.headers["Content-Type"] = "application/json"\nwrk.headers["Host"] = "${host}"\nwrk.headers["Authorization"] = "Bearer weir_at_bench_0123456789abcdefghijklmnopqrstuv"\n`,
  );
  const cpu = () => pids().reduce((sum, pid) => sum + cpuSecondsOf(pid), 0);
  const before = cpu();
  const args = ["-t1", `-c${connections}`, `-d${seconds}s`, "-s", script, `${url}/v1/chat/completions`];
  const child = spawn("wrk", args, { stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  await new Promise((resolve) => child.once("close", resolve));
  const used = cpu() - before;
  const count = Number(/(\d+) requests in/.exec(output)?.[1]);
  if (/Non-2xx/.test(output)) throw new Error(`${url} refused requests:\n${output}`);
  return { micros: (used * 1e6) / count, perSecond: Number(/Requests\/sec:\s+([\d.]+)/.exec(output)?.[1]) };
}

/** 1 KB, the model at its head, as the official clients send it. */
function requestBody(): string {
  const body = { model: "org/model-x", messages: [{ role: "user", content: "" }], temperature: 0.7, max_tokens: 100 };
  body.messages[0]!.content = "word ".repeat(180).slice(0, 1024 - JSON.stringify(body).length);
  return JSON.stringify(body);
}
