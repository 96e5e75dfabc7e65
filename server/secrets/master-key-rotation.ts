import type { Clock } from "../../kit/clock.ts";
import type { Log } from "../../kit/log.ts";
import type { Random } from "../../kit/random.ts";
import { Sequence } from "../../kit/sequence.ts";
import { bootstrapOrganizationId } from "../resource/access-token-rules.ts";
import { failedPrecondition } from "../resource/api-error.ts";
import type { Caller } from "../resource/principal.ts";
import type { ResourceCodec } from "../store/resource-codec.ts";
import { type MasterKey, masterKeyOf, type SecretBox } from "../store/secret-box.ts";
import type { Store, StoreWriter } from "../store/store.ts";
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
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** Who is noted in the audit log as the one who rotates the key. */
type Rotator = Pick<Caller, "subject" | "organizationId" | "requestId">;

/** A rotation that a new value of WEIR_MASTER_KEY asks for. */
const setting: Rotator = { subject: "WEIR_MASTER_KEY", organizationId: bootstrapOrganizationId, requestId: "" };

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
    // A rotation that the API began has its audit entry already.
    const rotator = this.#options.file === undefined ? setting : undefined;
    const { keyId, resealed } = await this.#oneByOne.run(() => this.#finish(rotator));
    this.#options.log.info({ keyId, resealed }, "the rotation of the master key is finished");
  }

  /** Makes a new key and seals everything with it. Throws an ApiError when the key is a setting. */
  rotate(caller: Rotator): Promise<Rotated> {
    const { file, box, random, store } = this.#options;
    if (file === undefined) throw isASetting();
    return this.#oneByOne.run(async () => {
      const next = masterKeyOf(random.bytes(32));
      const keys = [next, ...this.#keys] as const;
      // First: a rotation without its entry would be worse than an entry whose rotation was cut short.
      await store.write((writer) => this.#audit(writer, caller, next));
      await file.write(keys);
      this.#keys = keys;
      box.sealWith(next);
      return this.#finish(undefined);
    });
  }

  /** @param rotator noted in the audit log with the first batch that is sealed anew; undefined when it was noted before */
  async #finish(rotator: Rotator | undefined): Promise<Rotated> {
    const { store, file, log } = this.#options;
    // What was sealed before is on its way to the store: after this it is there.
    await store.write(async () => {});
    const resources = await this.#reseal("resource", rotator);
    const changes = await this.#reseal("change", resources.resealed > 0 ? undefined : rotator);
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
  async #reseal(
    table: "resource" | "change",
    rotator: Rotator | undefined,
  ): Promise<{ readonly resealed: number; readonly unreadable: number }> {
    const { store, codec } = this.#options;
    let resealed = 0;
    let unreadable = 0;
    for (let after: number | undefined = 0; after !== undefined; ) {
      const from: number = after;
      const before = resealed;
      after = await store.write(async (writer) => {
        const next = await writer.rewrite(table, from, rowsPerTransaction, (kind, body) => {
          try {
            const bytes = codec.reseal(kind, body);
            if (bytes !== undefined) resealed += 1;
            return bytes;
          } catch {
            unreadable += 1;
            return undefined;
          }
        });
        if (before === 0 && resealed > 0 && rotator !== undefined) await this.#audit(writer, rotator, this.#keys[0]);
        return next;
      });
    }
    return { resealed, unreadable };
  }

  async #audit(
    writer: StoreWriter,
    { subject, organizationId, requestId }: Rotator,
    { id: resourceId }: MasterKey,
  ): Promise<void> {
    await writer.audit({
      atMs: this.#options.clock.nowMs(),
      organizationId,
      subject,
      action: "rotate",
      kind: "master_key",
      resourceId,
      requestId,
      before: undefined,
      after: undefined,
    });
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
