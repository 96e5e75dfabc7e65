import { randomBytes } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { openBytes, sealBytes } from "../kit/seal-bytes.ts";
import { readOrCreateSecret } from "../kit/secret-file.ts";

const keyBytes = 32;

/** Seals what a proxy keeps on disk, which holds secrets, with a key that lies beside the files, readable by the owner alone. */
export class FileSeal {
  readonly #key: Buffer;

  private constructor(key: Buffer) {
    this.#key = key;
  }

  static async open(dataDirectory: string): Promise<FileSeal> {
    await mkdir(dataDirectory, { recursive: true, mode: 0o700 });
    const path = join(dataDirectory, "snapshot.key");
    const key = Buffer.from(await readOrCreateSecret(path, () => randomBytes(keyBytes).toString("base64")), "base64");
    if (key.length !== keyBytes) {
      throw new Error(`${path} must hold ${keyBytes} bytes in base64 (given: ${key.length}): restore it, or remove it`);
    }
    return new FileSeal(key);
  }

  seal(content: Uint8Array): Buffer {
    return sealBytes(this.#key, content);
  }

  /** Throws when a file is damaged, or sealed with another key. */
  open(file: Uint8Array): Buffer {
    return openBytes(this.#key, file);
  }
}
