// How much later a request is answered than by the upstream itself, at half of the rate at which a peer is saturated. The
// same client asks the upstream at the same rate, just before.

import { chatBody, loadByWrk } from "../support/wrk.ts";
import { runClient } from "./run-client.ts";
import type { Workload } from "./workload.ts";

/** What the client can send in time, beside the upstream on its core. */
const mostPerSecond = 2_000;
const saturationSeconds = 1;

interface Latencies {
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
}

export const latency: Workload = {
  name: "latency",
  title: `added at half of saturation, at most ${mostPerSecond} requests of 1 KB a second, sent whatever becomes of those before`,
  figures: [
    { name: "p50", title: "ms added, p50", digits: 2 },
    { name: "p99", title: "ms added, p99", digits: 2 },
    { name: "p999", title: "ms added, p99.9", digits: 2 },
    { name: "perSecond", title: "requests/s", digits: 0 },
  ],
  upstream: "answers",
  isQuick: true,
  async measure(peer, { seconds }, { directory, upstreamUrl }) {
    // It warms the peer up too.
    const load = { bodies: [chatBody(1024)], connections: 64, seconds: saturationSeconds, directory };
    const saturated = await loadByWrk(peer, load);
    const perSecond = Math.max(20, Math.min(mostPerSecond, Math.round(saturated.perSecond / 2)));
    const path = new URL(peer.chatUrl).pathname;
    const direct = await runClient<Latencies>("latency-client.ts", `${upstreamUrl}${path}`, "{}", perSecond, seconds);
    const headers = JSON.stringify(peer.headers);
    const through = await runClient<Latencies>("latency-client.ts", peer.chatUrl, headers, perSecond, seconds);
    return {
      p50: through.p50 - direct.p50,
      p99: through.p99 - direct.p99,
      p999: through.p999 - direct.p999,
      perSecond,
    };
  },
};
