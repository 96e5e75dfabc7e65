import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

const prefix = "sealed:v1:";
const nonceLength = 12;
const tagLength = 16;

/** Seals secrets for storage with AES-256-GCM: `sealed:v1:` and base64url of nonce, tag, ciphertext. */
export class SecretBox {
  readonly #key: Uint8Array;

  /** @param key 32 bytes */
  constructor(key: Uint8Array) {
    if (key.length !== 32) throw new RangeError(`a master key has 32 bytes, not ${key.length}`);
    this.#key = key;
  }

  seal(secret: string): string {
    const nonce = randomBytes(nonceLength);
    const cipher = createCipheriv("aes-256-gcm", this.#key, nonce);
    const sealed = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
    return prefix + Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64url");
  }

  /** Throws when the text was sealed with another key, or was changed. */
  open(text: string): string {
    if (!text.startsWith(prefix)) throw new Error("a stored secret is not sealed");
    const bytes = Buffer.from(text.slice(prefix.length), "base64url");
    const decipher = createDecipheriv("aes-256-gcm", this.#key, bytes.subarray(0, nonceLength));
    decipher.setAuthTag(bytes.subarray(nonceLength, nonceLength + tagLength));
    try {
      return decipher.update(bytes.subarray(nonceLength + tagLength), undefined, "utf8") + decipher.final("utf8");
    } catch (cause) {
      throw new Error("a stored secret can't be opened: was the master key changed?", { cause });
    }
  }
}
