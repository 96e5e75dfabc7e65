import { Code, ConnectError, type Interceptor } from "@connectrpc/connect";
import type { Clock } from "../../kit/clock.ts";
import type { Identity } from "../auth/token-authenticator.ts";
import type { Store } from "../store/store.ts";
import { type Credential, credentialKey } from "./call-context.ts";

export interface EndWithAccessOptions {
  readonly store: Pick<Store, "onCommit">;
  readonly clock: Clock;
  /** The longest time between two checks of a stream. */
  readonly checkEveryMs: number;
}

/** The longest delay that a timer takes. */
const maxDelayMs = 2_147_483_647;

/** A body that takes longer than this to arrive has its token checked again. */
const promptBodyMs = 1_000;

/**
 * Ends each stream of the management API with UNAUTHENTICATED once its token is deleted or expired, or gives less access than
 * at the start. No message is sent after a change of the token that this server has made itself; changes elsewhere are found by
 * a periodic check. A call whose body comes late is refused in the same way, so that nobody keeps calls begun in store. When
 * the issuer of a token can't be asked, the stream goes on until the token expires.
 */
export function endWithAccess(options: EndWithAccessOptions): Interceptor {
  const open = new Set<StreamAccess>();
  options.store.onCommit((changes) => {
    if (open.size === 0) return;
    for (const { kind, id, event } of changes) {
      if (kind !== "access_token" || event === "added") continue;
      for (const access of open) if (access.isOf(id)) access.doubt();
    }
  });
  return (next) => async (request) => {
    const credential = request.contextValues.get(credentialKey);
    // The message of a call that is no stream is here by now.
    if (!request.stream && credential !== undefined) {
      const isLate = options.clock.monotonicMs() - credential.seenAtMs > promptBodyMs;
      const expiresAtMs = expiryOf(credential.identity);
      if (isLate) throwIfLost(await checkAccess(credential, options.clock, promptBodyMs, expiresAtMs));
    }
    const response = await next(request);
    if (!response.stream || credential === undefined) return response;
    return { ...response, message: whileAllowed(response.message, credential, options, open) };
  };
}

async function* whileAllowed<Message>(
  messages: AsyncIterable<Message>,
  credential: Credential,
  options: EndWithAccessOptions,
  open: Set<StreamAccess>,
): AsyncGenerator<Message> {
  const access = new StreamAccess(credential, options);
  open.add(access);
  const iterator = messages[Symbol.asyncIterator]();
  try {
    while (true) {
      const { done, value } = await access.unlessLost(iterator.next());
      await access.assertAllowed();
      if (done === true) return;
      yield value;
    }
  } finally {
    open.delete(access);
    access.close();
    // Not awaited: a watch that waits for events ends when the call's signal is aborted, which is after this.
    iterator.return?.()?.catch(() => {});
  }
}

/** The access of a stream's caller. */
class StreamAccess {
  readonly #credential: Credential;
  readonly #options: EndWithAccessOptions;
  #expiresAtMs: number;
  #timer: NodeJS.Timeout | undefined;
  #isDoubted = false;
  /** The check that is under way. */
  #check: Promise<void> | undefined;
  #lost: ConnectError | undefined;
  #onLost: ((error: ConnectError) => void) | undefined;
  #isClosed = false;

  constructor(credential: Credential, options: EndWithAccessOptions) {
    this.#credential = credential;
    this.#options = options;
    this.#expiresAtMs = expiryOf(credential.identity);
    this.#schedule();
  }

  /** @returns whether the caller has this access token */
  isOf(accessTokenId: string): boolean {
    return this.#credential.identity.accessTokenId === accessTokenId;
  }

  /** Has the token checked before the next message is sent. */
  doubt(): void {
    this.#isDoubted = true;
    this.#check ??= this.#checkDoubts();
  }

  /** Waits for a message, or throws as soon as the access is lost. */
  unlessLost<T>(message: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#lost !== undefined) reject(this.#lost);
      this.#onLost = reject;
      message.then(resolve, reject);
    });
  }

  /** Throws when the access is lost. */
  async assertAllowed(): Promise<void> {
    if (this.#options.clock.nowMs() >= this.#expiresAtMs) this.doubt();
    await this.#check;
    if (this.#lost !== undefined) throw this.#lost;
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  #schedule(): void {
    const { clock, checkEveryMs } = this.#options;
    const leftMs = this.#expiresAtMs - clock.nowMs();
    // A token that its issuer still takes after its expiry, for a leeway of clocks, is checked at the usual pace.
    const delayMs = leftMs > 0 ? Math.min(checkEveryMs, leftMs) : checkEveryMs;
    this.#timer = setTimeout(() => this.doubt(), Math.min(delayMs, maxDelayMs));
  }

  async #checkDoubts(): Promise<void> {
    clearTimeout(this.#timer);
    while (this.#isDoubted && this.#lost === undefined) {
      this.#isDoubted = false;
      // An answer that is as old as the last check says nothing new.
      const maxAgeMs = this.#options.checkEveryMs / 2;
      const access = await checkAccess(this.#credential, this.#options.clock, maxAgeMs, this.#expiresAtMs);
      this.#expiresAtMs = access.expiresAtMs;
      this.#lost = access.lost;
    }
    this.#check = undefined;
    if (this.#lost !== undefined) this.#onLost?.(this.#lost);
    else if (!this.#isClosed) this.#schedule();
  }
}

interface Access {
  readonly expiresAtMs: number;
  /** Why the call must end; undefined when it may go on. */
  readonly lost: ConnectError | undefined;
}

/**
 * Finds out whether a token still gives what it gave at the start of its call.
 *
 * @param maxAgeMs how old an answer about the token may be that is remembered
 * @param expiresAtMs when the token expires, as far as is known
 */
async function checkAccess(
  { token, source, identity, authenticator }: Credential,
  clock: Clock,
  maxAgeMs: number,
  expiresAtMs: number,
): Promise<Access> {
  let present: Identity | undefined;
  try {
    present = await authenticator.authenticate(token, source, maxAgeMs);
  } catch {
    // An issuer that does not answer has not withdrawn the token.
    const lost = clock.nowMs() < expiresAtMs ? undefined : unauthenticated("the token has expired");
    return { expiresAtMs, lost };
  }
  if (present === undefined) return { expiresAtMs, lost: unauthenticated("the token is unknown or has expired") };
  const lost = isAtLeast(present, identity)
    ? undefined
    : unauthenticated("the token has less access than at the start of the call: start it again");
  return { expiresAtMs: expiryOf(present), lost };
}

function throwIfLost({ lost }: Access): void {
  if (lost !== undefined) throw lost;
}

function expiryOf({ expiresAtMs }: Identity): number {
  return expiresAtMs ?? Number.POSITIVE_INFINITY;
}

/** @returns whether an identity may still do everything that it could; more access needs a new call */
function isAtLeast(present: Identity, before: Identity): boolean {
  return (
    present.subject === before.subject &&
    present.organizationId === before.organizationId &&
    (present.role === "admin" || before.role !== "admin") &&
    (present.bootstrap || !before.bootstrap) &&
    before.teams.every((team) => present.teams.includes(team))
  );
}

function unauthenticated(message: string): ConnectError {
  return new ConnectError(message, Code.Unauthenticated);
}
