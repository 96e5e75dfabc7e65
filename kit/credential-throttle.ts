import type { Clock } from "./clock.ts";
import { networkOf } from "./network-of.ts";
import { createSeededCells, seedCells, seededDigest } from "./seeded-cells.ts";

/** Attempts failed too often from one source: the credential was not checked. */
export class TooManyFailuresError extends Error {
  override readonly name = "TooManyFailuresError";
  readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number) {
    super(`too many bad credentials from this address: try again in ${retryAfterSeconds} s`);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

const windowMs = 60_000;
/** A credential that was accepted is still asked about for this long, whatever else comes from its source. */
const knownForSeconds = 3_600;
/** Each source has a counter in both rows: a source is mistaken for another one only where both counters are shared. */
const rows = 2;
const sourcesPerRow = 1 << 14;
/** Of a counter: the minute that it counts, and the failures in it. */
const cellsPerSource = 2;
const knownCredentials = 1 << 14;
/** Of a credential: two words of its digest, and when it was accepted last, in seconds since the Unix epoch. */
const cellsPerCredential = 3;
const firstCredential = seedCells + rows * sourcesPerRow * cellsPerSource;

/**
 * Counts credentials that were refused, by source and minute, in memory of a fixed size that threads share. Credentials
 * that can be judged on the spot are always judged; what a source with too many failures no longer gets is a question to
 * another service (an identity provider), unless the credential was accepted within the last hour. Callers with good
 * credentials behind the same address thus go on.
 */
export class CredentialThrottle {
  readonly #cells: Int32Array;
  readonly #perMinute: number;
  readonly #clock: Clock;
  readonly #digest: (text: string) => Buffer;

  /** @param memory made by `createMemory`, one for all threads */
  constructor(memory: SharedArrayBuffer, perMinute: number, clock: Clock) {
    this.#cells = new Int32Array(memory);
    this.#perMinute = perMinute;
    this.#clock = clock;
    this.#digest = seededDigest(this.#cells);
  }

  /** @param seed 16 random bytes, so that an attacker can't choose an address or a token that shares counters */
  static createMemory(seed: Uint8Array): SharedArrayBuffer {
    return createSeededCells(seed, firstCredential - seedCells + knownCredentials * cellsPerCredential);
  }

  /** A credential from this source was refused. Returns after how many seconds to try again; 0 below the limit. */
  failed(source: string): number {
    const digest = this.#digest(networkOf(source));
    const minute = this.#minute();
    if (this.#count(digest, minute) >= this.#perMinute) return this.#secondsLeft();
    for (let row = 0; row < rows; row++) {
      const cell = cellOf(digest, row);
      // Two threads that begin a minute at once may lose a few counts of it: that is not worth a lock.
      if (Atomics.exchange(this.#cells, cell, minute) !== minute) Atomics.store(this.#cells, cell + 1, 0);
      Atomics.add(this.#cells, cell + 1, 1);
    }
    return 0;
  }

  /** After how many seconds another service may be asked about a credential from this source; 0: now. */
  waitSeconds(source: string, credential: string): number {
    if (this.#count(this.#digest(networkOf(source)), this.#minute()) < this.#perMinute) return 0;
    return this.#isKnown(credential) ? 0 : this.#secondsLeft();
  }

  /** Another service has accepted the credential. */
  succeeded(credential: string): void {
    const digest = this.#digest(credential);
    const cell = credentialCellOf(digest);
    Atomics.store(this.#cells, cell, digest.readInt32LE(4));
    Atomics.store(this.#cells, cell + 1, digest.readInt32LE(8));
    Atomics.store(this.#cells, cell + 2, this.#nowSeconds());
  }

  #isKnown(credential: string): boolean {
    const digest = this.#digest(credential);
    const cell = credentialCellOf(digest);
    return (
      Atomics.load(this.#cells, cell) === digest.readInt32LE(4) &&
      Atomics.load(this.#cells, cell + 1) === digest.readInt32LE(8) &&
      this.#nowSeconds() - Atomics.load(this.#cells, cell + 2) < knownForSeconds
    );
  }

  #count(digest: Buffer, minute: number): number {
    let least = Number.POSITIVE_INFINITY;
    for (let row = 0; row < rows; row++) {
      const cell = cellOf(digest, row);
      const count = Atomics.load(this.#cells, cell) === minute ? Atomics.load(this.#cells, cell + 1) : 0;
      least = Math.min(least, count);
    }
    return least;
  }

  #minute(): number {
    return Math.floor(this.#clock.nowMs() / windowMs);
  }

  #nowSeconds(): number {
    return Math.floor(this.#clock.nowMs() / 1000);
  }

  #secondsLeft(): number {
    return Math.ceil((windowMs - (this.#clock.nowMs() % windowMs)) / 1000);
  }
}

function cellOf(digest: Buffer, row: number): number {
  return seedCells + (row * sourcesPerRow + (digest.readUInt32LE(row * 4) % sourcesPerRow)) * cellsPerSource;
}

function credentialCellOf(digest: Buffer): number {
  return firstCredential + (digest.readUInt32LE(0) % knownCredentials) * cellsPerCredential;
}
