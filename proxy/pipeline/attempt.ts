import type { Dispatcher } from "undici";
import type { WatchedTraffic } from "../observe/watched-traffic.ts";
import { type Destination, releaseTarget } from "../table/destination.ts";
import type { PoolTarget } from "../target/pool-target.ts";
import type { Target } from "../target/target.ts";
import type { AttemptSpan } from "../trace/request-trace.ts";
import type { Containable } from "./contain.ts";

/** Headers after a body. */
export type Trailers = Readonly<Record<string, string | string[]>>;

/** Who made an attempt, and hears how it goes. */
export interface AttemptOwner extends Containable {
  /** The head of an answer is there. */
  headArrived(attempt: Attempt, status: number): void;
  dataArrived(attempt: Attempt, chunk: Buffer): void;
  /** The answer is whole. */
  answered(attempt: Attempt, trailers: Trailers): void;
  /** No answer came, or it broke off. */
  attemptFailed(attempt: Attempt, error: Error): void;
}

/** Why an attempt is given up that takes longer than its pool allows. */
export const attemptTimeout = new Error("no answer within the time of one attempt");
const givenUp = new Error("nobody waits for this attempt any more");

/**
 * One sending of a request to a target: the handler that undici calls. It can be given up while the request goes on;
 * from then on nothing of it gets through. It is in flight at its target until its end, by whatever cause.
 */
export class Attempt implements Dispatcher.DispatchHandler {
  readonly destination: Destination;
  readonly chosen: PoolTarget;
  /** When it was sent. */
  readonly startMs: number;
  /** When the head of an answer came; undefined before. */
  headMs: number | undefined;
  /** Undefined: the request is not traced. */
  span: AttemptSpan | undefined;
  /** Where it counts, of those who watch its deployment: the one of when it was sent. */
  readonly #watched: WatchedTraffic | undefined;
  #owner: AttemptOwner | undefined;
  #controller: Dispatcher.DispatchController | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isCounted = true;

  /** @param chosen counts the request already */
  constructor(owner: AttemptOwner, destination: Destination, chosen: PoolTarget, startMs: number) {
    this.#owner = owner;
    this.destination = destination;
    this.chosen = chosen;
    this.startMs = startMs;
    this.#watched = destination.metrics.watched;
  }

  get target(): Target {
    return this.chosen.target;
  }

  /** The head of the answer as it came: flat pairs. Only while the answer is under way. */
  get rawHeaders(): readonly (Buffer | string)[] {
    const raw = this.#controller?.rawHeaders ?? [];
    if (Array.isArray(raw)) return raw;
    // What undici gives of HTTP/2.
    return Object.entries(raw).flatMap(([name, value]) =>
      Array.isArray(value) ? value.flatMap((each: string) => [name, each]) : [name, String(value)],
    );
  }

  /** Gives it this long until the head of its answer. */
  limit(milliseconds: number): void {
    this.#timer = setTimeout(() => this.onResponseError(undefined, attemptTimeout), milliseconds);
  }

  pause(): void {
    this.#controller?.pause();
  }

  resume(): void {
    this.#controller?.resume();
  }

  /** It is in flight no more. */
  uncount(): void {
    if (!this.#isCounted) return;
    this.#isCounted = false;
    this.span?.end();
    releaseTarget(this.destination, this.chosen);
  }

  /** The head of an answer is there: what it says of the target, and of what stands behind it. */
  judge(status: number, nowMs: number): void {
    this.headMs = nowMs;
    const { destination, chosen, startMs } = this;
    const { pool, circuit } = destination;
    circuit?.record(status >= 500);
    this.#watched?.count(status >= 500, nowMs - startMs);
    this.span?.answered(status);
    if (status >= 502 && status <= 504) pool.failed(chosen, `status ${status}`);
    else if (status >= 500) pool.answeredError(chosen, nowMs - startMs);
    else pool.succeeded(chosen, nowMs - startMs);
  }

  /** The answer that was judged by its head broke off. */
  brokeOff(): void {
    this.#watched?.brokeOff();
  }

  /** No answer came, by the target's fault. */
  blame(reason: string): void {
    const { pool, circuit } = this.destination;
    circuit?.record(true);
    this.#watched?.count(true, undefined);
    pool.failed(this.chosen, reason);
  }

  /** No connection was made, because the proxy may not connect to the target's address. */
  blameAddress(reason: string): void {
    this.destination.pool.addressRefused(this.chosen, reason);
    this.blame(reason);
  }

  /** It says nothing of its target. */
  learnedNothing(): void {
    this.destination.pool.learnedNothing(this.chosen);
    this.destination.circuit?.recordNothing();
  }

  /** Ends it without a word about its target, where there was none yet: nobody waits for it. */
  giveUp(): void {
    if (this.#isCounted && this.headMs === undefined) this.learnedNothing();
    this.uncount();
    this.#owner = undefined;
    clearTimeout(this.#timer);
    this.#controller?.abort(givenUp);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#owner === undefined) controller.abort(givenUp);
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number): void {
    if (status < 200) return;
    clearTimeout(this.#timer);
    try {
      this.#owner?.headArrived(this, status);
    } catch (cause) {
      this.#fail(cause);
    }
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    try {
      this.#owner?.dataArrived(this, chunk);
    } catch (cause) {
      this.#fail(cause);
    }
  }

  onResponseEnd(_controller: Dispatcher.DispatchController, trailers: Trailers): void {
    try {
      this.uncount();
      this.#owner?.answered(this, trailers);
    } catch (cause) {
      this.#fail(cause);
    }
  }

  onResponseError(_controller: Dispatcher.DispatchController | undefined, error: Error): void {
    clearTimeout(this.#timer);
    const owner = this.#owner;
    this.#owner = undefined;
    if (owner === undefined) return;
    try {
      if (error === attemptTimeout) this.#controller?.abort(givenUp);
      this.span?.failed(error.message);
      this.uncount();
      owner.attemptFailed(this, error);
    } catch (cause) {
      owner.fail(cause);
    }
  }

  /** Our own code threw: the target is not to blame, and undici must not take it for a broken connection. */
  #fail(cause: unknown): void {
    const owner = this.#owner;
    try {
      this.giveUp();
    } catch {
      // The first cause is the one to report.
    }
    owner?.fail(cause);
  }
}
