// Chat requests at a fixed rate, whatever becomes of those before (open loop): node latency-client.ts URL HEADERS RATE SECONDS
// A request counts from when it was to be sent, so that one that had to wait is not left out.

import { Pool } from "undici";
import { quantile } from "../support/median.ts";
import { chatBody } from "../support/wrk.ts";

const [url, headersText, ...numbers] = process.argv.slice(2) as [string, string, string, string];
const [perSecond, seconds] = numbers.map(Number) as [number, number];
const body = chatBody(1024);
const headers = { "content-type": "application/json", ...JSON.parse(headersText) };
const { origin, pathname } = new URL(url);
const pool = new Pool(origin, { connections: 64, pipelining: 1, headersTimeout: 10_000, bodyTimeout: 10_000 });
const latencies: number[] = [];

async function ask(dueMs: number): Promise<void> {
  const answer = await pool.request({ path: pathname, method: "POST", headers, body });
  await answer.body.dump();
  if (answer.statusCode !== 200) throw new Error(`${url} answered ${answer.statusCode}`);
  latencies.push(performance.now() - dueMs);
}

const running: Promise<void>[] = [];
/** Connections are made, and code is compiled, before it counts. */
const warmUpMs = 500;
const startMs = performance.now();
const endMs = startMs + warmUpMs + seconds * 1000;
for (let count = 0, dueMs = startMs; dueMs < endMs; dueMs = startMs + (++count * 1000) / perSecond) {
  // Timers have whole milliseconds: what comes sooner is sent by turns of the loop.
  while (performance.now() < dueMs) {
    const waitMs = dueMs - performance.now();
    await new Promise((resolve) => (waitMs > 1.5 ? setTimeout(resolve, waitMs - 1.5) : setImmediate(resolve)));
  }
  if (dueMs < startMs + warmUpMs) latencies.length = 0;
  const asked = ask(dueMs);
  // Heard of below, with all others.
  asked.catch(() => {});
  running.push(asked);
}
await Promise.all(running);
await pool.destroy();
const [p50, p99, p999] = [0.5, 0.99, 0.999].map((share) => quantile(latencies, share));
process.stdout.write(JSON.stringify({ p50, p99, p999 }));
