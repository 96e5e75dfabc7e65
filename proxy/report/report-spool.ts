import { type Dispatcher, request } from "undici";
import { Backoff } from "../../kit/backoff.ts";
import type { Clock } from "../../kit/clock.ts";
import { DiskQueue } from "../../kit/disk-queue.ts";
import type { Log } from "../../kit/log.ts";
import type { Random } from "../../kit/random.ts";
import type { FileSeal } from "../file-seal.ts";
import type { InferenceReport } from "./inference-report.ts";
import { type WeaveRequest, weaveRequests } from "./weave-request.ts";

const sendEveryMs = 1_000;
const mostReportsPerBatch = 500;
/** Batches that wait at most: with more, the oldest is lost. */
const mostBatches = 2_000;
/** Of those, as many as can be held in memory while the disk takes none: some 20 MB. */
const mostInMemory = 100;
const timeoutMs = 10_000;
const firstBackoffMs = 500;
const longestBackoffMs = 60_000;

export interface ReportSpoolOptions {
  /** Where batches lie until they are sent. */
  readonly directory: string;
  readonly seal: FileSeal;
  /** Sends to W&B. */
  readonly requests: Dispatcher;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** A W&B server that could not be reached. */
interface AwayServer {
  readonly backoff: Backoff;
  nextAtMs: number;
}

/**
 * Brings reports to W&B, in batches for one server each. A batch is on disk before long, sealed because it holds keys, and
 * sent until it is taken. A server that is away keeps only its own batches waiting. What W&B will never take is given up,
 * with a line in the log.
 */
export class ReportSpool {
  readonly #options: ReportSpoolOptions;
  readonly #queue: DiskQueue;
  readonly #away = new Map<string, AwayServer>();
  /** The servers of batches, as far as they were read. */
  readonly #serverOf = new Map<string, string>();
  #open: InferenceReport[] = [];
  #nextNumber: number;
  #timer: NodeJS.Timeout | undefined;
  #working: Promise<void> | undefined;

  private constructor(options: ReportSpoolOptions, queue: DiskQueue) {
    this.#options = options;
    this.#queue = queue;
    this.#nextNumber = Number.parseInt(queue.names.at(-1) ?? "0", 10) + 1;
  }

  /** Takes up what an earlier process has left. */
  static async open(options: ReportSpoolOptions): Promise<ReportSpool> {
    const { directory, random, log } = options;
    const queue = await DiskQueue.open({ directory, ending: ".reports", holds: "reports to W&B", random, log });
    return new ReportSpool(options, queue);
  }

  /** How many batches wait for W&B. */
  get waiting(): number {
    return this.#queue.size;
  }

  /** Where the batches are. */
  get queue(): Pick<DiskQueue, "inMemory" | "isFailing" | "setAsideCount"> {
    return this.#queue;
  }

  start(): void {
    this.#timer = setInterval(() => this.#turn(), sendEveryMs);
  }

  add(reports: readonly InferenceReport[]): void {
    this.#open.push(...reports);
  }

  /** Resolves when all reports are on disk, or W&B has taken them. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#working;
    await this.#work();
    await this.#queue.close();
    const lost = this.#queue.inMemory;
    if (lost > 0) this.#options.log.error({ batches: lost }, "usage reports are lost: neither disk nor W&B took them");
  }

  #turn(): void {
    this.#working ??= this.#work().finally(() => {
      this.#working = undefined;
    });
  }

  async #work(): Promise<void> {
    const reports = this.#open;
    this.#open = [];
    for (const ofServer of Map.groupBy(reports, ({ serverUrl }) => serverUrl).values()) {
      for (let start = 0; start < ofServer.length; start += mostReportsPerBatch) {
        this.#put(ofServer.slice(start, start + mostReportsPerBatch));
      }
    }
    for (const name of this.#queue.names) await this.#send(name);
  }

  #put(reports: readonly InferenceReport[]): void {
    const { seal, log } = this.#options;
    const name = String(this.#nextNumber).padStart(16, "0");
    this.#nextNumber += 1;
    this.#queue.put(name, seal.seal(Buffer.from(JSON.stringify(reports))));
    if (this.#queue.size <= mostBatches && this.#queue.inMemory <= mostInMemory) return;
    const oldest = this.#queue.names[0]!;
    log.error({ name: oldest }, "a batch of usage reports is lost: too many wait for W&B");
    this.#remove(oldest);
  }

  async #send(name: string): Promise<void> {
    const { clock, log } = this.#options;
    if (this.#mustWait(this.#serverOf.get(name))) return;
    let server = "";
    try {
      const reports = await this.#read(name);
      if (reports === undefined) return;
      server = reports[0]?.serverUrl ?? "";
      this.#serverOf.set(name, server);
      if (this.#mustWait(server)) return;
      const requests = await this.#requestsOf(name, reports);
      // One after the other: a key that W&B refuses keeps nothing of another's.
      for (const request of requests ?? []) await this.#post(request);
      this.#away.delete(server);
      this.#remove(name);
    } catch (error) {
      const away = this.#away.get(server) ?? { backoff: this.#newBackoff(), nextAtMs: 0 };
      this.#away.set(server, away);
      if (away.backoff.failures === 0)
        log.warn({ err: error, server, batches: this.#queue.size }, "usage reports wait for W&B");
      away.nextAtMs = clock.monotonicMs() + away.backoff.failed();
    }
  }

  #mustWait(server: string | undefined): boolean {
    const away = server === undefined ? undefined : this.#away.get(server);
    return away !== undefined && this.#options.clock.monotonicMs() < away.nextAtMs;
  }

  #newBackoff(): Backoff {
    return new Backoff({ firstMs: firstBackoffMs, longestMs: longestBackoffMs, random: this.#options.random });
  }

  /** Undefined when the batch can't be read and was set aside. */
  async #read(name: string): Promise<readonly InferenceReport[] | undefined> {
    const file = await this.#queue.read(name);
    if (file === undefined) return undefined;
    try {
      const reports: unknown = JSON.parse(this.#options.seal.open(file).toString());
      if (Array.isArray(reports)) return reports;
      await this.#queue.setAside(name, "it is no list of reports");
    } catch (error) {
      await this.#queue.setAside(name, `it is damaged, or sealed with another key: ${String(error)}`);
    }
    return undefined;
  }

  /** Undefined when the reports can't be sent as W&B wants them, and were set aside. */
  async #requestsOf(name: string, reports: readonly InferenceReport[]): Promise<WeaveRequest[] | undefined> {
    try {
      return await weaveRequests(reports);
    } catch (error) {
      await this.#queue.setAside(name, `it is not a report for W&B: ${String(error)}`);
      return undefined;
    }
  }

  /** Throws when it is to be tried again. */
  async #post({ url, apiKey, body }: WeaveRequest): Promise<void> {
    const { requests: dispatcher, log } = this.#options;
    const { statusCode: status, body: answer } = await request(url, {
      dispatcher,
      method: "POST",
      headers: { "content-type": "application/x-protobuf", "wandb-api-key": apiKey },
      body,
      signal: AbortSignal.timeout(timeoutMs),
    });
    await answer.dump();
    if (status >= 200 && status <= 299) return;
    if (status === 408 || status === 429 || status >= 500) throw new Error(`${url} answered ${status}`);
    log.error({ url, status }, "usage reports are refused by W&B, and lost");
  }

  #remove(name: string): void {
    this.#serverOf.delete(name);
    this.#queue.remove(name);
  }
}
