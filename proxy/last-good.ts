import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Log } from "../kit/log.ts";
import { readOrCreateSecret } from "../kit/secret-file.ts";

const cipherName = "aes-256-gcm";
const nonceLength = 12;
const tagLength = 16;
const extension = ".partition";

/**
 * The last good snapshot on disk: one file for each partition, so that a change costs what changed. Partitions hold
 * secrets: a file is sealed (AES-256-GCM: nonce, tag, ciphertext) with a key that lies beside the files, readable by the
 * owner alone. It is written beside and renamed, so that none is ever half-written. One that does not open is passed over.
 */
export class LastGood {
  readonly #directory: string;
  readonly #key: Buffer;
  readonly #log: Log;
  readonly #pending = new Map<string, Uint8Array | undefined>();
  #writing: Promise<void> | undefined;

  private constructor(directory: string, key: Buffer, log: Log) {
    this.#directory = directory;
    this.#key = key;
    this.#log = log;
  }

  static async open(dataDirectory: string, log: Log): Promise<LastGood> {
    const directory = join(dataDirectory, "last-good");
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const key = await readOrCreateSecret(join(dataDirectory, "snapshot.key"), () => randomBytes(32).toString("base64"));
    return new LastGood(directory, Buffer.from(key, "base64"), log);
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
      const opener = createDecipheriv(cipherName, this.#key, file.subarray(0, nonceLength));
      opener.setAuthTag(file.subarray(nonceLength, nonceLength + tagLength));
      return Buffer.concat([opener.update(file.subarray(nonceLength + tagLength)), opener.final()]);
    } catch {
      this.#log.warn({ file: name }, "a kept partition is damaged, or sealed with another key: passed over");
      return undefined;
    }
  }

  #seal(content: Uint8Array): Buffer {
    const nonce = randomBytes(nonceLength);
    const cipher = createCipheriv(cipherName, this.#key, nonce);
    const sealed = Buffer.concat([cipher.update(content), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
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
    await writeFile(beside, this.#seal(content), { mode: 0o600 });
    await rename(beside, path);
  }
}
