// Peers beside an upstream, asked in turns.

import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import type { Peer, Place, RunningPeer } from "./peers/peer.ts";
import { bareNode } from "./peers/plain-proxies.ts";
import { untilItServes } from "./peers/run.ts";
import type { Outcome } from "./report/table.ts";
import { median } from "./support/median.ts";
import { answerConfig, reachable, startNginx } from "./support/nginx.ts";
import { startOnLoadCore } from "./support/on-load-core.ts";
import type { Effort, Figures, Workload } from "./workloads/workload.ts";

export interface Bench {
  readonly upstream: Workload["upstream"];
  readonly effort: Effort;
  readonly directory: string;
  /** What ends what was started. */
  readonly closers: Place["closers"];
  readonly say: (text: string) => void;
}

/** Starts the peers, and has each workload asked of each of them in turns, round after round. */
export async function measure(
  workloads: readonly Workload[],
  peers: readonly Peer[],
  bench: Bench,
  results: Map<Workload, Map<string, Outcome>>,
): Promise<void> {
  const first = bench.closers.length;
  const upstreamUrl = bench.upstream === "answers" ? await startAnswers(bench) : await startStreams(bench);
  const running = await startAll(peers, upstreamUrl, bench);
  for (const workload of workloads) {
    bench.say(`${workload.name} ...`);
    results.set(workload, await measureOne(workload, running, upstreamUrl, bench));
  }
  await closeFrom(bench.closers, first);
}

/** Ends what was started, the last first. */
export async function closeFrom(closers: Place["closers"], first: number): Promise<void> {
  for (const close of closers.splice(first).reverse()) await close();
}

/** @returns the peers that serve, and why others do not */
async function startAll(
  peers: readonly Peer[],
  upstreamUrl: string,
  { upstream, directory, closers }: Bench,
): Promise<Map<string, RunningPeer | string>> {
  const running = new Map<string, RunningPeer | string>();
  for (const [index, peer] of peers.entries()) {
    // What bare Node answers by itself says nothing of streams.
    if (upstream === "streams" && peer === bareNode) continue;
    const own = mkdtempSync(join(directory, "peer-"));
    try {
      const started = await peer.start({ upstreamUrl, port: 19_200 + index, directory: own, closers });
      await untilItServes(started, upstream === "streams");
      running.set(peer.name, started);
    } catch (error) {
      running.set(peer.name, `does not start: ${firstLine(error as Error)}`);
    }
  }
  return running;
}

async function measureOne(
  workload: Workload,
  running: ReadonlyMap<string, RunningPeer | string>,
  upstreamUrl: string,
  { effort, directory }: Bench,
): Promise<Map<string, Outcome>> {
  const failures = new Map<string, string>();
  const rounds = new Map<string, Figures[]>();
  const surroundings = { directory, upstreamUrl };
  const inTurns = async (ask: (name: string, peer: RunningPeer) => Promise<void>): Promise<void> => {
    for (const [name, peer] of running) {
      if (typeof peer === "string") failures.set(name, peer);
      else if (!failures.has(name)) {
        await ask(name, peer).catch((error: Error) => failures.set(name, firstLine(error)));
      }
    }
  };
  await inTurns(async (_name, peer) => workload.warmUp?.(peer, effort, surroundings));
  for (let round = 0; round < effort.rounds; round++) {
    await inTurns(async (name, peer) => {
      const figures = await workload.measure(peer, effort, surroundings);
      rounds.set(name, [...(rounds.get(name) ?? []), figures]);
    });
  }
  const outcomes = new Map<string, Outcome>();
  for (const name of running.keys()) outcomes.set(name, failures.get(name) ?? mediansOf(workload, rounds.get(name)!));
  return outcomes;
}

function mediansOf({ figures }: Workload, rounds: readonly Figures[]): Figures {
  return Object.fromEntries(figures.map(({ name }) => [name, median(rounds.map((each) => each[name]!))]));
}

async function startAnswers({ directory, closers }: Bench): Promise<string> {
  return (await startNginx("upstream", 19_190, answerConfig(), { directory, closers })).url;
}

async function startStreams({ closers }: Bench): Promise<string> {
  const port = 19_191;
  const server = join(import.meta.dirname, "upstream/stream-server.ts");
  const child = startOnLoadCore([process.execPath, server, String(port)], ["ignore", "ignore", "inherit"]);
  closers.push(() => void child.kill("SIGKILL"));
  const url = `http://127.0.0.1:${port}`;
  await reachable(url);
  return url;
}

function firstLine({ message }: Error): string {
  return message.split("\n")[0]!.slice(0, 160);
}
