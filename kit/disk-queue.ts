import { mkdir, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { Backoff } from "./backoff.ts";
import type { Log } from "./log.ts";
import type { Random } from "./random.ts";
import { replaceFile } from "./replace-file.ts";

/** The first bytes of a file; then come four bytes of the checksum of the rest. Files of earlier releases have neither. */
const magic = Buffer.from("WQ1\n");
const headBytes = magic.length + 4;
const setAsideFolder = "set-aside";
const firstRetryMs = 500;
const longestRetryMs = 5_000;

export interface DiskQueueOptions {
  readonly directory: string;
  /** How the names of its files end. */
  readonly ending: string;
  /** The name of its entries in the log. */
  readonly holds: string;
  readonly random: Random;
  readonly log: Log;
}

/**
 * Entries that wait until a receiver takes them, each a file. An entry counts as written when it is flushed to disk; one
 * that can't be written is held in memory, where it can be read and removed like all others, and is tried again until it
 * is written. A file that can't be read is set aside in a folder, and keeps no other entry waiting.
 */
export class DiskQueue {
  readonly #options: DiskQueueOptions;
  /** By name, in order. The content is undefined once it is on disk. */
  readonly #entries = new Map<string, Uint8Array | undefined>();
  /** Names of entries that were removed, of which the files may still be there. */
  readonly #removed = new Set<string>();
  readonly #backoff: Backoff;
  #working: Promise<void> | undefined;
  #retry: NodeJS.Timeout | undefined;
  #setAside = 0;

  private constructor(options: DiskQueueOptions, names: readonly string[]) {
    this.#options = options;
    this.#backoff = new Backoff({ firstMs: firstRetryMs, longestMs: longestRetryMs, random: options.random });
    for (const name of names) this.#entries.set(name, undefined);
  }

  /** Takes up the entries that an earlier process has left. */
  static async open(options: DiskQueueOptions): Promise<DiskQueue> {
    const { directory, ending } = options;
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const files = await readdir(directory);
    // Files that a process was writing when it ended.
    for (const file of files.filter((each) => each.endsWith(".next"))) await rm(join(directory, file), { force: true });
    const names = files.filter((file) => file.endsWith(ending)).map((file) => file.slice(0, -ending.length));
    return new DiskQueue(options, names.sort());
  }

  /** The oldest first. */
  get names(): string[] {
    return [...this.#entries.keys()];
  }

  get size(): number {
    return this.#entries.size;
  }

  /** How many entries are not on disk. */
  get inMemory(): number {
    let count = 0;
    for (const content of this.#entries.values()) if (content !== undefined) count += 1;
    return count;
  }

  /** How many entries were set aside since the start. */
  get setAsideCount(): number {
    return this.#setAside;
  }

  /** Whether the last attempt to write or to remove a file failed. */
  get isFailing(): boolean {
    return this.#backoff.failures > 0;
  }

  /** Adds an entry, or replaces its content. It is written in the background. */
  put(name: string, content: Uint8Array): void {
    this.#entries.set(name, content);
    this.#removed.delete(name);
    this.#turn();
  }

  remove(name: string): void {
    if (!this.#entries.delete(name)) return;
    this.#removed.add(name);
    this.#turn();
  }

  /**
   * Reads an entry. Returns undefined when no entry has that name, or when its file is damaged, which is set aside.
   * Throws when the disk can't be read now.
   */
  async read(name: string): Promise<Uint8Array | undefined> {
    if (!this.#entries.has(name)) return undefined;
    const content = this.#entries.get(name);
    if (content !== undefined) return content;
    let file: Buffer;
    try {
      file = await readFile(this.#pathOf(name));
    } catch (error) {
      if (!isMissing(error)) throw error;
      this.#entries.delete(name);
      this.#options.log.error({ name, holds: this.#options.holds }, "an entry of the disk queue is lost: no such file");
      return undefined;
    }
    if (file.length === 0) await this.setAside(name, "the file is empty");
    else if (!file.subarray(0, magic.length).equals(magic)) return file;
    else if (file.length < headBytes || file.readUInt32BE(magic.length) !== crc32(file.subarray(headBytes)))
      await this.setAside(name, "the file is damaged: its checksum is wrong");
    else return file.subarray(headBytes);
    return undefined;
  }

  /** Takes an entry out of the queue, and keeps its file in a folder for people to look at. */
  async setAside(name: string, reason: string): Promise<void> {
    const { directory, ending, holds, log } = this.#options;
    const content = this.#entries.get(name);
    if (!this.#entries.delete(name)) return;
    this.#setAside += 1;
    const folder = join(directory, setAsideFolder);
    const path = join(folder, name + ending);
    log.error({ name, holds, reason, path }, "an entry of the disk queue can't be used: set aside");
    try {
      // After a write of this entry that may be under way.
      await this.#working;
      await mkdir(folder, { recursive: true, mode: 0o700 });
      if (content !== undefined) await replaceFile(path, framed(content));
      if (content === undefined) await rename(this.#pathOf(name), path);
      else this.#removed.add(name);
      this.#turn();
    } catch (error) {
      log.error({ err: error, name, holds }, "an entry of the disk queue can't be set aside on disk");
    }
  }

  /** Resolves when everything was written and removed, or could not be now. */
  async settled(): Promise<void> {
    this.#turn();
    while (this.#working !== undefined) await this.#working;
  }

  /** Tries once more to write what is not on disk. */
  async close(): Promise<void> {
    await this.settled();
    clearTimeout(this.#retry);
  }

  #turn(): void {
    this.#working ??= this.#work().finally(() => {
      this.#working = undefined;
      // Entries that were removed while others were written.
      if (this.#removed.size > 0 && !this.isFailing) this.#turn();
    });
  }

  async #work(): Promise<void> {
    const { holds, log } = this.#options;
    clearTimeout(this.#retry);
    try {
      for (const name of this.#removed) {
        await rm(this.#pathOf(name), { force: true });
        this.#removed.delete(name);
      }
      for (let next = this.#unwritten(); next !== undefined; next = this.#unwritten()) {
        await this.#write(...next);
        if (this.isFailing) log.info({ holds }, "the disk queue can be written again");
        this.#backoff.succeeded();
      }
    } catch (error) {
      if (!this.isFailing) {
        const entries = this.inMemory;
        log.error({ err: error, holds, entries }, "the disk queue can't be written: entries are held in memory");
      }
      this.#retry = setTimeout(() => this.#turn(), this.#backoff.failed()).unref();
    }
  }

  #unwritten(): [string, Uint8Array] | undefined {
    for (const [name, content] of this.#entries) if (content !== undefined) return [name, content];
    return undefined;
  }

  async #write(name: string, content: Uint8Array): Promise<void> {
    await replaceFile(this.#pathOf(name), framed(content));
    // It may have been replaced or removed meanwhile.
    if (this.#entries.get(name) === content) this.#entries.set(name, undefined);
    else if (!this.#entries.has(name)) await rm(this.#pathOf(name), { force: true });
  }

  #pathOf(name: string): string {
    return join(this.#options.directory, name + this.#options.ending);
  }
}

function framed(content: Uint8Array): Buffer {
  const head = Buffer.alloc(headBytes);
  magic.copy(head);
  head.writeUInt32BE(crc32(content), magic.length);
  return Buffer.concat([head, content]);
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
