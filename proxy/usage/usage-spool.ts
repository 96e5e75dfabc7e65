import { rm } from "node:fs/promises";
import { join } from "node:path";
import { fromBinary, toBinary } from "@bufbuild/protobuf";
import {
  type ReportUsageRequest,
  ReportUsageRequestSchema,
} from "../../gen/es/weir/config/v1alpha1/config_service_pb.ts";
import { Backoff } from "../../kit/backoff.ts";
import type { Clock } from "../../kit/clock.ts";
import { DiskQueue } from "../../kit/disk-queue.ts";
import type { Log } from "../../kit/log.ts";
import { pause } from "../../kit/pause.ts";
import type { Random } from "../../kit/random.ts";
import { OpenBatch } from "./open-batch.ts";
import type { SendOutcome } from "./send-usage.ts";
import type { TakenUsage } from "./usage-account.ts";

/** What was counted is on disk after this long at most. */
const writeEveryMs = 1_000;
const firstBackoffMs = 200;
const longestBackoffMs = 1_000;
const minuteMs = 60_000;
/** A batch that has so many rows is closed, and another begun. */
const mostRows = 2_000;
/** Files of earlier releases: the identity of a directory. A batch has the identity of a process now. */
const earlierFiles = ["id", "next"];

export interface UsageSpoolOptions {
  /** Where batches lie until they are stored. */
  readonly directory: string;
  /** Sends a batch to the server. Rejects when the server can't be reached. */
  readonly send: (batch: ReportUsageRequest) => Promise<SendOutcome>;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/**
 * Brings what was used to the server, once. Counts are added up into a batch that grows, on disk too, while others are on
 * their way; a batch that was sent once never changes, and is sent until it is stored. While the server is away there is
 * a batch for each minute. Batches are identified by the process that counted them, so that neither a directory that was
 * put back to an earlier copy nor a copy of it in use elsewhere has new batches taken for old ones.
 */
export class UsageSpool {
  readonly #options: UsageSpoolOptions;
  readonly #queue: DiskQueue;
  readonly #backoff: Backoff;
  /** The identity of this process among all that ever report usage. */
  readonly #lifeId: string;
  /** Names of the closed batches that wait, in the order in which they are sent. */
  readonly #waiting: string[];
  #open: OpenBatch;
  /** Whether the open batch has something that the queue does not. */
  #isDirty = false;
  #isServerAway = false;
  #isOnItsWay = false;
  #sending: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  readonly #stopping = new AbortController();

  private constructor(options: UsageSpoolOptions, queue: DiskQueue) {
    const { random } = options;
    this.#options = options;
    this.#queue = queue;
    this.#backoff = new Backoff({ firstMs: firstBackoffMs, longestMs: longestBackoffMs, random });
    this.#lifeId = random.uuid();
    this.#waiting = queue.names;
    this.#open = this.#nextBatch(1);
  }

  /** Takes up what an earlier process has left. */
  static async open(options: UsageSpoolOptions): Promise<UsageSpool> {
    const { directory, random, log } = options;
    const queue = await DiskQueue.open({ directory, ending: ".batch", holds: "usage", random, log });
    for (const file of earlierFiles) await rm(join(directory, file), { force: true }).catch(() => {});
    return new UsageSpool(options, queue);
  }

  /** How many batches wait for the server. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Where the batches are. */
  get queue(): Pick<DiskQueue, "inMemory" | "isFailing" | "setAsideCount"> {
    return this.#queue;
  }

  start(): void {
    this.#timer = setInterval(() => this.#turn(), writeEveryMs);
    this.#turn();
  }

  /** Adds what workers have counted. */
  add(taken: readonly TakenUsage[]): void {
    for (const each of taken) this.#open.add(each);
    this.#isDirty ||= taken.length > 0;
  }

  /** Writes what is counted to disk, and tries once more to send everything. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#stopping.abort();
    await this.#sending;
    this.#write();
    if (this.#open.size > 0) this.#close();
    await this.#sendAll();
    await this.#queue.close();
    const lost = this.#queue.inMemory;
    if (lost > 0) this.#options.log.error({ batches: lost }, "usage is lost: neither disk nor server took it");
  }

  /** Writes the open batch; closes it when it is to be sent, when it is large, or when it is of another minute. */
  #turn(): void {
    this.#write();
    const { size, startMs } = this.#open;
    const isLate = this.#options.clock.nowMs() - startMs >= minuteMs;
    const isNext = !this.#isOnItsWay && (this.#waiting.length === 0 || !this.#isServerAway);
    if (size > 0 && (isNext || size >= mostRows || isLate)) this.#close();
    if (this.#waiting.length > 0) {
      this.#sending ??= this.#sendAll().finally(() => {
        this.#sending = undefined;
      });
    }
  }

  #write(): void {
    if (!this.#isDirty) return;
    this.#isDirty = false;
    this.#queue.put(this.#open.name, toBinary(ReportUsageRequestSchema, this.#open.toMessage()));
  }

  #close(): void {
    this.#waiting.push(this.#open.name);
    this.#open = this.#nextBatch(this.#open.number + 1);
  }

  #nextBatch(number: number): OpenBatch {
    return new OpenBatch(this.#lifeId, number, this.#options.clock.nowMs());
  }

  /** Sends what waits. While stopping, each batch is tried once, and none after the server could not be reached. */
  async #sendAll(): Promise<void> {
    const { signal } = this.#stopping;
    let untried = this.#waiting.length;
    for (; this.#waiting.length > 0; untried -= 1) {
      if (signal.aborted && untried <= 0) return;
      const name = this.#waiting[0]!;
      const isDone = await this.#sendOne(name);
      this.#waiting.shift();
      if (isDone) {
        this.#backoff.succeeded();
        continue;
      }
      // Others go first: no batch keeps others waiting.
      this.#waiting.push(name);
      if (signal.aborted && this.#isServerAway) return;
      const pauseMs = this.#backoff.failed();
      if (!signal.aborted) await pause(pauseMs, signal);
    }
  }

  /** Resolves to false when the batch is to be sent again. */
  async #sendOne(name: string): Promise<boolean> {
    const { log, send } = this.#options;
    this.#isOnItsWay = true;
    try {
      const batch = await this.#read(name);
      if (batch === undefined) return true;
      const { result, reason } = await send(batch);
      this.#isServerAway = false;
      if (result === "stored") this.#queue.remove(name);
      if (result === "refused") await this.#queue.setAside(name, `the server refuses it: ${reason}`);
      if (result === "failed") log.error({ name, reason }, "the server can't store a batch of usage: sent again later");
      return result !== "failed";
    } catch (error) {
      this.#isServerAway = true;
      const level = this.#backoff.failures === 0 ? "warn" : "debug";
      log[level]({ err: error, batches: this.#waiting.length }, "usage waits: the server or the disk does not answer");
      return false;
    } finally {
      this.#isOnItsWay = false;
    }
  }

  /** Undefined when the batch can't be read and was set aside. */
  async #read(name: string): Promise<ReportUsageRequest | undefined> {
    const bytes = await this.#queue.read(name);
    if (bytes === undefined) return undefined;
    try {
      const batch = fromBinary(ReportUsageRequestSchema, bytes);
      if (/^[0-9a-f-]{36}$/.test(batch.spoolId) && batch.number > 0n) return batch;
      await this.#queue.setAside(name, "it is not a batch of usage: it has no id");
    } catch (error) {
      await this.#queue.setAside(name, `it is not a batch of usage: ${String(error)}`);
    }
    return undefined;
  }
}
