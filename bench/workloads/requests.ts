// Requests as fast as they are answered, by wrk: what each costs, and how many there are a second.

import { memoryOfTree } from "../support/process-tree.ts";
import { chatBody, loadByWrk } from "../support/wrk.ts";
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
    async measure(peer, { seconds }, directory) {
      const measured = await loadByWrk(peer, { body: chatBody(bytes), connections, seconds, directory });
      return { ...measured, megabytes: memoryOfTree(peer.pid) };
    },
  };
}

export const requestWorkloads: readonly Workload[] = [
  chat("chat", "a chat request of 1 KB, over 64 connections", 1024, 64),
  chat("context", "a chat request of 100 KB, over 16 connections", 100 * 1024, 16),
  chat("upload", "a chat request of 4 MB (an image in base64), over 4 connections", 4 * 1024 * 1024, 4),
];
