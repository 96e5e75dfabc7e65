import { randomBytes } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { openBytes, sealBytes } from "../kit/seal-bytes.ts";
import { readOrCreateSecret } from "../kit/secret-file.ts";

/** Seals what a proxy keeps on disk, which holds secrets, with a key that lies beside the files, readable by the owner alone. */
export class FileSeal {
  readonly #key: Buffer;

  private constructor(key: Buffer) {
    this.#key = key;
  }

  static async open(dataDirectory: string): Promise<FileSeal> {
    await mkdir(dataDirectory, { recursive: true, mode: 0o700 });
    const key = await readOrCreateSecret(join(dataDirectory, "snapshot.key"), () => randomBytes(32).toString("base64"));
    return new FileSeal(Buffer.from(key, "base64"));
  }

  seal(content: Uint8Array): Buffer {
    return sealBytes(this.#key, content);
  }

  /** Throws when a file is damaged, or sealed with another key. */
  open(file: Uint8Array): Buffer {
    return openBytes(this.#key, file);
  }
}
