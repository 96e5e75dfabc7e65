import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { createSecureContext } from "node:tls";
import type { Log } from "./log.ts";

/** How often the files are looked at. By their state, not by events: those do not survive renamed folders and links. */
const lookEveryMs = 2_000;
/** How often in a row the files may change while they are read. */
const readTries = 5;

export interface CertificatePaths {
  readonly certificatePath: string;
  readonly keyPath: string;
}

/** A certificate, with its chain, and its key: both in PEM. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

/**
 * A certificate and its key in two files that are followed: whoever renews them replaces the files, in any order and by
 * any means. A pair that does not work is never used: what was read before stays, and the log and a counter say so.
 */
export class CertificateFiles {
  readonly #paths: CertificatePaths;
  readonly #log: Log;
  #current: Certificate;
  #expiresAtMs: number;
  /** Of the files as they were when they were read last. */
  #stamp: string;
  /** Why the files can't be used; undefined when they can. */
  #fault: string | undefined;
  #reading: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #onChange: ((certificate: Certificate) => void) | undefined;
  /** How often the files had a pair that could not be used. */
  failures = 0;

  private constructor(paths: CertificatePaths, log: Log, first: Pair) {
    this.#paths = paths;
    this.#log = log;
    this.#current = first.certificate;
    this.#expiresAtMs = first.expiresAtMs;
    this.#stamp = first.stamp;
  }

  /** Throws when the files can't be read or do not belong together: there is nothing to serve yet. */
  static async open(paths: CertificatePaths, log: Log): Promise<CertificateFiles> {
    return new CertificateFiles(paths, log, await readPair(paths));
  }

  get current(): Certificate {
    return this.#current;
  }

  get expiresAtSeconds(): number {
    return this.#expiresAtMs / 1000;
  }

  /** Begins to follow the files. */
  follow(onChange: (certificate: Certificate) => void): void {
    this.#onChange = onChange;
    this.#timer = setInterval(() => this.#look(), lookEveryMs).unref();
  }

  /** Reads the files again, whether or not they look changed. Never throws. */
  reload(): Promise<void> {
    this.#reading = this.#reading.then(() => this.#read());
    return this.#reading;
  }

  close(): void {
    clearInterval(this.#timer);
    this.#onChange = undefined;
  }

  async #look(): Promise<void> {
    // A file that is missing for a moment has another stamp too.
    const stamp = await stampOf(this.#paths).catch(() => "");
    if (stamp !== this.#stamp) await this.reload();
  }

  async #read(): Promise<void> {
    const { certificatePath, keyPath } = this.#paths;
    let pair: Pair;
    try {
      pair = await readPair(this.#paths);
    } catch (error) {
      this.#stamp = await stampOf(this.#paths).catch(() => "");
      const fault = error instanceof Error ? error.message : String(error);
      if (fault === this.#fault) return;
      this.#fault = fault;
      this.failures += 1;
      const kept = new Date(this.#expiresAtMs).toISOString();
      this.#log.error({ certificatePath, keyPath, reason: fault, kept }, "the certificate can't be renewed");
      return;
    }
    this.#stamp = pair.stamp;
    this.#fault = undefined;
    const { certificate, key } = pair.certificate;
    if (certificate === this.#current.certificate && key === this.#current.key) return;
    this.#current = pair.certificate;
    this.#expiresAtMs = pair.expiresAtMs;
    const expires = new Date(pair.expiresAtMs).toISOString();
    this.#log.info({ certificatePath, expires }, "the certificate was renewed: new connections get it");
    this.#onChange?.(pair.certificate);
  }
}

interface Pair {
  readonly certificate: Certificate;
  readonly expiresAtMs: number;
  readonly stamp: string;
}

/** Throws with what is wrong, naming the file. */
async function readPair(paths: CertificatePaths, tries = readTries): Promise<Pair> {
  const { certificatePath, keyPath } = paths;
  const stamp = await stampOf(paths);
  const certificate = await readFile(certificatePath, "utf8");
  const key = await readFile(keyPath, "utf8");
  // Somebody writes them: what was read may be half of the one and half of the other.
  if ((await stampOf(paths)) !== stamp) {
    if (tries > 1) return readPair(paths, tries - 1);
    throw new Error(`${certificatePath} and ${keyPath} change while they are read`);
  }
  const leaf = naming(certificatePath, "a certificate in PEM", () => new X509Certificate(certificate));
  const privateKey = naming(keyPath, "an unencrypted private key in PEM", () => createPrivateKey(key));
  if (!leaf.checkPrivateKey(privateKey)) throw new Error(`${keyPath} is not the key of ${certificatePath}`);
  // With the rest of the chain.
  naming(certificatePath, "a chain of certificates in PEM", () => createSecureContext({ cert: certificate, key }));
  return { certificate: { certificate, key }, expiresAtMs: leaf.validToDate.getTime(), stamp };
}

function naming<T>(path: string, what: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new Error(`${path} is not ${what}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/** Changes with every way of replacing a file: written in place, renamed over, or behind a link that leads elsewhere. */
async function stampOf({ certificatePath, keyPath }: CertificatePaths): Promise<string> {
  const files = await Promise.all([certificatePath, keyPath].map((path) => stat(path, { bigint: true })));
  return files.map(({ dev, ino, size, mtimeNs, ctimeNs }) => `${dev} ${ino} ${size} ${mtimeNs} ${ctimeNs}`).join();
}
