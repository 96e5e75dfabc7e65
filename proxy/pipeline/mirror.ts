import type { Dispatcher } from "undici";
import type { Destination } from "../table/destination.ts";
import { releaseTarget, takeTarget } from "../table/destination.ts";
import type { MirrorRoute } from "../table/routing-table.ts";
import type { PoolTarget } from "../target/pool-target.ts";
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
  const { context, request } = exchange;
  if (share < 1 && context.random.next() >= share) return;
  if (copied.body === undefined && hasBody(request)) return;
  setImmediate(() => {
    const destination = service.pick(exchange);
    const chosen = destination && takeTarget(destination, [], exchange);
    if (destination !== undefined && chosen !== undefined) new Copy(exchange, destination, chosen).send(copied);
  });
}

/** A copy on its way: its answer is read and forgotten, and counted. */
class Copy implements Dispatcher.DispatchHandler {
  readonly #exchange: Exchange;
  readonly #destination: Destination;
  readonly #chosen: PoolTarget;
  readonly #startMs: number;
  #headMs: number | undefined;
  #status = 502;
  #isOver = false;

  constructor(exchange: Exchange, destination: Destination, chosen: PoolTarget) {
    this.#exchange = exchange;
    this.#destination = destination;
    this.#chosen = chosen;
    this.#startMs = exchange.context.clock.monotonicMs();
  }

  send({ path, body, droppedHeader }: Copied): void {
    const { target } = this.#chosen;
    const { timeouts } = this.#destination.traffic;
    const headers = outgoingHeaders(this.#exchange, target.address.host, body, droppedHeader);
    headers.push("x-weir-mirrored", "true");
    this.#destination.metrics.attempts += 1;
    target.connections.dispatch(
      {
        path: target.address.basePath + path,
        method: this.#exchange.request.method as Dispatcher.HttpMethod,
        headers,
        body: body ?? null,
        headersTimeout: timeouts.responseHeadMs,
        bodyTimeout: timeouts.idleMs,
      },
      this,
    );
  }

  onRequestStart(): void {}

  onResponseStart(_controller: Dispatcher.DispatchController, status: number): void {
    if (status < 200) return;
    this.#status = status;
    this.#headMs = this.#exchange.context.clock.monotonicMs();
    if (status >= 502 && status <= 504) this.#destination.pool.failed(this.#chosen, `status ${status}`);
    else this.#destination.pool.succeeded(this.#chosen, this.#headMs - this.#startMs);
  }

  onResponseData(): void {}

  onResponseEnd(): void {
    this.#end();
  }

  onResponseError(_controller: Dispatcher.DispatchController | undefined, error: Error): void {
    if (this.#headMs === undefined) this.#destination.pool.failed(this.#chosen, error.message);
    this.#end();
  }

  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    releaseTarget(this.#destination, this.#chosen);
    const nowMs = this.#exchange.context.clock.monotonicMs();
    const firstByteMs = this.#headMs === undefined ? undefined : this.#headMs - this.#startMs;
    this.#destination.metrics.countRequest(this.#status, nowMs - this.#startMs, firstByteMs, 0);
  }
}
