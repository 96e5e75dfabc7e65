// Does it stay as it is? Requests at a fixed rate, a tenth of them streams, while replicas die and come back and the
// configuration changes every second: memory, latency, and every request that did not go well. Says "ok" or what is
// wrong, and ends with 1: a request that failed while no replica died, or memory that grew by more than 5 % from the
// first half of the run (without its first sixth, in which all that is cached fills) to the last sixth.
//
//   npm run soak                        an hour
//   npm run soak -- --minutes 6         six minutes
//   npm run soak -- --save              keeps table and drawing in bench/results, with date and machine

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { linePlot } from "../report/line-plot.ts";
import { resultsOfToday } from "../report/results-of-today.ts";
import { median } from "../support/median.ts";
import { memoryOfTree } from "../support/process-tree.ts";
import { post } from "../support/rest.ts";
import { startProxyProcess, startServerProcess } from "../support/start-process.ts";
import { untilOk } from "../support/until-ok.ts";
import { type Failure, Load } from "./load.ts";
import { Trouble } from "./trouble.ts";

const perSecond = 500;
const ports = [19_381, 19_382, 19_383, 19_384];
const looksInAll = 60;
const mostGrowth = 1.05;
/** A request may fail that was under way when a replica died, or that came so soon after. */
const faultMs = 3_000;

const { values } = parseArgs({ options: { minutes: { type: "string", default: "60" }, save: { type: "boolean" } } });
const minutes = Number(values.minutes);
if (!(minutes >= 1)) throw new Error(`--minutes "${values.minutes}" is not a number from 1`);

const directory = mkdtempSync(join(tmpdir(), "weir-soak-"));
const trouble = new Trouble();
const closers: (() => Promise<void> | void)[] = [() => rmSync(directory, { recursive: true, force: true })];
const lines: string[] = [];
const say = (line: string): void => {
  lines.push(line);
  process.stdout.write(`${line}\n`);
};
const wrong: string[] = [];
try {
  await soak();
} finally {
  trouble.end();
  for (const close of closers.reverse()) await close();
}
process.exitCode = wrong.length === 0 ? 0 : 1;

async function soak(): Promise<void> {
  await trouble.startTargets(ports);
  const server = await startServerProcess(directory);
  closers.push(() => server.stop());
  const proxy = await startProxyProcess(directory, server.url, {
    WEIR_PROXY_WORKERS: "1",
    WEIR_ACCESS_LOG_SHARE: "0.01",
  });
  closers.push(() => proxy.stop());
  const { gateway } = await post(server, "gateways", {
    name: "soak",
    zones: ["local"],
    coreWeaveAuth: {},
    bodyBasedRouting: { apiType: "API_TYPE_OPENAI" },
  });
  const gatewayId = gateway!.spec.id;
  const deploymentIds: string[] = [];
  for (const [name, own] of Object.entries({ stable: ports.slice(0, 2), canary: ports.slice(2) })) {
    const { upstream } = await post(server, "upstreams", {
      name,
      targets: own.map((port) => ({ url: `http://127.0.0.1:${port}` })),
      healthCheck: { http: {}, interval: "1s", rise: 1, fall: 2 },
      retry: { nonIdempotent: true },
    });
    const { deployment } = await post(server, "deployments", {
      name,
      gatewayIds: [gatewayId],
      model: { name: "soak/model" },
      upstreamId: upstream!.spec.id,
      traffic: { weight: 500 },
    });
    deploymentIds.push(deployment!.spec.id);
  }
  const headers = { authorization: `Bearer ${server.adminToken}` };
  await untilOk(`${proxy.url}/v1/models/soak%2Fmodel`, headers);

  const load = new Load(proxy.url, headers, perSecond);
  trouble.begin(server, gatewayId, deploymentIds, (cause) => wrong.push(`a change failed: ${cause.message}`));
  const samples = { proxy: [] as number[], server: [] as number[] };
  const latencies = { p50: [] as number[], p99: [] as number[] };
  let [requests, failed] = [0, 0];
  say(
    "| minute | requests | failed while a replica died | failed otherwise | ms, p50 | ms, p99 | proxy, MB | server, MB |",
  );
  say("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
  const look = (minute: number): void => {
    const seen = load.take();
    samples.proxy.push(memoryOfTree(proxy.pid));
    samples.server.push(memoryOfTree(server.pid));
    latencies.p50.push(seen.p50);
    latencies.p99.push(seen.p99);
    const otherwise = seen.failures.filter((failure) => !isCaused(failure));
    for (const { what } of otherwise) wrong.push(`a request failed while no replica died: ${what}`);
    requests += seen.requests;
    failed += seen.failures.length;
    const memory = [samples.proxy.at(-1)!.toFixed(0), samples.server.at(-1)!.toFixed(0)];
    const cells = [
      minute.toFixed(minutes < looksInAll ? 1 : 0),
      seen.requests,
      seen.failures.length - otherwise.length,
    ];
    say(`| ${[...cells, otherwise.length, seen.p50.toFixed(2), seen.p99.toFixed(2), ...memory].join(" | ")} |`);
  };
  const everyMs = (minutes * 60_000) / looksInAll;
  let looks = 0;
  // The last look is for what is under way at the end.
  const looking = setInterval(() => {
    if (++looks < looksInAll) look((looks * everyMs) / 60_000);
  }, everyMs);
  await load.run(minutes * 60);
  clearInterval(looking);
  look(minutes);

  const cpu = (proxy.cpuSeconds() * 1e6) / requests;
  say("");
  say(
    `${requests} requests, ${failed} failed, ${trouble.killedMs.length} replicas died, ${trouble.changes} changes of the configuration; ${cpu.toFixed(0)} µs of the proxy's CPU for a request, streams and all.`,
  );
  for (const [name, all] of Object.entries(samples)) {
    const [early, late] = [median(all.slice(looksInAll / 6, looksInAll / 2)), median(all.slice(-looksInAll / 6))];
    say(
      `Memory of the ${name}: ${early.toFixed(0)} MB early, ${late.toFixed(0)} MB late (${(late / early).toFixed(3)} x).`,
    );
    if (late > early * mostGrowth) wrong.push(`the memory of the ${name} has grown`);
  }
  for (const what of [...new Set(wrong)].slice(0, 20)) say(`WRONG: ${what}`);
  say(wrong.length === 0 ? "ok" : `${wrong.length} things are wrong`);
  if (values.save === true) save(samples, latencies);
}

/** Whether a replica died while the request was under way, or just before. */
function isCaused({ sentMs, endMs }: Failure): boolean {
  return trouble.killedMs.some((killedMs) => killedMs > sentMs - faultMs && killedMs < endMs);
}

function save(samples: Readonly<Record<string, readonly number[]>>, latencies: typeof samples): void {
  const { date, machine, folder } = resultsOfToday();
  const memory = linePlot("memory, MB", `looks in ${minutes} minutes`, samples);
  writeFileSync(join(folder, "soak-memory.svg"), memory);
  writeFileSync(join(folder, "soak-latency.svg"), linePlot("latency, ms (5 ms are the replica's)", `looks`, latencies));
  const head = `# ${minutes} minutes at ${perSecond} requests a second\n\n${date}, ${machine}. A tenth are streams of 0.4 s; every 15 s a replica is killed and comes back 4 s later, every second the shares of the two deployments change, every ten seconds a deployment comes and goes. One worker.`;
  const plots = "![memory](soak-memory.svg)\n\n![latency](soak-latency.svg)";
  writeFileSync(join(folder, "soak.md"), `${head}\n\n${plots}\n\n${lines.join("\n")}\n`);
}
