// Load by wrk: chat requests as fast as they are answered, and what they cost the processes that carry them.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RunningPeer } from "../peers/peer.ts";
import { runOnLoadCore } from "./on-load-core.ts";
import { cpuSecondsOfTree } from "./process-tree.ts";

export interface Load {
  /** Requests have them in turns. */
  readonly bodies: readonly string[];
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
  peer: RunningPeer,
  { bodies, connections, seconds, directory }: Load,
): Promise<Measured> {
  const { chatUrl, pid } = peer;
  const script = join(directory, "post.lua");
  writeFileSync(script, scriptOf(peer, bodies, directory));
  const before = cpuSecondsOfTree(pid);
  const output = await runOnLoadCore("wrk", "-t1", `-c${connections}`, `-d${seconds}s`, "-s", script, chatUrl);
  const used = cpuSecondsOfTree(pid) - before;
  const count = Number(/(\d+) requests in/.exec(output)?.[1]);
  if (/Non-2xx/.test(output)) throw new Error(`${chatUrl} refused requests:\n${output}`);
  return { micros: (used * 1e6) / count, perSecond: Number(/Requests\/sec:\s+([\d.]+)/.exec(output)?.[1]) };
}

/** Requests are made once, before the load begins. */
function scriptOf({ headers, callers = [{}] }: RunningPeer, bodies: readonly string[], directory: string): string {
  const turns = Math.max(bodies.length, callers.length);
  const requests = Array.from({ length: turns }, (_, turn) => {
    const own = { "content-type": "application/json", ...headers, ...callers[turn % callers.length] };
    const table = Object.entries(own).map(([name, value]) => `["${name}"]="${value}"`);
    return `{${(turn % bodies.length) + 1},{${table.join(",")}}}`;
  });
  const files = bodies.map((body, index) => {
    const path = join(directory, `body-${index}.json`);
    writeFileSync(path, body);
    return `"${path}"`;
  });
  return `local bodies, requests, at = {}, {}, 0
for index, path in ipairs({${files.join(",")}}) do bodies[index] = io.open(path):read("*a") end
function init()
  for turn, each in ipairs({${requests.join(",\n")}}) do
    requests[turn] = wrk.format("POST", nil, each[2], bodies[each[1]])
  end
end
function request()
  at = at % #requests + 1
  return requests[at]
end
`;
}

/** A request with so much text in it, the model at its head, as the official clients send it. */
export function chatBody(bytes: number, model = "org/model-x"): string {
  const body = { model, messages: [{ role: "user", content: "" }], temperature: 0.7, max_tokens: 100 };
  const room = bytes - JSON.stringify(body).length;
  body.messages[0]!.content = "word ".repeat(Math.ceil(room / 5)).slice(0, room);
  return JSON.stringify(body);
}
