import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { type Dispatcher, request } from "undici";
import type { Clock } from "../../kit/clock.ts";
import type { Log } from "../../kit/log.ts";
import { replaceFile } from "../../kit/replace-file.ts";
import { isRefusedAddress } from "../dial/refused-address.ts";
import type { FileSeal } from "../file-seal.ts";
import type { InferenceReport } from "./inference-report.ts";
import { type WeaveRequest, weaveRequests } from "./weave-request.ts";

const sendEveryMs = 1_000;
const mostReportsPerBatch = 500;
/** Batches that wait at most: with more, the oldest is lost. */
const mostBatches = 2_000;
const timeoutMs = 10_000;
const firstBackoffMs = 500;
const longestBackoffMs = 60_000;
const ending = ".reports";

export interface ReportSpoolOptions {
  /** Where batches lie until they are sent. */
  readonly directory: string;
  readonly seal: FileSeal;
  /** Sends to W&B. */
  readonly requests: Dispatcher;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Brings reports to W&B, in batches. Each is on disk before it is sent, sealed because it holds keys, and sent until it is
 * taken; what W&B will never take is given up, with a word in the log.
 */
export class ReportSpool {
  readonly #options: ReportSpoolOptions;
  /** The names of the batches on disk, the oldest first. */
  readonly #batches: string[];
  #open: InferenceReport[] = [];
  #nextNumber: number;
  #timer: NodeJS.Timeout | undefined;
  #working: Promise<void> | undefined;
  #failures = 0;
  #nextAtMs = 0;

  private constructor(options: ReportSpoolOptions, batches: string[]) {
    this.#options = options;
    this.#batches = batches;
    this.#nextNumber = Number.parseInt(batches.at(-1) ?? "0", 10) + 1;
  }

  /** Takes up what an earlier process has left. */
  static async open(options: ReportSpoolOptions): Promise<ReportSpool> {
    await mkdir(options.directory, { recursive: true, mode: 0o700 });
    const names = await readdir(options.directory);
    return new ReportSpool(options, names.filter((name) => name.endsWith(ending)).sort());
  }

  /** How many batches wait for W&B. */
  get waiting(): number {
    return this.#batches.length;
  }

  start(): void {
    this.#timer = setInterval(() => this.#turn(), sendEveryMs);
  }

  add(reports: readonly InferenceReport[]): void {
    this.#open.push(...reports);
  }

  /** What was told is on disk, or has been taken. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#working;
    await this.#work();
  }

  #turn(): void {
    this.#working ??= this.#work().finally(() => {
      this.#working = undefined;
    });
  }

  async #work(): Promise<void> {
    const { clock, log } = this.#options;
    try {
      while (this.#open.length > 0) await this.#close();
      while (this.#batches.length > 0 && clock.monotonicMs() >= this.#nextAtMs) await this.#send(this.#batches[0]!);
    } catch (error) {
      this.#nextAtMs = clock.monotonicMs() + Math.min(longestBackoffMs, firstBackoffMs * 2 ** this.#failures);
      if (this.#failures === 0) log.warn({ err: error, batches: this.#batches.length }, "usage reports wait for W&B");
      this.#failures += 1;
    }
  }

  async #close(): Promise<void> {
    const { directory, seal, log } = this.#options;
    const reports = this.#open.slice(0, mostReportsPerBatch);
    const name = `${String(this.#nextNumber).padStart(16, "0")}${ending}`;
    await replaceFile(join(directory, name), seal.seal(Buffer.from(JSON.stringify(reports))));
    this.#nextNumber += 1;
    this.#open.splice(0, reports.length);
    this.#batches.push(name);
    if (this.#batches.length <= mostBatches) return;
    log.error({ name: this.#batches[0] }, "a batch of usage reports is lost: too many wait for W&B");
    await this.#forget();
  }

  async #send(name: string): Promise<void> {
    const { directory, seal, log } = this.#options;
    const file = await readFile(join(directory, name));
    let reports: InferenceReport[];
    try {
      reports = JSON.parse(seal.open(file).toString());
    } catch (error) {
      log.error({ err: error, name }, "a batch of usage reports can't be read, and is lost");
      return this.#forget();
    }
    // One after the other: what a key has had refused keeps nothing of another's.
    for (const request of await weaveRequests(reports)) await this.#post(request);
    this.#failures = 0;
    await this.#forget();
  }

  /** Throws when it is to be tried again. */
  async #post({ url, apiKey, body }: WeaveRequest): Promise<void> {
    const { requests: dispatcher, log } = this.#options;
    let status: number;
    try {
      const response = await request(url, {
        dispatcher,
        method: "POST",
        headers: { "content-type": "application/x-protobuf", "wandb-api-key": apiKey },
        body,
        signal: AbortSignal.timeout(timeoutMs),
      });
      status = response.statusCode;
      await response.body.dump();
    } catch (error) {
      if (!isRefusedAddress(error)) throw error;
      // Another try would be refused too, and the reports of others wait behind this one.
      log.error({ url, err: error }, "usage reports are lost: the address of their W&B server is not allowed");
      return;
    }
    if (status >= 200 && status <= 299) return;
    if (status === 408 || status === 429 || status >= 500) throw new Error(`${url} answered ${status}`);
    log.error({ url, status }, "usage reports are refused by W&B, and lost");
  }

  async #forget(): Promise<void> {
    const name = this.#batches.shift();
    if (name !== undefined) await rm(join(this.#options.directory, name), { force: true });
  }
}
