import { createHash } from "node:crypto";
import { openBytes, sealBytes } from "../../kit/seal-bytes.ts";

const prefix = "sealed:v2:";
/** Of before keys could be rotated: it does not say which key it was sealed with. */
const oldPrefix = "sealed:v1:";

/** A master key: 32 bytes. */
export interface MasterKey {
  /** The first eight hexadecimal digits of its SHA-256. */
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** Throws when the key has another length than 32 bytes. */
export function masterKeyOf(bytes: Uint8Array): MasterKey {
  if (bytes.length !== 32) throw new RangeError(`a master key has 32 bytes, not ${bytes.length}`);
  return { id: createHash("sha256").update(bytes).digest("hex").slice(0, 8), bytes };
}

/**
 * Seals secrets for storage with AES-256-GCM: `sealed:v2:`, the id of the key, a colon, and base64url of nonce, tag and
 * ciphertext. What was sealed with an earlier key opens as long as that is known.
 */
export class SecretBox {
  #present: MasterKey;
  readonly #known = new Map<string, MasterKey>();

  /** @param keys the first seals; all of them open */
  constructor([present, ...earlier]: readonly [MasterKey, ...MasterKey[]]) {
    this.#present = present;
    for (const key of [present, ...earlier]) this.#known.set(key.id, key);
  }

  /** From now on another key seals. Those before it go on opening, for as long as the process lives. */
  sealWith(key: MasterKey): void {
    this.#known.set(key.id, key);
    this.#present = key;
  }

  seal(secret: string): string {
    const text = sealBytes(this.#present.bytes, Buffer.from(secret, "utf8")).toString("base64url");
    return `${prefix}${this.#present.id}:${text}`;
  }

  /** Whether a text was sealed with the present key. */
  isPresent(text: string): boolean {
    return text.startsWith(`${prefix}${this.#present.id}:`);
  }

  /** Throws when the text was sealed with a key that is not known, or was changed. */
  open(text: string): string {
    if (text.startsWith(oldPrefix)) return this.#openWithAny(text.slice(oldPrefix.length));
    if (!text.startsWith(prefix)) throw new Error("a stored secret is not sealed");
    const colon = text.indexOf(":", prefix.length);
    const key = this.#known.get(text.slice(prefix.length, colon));
    if (key === undefined) {
      throw new Error(
        `a stored secret is sealed with the master key ${text.slice(prefix.length, colon)}, which is not here`,
      );
    }
    return open(text.slice(colon + 1), key);
  }

  #openWithAny(text: string): string {
    let failure: unknown;
    for (const key of this.#known.values()) {
      try {
        return open(text, key);
      } catch (error) {
        failure = error;
      }
    }
    throw failure;
  }
}

function open(text: string, key: MasterKey): string {
  try {
    return openBytes(key.bytes, Buffer.from(text, "base64url")).toString("utf8");
  } catch (cause) {
    throw new Error("a stored secret can't be opened: was the master key changed?", { cause });
  }
}
