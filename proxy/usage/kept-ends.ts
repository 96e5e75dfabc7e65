export interface EndSizes {
  readonly headBytes: number;
  /** So many at least. */
  readonly tailBytes: number;
}

/**
 * The beginning and the end of bytes that pass, whatever there is between. They are copied: pieces of a stream are small,
 * and each that is held keeps a buffer of its own, four times its size, for as long as the stream takes.
 */
export class KeptEnds {
  readonly #tailBytes: number;
  readonly #head: Buffer;
  #headLength = 0;
  /** What comes after the head; the later half of it, once it is full. */
  #tail: Buffer | undefined;
  #tailLength = 0;
  /** Whether something between head and tail was let go. */
  #hasGap = false;

  constructor({ headBytes, tailBytes }: EndSizes) {
    this.#head = Buffer.allocUnsafeSlow(headBytes);
    this.#tailBytes = tailBytes;
  }

  add(piece: Buffer): void {
    const taken = this.#headLength < this.#head.length ? piece.copy(this.#head, this.#headLength) : 0;
    this.#headLength += taken;
    if (taken < piece.length) this.#addToTail(taken === 0 ? piece : piece.subarray(taken));
  }

  #addToTail(piece: Buffer): void {
    const tailBytes = this.#tailBytes;
    this.#tail ??= Buffer.allocUnsafeSlow(2 * tailBytes);
    if (piece.length >= tailBytes) {
      this.#hasGap ||= this.#tailLength > 0 || piece.length > tailBytes;
      piece.copy(this.#tail, 0, piece.length - tailBytes);
      this.#tailLength = tailBytes;
      return;
    }
    if (this.#tailLength + piece.length > this.#tail.length) {
      this.#hasGap = true;
      this.#tail.copyWithin(0, this.#tailLength - tailBytes, this.#tailLength);
      this.#tailLength = tailBytes;
    }
    this.#tailLength += piece.copy(this.#tail, this.#tailLength);
  }

  /** The beginning. */
  head(): Buffer {
    return this.#head.subarray(0, this.#headLength);
  }

  /** The end; all that there is, where nothing was let go. */
  tail(): Buffer {
    const head = this.head();
    if (this.#tail === undefined) return head;
    const tail = this.#tail.subarray(0, this.#tailLength);
    return this.#hasGap ? tail : Buffer.concat([head, tail]);
  }
}
