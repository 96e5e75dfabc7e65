import { createPublicKey, type JsonWebKeyInput } from "node:crypto";
import type {
  CompactJWSHeaderParameters,
  CryptoKey,
  FlattenedJWSInput,
  JSONWebKeySet,
  JWK,
  JWTVerifyGetKey,
} from "jose";
import { askAgain } from "./ask-again.ts";
import type { Clock } from "./clock.ts";
import type { Log } from "./log.ts";
import { readText } from "./read-text.ts";

const timeoutMs = 5_000;
const maxBodyBytes = 1024 * 1024;
/** Known keys are loaded again after this long, so that a key that the issuer has withdrawn stops working. */
const freshForMs = 600_000;
/** A token that names an unknown key has the keys loaded again at most this often, */
const unknownKeyCooldownMs = 10_000;
/** after so many times at once: an issuer may have replaced a key just before or after an attacker made one up. */
const unknownKeyBurst = 2;
/** So many failed loads in a row are followed by another one at once; further ones wait for the pause. */
const promptRetries = 3;
const failurePauseMs = 1_000;

/** The issuer's keys could not be loaded: nothing is known about the token. */
export class KeysUnavailableError extends Error {
  override readonly name = "KeysUnavailableError";
}

interface KnownKeys {
  /** The issuer as its discovery document names it, which is what tokens must name. */
  readonly issuer: string;
  readonly find: JWTVerifyGetKey;
  readonly loadedAtMs: number;
}

/**
 * The signing keys of an OpenID Connect issuer, by its discovery document. Keys that were loaded once are used for as
 * long as the issuer can't be reached. However many tokens name unknown keys, the issuer is asked by one request at a
 * time and no more often than the cooldown allows.
 */
export class OidcKeys {
  readonly #issuer: string;
  readonly #clock: Clock;
  readonly #log: Log;
  #known: KnownKeys | undefined;
  #loading: Promise<KnownKeys> | undefined;
  #failures = 0;
  #failedAtMs = Number.NEGATIVE_INFINITY;
  #failure: unknown;
  /** How often the keys may be loaded for an unknown one now, and when that was worked out. */
  #allowance = unknownKeyBurst;
  #allowanceAtMs = 0;

  constructor(issuer: string, { clock, log }: { readonly clock: Clock; readonly log: Log }) {
    this.#issuer = issuer;
    this.#clock = clock;
    this.#log = log;
  }

  /**
   * The `iss` that tokens must have. Throws a KeysUnavailableError when nothing was loaded yet and nothing can be.
   *
   * @param mayAsk false: the issuer is not asked on behalf of this token
   */
  async issuer(mayAsk: boolean): Promise<string> {
    const known = this.#known;
    if (known === undefined) {
      if (!mayAsk) throw new KeysUnavailableError("the issuer's keys are not loaded yet");
      return (await this.#load()).issuer;
    }
    // In the background: no request waits for it, and a failure leaves the known keys in use.
    if (this.#clock.monotonicMs() - known.loadedAtMs > freshForMs && !this.#isPausing()) this.#load().catch(() => {});
    return known.issuer;
  }

  /**
   * The key of a token. Throws jose's JWKSNoMatchingKey when the issuer has no such key, and a KeysUnavailableError when
   * the issuer can't be asked about it.
   */
  async find(mayAsk: boolean, header: CompactJWSHeaderParameters, token: FlattenedJWSInput): Promise<CryptoKey> {
    const { errors } = await import("jose");
    const known = this.#known ?? (await this.#load());
    try {
      return await findIn(known, header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || !mayAsk) throw error;
      // Loads that failed have a pause of their own: until one succeeds, it is not known whether the issuer has the key.
      const mayLoad = this.#loading !== undefined || this.#failures > 0 || this.#takeAllowance();
      if (!mayLoad) throw error;
    }
    return findIn(await this.#load(), header, token);
  }

  #takeAllowance(): boolean {
    const nowMs = this.#clock.monotonicMs();
    const gained = (nowMs - this.#allowanceAtMs) / unknownKeyCooldownMs;
    this.#allowance = Math.min(unknownKeyBurst, this.#allowance + gained);
    this.#allowanceAtMs = nowMs;
    if (this.#allowance < 1) return false;
    this.#allowance -= 1;
    return true;
  }

  #isPausing(): boolean {
    return this.#failures > promptRetries && this.#clock.monotonicMs() - this.#failedAtMs < failurePauseMs;
  }

  #load(): Promise<KnownKeys> {
    if (this.#loading !== undefined) return this.#loading;
    if (this.#isPausing()) return Promise.reject(unavailable(this.#failure));
    this.#loading = this.#loadNow().finally(() => {
      this.#loading = undefined;
    });
    return this.#loading;
  }

  async #loadNow(): Promise<KnownKeys> {
    try {
      const loaded = await loadKeys(this.#issuer);
      if (this.#failures > 0) this.#log.info({ issuer: this.#issuer }, "the keys of the issuer are loaded again");
      this.#failures = 0;
      this.#known = { ...loaded, loadedAtMs: this.#clock.monotonicMs() };
      return this.#known;
    } catch (error) {
      if (this.#failures === 0) {
        const hasKeys = this.#known !== undefined;
        this.#log.error({ err: error, issuer: this.#issuer, hasKeys }, "the keys of the issuer can't be loaded");
      }
      this.#failures += 1;
      this.#failedAtMs = this.#clock.monotonicMs();
      this.#failure = error;
      throw unavailable(error);
    }
  }
}

function unavailable(cause: unknown): KeysUnavailableError {
  return new KeysUnavailableError("the keys of the OpenID Connect issuer can't be loaded", { cause });
}

async function findIn(
  known: KnownKeys,
  header: CompactJWSHeaderParameters,
  token: FlattenedJWSInput,
): Promise<CryptoKey> {
  const { errors } = await import("jose");
  try {
    return (await known.find(header, token)) as CryptoKey;
  } catch (error) {
    // A key of the issuer that can't be used is no fault of the token.
    throw error instanceof errors.JOSEError ? error : unavailable(error);
  }
}

async function loadKeys(issuer: string): Promise<Pick<KnownKeys, "issuer" | "find">> {
  const { createLocalJWKSet } = await import("jose");
  const discovery = (await getJson(new URL(`${issuer}/.well-known/openid-configuration`))) as {
    readonly issuer?: unknown;
    readonly jwks_uri?: unknown;
  } | null;
  const { issuer: named, jwks_uri: uri } = discovery ?? {};
  if (typeof named !== "string" || named.replace(/\/$/, "") !== issuer) {
    throw new Error(`the discovery document is of the issuer ${JSON.stringify(named)}, not of "${issuer}"`);
  }
  if (typeof uri !== "string" || !URL.canParse(uri)) throw new Error("the discovery document has no jwks_uri");
  const keys = (await getJson(new URL(uri))) as JSONWebKeySet | null;
  const usable = Array.isArray(keys?.keys) ? keys.keys.filter(isPublicKey) : [];
  // An issuer without a key can sign nothing: such a set is a failure of the issuer, and says nothing about its tokens.
  if (usable.length === 0) throw new Error("the issuer's key set has no public key that can be used");
  return { issuer: named, find: createLocalJWKSet({ keys: usable }) };
}

/** Issuers may publish keys of kinds that are unknown here. */
function isPublicKey(key: JWK): boolean {
  try {
    createPublicKey({ key, format: "jwk" } as JsonWebKeyInput);
    return true;
  } catch {
    return false;
  }
}

async function getJson(url: URL): Promise<unknown> {
  const signal = AbortSignal.timeout(timeoutMs);
  const headers = { accept: "application/json" };
  const response = await askAgain(() => fetch(url, { headers, redirect: "error", signal }), true);
  if (!response.ok) {
    await response.body?.cancel();
    throw new Error(`${url.host}${url.pathname} answered ${response.status}`);
  }
  const text = await readText(response, maxBodyBytes);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`${url.host}${url.pathname} did not answer JSON`, { cause });
  }
}
