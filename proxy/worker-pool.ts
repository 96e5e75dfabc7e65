import { Worker } from "node:worker_threads";
import type { Log } from "../kit/log.ts";
import type { FromWorker, ToWorker, WorkerData } from "./worker/worker-protocol.ts";

/** A worker that dies is started again after this long, so that one that can't live does not spin. */
const restartDelayMs = 500;

export interface WorkerPoolOptions {
  readonly count: number;
  /** What each worker is started with; a port of 0 is chosen by the first. */
  readonly workerData: WorkerData;
  /** The whole present snapshot, for a worker that is started again. */
  readonly snapshot: () => SnapshotDelta;
  readonly log: Log;
}

export type SnapshotDelta = Omit<Extract<ToWorker, { kind: "apply" }>, "kind" | "version">;

export type WorkerRejection = Extract<FromWorker, { kind: "applied" }>["rejections"][number];

interface Member {
  readonly worker: Worker;
  /** What waits for the answer to a version or to a metrics request, by its number. */
  readonly waiting: Map<number, (message: FromWorker) => void>;
  drained: (() => void) | undefined;
}

/** The threads that carry the traffic, all listening on one port. */
export class WorkerPool {
  readonly #options: WorkerPoolOptions;
  readonly #members = new Set<Member>();
  #workerData: WorkerData;
  #address = "";
  #nextNumber = 1;
  #closing = false;

  private constructor(options: WorkerPoolOptions) {
    this.#options = options;
    this.#workerData = options.workerData;
  }

  /** Starts the workers and resolves when all of them listen. */
  static async start(options: WorkerPoolOptions): Promise<WorkerPool> {
    const pool = new WorkerPool(options);
    try {
      // The first tells which port it got; the others share it.
      const { address, port } = await pool.#startWorker();
      pool.#address = address;
      pool.#workerData = { ...options.workerData, port };
      await Promise.all(Array.from({ length: options.count - 1 }, () => pool.#startWorker()));
    } catch (error) {
      await pool.close();
      throw error;
    }
    return pool;
  }

  /** Where the workers listen, as `host:port`. */
  get address(): string {
    return this.#address;
  }

  get listening(): number {
    return this.#members.size;
  }

  /** Hands a delta to every worker and resolves when all of them serve it, with what they refused. */
  async apply(delta: SnapshotDelta): Promise<WorkerRejection[]> {
    const answers = await Promise.all([...this.#members].map((member) => this.#applyTo(member, delta)));
    const rejections = new Map(answers.flat().map((rejection) => [rejection.partitionId, rejection]));
    return [...rejections.values()];
  }

  /** Each worker's metrics, as prom-client's registry gives them. */
  async collectMetrics(): Promise<unknown[]> {
    return Promise.all(
      [...this.#members].map(async (member) => {
        const requestId = this.#nextNumber++;
        const answer = await this.#ask(member, { kind: "collect-metrics", requestId }, requestId);
        return answer?.kind === "metrics" ? answer.metrics : [];
      }),
    );
  }

  /** Lets open requests finish. Resolves when none is open, or when the limit has passed. */
  async drain(graceMs: number, limitMs: number): Promise<void> {
    this.#closing = true;
    await Promise.all(
      [...this.#members].map(
        (member) =>
          new Promise<void>((resolve) => {
            member.drained = resolve;
            post(member, { kind: "drain", graceMs, limitMs });
          }),
      ),
    );
  }

  async close(): Promise<void> {
    this.#closing = true;
    await Promise.all([...this.#members].map(({ worker }) => worker.terminate()));
  }

  async #applyTo(member: Member, delta: SnapshotDelta): Promise<readonly WorkerRejection[]> {
    const version = this.#nextNumber++;
    const answer = await this.#ask(member, { kind: "apply", version, ...delta }, version);
    return answer?.kind === "applied" ? answer.rejections : [];
  }

  /** @returns undefined when the worker died before it answered: its successor gets the whole snapshot */
  #ask(member: Member, question: ToWorker, number: number): Promise<FromWorker | undefined> {
    return new Promise((resolve) => {
      member.waiting.set(number, resolve);
      member.worker.once("exit", () => resolve(undefined));
      post(member, question);
    }).finally(() => member.waiting.delete(number)) as Promise<FromWorker | undefined>;
  }

  #startWorker(): Promise<{ address: string; port: number }> {
    const worker = new Worker(new URL("./worker/worker-main.ts", import.meta.url), { workerData: this.#workerData });
    const member: Member = { worker, waiting: new Map(), drained: undefined };
    return new Promise((resolve, reject) => {
      worker.on("message", (message: FromWorker) => {
        switch (message.kind) {
          case "listening":
            this.#members.add(member);
            resolve(message);
            return;
          case "applied":
            member.waiting.get(message.version)?.(message);
            return;
          case "metrics":
            member.waiting.get(message.requestId)?.(message);
            return;
          case "drained":
            member.drained?.();
            return;
          default:
            message satisfies never;
        }
      });
      worker.on("error", (error) => {
        this.#options.log.error({ err: error }, "a worker failed");
        reject(error);
      });
      worker.on("exit", () => {
        const wasListening = this.#members.delete(member);
        member.drained?.();
        reject(new Error("a worker ended before it listened"));
        if (wasListening && !this.#closing) setTimeout(() => this.#restart(), restartDelayMs);
      });
    });
  }

  async #restart(): Promise<void> {
    if (this.#closing) return;
    try {
      await this.#startWorker();
      await this.apply(this.#options.snapshot());
      this.#options.log.warn("a worker was started again");
    } catch (error) {
      this.#options.log.error({ err: error }, "a worker could not be started again");
      setTimeout(() => this.#restart(), restartDelayMs);
    }
  }
}

function post({ worker }: Member, message: ToWorker): void {
  worker.postMessage(message);
}
