import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { timestampFromMs, timestampMs } from "@bufbuild/protobuf/wkt";
import {
  type ReportUsageRequest,
  ReportUsageRequestSchema,
  type UsageCounts,
  UsageCountsSchema,
} from "../../gen/es/weir/config/v1alpha1/config_service_pb.ts";
import type { Clock } from "../../kit/clock.ts";
import type { Log } from "../../kit/log.ts";
import type { Random } from "../../kit/random.ts";
import type { TakenUsage } from "./usage-account.ts";

/** What was counted is on disk after this long at most. */
const writeEveryMs = 1_000;
const firstBackoffMs = 200;
const longestBackoffMs = 5_000;
/** A batch that has so many rows is closed, and another begun. */
const mostRows = 2_000;

export interface UsageSpoolOptions {
  /** Where batches lie until they are stored. */
  readonly directory: string;
  /** Resolves when the server has stored a batch. */
  readonly send: (batch: ReportUsageRequest) => Promise<void>;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/**
 * Brings what was used to the server, once. Counts are added up into a batch that grows, on disk too, while another is on
 * its way; a batch that was sent once never changes, and is sent until it is stored. A server that is away for long finds
 * few and large batches.
 */
export class UsageSpool {
  readonly #options: UsageSpoolOptions;
  readonly #id: string;
  /** Closed batches, the oldest first: one after the other is sent. */
  readonly #closed: ReportUsageRequest[] = [];
  /** The batch that grows, by what it counts. */
  #open = new Map<string, UsageCounts>();
  #openNumber: number;
  /** Whether the open batch has something that is not on disk. */
  #isDirty = false;
  #writing: Promise<void> = Promise.resolve();
  #sending: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #wake: (() => void) | undefined;
  #isStopping = false;

  private constructor(options: UsageSpoolOptions, id: string, left: readonly ReportUsageRequest[], number: number) {
    this.#options = options;
    this.#id = id;
    this.#closed.push(...left);
    this.#openNumber = number;
  }

  /** Takes up what an earlier process has left. */
  static async open(options: UsageSpoolOptions): Promise<UsageSpool> {
    const { directory, random, log } = options;
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const id = await readOrMakeId(join(directory, "id"), random);
    const left: ReportUsageRequest[] = [];
    let number = await readNext(directory);
    for (const name of (await readdir(directory)).filter((each) => each.endsWith(".batch")).sort()) {
      try {
        const batch = fromBinary(ReportUsageRequestSchema, await readFile(join(directory, name)));
        left.push(batch);
        number = Math.max(number, Number(batch.number) + 1);
      } catch (error) {
        log.error({ err: error, name }, "a batch of usage can't be read, and is left where it is");
      }
    }
    return new UsageSpool(options, id, left, number);
  }

  /** How many batches wait for the server. */
  get waiting(): number {
    return this.#closed.length;
  }

  start(): void {
    this.#timer = setInterval(() => this.#turn(), writeEveryMs);
    this.#turn();
  }

  /** Adds what workers have counted. */
  add(taken: readonly TakenUsage[]): void {
    for (const each of taken) this.#addOne(each);
    this.#isDirty ||= taken.length > 0;
  }

  /** Writes what is counted to disk, and tries once more to send it. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#turn();
    await this.#writing;
    this.#isStopping = true;
    this.#wake?.();
    await this.#sending;
  }

  #addOne({ counts, ...labels }: TakenUsage): void {
    const minute = Math.floor(counts.lastMs / 60_000);
    const key = `${labels.gatewayId} ${labels.keyId} ${labels.deploymentId} ${labels.serviceId} ${labels.customEndpointId} ${labels.ruleId} ${minute} ${labels.model}`;
    let row = this.#open.get(key);
    if (row === undefined) {
      row = create(UsageCountsSchema, { ...labels, minute });
      this.#open.set(key, row);
    }
    row.requests += BigInt(counts.requests);
    row.errors += BigInt(counts.errors);
    row.rateLimited += BigInt(counts.rateLimited);
    row.promptTokens += BigInt(counts.promptTokens);
    row.completionTokens += BigInt(counts.completionTokens);
    row.estimated += BigInt(counts.estimated);
    if (row.lastTime === undefined || timestampMs(row.lastTime) < counts.lastMs) {
      row.lastTime = timestampFromMs(counts.lastMs);
    }
  }

  /** Writes the open batch; closes it when it is large, or when nothing else is on its way. */
  #turn(): void {
    if (this.#isDirty) {
      this.#isDirty = false;
      this.#write(this.#batch());
    }
    if (this.#open.size > 0 && (this.#closed.length === 0 || this.#open.size >= mostRows)) {
      this.#closed.push(this.#batch());
      this.#open = new Map();
      this.#openNumber += 1;
    }
    if (this.#closed.length > 0) this.#sending ??= this.#sendAll();
  }

  #batch(): ReportUsageRequest {
    const counts = [...this.#open.values()];
    return create(ReportUsageRequestSchema, { spoolId: this.#id, number: BigInt(this.#openNumber), counts });
  }

  #write(batch: ReportUsageRequest): void {
    const bytes = toBinary(ReportUsageRequestSchema, batch);
    const path = this.#pathOf(batch);
    this.#writing = this.#writing
      .then(async () => {
        await writeFile(`${path}.new`, bytes);
        await rename(`${path}.new`, path);
      })
      .catch((error: unknown) => this.#options.log.error({ err: error }, "usage can't be written to disk"));
  }

  async #sendAll(): Promise<void> {
    let failures = 0;
    while (this.#closed.length > 0) {
      const [batch] = this.#closed;
      try {
        await this.#writing;
        await this.#options.send(batch!);
        failures = 0;
        this.#closed.shift();
        await this.#forget(batch!);
      } catch (error) {
        if (this.#isStopping) break;
        const log = failures === 0 ? "warn" : "debug";
        this.#options.log[log]({ err: error, batches: this.#closed.length }, "usage waits for the server");
        await this.#pause(Math.min(longestBackoffMs, firstBackoffMs * 2 ** failures));
        failures += 1;
      }
    }
    this.#sending = undefined;
  }

  /** The next number is kept: a number that was stored is never given again. */
  async #forget(batch: ReportUsageRequest): Promise<void> {
    const { directory, log } = this.#options;
    try {
      await writeNext(directory, Number(batch.number) + 1);
      await rm(this.#pathOf(batch), { force: true });
    } catch (error) {
      log.error(
        { err: error },
        "a batch of usage that is stored can't be removed: it will be sent once more, and not counted",
      );
    }
  }

  #pathOf({ number }: ReportUsageRequest): string {
    return join(this.#options.directory, `${String(number).padStart(16, "0")}.batch`);
  }

  #pause(durationMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, durationMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

async function readOrMakeId(path: string, random: Random): Promise<string> {
  const text = await readFile(path, "utf8").catch(() => "");
  if (/^[0-9a-f-]{36}$/.test(text)) return text;
  const id = random.uuid();
  await writeFile(path, id);
  return id;
}

async function readNext(directory: string): Promise<number> {
  const text = await readFile(join(directory, "next"), "utf8").catch(() => "");
  return /^\d+$/.test(text) ? Number(text) : 1;
}

async function writeNext(directory: string, number: number): Promise<void> {
  const path = join(directory, "next");
  await writeFile(`${path}.new`, String(number));
  await rename(`${path}.new`, path);
}
