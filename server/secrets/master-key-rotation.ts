import type { Log } from "../../kit/log.ts";
import type { Random } from "../../kit/random.ts";
import { Sequence } from "../../kit/sequence.ts";
import { failedPrecondition } from "../resource/api-error.ts";
import type { ResourceCodec } from "../store/resource-codec.ts";
import { type MasterKey, masterKeyOf, type SecretBox } from "../store/secret-box.ts";
import type { Store } from "../store/store.ts";
import type { MasterKeyFile } from "./master-key-file.ts";

/** Small enough that a write of an operator never waits long behind a batch. */
const rowsPerTransaction = 200;

export interface MasterKeyRotationOptions {
  readonly store: Store;
  readonly codec: ResourceCodec;
  readonly box: SecretBox;
  /** Undefined: the keys are a setting, which whoever sets it changes. */
  readonly file: MasterKeyFile | undefined;
  /** The first seals. */
  readonly keys: readonly [MasterKey, ...MasterKey[]];
  readonly random: Random;
  readonly log: Log;
}

/** What a rotation has done. */
export interface Rotated {
  /** Of the key that seals now. */
  readonly keyId: string;
  /** Stored messages that were sealed anew. */
  readonly resealed: number;
}

/**
 * Replaces the master key while everything goes on. The new key is on disk before anything is sealed with it, and the old
 * one leaves the disk after everything was sealed anew: whenever it is stopped, all opens, and the next start goes on.
 */
export class MasterKeyRotation {
  readonly #options: MasterKeyRotationOptions;
  readonly #oneByOne = new Sequence();
  #keys: readonly [MasterKey, ...MasterKey[]];

  constructor(options: MasterKeyRotationOptions) {
    this.#options = options;
    this.#keys = options.keys;
  }

  /** Finishes what an earlier process began, and what a new setting asks for. */
  async resume(): Promise<void> {
    if (this.#keys.length === 1) return;
    const { keyId, resealed } = await this.#oneByOne.run(() => this.#finish());
    this.#options.log.info({ keyId, resealed }, "the rotation of the master key is finished");
  }

  /** Makes a new key and seals everything with it. Throws an ApiError when the key is a setting. */
  rotate(): Promise<Rotated> {
    const { file, box, random } = this.#options;
    if (file === undefined) throw isASetting();
    return this.#oneByOne.run(async () => {
      const next = masterKeyOf(random.bytes(32));
      const keys = [next, ...this.#keys] as const;
      await file.write(keys);
      this.#keys = keys;
      box.sealWith(next);
      return this.#finish();
    });
  }

  async #finish(): Promise<Rotated> {
    const { store, file, log } = this.#options;
    // What was sealed before is on its way to the store: after this it is there.
    await store.write(async () => {});
    const resources = await this.#reseal("resource");
    const changes = await this.#reseal("change");
    const resealed = resources.resealed + changes.resealed;
    const [present] = this.#keys;
    if (resources.unreadable > 0) {
      log.error(
        { keyId: present.id, unreadable: resources.unreadable },
        "some stored resources cannot be read: the earlier master keys are kept until these are restored or deleted",
      );
      return { keyId: present.id, resealed };
    }
    if (file === undefined)
      log.info({ keyId: present.id }, "WEIR_MASTER_KEY: the keys after the first are needed no more");
    else await file.write([present]);
    this.#keys = [present];
    return { keyId: present.id, resealed };
  }

  /** Messages that cannot be read stay as they are. */
  async #reseal(table: "resource" | "change"): Promise<{ readonly resealed: number; readonly unreadable: number }> {
    const { store, codec } = this.#options;
    let resealed = 0;
    let unreadable = 0;
    for (let after: number | undefined = 0; after !== undefined; ) {
      const from: number = after;
      after = await store.write((writer) =>
        writer.rewrite(table, from, rowsPerTransaction, (kind, body) => {
          try {
            const bytes = codec.reseal(kind, body);
            if (bytes !== undefined) resealed += 1;
            return bytes;
          } catch {
            unreadable += 1;
            return undefined;
          }
        }),
      );
    }
    return { resealed, unreadable };
  }
}

function isASetting(): Error {
  return failedPrecondition([
    {
      type: "MASTER_KEY_IS_A_SETTING",
      subject: "WEIR_MASTER_KEY",
      description: "the master key is a setting: put a new one before it, as WEIR_MASTER_KEY=<new>,<old>, and restart",
    },
  ]);
}
