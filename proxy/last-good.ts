import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Log } from "../kit/log.ts";
import { replaceFile } from "../kit/replace-file.ts";
import type { FileSeal } from "./file-seal.ts";
import { type KnownOrigin, parseKnownOrigin } from "./known-origin.ts";

const extension = ".partition";
const originName = "origin";
const firstPauseMs = 100;
const longestPauseMs = 5_000;

/**
 * The last good snapshot on disk: one file for each partition, so that a change costs what changed, and one that says
 * which database they are from. Partitions hold secrets: a file is sealed. It is written under another name and renamed,
 * so that none is ever half-written. A file that cannot be read is passed over. What cannot be written is tried again
 * until it is kept.
 */
export class LastGood {
  readonly #directory: string;
  readonly #seal: FileSeal;
  readonly #log: Log;
  readonly #pending = new Map<string, Uint8Array | undefined>();
  #pendingOrigin: KnownOrigin | undefined;
  #failed = false;
  #writing: Promise<void> | undefined;
  #closing = false;
  /** Ends the pause before the next attempt. */
  #hurry: () => void = () => {};

  private constructor(directory: string, seal: FileSeal, log: Log) {
    this.#directory = directory;
    this.#seal = seal;
    this.#log = log;
  }

  static async open(dataDirectory: string, seal: FileSeal, log: Log): Promise<LastGood> {
    const directory = join(dataDirectory, "last-good");
    await mkdir(directory, { recursive: true, mode: 0o700 });
    return new LastGood(directory, seal, log);
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
    this.#closing = true;
    this.#hurry();
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
    let pauseMs = firstPauseMs;
    while (this.#pendingOrigin !== undefined || this.#pending.size > 0) {
      const failure = await this.#tryAll();
      if (failure === undefined) continue;
      this.#tellFailure(failure);
      if (this.#closing) break;
      await this.#pause(pauseMs);
      pauseMs = Math.min(longestPauseMs, pauseMs * 2);
    }
    this.#writing = undefined;
    if (!this.#failed || this.#pending.size > 0 || this.#pendingOrigin !== undefined) return;
    this.#failed = false;
    this.#log.info("the last good snapshot is on disk again");
  }

  /** Tries each change once. Gives the first failure; what failed waits for the next round. */
  async #tryAll(): Promise<{ readonly error: unknown; readonly name: string } | undefined> {
    let failure: { readonly error: unknown; readonly name: string } | undefined;
    const origin = this.#pendingOrigin;
    this.#pendingOrigin = undefined;
    try {
      if (origin !== undefined) await this.#writeOrigin(origin);
    } catch (error) {
      this.#pendingOrigin ??= origin;
      failure = { error, name: originName };
    }
    const round = [...this.#pending];
    for (const [id, content] of round) {
      // Changed since the round began: the newest content has its turn in the next one.
      if (this.#pending.get(id) !== content) continue;
      try {
        await this.#write(id, content);
        if (this.#pending.get(id) === content) this.#pending.delete(id);
      } catch (error) {
        failure ??= { error, name: id };
      }
    }
    return failure;
  }

  #tellFailure({ error, name }: { readonly error: unknown; readonly name: string }): void {
    const level = this.#failed ? "debug" : "error";
    this.#failed = true;
    this.#log[level](
      { err: error, first: name, unkept: this.unkept },
      "keeping the last good snapshot failed: after a restart without the server the proxy would serve an older state; trying again",
    );
  }

  #pause(durationMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, durationMs);
      this.#hurry = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #writeOrigin(origin: KnownOrigin): Promise<void> {
    return replaceFile(join(this.#directory, originName), this.#seal.seal(Buffer.from(JSON.stringify(origin))));
  }

  async #write(partitionId: string, content: Uint8Array | undefined): Promise<void> {
    const name = createHash("sha256").update(partitionId).digest("hex");
    const path = join(this.#directory, name + extension);
    if (content === undefined) return rm(path, { force: true });
    const beside = join(this.#directory, `${name}.new`);
    await writeFile(beside, this.#seal.seal(content), { mode: 0o600 });
    await rename(beside, path);
  }
}
