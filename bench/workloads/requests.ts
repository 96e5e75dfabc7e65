// Requests as fast as they are answered, by wrk: what each costs, and how many there are a second.

import { weirOfSize } from "../peers/weir.ts";
import { modelNames } from "../support/models.ts";
import { memoryOfTree } from "../support/process-tree.ts";
import { chatBody, loadByWrk } from "../support/wrk.ts";
import type { Figure, Workload } from "./workload.ts";

const micros: Figure = { name: "micros", title: "µs CPU a request", digits: 1 };
const perSecond: Figure = { name: "perSecond", title: "requests/s on one core", digits: 0 };
const megabytes: Figure = { name: "megabytes", title: "MB after it", digits: 0 };
const blocked: Figure = { name: "blockedMs", title: "ms blocked at most", digits: 1 };

interface Chat extends Pick<Workload, "name" | "title" | "isQuick"> {
  readonly bytes: number;
  readonly connections: number;
  readonly models?: readonly string[];
  readonly tellsBlocking?: boolean;
  readonly peers?: Workload["peers"];
}

/** Chat requests with so much text in them. */
function chat({ bytes, connections, models, tellsBlocking = false, ...named }: Chat): Workload {
  const load = (seconds: number, directory: string, own: readonly string[] | undefined) => ({
    bodies: (models ?? own ?? ["org/model-x"]).map((model) => chatBody(bytes, model)),
    connections,
    seconds,
    directory,
  });
  return {
    ...named,
    figures: tellsBlocking ? [micros, perSecond, megabytes, blocked] : [micros, perSecond, megabytes],
    upstream: "answers",
    async warmUp(peer, { warmUpSeconds }, { directory }) {
      await loadByWrk(peer, load(warmUpSeconds, directory, peer.models));
      await peer.blockedMs?.();
    },
    async measure(peer, { seconds }, { directory }) {
      const measured = await loadByWrk(peer, load(seconds, directory, peer.models));
      const blockedMs = (await peer.blockedMs?.()) ?? Number.NaN;
      return { ...measured, megabytes: memoryOfTree(peer.pid), blockedMs };
    },
  };
}

export const requestWorkloads: readonly Workload[] = [
  chat({
    name: "chat",
    title: "a chat request of 1 KB, over 64 connections",
    isQuick: true,
    bytes: 1024,
    connections: 64,
  }),
  chat({
    name: "models",
    title: `the same, for ${modelNames.length} models in turns`,
    isQuick: false,
    bytes: 1024,
    connections: 64,
    models: modelNames,
  }),
  chat({
    name: "context",
    title: "a chat request of 100 KB, over 16 connections",
    isQuick: false,
    bytes: 100 * 1024,
    connections: 16,
  }),
  chat({
    name: "upload",
    title: "a chat request of 4 MB (an image in base64), over 4 connections",
    isQuick: false,
    bytes: 4 * 1024 * 1024,
    connections: 4,
    tellsBlocking: true,
  }),
  chat({
    name: "growth",
    title: "a chat request of 1 KB by API key, with more and more models and keys (1,000 of them in turns)",
    isQuick: false,
    bytes: 1024,
    connections: 64,
    peers: [
      weirOfSize({ models: 1, keys: 1 }),
      weirOfSize({ models: 10_000, keys: 1 }),
      weirOfSize({ models: 1, keys: 100_000 }),
      weirOfSize({ models: 10_000, keys: 1, asked: 1_000 }),
    ],
  }),
];
