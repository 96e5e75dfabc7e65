// Reads streams to their end, and tells how many events came, how late, and how long their first events took:
// node stream-client.ts URL HEADERS STREAMS EVENTS EVENT_MS

import { Agent, request } from "node:http";
import { quantile } from "../support/median.ts";

const [url, headersText, ...numbers] = process.argv.slice(2) as [string, string, string, string, string];
const [streams, eventsEach, eventMs] = numbers.map(Number) as [number, number, number];
/** All at once is a burst of connections, which is not what is measured. */
const startsPerSecond = 1_000;
const agent = new Agent({ keepAlive: false, maxSockets: Number.POSITIVE_INFINITY });
const body = JSON.stringify({
  model: "org/model-x",
  stream: true,
  max_tokens: eventsEach,
  // What the bench's upstream takes for the time between two events: every gateway passes it on.
  seed: eventMs,
  messages: [{ role: "user", content: "hi" }],
});
const headers = { "content-type": "application/json", "content-length": body.length, ...JSON.parse(headersText) };
const delays: number[] = [];
const firsts: number[] = [];
let events = 0;

/** Looks for `"sentMs":` in what came; one of eight is timed. */
function take(text: string): void {
  const nowMs = performance.timeOrigin + performance.now();
  for (let at = text.indexOf("data: {"); at !== -1; at = text.indexOf("data: {", at + 1)) {
    events += 1;
    if (events % 8 !== 0) continue;
    const sent = text.indexOf('"sentMs":', at);
    if (sent !== -1) delays.push(nowMs - Number.parseFloat(text.slice(sent + 9, sent + 30)));
  }
}

function stream(): Promise<void> {
  return new Promise((resolve, reject) => {
    const sentMs = performance.now();
    const sent = request(url, { method: "POST", headers, agent }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`${url} answered ${response.statusCode}`));
      response.setEncoding("utf8").on("data", take).once("end", resolve).once("error", reject);
      response.once("data", () => firsts.push(performance.now() - sentMs));
    });
    sent.once("error", reject);
    sent.end(body);
  });
}

const open: Promise<void>[] = [];
const startMs = performance.now();
while (open.length < streams) {
  const opened = stream();
  // Heard of below, with all others.
  opened.catch(() => {});
  open.push(opened);
  const dueMs = startMs + (open.length * 1000) / startsPerSecond;
  while (performance.now() < dueMs) await new Promise((resolve) => setTimeout(resolve, 1));
}
await Promise.all(open);
const delay = { delayP50: quantile(delays, 0.5), delayP99: quantile(delays, 0.99) };
process.stdout.write(JSON.stringify({ events, firstP50: quantile(firsts, 0.5), ...delay }));
