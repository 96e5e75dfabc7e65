import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { Backoff } from "../kit/backoff.ts";
import type { Log } from "../kit/log.ts";
import { pause } from "../kit/pause.ts";
import type { Random } from "../kit/random.ts";
import { flushFolder, placeFile, replaceFile } from "../kit/replace-file.ts";
import type { FileSeal } from "./file-seal.ts";
import { type KnownOrigin, parseKnownOrigin } from "./known-origin.ts";

const extension = ".partition";
const originName = "origin";
const firstPauseMs = 100;
const longestPauseMs = 5_000;
const writesAtOnce = 4;

export interface LastGoodOptions {
  readonly dataDirectory: string;
  readonly seal: FileSeal;
  readonly random: Random;
  readonly log: Log;
}

interface Failure {
  readonly error: unknown;
  /** The first change that could not be written. */
  readonly name: string;
}

/**
 * The last good snapshot on disk: one file for each partition, so that a change costs what changed, and one that says
 * which database they are from. Partitions hold secrets: a file is sealed. It is written under another name and renamed,
 * so that none is ever half-written, and flushed, so that a power failure brings back nothing older. A file that cannot be
 * read is passed over. What cannot be written is tried again until it is kept.
 */
export class LastGood {
  readonly #directory: string;
  readonly #seal: FileSeal;
  readonly #random: Random;
  readonly #log: Log;
  /** Changes that are not on disk. */
  readonly #pending = new Map<string, Uint8Array | undefined>();
  #pendingOrigin: KnownOrigin | undefined;
  #failed = false;
  #writing: Promise<void> | undefined;
  /** Ends the pause before the next attempt, which is then the last. */
  readonly #closing = new AbortController();

  private constructor(directory: string, { seal, random, log }: LastGoodOptions) {
    this.#directory = directory;
    this.#seal = seal;
    this.#random = random;
    this.#log = log;
  }

  static async open(options: LastGoodOptions): Promise<LastGood> {
    const directory = join(options.dataDirectory, "last-good");
    await mkdir(directory, { recursive: true, mode: 0o700 });
    return new LastGood(directory, options);
  }

  /** The serialized partitions that were kept. Read at once: nothing is served before them. */
  load(): Uint8Array[] {
    const names = readdirSync(this.#directory).filter((name) => name.endsWith(extension));
    return names.map((name) => this.#read(name)).filter((content) => content !== undefined);
  }

  /** Which database the partitions are from. `undefined` when that was not kept, or cannot be read. */
  loadOrigin(): KnownOrigin | undefined {
    if (!readdirSync(this.#directory).includes(originName)) return undefined;
    const content = this.#read(originName);
    return content && parseKnownOrigin(Buffer.from(content).toString("utf8"));
  }

  /** How many changes are not on disk although an attempt to write them failed. */
  get unkept(): number {
    return this.#failed ? this.#pending.size + (this.#pendingOrigin === undefined ? 0 : 1) : 0;
  }

  /**
   * Keeps which database the partitions are from. Written before the partitions that are to be kept with it: after a
   * crash between them, partitions may be older than their origin, never newer.
   */
  keepOrigin(origin: KnownOrigin): void {
    this.#pendingOrigin = origin;
    this.#writing ??= this.#writeAll();
  }

  /** Keeps a partition's new content, or forgets it. Written in the background; the newest content wins. */
  keep(partitionId: string, content: Uint8Array | undefined): void {
    this.#pending.set(partitionId, content);
    this.#writing ??= this.#writeAll();
  }

  /** Writes what is still to be kept. Resolves when it is on disk, or when one more attempt has failed. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#writing;
  }

  #read(name: string): Uint8Array | undefined {
    try {
      return this.#seal.open(readFileSync(join(this.#directory, name)));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#log.warn(
        { file: name, reason },
        "a stored partition is damaged, or encrypted with another key: it is ignored",
      );
      return undefined;
    }
  }

  async #writeAll(): Promise<void> {
    const backoff = new Backoff({ firstMs: firstPauseMs, longestMs: longestPauseMs, random: this.#random });
    while (this.#pendingOrigin !== undefined || this.#pending.size > 0) {
      const failure = await this.#tryAll();
      if (failure === undefined) continue;
      this.#tellFailure(failure);
      if (this.#closing.signal.aborted) break;
      await pause(backoff.failed(), this.#closing.signal);
    }
    this.#writing = undefined;
    if (!this.#failed || this.#pending.size > 0 || this.#pendingOrigin !== undefined) return;
    this.#failed = false;
    this.#log.info("the last good snapshot is on disk again");
  }

  /**
   * Tries each change once. Gives the first failure; what failed waits for the next round. Without their origin on disk
   * partitions are not written.
   */
  async #tryAll(): Promise<Failure | undefined> {
    const origin = this.#pendingOrigin;
    try {
      if (origin !== undefined) await this.#writeOrigin(origin);
      if (this.#pendingOrigin === origin) this.#pendingOrigin = undefined;
    } catch (error) {
      return { error, name: originName };
    }
    let failure: Failure | undefined;
    const round = [...this.#pending];
    const written: [string, Uint8Array | undefined][] = [];
    const writeNext = async (): Promise<void> => {
      for (let next = round.shift(); next !== undefined; next = round.shift()) {
        const [id, content] = next;
        // Changed since the round began: the newest content has its turn in the next one.
        if (this.#pending.get(id) !== content) continue;
        try {
          await this.#write(id, content);
          written.push(next);
        } catch (error) {
          failure ??= { error, name: id };
        }
      }
    };
    // Several at a time, because the disk flushes them together.
    await Promise.all(Array.from({ length: writesAtOnce }, writeNext));
    try {
      // Once for the whole round: until then a power failure could bring back what was there before.
      if (written.length > 0) await flushFolder(this.#directory);
      for (const [id, content] of written) if (this.#pending.get(id) === content) this.#pending.delete(id);
    } catch (error) {
      failure ??= { error, name: this.#directory };
    }
    return failure;
  }

  #tellFailure({ error, name }: Failure): void {
    const level = this.#failed ? "debug" : "error";
    this.#failed = true;
    this.#log[level](
      { err: error, first: name, unkept: this.unkept },
      "keeping the last good snapshot failed: after a restart without the server the proxy would serve an older state; trying again",
    );
  }

  #writeOrigin(origin: KnownOrigin): Promise<void> {
    return replaceFile(join(this.#directory, originName), this.#seal.seal(Buffer.from(JSON.stringify(origin))));
  }

  #write(partitionId: string, content: Uint8Array | undefined): Promise<void> {
    const path = join(this.#directory, createHash("sha256").update(partitionId).digest("hex") + extension);
    return content === undefined ? rm(path, { force: true }) : placeFile(path, this.#seal.seal(content));
  }
}
