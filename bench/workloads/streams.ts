// Streams of events: what passing one on costs, how late it comes, how long the first one takes, what streams hold.

import { cpuSecondsOfTree, memoryOfTree } from "../support/process-tree.ts";
import { loadByWrk } from "../support/wrk.ts";
import { runClient } from "./run-client.ts";
import type { Effort, Workload } from "./workload.ts";

interface Streams extends Pick<Workload, "name" | "title" | "isQuick"> {
  readonly streams: (effort: Effort) => number;
  readonly events: number;
  readonly eventMs: number;
}

interface Said {
  readonly events: number;
  readonly delayP50: number;
  readonly delayP99: number;
  readonly firstP50: number;
}

function streaming({ streams, events, eventMs, ...named }: Streams): Workload {
  return {
    ...named,
    figures: [
      { name: "micros", title: "µs CPU an event", digits: 2 },
      { name: "delayP50", title: "ms late, p50", digits: 1 },
      { name: "delayP99", title: "ms late, p99", digits: 1 },
      { name: "firstAdded", title: "ms added to the first, p50", digits: 1 },
      { name: "megabytes", title: "MB at its height", digits: 0 },
    ],
    upstream: "streams",
    async warmUp(peer, { warmUpSeconds }, { directory }) {
      await loadByWrk(peer, { bodies: [shortStream], connections: warmUpStreams, seconds: warmUpSeconds, directory });
    },
    async measure({ chatUrl, headers, pid }, effort, { upstreamUrl }) {
      const path = new URL(chatUrl).pathname;
      const few = [streams(effort), fewEvents, eventMs] as const;
      const direct = await runClient<Said>("stream-client.ts", `${upstreamUrl}${path}`, "{}", ...few);
      const before = cpuSecondsOfTree(pid);
      let megabytes = 0;
      const looking = setInterval(() => {
        megabytes = Math.max(megabytes, memoryOfTree(pid));
      }, 200);
      const args = [JSON.stringify(headers), streams(effort), events, eventMs] as const;
      const said = await runClient<Said>("stream-client.ts", chatUrl, ...args).finally(() => clearInterval(looking));
      const { delayP50, delayP99, firstP50 } = said;
      const micros = ((cpuSecondsOfTree(pid) - before) * 1e6) / said.events;
      return { micros, delayP50, delayP99, firstAdded: firstP50 - direct.firstP50, megabytes };
    },
  };
}

const shortStream = JSON.stringify({
  model: "org/model-x",
  stream: true,
  max_tokens: 2,
  seed: 1,
  messages: [{ role: "user", content: "hi" }],
});

const warmUpStreams = 64;
/** Enough to know how long the first event takes without anything between. */
const fewEvents = 2;

export const streamWorkloads: readonly Workload[] = [
  streaming({
    name: "streams",
    title: "streams of 200 events, 50 a second each, as many as load and upstream can keep up with on their core",
    isQuick: true,
    streams: ({ streams }) => streams,
    events: 200,
    eventMs: 20,
  }),
  streaming({
    name: "held",
    title: "2,000 streams at a time, of 5 events a second each",
    isQuick: false,
    streams: () => 2_000,
    events: 20,
    eventMs: 200,
  }),
];
