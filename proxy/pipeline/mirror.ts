import type { Dispatcher } from "undici";
import { isRefusedAddress } from "../dial/refused-address.ts";
import { type Destination, takeTarget } from "../table/destination.ts";
import type { MirrorRoute } from "../table/routing-table.ts";
import type { PoolTarget } from "../target/pool-target.ts";
import { Attempt, type AttemptOwner } from "./attempt.ts";
import { noteInternalError } from "./contain.ts";
import type { Exchange } from "./exchange.ts";
import { hasBody } from "./has-body.ts";
import { outgoingHeaders } from "./outgoing-headers.ts";

/** What is copied. */
export interface Copied {
  /** Path and query, without the target's base path. */
  readonly path: string;
  /** Undefined: there is none, or it streams through. */
  readonly body: Buffer | undefined;
  /** A header that is not sent on, in lower case. */
  readonly droppedHeader: string | undefined;
}

/** Sends a copy of a request to another service, by chance, after the request itself is on its way. */
export function mirror(exchange: Exchange, { service, share }: MirrorRoute, copied: Copied): void {
  const { context } = exchange;
  if (share < 1 && context.random.next() >= share) return;
  if (copied.body === undefined && hasBody(exchange)) return;
  setImmediate(() => {
    try {
      const destination = service.pick(exchange);
      const chosen = destination && takeTarget(destination, [], exchange);
      if (destination !== undefined && chosen !== undefined) new Copy(exchange, destination, chosen).send(copied);
    } catch (cause) {
      noteInternalError(context, "mirror", cause, exchange.requestId);
    }
  });
}

/** A copy on its way: its answer is read and forgotten, and counted. */
class Copy implements AttemptOwner {
  readonly #exchange: Exchange;
  readonly #attempt: Attempt;
  #status = 502;

  constructor(exchange: Exchange, destination: Destination, chosen: PoolTarget) {
    this.#exchange = exchange;
    this.#attempt = new Attempt(this, destination, chosen, exchange.context.clock.monotonicMs());
  }

  send({ path, body, droppedHeader }: Copied): void {
    const { target, destination } = this.#attempt;
    const { timeouts } = destination.traffic;
    const headers = outgoingHeaders(
      this.#exchange,
      target.address.host,
      body,
      droppedHeader,
      false,
      destination.pool.headers,
    );
    headers.push("x-weir-mirrored", "true");
    destination.metrics.attempts += 1;
    target.connections.dispatch(
      {
        path: target.address.basePath + path,
        method: this.#exchange.request.method as Dispatcher.HttpMethod,
        headers,
        body: body ?? null,
        headersTimeout: timeouts.responseHeadMs,
        bodyTimeout: timeouts.idleMs,
      },
      this.#attempt,
    );
  }

  headArrived(attempt: Attempt, status: number): void {
    this.#status = status;
    attempt.judge(status, this.#exchange.context.clock.monotonicMs());
  }

  dataArrived(): void {}

  answered(): void {
    this.#count();
  }

  attemptFailed(attempt: Attempt, error: Error): void {
    if (attempt.headMs === undefined) {
      if (isRefusedAddress(error)) attempt.blameAddress(error.message);
      else attempt.blame(error.message);
    }
    this.#count();
  }

  /** The request itself goes on without its copy. */
  fail(cause: unknown): void {
    noteInternalError(this.#exchange.context, "mirror", cause, this.#exchange.requestId);
  }

  #count(): void {
    const { destination, startMs, headMs } = this.#attempt;
    const durationMs = this.#exchange.context.clock.monotonicMs() - startMs;
    const firstByteMs = headMs === undefined ? undefined : headMs - startMs;
    destination.metrics.countRequest(this.#status, durationMs, firstByteMs, 0);
  }
}
