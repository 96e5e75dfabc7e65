import type { AnswerHead, BodyTransform, Transformed } from "../plugin/plugin.ts";
import { inLine } from "../plugin/plugin-chain.ts";
import { isPlain } from "../plugin/whole-body.ts";
import { HideUsageEvent } from "../usage/hide-usage-event.ts";
import { UsageReader } from "../usage/usage-reader.ts";
import type { Attempt, Trailers } from "./attempt.ts";
import { contain } from "./contain.ts";
import type { Exchange } from "./exchange.ts";
import { headerOf } from "./hop-headers.ts";
import { type Refusal, refusal } from "./proxy-error.ts";

/** Answers that plugins look at as a whole may be so large. */
const mostHeldBytes = 32 * 1024 * 1024;
/** Answers up to this size are copied into a string for the sake of a single write. */
const oneWriteBytes = 16 * 1024;

/** The answer of one attempt on its way to the client: its tokens are read, plugins look at it, and it is written. */
export class Answer {
  readonly #exchange: Exchange;
  readonly #attempt: Attempt;
  #isEventStream = false;
  /** The length that it announced; -1 when it has none. */
  #contentLength = -1;
  /** What changes its body; undefined: it passes as it is. */
  #transform: BodyTransform | undefined;
  /** Its head while its body is collected. */
  #heldHead: AnswerHead | undefined;
  #heldBytes = 0;

  constructor(exchange: Exchange, attempt: Attempt) {
    this.#exchange = exchange;
    this.#attempt = attempt;
  }

  /**
   * Its head is there.
   *
   * @param headers flat pairs, of the proxy too
   * @param hidesUsage whether the usage that a stream tells is for the proxy alone
   */
  begin(status: number, headers: string[], hidesUsage: boolean): void {
    const exchange = this.#exchange;
    const isGood = status < 400;
    if (isGood && this.#attempt.destination.usage !== "none") {
      const encoding = headerOf(headers, "content-encoding");
      exchange.usageReader = new UsageReader(headerOf(headers, "content-type"), encoding);
    }
    if (exchange.chain === undefined && !(isGood && hidesUsage)) this.#writeHead(status, headers);
    else this.#passPlugins({ status, headers }, isGood && hidesUsage);
  }

  /** A piece of its body is there. */
  write(piece: Buffer): void {
    const exchange = this.#exchange;
    const { request, response } = exchange;
    // More than the answer had announced, or an answer that could not be written.
    if (response.writableEnded) return;
    exchange.usageReader?.read(piece);
    const chunk = this.#transform === undefined ? piece : this.#pass(this.#transform, piece);
    if (chunk === undefined) return;
    exchange.bytesSent += chunk.length;
    // Before the client can have it all: its next request must find room where this one was.
    if (exchange.bytesSent === this.#contentLength) this.#attempt.uncount();
    if (chunk.length === this.#contentLength && chunk.length <= oneWriteBytes && request.complete) {
      // Head and body as one string are one write to the socket, and writes are most of what a short answer costs.
      response.end(chunk.toString("latin1"), "latin1");
      return;
    }
    if (response.write(chunk)) return;
    this.#attempt.pause();
    response.once("drain", () => contain(exchange, () => this.#attempt.resume()));
  }

  /** It is whole. */
  end(trailers: Trailers): void {
    if (this.#transform !== undefined) this.#endTransform(this.#transform, trailers);
    else if (!this.#exchange.response.writableEnded) this.#exchange.end(trailers);
  }

  /** It can't be finished. What the client has of it, it must not take for the whole. */
  breakOff(refused: Refusal): void {
    if (this.#heldHead === undefined) this.#exchange.breakOff(this.#isEventStream, refused);
    else this.#exchange.refuse(refused);
  }

  /** The head passes the plugins; the body will, where they look at it. */
  #passPlugins(head: AnswerHead, hidesUsage: boolean): void {
    const exchange = this.#exchange;
    const { chain } = exchange;
    chain?.answer(exchange, head);
    const hasBody = exchange.request.method !== "HEAD" && head.status !== 204 && head.status !== 304;
    const change = hasBody ? chain?.transformOf(exchange, head) : undefined;
    const hide = hasBody && hidesUsage && isPlain(head.headers) ? new HideUsageEvent() : undefined;
    this.#transform = hide === undefined || change === undefined ? (hide ?? change) : inLine(hide, change);
    if (this.#transform !== undefined) {
      const { headers } = head;
      head.headers = headers.filter((_, index) => headers[index & ~1]!.toLowerCase() !== "content-length");
    }
    if (this.#transform?.holds === true) this.#heldHead = head;
    else this.#writeHead(head.status, head.headers);
  }

  /** False: it can't be written, and the client has a refusal in place of it. */
  #writeHead(status: number, headers: string[]): boolean {
    const exchange = this.#exchange;
    if (exchange.answerHeaders.length > 0) headers.push(...exchange.answerHeaders);
    this.#isEventStream = headerOf(headers, "content-type")?.startsWith("text/event-stream") === true;
    const contentLength = headerOf(headers, "content-length");
    this.#contentLength = contentLength === undefined ? -1 : Number(contentLength);
    const fault = exchange.writeHead(status, headers);
    if (fault !== undefined) {
      this.#attempt.giveUp();
      exchange.refuse(refusal("upstream_protocol_error", `the upstream's answer can't be passed on: ${fault}`));
      return false;
    }
    // A stream's head goes out before its first byte is there; where that is there already, it goes out with it.
    if (contentLength === undefined) setImmediate(flushHead, exchange);
    return true;
  }

  /** What goes out for a piece of a body that plugins look at. */
  #pass(transform: BodyTransform, piece: Buffer): Buffer | undefined {
    if (this.#heldHead !== undefined) this.#heldBytes += piece.length;
    if (this.#heldBytes <= mostHeldBytes) {
      const passed = transform.push(piece);
      if (passed === undefined || !("code" in passed)) return passed;
      this.#attempt.giveUp();
      this.breakOff(passed);
      return undefined;
    }
    this.#attempt.giveUp();
    const message = `the answer is larger than ${mostHeldBytes} bytes, and plugins look at all of it`;
    this.#exchange.refuse(refusal("upstream_protocol_error", message));
    return undefined;
  }

  #endTransform(transform: BodyTransform, trailers: Trailers): void {
    const rest = transform.end();
    if (!(rest instanceof Promise)) return this.#writeEnd(rest, trailers);
    rest.then((late) => this.#writeEnd(late, trailers)).catch((cause: unknown) => this.#exchange.fail(cause));
  }

  #writeEnd(rest: Transformed, trailers: Trailers): void {
    const exchange = this.#exchange;
    if (exchange.isOver) return;
    if (rest !== undefined && "code" in rest) return this.breakOff(rest);
    const head = this.#heldHead;
    if (head !== undefined) {
      this.#heldHead = undefined;
      head.headers.push("content-length", String(rest?.length ?? 0));
      if (!this.#writeHead(head.status, head.headers)) return;
    }
    if (rest !== undefined) {
      exchange.bytesSent += rest.length;
      exchange.response.write(rest);
    }
    exchange.end(trailers);
  }
}

function flushHead(exchange: Exchange): void {
  const { response } = exchange;
  try {
    if (!response.writableEnded && !response.destroyed) response.flushHeaders();
  } catch (cause) {
    exchange.fail(cause);
  }
}
