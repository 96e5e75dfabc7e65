// Weir beside its peers: the same requests, the same upstream, the same core, in one run and in turns; medians of the
// rounds, and ratios, are what counts. Load and upstream have the other cores.
//
//   npm run bench                             all of it, half an hour and what has to be installed
//   npm run bench -- --quick                  a round of the workloads that tell most, under five minutes
//   npm run bench -- --peers weir,nginx --workloads chat
//   npm run bench -- --save                   keeps tables and drawings in bench/results, with date and machine, and
//                                             writes the table of the README

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { closeFrom, measure } from "./measure.ts";
import { litellm, portkey, smg } from "./peers/ai-gateways.ts";
import type { Peer } from "./peers/peer.ts";
import {
  bareNode,
  envoy,
  haproxy,
  httpProxy,
  httpProxyAsItComes,
  nginx,
  nodeForwarder,
} from "./peers/plain-proxies.ts";
import { weir } from "./peers/weir.ts";
import { plotOf } from "./report/plot.ts";
import { writeReadmeTable } from "./report/readme-table.ts";
import { machineText, type ResultsOfToday, resultsOfToday } from "./report/results-of-today.ts";
import { type Outcome, tableOf } from "./report/table.ts";
import { assertPrograms } from "./support/programs.ts";
import { latency } from "./workloads/latency.ts";
import { requestWorkloads } from "./workloads/requests.ts";
import { streamWorkloads } from "./workloads/streams.ts";
import type { Effort, Workload } from "./workloads/workload.ts";

const allPeers: readonly Peer[] = [
  weir,
  nginx,
  haproxy,
  envoy,
  bareNode,
  nodeForwarder,
  httpProxy,
  httpProxyAsItComes,
  smg,
  portkey,
  litellm,
];
const allWorkloads: readonly Workload[] = [...requestWorkloads, latency, ...streamWorkloads];
const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    save: { type: "boolean", default: false },
    peers: { type: "string" },
    workloads: { type: "string" },
  },
});
const peers = chosen(allPeers, values.peers, "peer");
const quickOnes = allWorkloads.filter(({ isQuick }) => isQuick || !values.quick);
const workloads = values.workloads === undefined ? quickOnes : chosen(allWorkloads, values.workloads, "workload");
const effort: Effort = values.quick
  ? { rounds: 1, warmUpSeconds: 2, seconds: 2, streams: 100 }
  : { rounds: 3, warmUpSeconds: 4, seconds: 3, streams: 300 };

const directory = mkdtempSync(join(tmpdir(), "weir-bench-"));
const closers: (() => Promise<void> | void)[] = [() => rmSync(directory, { recursive: true, force: true })];
let closing: Promise<void> | undefined;
const closeAll = (): Promise<void> => {
  closing ??= closeFrom(closers, 0);
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
    const ofAll = its.filter(({ peers }) => peers === undefined);
    const bench = { upstream, effort, directory, closers, say };
    if (ofAll.length > 0) await measure(ofAll, installed, bench, results);
    for (const workload of its) {
      if (workload.peers !== undefined) await measure([workload], workload.peers, bench, results);
    }
  }
  const tables = [...results].map(([workload, outcomes]) => tableOf(workload, outcomes));
  const what = installed.map(({ name, does }) => `- **${name}** ${does}`).join("\n");
  const text = `${machineText()}\n\n${what}\n\n${tables.join("\n\n")}`;
  say(`\n${text}`);
  if (values.save) {
    const kept = resultsOfToday();
    save(text, kept, results);
    const chat = [...results].find(([{ name }]) => name === "chat");
    if (chat !== undefined && !values.quick) writeReadmeTable(chat[1], installed, kept);
  }
} finally {
  await closeAll();
}

function save(
  text: string,
  { date, folder }: ResultsOfToday,
  results: ReadonlyMap<Workload, ReadonlyMap<string, Outcome>>,
): void {
  const plots = [...results].flatMap(([workload, outcomes]) => {
    const plot = plotOf(workload, outcomes);
    if (plot === "") return [];
    writeFileSync(join(folder, `${workload.name}.svg`), plot);
    return `![${workload.title}](${workload.name}.svg)`;
  });
  writeFileSync(join(folder, "README.md"), `# Weir beside its peers\n\n${date}, ${text}\n\n${plots.join("\n\n")}\n`);
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
