// Reads streams to their end, and tells how many events came and how late: node stream-client.ts URL HEADERS STREAMS

import { Agent, request } from "node:http";
import { quantile } from "../support/median.ts";

const [url, headersText, streamsText] = process.argv.slice(2) as [string, string, string];
const agent = new Agent({ keepAlive: false, maxSockets: Number.POSITIVE_INFINITY });
const body = JSON.stringify({ model: "org/model-x", stream: true, messages: [{ role: "user", content: "hi" }] });
const headers = { "content-type": "application/json", "content-length": body.length, ...JSON.parse(headersText) };
const delays: number[] = [];
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
    const sent = request(url, { method: "POST", headers, agent }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`${url} answered ${response.statusCode}`));
      response.setEncoding("utf8").on("data", take).once("end", resolve).once("error", reject);
    });
    sent.once("error", reject);
    sent.end(body);
  });
}

await Promise.all(Array.from({ length: Number(streamsText) }, stream));
process.stdout.write(JSON.stringify({ events, delayP50: quantile(delays, 0.5), delayP99: quantile(delays, 0.99) }));
