import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Log } from "../kit/log.ts";
import type { FileSeal } from "./file-seal.ts";

const extension = ".partition";

/**
 * The last good snapshot on disk: one file for each partition, so that a change costs what changed. Partitions hold
 * secrets: a file is sealed. It is written beside and renamed, so that none is ever half-written. One that does not open
 * is passed over.
 */
export class LastGood {
  readonly #directory: string;
  readonly #seal: FileSeal;
  readonly #log: Log;
  readonly #pending = new Map<string, Uint8Array | undefined>();
  #writing: Promise<void> | undefined;

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

  /** Keeps a partition's new content, or forgets it. Written in the background; the newest content wins. */
  keep(partitionId: string, content: Uint8Array | undefined): void {
    this.#pending.set(partitionId, content);
    this.#writing ??= this.#writeAll();
  }

  /** Resolves when everything that was to be kept is on disk. */
  async settled(): Promise<void> {
    await this.#writing;
  }

  #read(name: string): Uint8Array | undefined {
    const file = readFileSync(join(this.#directory, name));
    try {
      return this.#seal.open(file);
    } catch {
      this.#log.warn({ file: name }, "a kept partition is damaged, or sealed with another key: passed over");
      return undefined;
    }
  }

  async #writeAll(): Promise<void> {
    for (const [id, content] of this.#pending) {
      this.#pending.delete(id);
      try {
        await this.#write(id, content);
      } catch (error) {
        this.#log.error({ err: error, partitionId: id }, "keeping the last good snapshot failed");
      }
    }
    this.#writing = undefined;
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
