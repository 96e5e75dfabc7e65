// Requests at a fixed rate, whatever becomes of those before (open loop): how much later they are answered than by the
// upstream itself. A request counts from when it was to be sent, so that one that had to wait is not left out.

import { Pool } from "undici";
import { quantile } from "../support/median.ts";
import type { Workload } from "./workload.ts";

const perSecond = 200;
const body = JSON.stringify({ model: "org/model-x", messages: [{ role: "user", content: "word ".repeat(180) }] });

export const latency: Workload = {
  name: "latency",
  title: `${perSecond} requests of 1 KB a second, sent whatever becomes of those before`,
  figures: [
    { name: "p50", title: "ms, p50", digits: 2 },
    { name: "p99", title: "ms, p99", digits: 2 },
    { name: "p999", title: "ms, p99.9", digits: 2 },
  ],
  upstream: "answers",
  async measure({ chatUrl, headers }, { seconds }) {
    const { origin, pathname } = new URL(chatUrl);
    const pool = new Pool(origin, { connections: 64, pipelining: 1, headersTimeout: 10_000, bodyTimeout: 10_000 });
    const latencies: number[] = [];
    const running: Promise<void>[] = [];
    const start = performance.now();
    const one = async (dueMs: number): Promise<void> => {
      const all = { "content-type": "application/json", ...headers };
      const answer = await pool.request({ path: pathname, method: "POST", headers: all, body });
      await answer.body.dump();
      if (answer.statusCode !== 200) throw new Error(`${chatUrl} answered ${answer.statusCode}`);
      latencies.push(performance.now() - dueMs);
    };
    for (let count = 0; count < perSecond * seconds; count++) {
      const dueMs = start + (count * 1000) / perSecond;
      const waitMs = dueMs - performance.now();
      if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
      const sent = one(dueMs);
      // Heard of below, with all others.
      sent.catch(() => {});
      running.push(sent);
    }
    try {
      await Promise.all(running);
    } finally {
      await pool.destroy();
    }
    return { p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99), p999: quantile(latencies, 0.999) };
  },
};
