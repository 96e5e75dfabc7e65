import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { readOrCreateSecret } from "../kit/secret-file.ts";

const cipherName = "aes-256-gcm";
const nonceLength = 12;
const tagLength = 16;

/**
 * Seals what a proxy keeps on disk, which holds secrets (AES-256-GCM: nonce, tag, ciphertext), with a key that lies beside
 * the files, readable by the owner alone.
 */
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
    const nonce = randomBytes(nonceLength);
    const cipher = createCipheriv(cipherName, this.#key, nonce);
    const sealed = Buffer.concat([cipher.update(content), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
  }

  /** Throws when a file is damaged, or sealed with another key. */
  open(file: Buffer): Buffer {
    const opener = createDecipheriv(cipherName, this.#key, file.subarray(0, nonceLength));
    opener.setAuthTag(file.subarray(nonceLength, nonceLength + tagLength));
    return Buffer.concat([opener.update(file.subarray(nonceLength + tagLength)), opener.final()]);
  }
}
