// Weir beside its peers: the same requests, the same upstream, the same core, in one run and in turns; medians of the
// rounds, and ratios, are what counts. Load and upstream have the other cores.
//
//   npm run bench                             all of it, some 15 minutes and what has to be installed
//   npm run bench -- --quick                  fewer and shorter rounds
//   npm run bench -- --peers weir,nginx --workloads chat
//   npm run bench -- --save                   keeps tables and drawings in bench/results, with date and machine

import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { litellm, portkey, smg } from "./peers/ai-gateways.ts";
import type { Peer, RunningPeer } from "./peers/peer.ts";
import { bareNode, envoy, haproxy, httpProxy, httpProxyAsItComes, nginx } from "./peers/plain-proxies.ts";
import { untilItServes } from "./peers/run.ts";
import { weir } from "./peers/weir.ts";
import { plotOf } from "./report/plot.ts";
import { type Outcome, tableOf } from "./report/table.ts";
import { loadCore } from "./support/cores.ts";
import { median } from "./support/median.ts";
import { answerConfig, reachable, startNginx } from "./support/nginx.ts";
import { assertPrograms } from "./support/programs.ts";
import { latency } from "./workloads/latency.ts";
import { requestWorkloads } from "./workloads/requests.ts";
import { streams } from "./workloads/streams.ts";
import type { Effort, Figures, Workload } from "./workloads/workload.ts";

const allPeers: readonly Peer[] = [
  weir,
  nginx,
  haproxy,
  envoy,
  bareNode,
  httpProxy,
  httpProxyAsItComes,
  smg,
  portkey,
  litellm,
];
const allWorkloads: readonly Workload[] = [...requestWorkloads, streams, latency];
const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    save: { type: "boolean", default: false },
    peers: { type: "string" },
    workloads: { type: "string" },
  },
});
const peers = chosen(allPeers, values.peers, "peer");
const workloads = chosen(allWorkloads, values.workloads, "workload");
const effort: Effort = values.quick
  ? { rounds: 1, seconds: 2, streams: 100 }
  : { rounds: 5, seconds: 4, streams: 1_000 };

const directory = mkdtempSync(join(tmpdir(), "weir-bench-"));
const closers: (() => Promise<void> | void)[] = [() => rmSync(directory, { recursive: true, force: true })];
let closing: Promise<void> | undefined;
const closeAll = (): Promise<void> => {
  closing ??= closeFrom(0);
  return closing;
};
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => void closeAll().then(() => process.exit(1)));
const say = (text: string): void => void process.stdout.write(`${text}\n`);
try {
  assertPrograms("nginx", "wrk", "taskset");
  const installed: Peer[] = [];
  for (const peer of peers) {
    try {
      await peer.install();
      installed.push(peer);
    } catch (error) {
      say(`without ${peer.name}: ${(error as Error).message}`);
    }
  }
  const results = new Map<Workload, Map<string, Outcome>>();
  for (const upstream of ["answers", "streams"] as const) {
    const its = workloads.filter((workload) => workload.upstream === upstream);
    if (its.length > 0) await measureAll(upstream, its, installed, results);
  }
  const tables = [...results].map(([workload, outcomes]) => tableOf(workload, outcomes));
  const machine = `${cpus()[0]?.model ?? "unknown"}, ${cpus().length} cores, Node ${process.versions.node}`;
  const what = installed.map(({ name, does }) => `- **${name}** ${does}`).join("\n");
  const text = `${new Date().toISOString().slice(0, 10)}, ${machine}\n\n${what}\n\n${tables.join("\n\n")}`;
  say(`\n${text}`);
  if (values.save) save(text, results);
} finally {
  await closeAll();
}

async function closeFrom(first: number): Promise<void> {
  for (const close of closers.splice(first).reverse()) await close();
}

/** Starts the peers beside an upstream, and asks them in turns. */
async function measureAll(
  upstream: Workload["upstream"],
  its: readonly Workload[],
  installed: readonly Peer[],
  results: Map<Workload, Map<string, Outcome>>,
): Promise<void> {
  const first = closers.length;
  const upstreamUrl = upstream === "answers" ? await startAnswers() : await startStreams();
  const running = new Map<string, RunningPeer | string>();
  for (const [index, peer] of installed.entries()) {
    const own = join(directory, `${upstream}-${index}`);
    mkdirSync(own);
    const place = { upstreamUrl, port: 19_200 + index, directory: own, closers };
    try {
      const started = await peer.start(place);
      await untilItServes(started, upstream === "streams");
      running.set(peer.name, started);
    } catch (error) {
      running.set(peer.name, `does not start: ${firstLine(error as Error)}`);
    }
  }
  // What bare Node answers by itself says nothing of streams.
  if (upstream === "streams") running.delete(bareNode.name);
  for (const workload of its) {
    say(`${workload.name} ...`);
    const outcomes = new Map<string, Outcome>();
    const rounds = new Map<string, Figures[]>();
    for (let round = -1; round < effort.rounds; round++) {
      for (const [name, peer] of running) {
        if (typeof peer === "string") outcomes.set(name, peer);
        if (typeof peer === "string" || outcomes.has(name)) continue;
        try {
          const figures = await workload.measure(peer, effort, directory);
          // The first round is to warm up.
          if (round >= 0) rounds.set(name, [...(rounds.get(name) ?? []), figures]);
        } catch (error) {
          outcomes.set(name, firstLine(error as Error));
        }
      }
    }
    const ordered = new Map<string, Outcome>();
    for (const name of running.keys()) ordered.set(name, outcomes.get(name) ?? mediansOf(workload, rounds.get(name)!));
    results.set(workload, ordered);
  }
  await closeFrom(first);
}

function mediansOf({ figures }: Workload, rounds: readonly Figures[]): Figures {
  return Object.fromEntries(figures.map(({ name }) => [name, median(rounds.map((each) => each[name]!))]));
}

async function startAnswers(): Promise<string> {
  return (await startNginx("upstream", 19_190, answerConfig(), { directory, closers })).url;
}

async function startStreams(): Promise<string> {
  const [port, events] = [19_191, values.quick ? 100 : 200];
  const server = join(import.meta.dirname, "upstream/stream-server.ts");
  const args = ["-c", loadCore, process.execPath, server, String(port), String(events)];
  const child = spawn("taskset", args, { stdio: ["ignore", "ignore", "inherit"] });
  closers.push(() => void child.kill("SIGKILL"));
  const url = `http://127.0.0.1:${port}`;
  await reachable(url);
  return url;
}

function save(text: string, results: ReadonlyMap<Workload, ReadonlyMap<string, Outcome>>): void {
  const folder = join(import.meta.dirname, "results", new Date().toISOString().slice(0, 10));
  mkdirSync(folder, { recursive: true });
  const plots = [...results].flatMap(([workload, outcomes]) => {
    const plot = plotOf(workload, outcomes);
    if (plot === "") return [];
    writeFileSync(join(folder, `${workload.name}.svg`), plot);
    return `![${workload.title}](${workload.name}.svg)`;
  });
  writeFileSync(join(folder, "README.md"), `# Weir beside its peers\n\n${text}\n\n${plots.join("\n\n")}\n`);
  say(`kept in ${folder}`);
}

function chosen<Named extends { readonly name: string }>(
  all: readonly Named[],
  names: string | undefined,
  what: string,
): readonly Named[] {
  if (names === undefined) return all;
  return names.split(",").map((name) => {
    const found = all.find((each) => each.name === name);
    if (found !== undefined) return found;
    throw new Error(`no ${what} "${name}": there are ${all.map((each) => each.name).join(", ")}`);
  });
}

function firstLine({ message }: Error): string {
  return message.split("\n")[0]!.slice(0, 160);
}
