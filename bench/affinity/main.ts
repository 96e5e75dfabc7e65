// Prefix affinity and least requests, without and with what replicas report of their load, beside round robin, on a
// simulated fleet: 8 replicas, each with a cache of prompt blocks that forgets the least recently used, and a workload of
// conversations that share system prompts and grow turn by turn. The policies are the proxy's own; replicas, clock and
// arrivals are simulated, the same for each policy. A replica works on some requests at a time, as many as there is memory
// for, and lets others wait; a request takes a time for each block that is not cached, and a time for its answer. Requests
// come through one proxy, or through four that know nothing of each other. What is told: blocks found in the cache, how
// long requests waited for a replica, and how evenly the replicas were loaded.
//
//   npm run bench:affinity

import { create } from "@bufbuild/protobuf";
import {
  BalanceSchema,
  LeastRequestsBalanceSchema,
  PrefixAffinityBalanceSchema,
  RoundRobinBalanceSchema,
} from "../../gen/es/weir/inference/v1alpha1/balance_pb.ts";
import { buildVariant } from "../../kit/registry.ts";
import type { Balancer } from "../../proxy/balance/balancer.ts";
import { PrefixTable } from "../../proxy/balance/prefix-table.ts";
import { balancers } from "../../proxy/balance/registry.ts";
import type { EngineLoad } from "../../proxy/reported-load/engine-metrics.ts";
import { RequestsBeside } from "../../proxy/reported-load/requests-beside.ts";
import { cellsPerSlot } from "../../proxy/target/cells.ts";
import type { PoolTarget } from "../../proxy/target/pool-target.ts";
import { Target } from "../../proxy/target/target.ts";
import { quantile } from "../support/median.ts";

const replicaCount = 8;
const slotsPerReplica = 8;
const cachedBlocks = 8_000;
/** Blocks of the prompts that a replica works on at a time. */
const memoryBlocks = 400;
const blockBytes = 256;
const prefillMsPerBlock = 4;
const answerMs = 400;
const reportEveryMs = 1_000;
/** What others ask of two of the replicas, past every proxy. */
const othersEveryMs = 120;
const othersBytes = 10_000;
const seconds = 300;
const systemPrompts = 20;

const policies = {
  prefixAffinity: { case: "prefixAffinity", value: create(PrefixAffinityBalanceSchema) },
  leastRequests: { case: "leastRequests", value: create(LeastRequestsBalanceSchema) },
  "  and reports": { case: "leastRequests", value: create(LeastRequestsBalanceSchema, { reportedLoad: {} }) },
  roundRobin: { case: "roundRobin", value: create(RoundRobinBalanceSchema) },
} as const;

type Policy = (typeof policies)[keyof typeof policies];

/** Numbers of the same sequence for each policy (mulberry32). */
function createRandom(seed: number): { next(): number; uuid(): string; bytes(length: number): Uint8Array } {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return { next, uuid: () => "", bytes: (length) => new Uint8Array(length) };
}

/** What happens at a time, in the order of times. */
class Agenda {
  readonly #events: { readonly atMs: number; readonly happen: () => void }[] = [];
  nowMs = 1_700_000_000_000;

  at(atMs: number, happen: () => void): void {
    let index = this.#events.push({ atMs, happen }) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (this.#events[parent]!.atMs <= atMs) break;
      this.#swap(index, parent);
      index = parent;
    }
  }

  run(): void {
    while (this.#events.length > 0) {
      const { atMs, happen } = this.#events[0]!;
      const last = this.#events.pop()!;
      if (this.#events.length > 0) {
        this.#events[0] = last;
        this.#sink();
      }
      this.nowMs = atMs;
      happen();
    }
  }

  #sink(): void {
    let index = 0;
    for (;;) {
      let least = index;
      for (const child of [index * 2 + 1, index * 2 + 2]) {
        if (child < this.#events.length && this.#events[child]!.atMs < this.#events[least]!.atMs) least = child;
      }
      if (least === index) return;
      this.#swap(index, least);
      index = least;
    }
  }

  #swap(a: number, b: number): void {
    [this.#events[a], this.#events[b]] = [this.#events[b]!, this.#events[a]!];
  }
}

/** One replica: so many requests at a time, and a cache of prompt blocks, each told by all that comes before it. */
class Replica {
  readonly waits: number[] = [];
  blocks = 0;
  hits = 0;
  requests = 0;
  readonly #agenda: Agenda;
  readonly #cache = new Set<string>();
  readonly #queue: { readonly blocks: number; readonly start: () => void }[] = [];
  #busy = 0;
  #busyBlocks = 0;

  constructor(agenda: Agenda) {
    this.#agenda = agenda;
  }

  serve(prompt: string, done: () => void): void {
    const arrivedMs = this.#agenda.nowMs;
    this.requests += 1;
    const blocks = Math.floor(prompt.length / blockBytes);
    const start = (): void => {
      this.waits.push(this.#agenda.nowMs - arrivedMs);
      const missed = this.#look(prompt);
      this.#agenda.at(this.#agenda.nowMs + missed * prefillMsPerBlock + answerMs, () => {
        this.#busy -= 1;
        this.#busyBlocks -= blocks;
        done();
        this.#next();
      });
    };
    this.#queue.push({ blocks, start });
    this.#next();
  }

  /** As its metrics would tell it. */
  get load(): EngineLoad {
    return {
      running: this.#busy,
      waiting: this.#queue.length,
      cacheUsage: Math.min(1, this.#busyBlocks / memoryBlocks),
    };
  }

  #next(): void {
    for (let first = this.#queue[0]; first !== undefined; first = this.#queue[0]) {
      const isFull = this.#busyBlocks + first.blocks > memoryBlocks && this.#busy > 0;
      if (this.#busy >= slotsPerReplica || isFull) return;
      this.#queue.shift();
      this.#busy += 1;
      this.#busyBlocks += first.blocks;
      first.start();
    }
  }

  /** How many blocks had to be computed; from then on all are cached. */
  #look(prompt: string): number {
    const count = Math.floor(prompt.length / blockBytes);
    let isWarm = true;
    let missed = 0;
    for (let block = 1; block <= count; block++) {
      // The whole beginning names a block: its length and end are enough to tell these prompts apart.
      const key = `${block} ${prompt.slice(Math.max(0, block * blockBytes - 64), block * blockBytes)}`;
      isWarm &&= this.#cache.delete(key);
      if (!isWarm) {
        this.#cache.delete(key);
        missed += 1;
      }
      this.#cache.add(key);
    }
    for (const oldest of this.#cache) {
      if (this.#cache.size <= cachedBlocks) break;
      this.#cache.delete(oldest);
    }
    this.blocks += count;
    this.hits += count - missed;
    return missed;
  }
}

interface Result {
  readonly hitPercent: number;
  readonly p50WaitMs: number;
  readonly p99WaitMs: number;
  readonly busiestOverMean: number;
  readonly pickMicros: number;
}

/** A proxy of the fleet's: what it has in flight is all that it knows, but for what replicas tell. */
interface SimulatedProxy {
  readonly balancer: Balancer;
  readonly targets: readonly PoolTarget[];
}

function createProxy(kind: Policy, agenda: Agenda, seed: number): SimulatedProxy {
  const cells = new Int32Array(new SharedArrayBuffer(replicaCount * cellsPerSlot * 4));
  const settings = { connectTimeoutMs: 1_000, tls: undefined, isHttp2: false };
  const targets: PoolTarget[] = Array.from({ length: replicaCount }, (_, slot) => ({
    target: new Target(`http://replica-${slot}`, cells, slot, settings, () => {
      throw new Error("nothing is sent here");
    }),
    weight: 1,
    isForced: false,
  }));
  const clock = { nowMs: () => agenda.nowMs, monotonicMs: () => agenda.nowMs };
  const context = { targets, random: createRandom(seed), clock, prefixes: new PrefixTable(), poolSlot: 99 };
  return { targets, balancer: buildVariant(balancers, create(BalanceSchema, { kind }).kind, context)! };
}

interface Scenario {
  readonly conversationsPerSecond: number;
  readonly proxyCount: number;
  readonly withOthers: boolean;
}

/** A light load, one that fills most of the fleet, and one that is too much for it without the caches; then what one proxy does not see. */
const scenarios: readonly Scenario[] = [
  { conversationsPerSecond: 12, proxyCount: 1, withOthers: false },
  { conversationsPerSecond: 16, proxyCount: 1, withOthers: false },
  { conversationsPerSecond: 20, proxyCount: 1, withOthers: false },
  { conversationsPerSecond: 12, proxyCount: 4, withOthers: false },
  { conversationsPerSecond: 12, proxyCount: 1, withOthers: true },
  { conversationsPerSecond: 12, proxyCount: 4, withOthers: true },
];

function simulate(kind: Policy, { conversationsPerSecond, proxyCount, withOthers }: Scenario): Result {
  const agenda = new Agenda();
  const random = createRandom(7);
  const replicas = Array.from({ length: replicaCount }, () => new Replica(agenda));
  const proxies = Array.from({ length: proxyCount }, (_, index) => createProxy(kind, agenda, 11 + index));
  const chooseProxy = createRandom(5);
  const endMs = agenda.nowMs + seconds * 1000;
  const besides = new Map<Target, RequestsBeside>();
  const report = (): void => {
    for (const { targets } of proxies) {
      for (const { target } of targets) {
        const { load } = target;
        const beside = besides.get(target) ?? new RequestsBeside();
        besides.set(target, beside);
        load.setBeside(beside.follow(replicas[target.slot]!.load, load.inFlight(), agenda.nowMs));
      }
    }
    if (agenda.nowMs < endMs) agenda.at(agenda.nowMs + reportEveryMs, report);
  };
  if (kind.case === "leastRequests" && kind.value.reportedLoad !== undefined) report();
  let picks = 0;
  let pickNanos = 0;

  const text = (seed: string, length: number): string => {
    let written = "";
    while (written.length < length) written += `${seed}:${written.length} and so on, `;
    return written.slice(0, length);
  };
  const turn = (conversation: number, prompt: string, turnsLeft: number): void => {
    const asked = prompt + text(`user ${conversation} ${turnsLeft}`, 300 + Math.floor(random.next() * 900));
    const body = Buffer.from(`{"model":"m","messages":${asked}`);
    const start = process.hrtime.bigint();
    const { balancer } = proxies[Math.floor(chooseProxy.next() * proxyCount)]!;
    const chosen = balancer.pick([], {
      request: { headers: {} },
      client: { source: "10.0.0.1" },
      subject: undefined,
      body,
    })!;
    pickNanos += Number(process.hrtime.bigint() - start);
    picks += 1;
    chosen.target.began();
    replicas[chosen.target.slot]!.serve(asked, () => {
      chosen.target.ended();
      if (turnsLeft === 0) return;
      const answered = asked + text(`answer ${conversation} ${turnsLeft}`, 600 + Math.floor(random.next() * 1_200));
      agenda.at(agenda.nowMs + 2_000 + random.next() * 8_000, () => turn(conversation, answered, turnsLeft - 1));
    });
  };
  for (let sentMs = agenda.nowMs; withOthers && sentMs < endMs; sentMs += othersEveryMs) {
    const ask = (replica: Replica): void => replica.serve(text(`others ${sentMs}`, othersBytes), () => {});
    for (const replica of replicas.slice(0, 2)) agenda.at(sentMs, () => ask(replica));
  }
  let atMs = agenda.nowMs;
  for (let conversation = 0; atMs < endMs; conversation++) {
    const system = text(`system ${Math.floor(random.next() * systemPrompts)}`, 4_096);
    const turns = 2 + Math.floor(random.next() * 8);
    agenda.at(atMs, () => turn(conversation, system, turns));
    atMs += (-Math.log(1 - random.next()) * 1000) / conversationsPerSecond;
  }
  agenda.run();
  const waits = replicas.flatMap((replica) => replica.waits);
  const sum = (of: (replica: Replica) => number): number => replicas.reduce((total, each) => total + of(each), 0);
  return {
    hitPercent: (100 * sum(({ hits }) => hits)) / sum(({ blocks }) => blocks),
    p50WaitMs: quantile(waits, 0.5),
    p99WaitMs: quantile(waits, 0.99),
    busiestOverMean:
      (Math.max(...replicas.map(({ requests }) => requests)) * replicaCount) / sum(({ requests }) => requests),
    pickMicros: pickNanos / picks / 1000,
  };
}

for (const scenario of scenarios) {
  const { conversationsPerSecond, proxyCount, withOthers } = scenario;
  const proxies = proxyCount === 1 ? "one proxy" : `${proxyCount} proxies`;
  const others = withOthers ? ", others at two of the replicas" : "";
  process.stdout.write(`\n${conversationsPerSecond} conversations a second, ${proxies}${others}\n`);
  process.stdout.write("policy           cache hits   wait p50   wait p99   busiest/mean   µs a choice\n");
  for (const [name, kind] of Object.entries(policies)) {
    const { hitPercent, p50WaitMs, p99WaitMs, busiestOverMean, pickMicros } = simulate(kind, scenario);
    process.stdout.write(
      `${name.padEnd(16)} ${hitPercent.toFixed(1).padStart(8)} % ${p50WaitMs.toFixed(0).padStart(7)} ms ` +
        `${p99WaitMs.toFixed(0).padStart(7)} ms ${busiestOverMean.toFixed(2).padStart(14)} ${pickMicros.toFixed(1).padStart(13)}\n`,
    );
  }
}
