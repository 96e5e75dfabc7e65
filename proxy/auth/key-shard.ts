import { fromBinary } from "@bufbuild/protobuf";
import { KeyEntrySchema, type KeySet } from "../../gen/es/weir/config/v1alpha1/snapshot_pb.ts";
import { ApiKeyIdentity } from "./api-key-identity.ts";

const wordsPerDigest = 8;
/** As many keys of a shard are kept as objects: those that are in use. All of them would take ten times the memory. */
const rememberedKeys = 4;

/**
 * A part of a gateway's keys, in memory that all workers share: the number of keys; their digests in order, as eight
 * words each; where each key's entry begins, and where the last one ends; the entries.
 */
export class KeyShard {
  readonly #buffer: SharedArrayBuffer;
  /** Made with the first look into it: most shards of most proxies are never looked into. */
  #views: KeyViews | undefined;

  constructor(buffer: SharedArrayBuffer) {
    this.#buffer = buffer;
  }

  /** Which shard of a gateway's keys a digest is in: its first 12 bits. */
  static of(digest: Uint8Array): number {
    return (digest[0]! << 4) | (digest[1]! >> 4);
  }

  /** Puts a part of a gateway's keys into shared memory. */
  static pack({ digests: bytes, ends, entries }: Pick<KeySet, "digests" | "ends" | "entries">): SharedArrayBuffer {
    const count = ends.length;
    const words = 1 + count * (wordsPerDigest + 1) + 1;
    const buffer = new SharedArrayBuffer(words * 4 + entries.length);
    new Uint32Array(buffer, 0, 1)[0] = count;
    const digests = new Uint32Array(buffer, 4, count * wordsPerDigest);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let word = 0; word < digests.length; word++) digests[word] = view.getUint32(word * 4);
    new Uint32Array(buffer, 4 + digests.byteLength, count + 1).set(ends, 1);
    new Uint8Array(buffer, words * 4).set(entries);
    return buffer;
  }

  /** How many keys there are in what was packed. */
  static count(buffer: SharedArrayBuffer): number {
    return new Uint32Array(buffer, 0, 1)[0]!;
  }

  /** Whose secret has this digest; undefined: nobody's. */
  find(digest: Buffer): ApiKeyIdentity | undefined {
    this.#views ??= new KeyViews(this.#buffer);
    return this.#views.find(digest);
  }

  /** The serialized KeyEntry of the secret with this digest; undefined when the shard has no such secret. */
  findEntry(digest: Buffer): Uint8Array | undefined {
    this.#views ??= new KeyViews(this.#buffer);
    return this.#views.findEntry(digest);
  }
}

class KeyViews {
  readonly #count: number;
  readonly #digests: Uint32Array;
  readonly #offsets: Uint32Array;
  readonly #entries: Uint8Array;
  readonly #known = new Map<number, ApiKeyIdentity>();

  constructor(buffer: SharedArrayBuffer) {
    this.#count = new Uint32Array(buffer, 0, 1)[0]!;
    this.#digests = new Uint32Array(buffer, 4, this.#count * wordsPerDigest);
    this.#offsets = new Uint32Array(buffer, 4 + this.#digests.byteLength, this.#count + 1);
    this.#entries = new Uint8Array(buffer, 4 + this.#digests.byteLength + this.#offsets.byteLength);
  }

  find(digest: Buffer): ApiKeyIdentity | undefined {
    const index = this.#indexOf(digest);
    return index === undefined ? undefined : this.#keyAt(index);
  }

  findEntry(digest: Buffer): Uint8Array | undefined {
    const index = this.#indexOf(digest);
    return index === undefined ? undefined : this.#entryAt(index);
  }

  #indexOf(digest: Buffer): number | undefined {
    let low = 0;
    let high = this.#count - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const order = this.#compare(digest, middle);
      if (order === 0) return middle;
      if (order < 0) high = middle - 1;
      else low = middle + 1;
    }
    return undefined;
  }

  /** In the order of bytes, which words have when their first byte is the highest. */
  #compare(digest: Buffer, index: number): number {
    for (let word = 0; word < wordsPerDigest; word++) {
      const difference = digest.readUInt32BE(word * 4) - this.#digests[index * wordsPerDigest + word]!;
      if (difference !== 0) return difference;
    }
    return 0;
  }

  #keyAt(index: number): ApiKeyIdentity {
    const known = this.#known.get(index);
    if (known !== undefined) return known;
    const key = new ApiKeyIdentity(fromBinary(KeyEntrySchema, this.#entryAt(index)));
    if (this.#known.size >= rememberedKeys) this.#known.clear();
    this.#known.set(index, key);
    return key;
  }

  /** A copy: what decodes text does not take shared memory. */
  #entryAt(index: number): Uint8Array {
    return new Uint8Array(this.#entries.subarray(this.#offsets[index]!, this.#offsets[index + 1]!));
  }
}
