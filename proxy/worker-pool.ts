import { Worker } from "node:worker_threads";
import type { Listener } from "../kit/address-policy.ts";
import type { Certificate } from "../kit/certificate-files.ts";
import { ConnectionsPerSource } from "../kit/connections-per-source.ts";
import type { ListenAddress } from "../kit/listen-address.ts";
import type { Log } from "../kit/log.ts";
import type { JudgeWandbKey } from "./auth/wandb-judgement.ts";
import type { AccessRecord } from "./observe/access-log.ts";
import type { WatchedCounts } from "./observe/watched-traffic.ts";
import type { InferenceReport } from "./report/inference-report.ts";
import type { PoolChange } from "./target/target-change.ts";
import type { FinishedSpan } from "./trace/finished-span.ts";
import type { TakenUsage } from "./usage/usage-account.ts";
import type { FromWorker, Question, ToWorker, WorkerData } from "./worker/worker-protocol.ts";

/** A worker that dies is started again after this long, so that one that can't live does not spin. */
const restartDelayMs = 500;

/** Megabytes of heap for what lives shortly. V8's default of 48 keeps memory that a proxy's small garbage never needs. */
const resourceLimits = { maxYoungGenerationSizeMb: 12 };

export interface WorkerPoolOptions {
  readonly count: number;
  readonly listen: ListenAddress;
  /** What each worker is started with. */
  readonly workerData: Omit<WorkerData, "thread">;
  readonly log: Log;
  readonly judgeWandbKey: JudgeWandbKey;
}

type Unnumbered = Question extends infer Each ? (Each extends Question ? Omit<Each, "number"> : never) : never;

export type SnapshotDelta = Omit<Extract<Question, { kind: "apply" }>, "kind" | "number">;

export type WorkerRejection = Extract<FromWorker, { kind: "applied" }>["rejections"][number];

interface Member {
  readonly worker: Worker;
  /** Its number among the threads that count connections. */
  readonly thread: number;
  /** What waits for the answer to a question, by the question's number. */
  readonly waiting: Map<number, (answer: FromWorker | undefined) => void>;
}

/** The threads that carry the traffic, all listening on one port. */
export class WorkerPool {
  readonly #options: WorkerPoolOptions;
  readonly #members = new Set<Member>();
  /** The members that listen. */
  readonly #listening = new Set<Member>();
  /** The listeners to which workers never connect, by name. */
  readonly #protected = new Map<string, readonly Listener[]>();
  #listen: ListenAddress;
  #snapshot: (() => SnapshotDelta) | undefined;
  /** The numbers of threads that no worker has. */
  readonly #freeThreads: number[];
  #nextNumber = 1;
  #followed = false;
  /** Undefined before the one that workers are started with was renewed. */
  #certificate: Certificate | undefined;
  #closing = false;

  private constructor(options: WorkerPoolOptions) {
    this.#options = options;
    this.#listen = options.listen;
    const threads = ConnectionsPerSource.threadsOf(options.workerData.connections);
    this.#freeThreads = Array.from({ length: threads }, (_, thread) => thread);
  }

  /** Starts the workers and resolves when all of them can take a configuration. */
  static async start(options: WorkerPoolOptions): Promise<WorkerPool> {
    const pool = new WorkerPool(options);
    try {
      await Promise.all(Array.from({ length: options.count }, () => pool.#startWorker()));
    } catch (error) {
      await pool.close();
      throw error;
    }
    return pool;
  }

  /** Told when a worker leaves a target out, or takes it back. */
  onTargetChange: ((change: PoolChange) => void) | undefined;
  /** Told how attempts at watched deployments fare. */
  onTraffic: ((counts: readonly WatchedCounts[]) => void) | undefined;
  /** Told of requests that are over, while they are followed. */
  onRequests: ((records: readonly AccessRecord[]) => void) | undefined;
  /** Told what W&B is to be told of. */
  onReports: ((reports: readonly InferenceReport[]) => void) | undefined;
  /** Told of spans that are over. */
  onSpans: ((spans: readonly FinishedSpan[]) => void) | undefined;
  /** Told what was used. */
  onUsage: ((taken: readonly TakenUsage[]) => void) | undefined;

  /** How many workers listen. */
  get listening(): number {
    return this.#listening.size;
  }

  /**
   * Takes traffic. Gives the address that all workers share.
   *
   * @param snapshot the whole present snapshot, for a worker that is started again
   */
  async listen(snapshot: () => SnapshotDelta): Promise<string> {
    this.#snapshot = snapshot;
    const [first, ...others] = [...this.#members];
    const { host } = this.#listen;
    // A port of 0 is chosen by the first.
    const { address, port } = await this.#listenWith(first!);
    this.#listen = { host, port };
    await Promise.all(others.map((member) => this.#listenWith(member)));
    return address;
  }

  /** Hands a delta to every worker and resolves when all of them serve it, with what they refused. */
  async apply(delta: SnapshotDelta): Promise<WorkerRejection[]> {
    const answers = await Promise.all([...this.#members].map((member) => this.#applyTo(member, delta)));
    const rejections = new Map(answers.flat().map((rejection) => [rejection.partitionId, rejection]));
    return [...rejections.values()];
  }

  /** Has workers tell of every request, or no longer. */
  followRequests(isFollowed: boolean): void {
    this.#followed = isFollowed;
    const message = { kind: "follow-requests", isFollowed } satisfies ToWorker;
    for (const { worker } of this.#members) worker.postMessage(message);
  }

  /** Has workers serve another certificate to new connections. */
  setCertificate(certificate: Certificate): void {
    this.#certificate = certificate;
    for (const { worker } of this.#members) {
      worker.postMessage({ kind: "set-certificate", certificate } satisfies ToWorker);
    }
  }

  /** Has workers make no connection to these listeners, see proxy/dial/dialer.ts. */
  protect(what: string, listeners: readonly Listener[]): void {
    this.#protected.set(what, listeners);
    for (const { worker } of this.#members) worker.postMessage({ kind: "protect", what, listeners } satisfies ToWorker);
  }

  /** Each worker's metrics, as prom-client's registry gives them. */
  async collectMetrics(): Promise<unknown[]> {
    return Promise.all(
      [...this.#members].map(async (member) => {
        const answer = await this.#ask(member, { kind: "collect-metrics" });
        return answer?.kind === "metrics" ? answer.metrics : [];
      }),
    );
  }

  /** Lets open requests finish. Resolves when none is open, or when the limit has passed. */
  async drain(graceMs: number, limitMs: number): Promise<void> {
    this.#closing = true;
    await Promise.all([...this.#members].map((member) => this.#ask(member, { kind: "drain", graceMs, limitMs })));
  }

  async close(): Promise<void> {
    this.#closing = true;
    await Promise.all([...this.#members].map(({ worker }) => worker.terminate()));
  }

  async #applyTo(member: Member, delta: SnapshotDelta): Promise<readonly WorkerRejection[]> {
    const answer = await this.#ask(member, { kind: "apply", ...delta });
    return answer?.kind === "applied" ? answer.rejections : [];
  }

  async #listenWith(member: Member): Promise<{ readonly address: string; readonly port: number }> {
    const answer = await this.#ask(member, { kind: "listen", ...this.#listen });
    if (answer?.kind === "listening") {
      this.#listening.add(member);
      return answer;
    }
    if (answer?.kind === "cannot-listen") throw Object.assign(new Error(answer.reason), { code: answer.code });
    throw new Error("a worker ended before it listened");
  }

  /** @returns undefined when the worker died before it answered: its successor gets the whole snapshot */
  #ask(member: Member, question: Unnumbered): Promise<FromWorker | undefined> {
    const number = this.#nextNumber++;
    return new Promise((resolve) => {
      member.waiting.set(number, resolve);
      member.worker.postMessage({ number, ...question } satisfies ToWorker);
    });
  }

  #startWorker(): Promise<Member> {
    const thread = this.#freeThreads.shift();
    if (thread === undefined) return Promise.reject(new Error("there are too many workers that have not ended"));
    const workerData: WorkerData = { ...this.#options.workerData, thread };
    const worker = new Worker(new URL("./worker/worker-main.ts", import.meta.url), { workerData, resourceLimits });
    const member: Member = { worker, thread, waiting: new Map() };
    return new Promise((resolve, reject) => {
      worker.on("message", (message: FromWorker) => {
        switch (message.kind) {
          case "started":
            this.#members.add(member);
            for (const [what, listeners] of this.#protected) {
              worker.postMessage({ kind: "protect", what, listeners } satisfies ToWorker);
            }
            if (this.#followed) this.followRequests(true);
            if (this.#certificate !== undefined) this.setCertificate(this.#certificate);
            return resolve(member);
          case "target-changed":
            return this.onTargetChange?.(message.change);
          case "traffic":
            return this.onTraffic?.(message.counts);
          case "requests":
            return this.onRequests?.(message.records);
          case "reports":
            return this.onReports?.(message.reports);
          case "spans":
            return this.onSpans?.(message.spans);
          case "usage":
            return this.onUsage?.(message.taken);
          case "judge-wandb-key":
            this.#judgeWandbKey(worker, message);
            return;
          default:
            member.waiting.get(message.number)?.(message);
            member.waiting.delete(message.number);
        }
      });
      worker.on("error", (error) => {
        this.#options.log.error({ err: error }, "a worker failed");
        reject(error);
      });
      worker.on("exit", () => {
        ConnectionsPerSource.forget(this.#options.workerData.connections, thread);
        this.#freeThreads.push(thread);
        this.#members.delete(member);
        const wasListening = this.#listening.delete(member);
        for (const resolveWaiting of member.waiting.values()) resolveWaiting(undefined);
        reject(new Error("a worker ended before it had started"));
        if (wasListening && !this.#closing) setTimeout(() => this.#restart(), restartDelayMs);
      });
    });
  }

  async #judgeWandbKey(
    worker: Worker,
    { id, serverUrl, key }: Extract<FromWorker, { kind: "judge-wandb-key" }>,
  ): Promise<void> {
    const judgement = await this.#options.judgeWandbKey(serverUrl, key);
    worker.postMessage({ kind: "wandb-key-judged", id, judgement } satisfies ToWorker);
  }

  async #restart(): Promise<void> {
    if (this.#closing) return;
    try {
      const member = await this.#startWorker();
      if (this.#snapshot !== undefined) await this.#applyTo(member, this.#snapshot());
      await this.#listenWith(member);
      this.#options.log.warn("a worker was started again");
    } catch (error) {
      this.#options.log.error({ err: error }, "a worker could not be started again");
      setTimeout(() => this.#restart(), restartDelayMs);
    }
  }
}
