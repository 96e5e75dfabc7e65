import type { Clock } from "../../kit/clock.ts";
import type { Random } from "../../kit/random.ts";

/** What one line of the access log says; never a secret, never a body. */
export interface AccessRecord {
  readonly requestId: string;
  readonly method: string;
  /** Without its query, which may hold a credential. */
  readonly path: string;
  readonly status: number;
  readonly gateway: string | undefined;
  readonly subject: string | undefined;
  /** The id of the API key that was presented. */
  readonly keyId: string | undefined;
  readonly model: string | undefined;
  readonly rule: string | undefined;
  readonly deployment: string | undefined;
  readonly service: string | undefined;
  /** Of a custom endpoint: `<account>/<endpoint>`. */
  readonly endpoint: string | undefined;
  readonly target: string | undefined;
  readonly attempts: number;
  /** Why attempts failed, in their order. */
  readonly failures: readonly string[] | undefined;
  /** The proxy's own refusal; undefined when an upstream answered. */
  readonly refusal: string | undefined;
  /** How the exchange ended: `done`, `client gone`, `upstream broke off`. */
  readonly end: string;
  readonly source: string;
  /** Undefined: not counted, as on an upgraded connection. */
  readonly bytesSent: number | undefined;
  /** Undefined: the answer told none. */
  readonly promptTokens: number | undefined;
  readonly completionTokens: number | undefined;
  readonly firstByteMs: number | undefined;
  readonly durationMs: number;
}

/** Takes whole lines, several at a time. */
export interface LineSink {
  write(lines: string): void;
}

/** Lines are written in blocks of about so many characters. */
const blockLength = 32 * 1024;

export interface AccessLogOptions {
  /** Undefined: requests are not written. */
  readonly sink: LineSink | undefined;
  /** Of the requests that went well, how many are written, from 0 to 1; all others are. */
  readonly share: number;
  readonly clock: Clock;
  readonly random: Random;
}

/** Where requests are written when they are over. */
export class AccessLog {
  readonly #options: AccessLogOptions;
  #timeMs = 0;
  /** How a line of that millisecond begins. */
  #beginning = "";
  /** Lines that were not written yet. */
  #block = "";
  /** Told of them too; undefined: nobody follows. */
  follower: ((record: AccessRecord) => void) | undefined;

  constructor(options: AccessLogOptions) {
    this.#options = options;
  }

  write(record: AccessRecord): void {
    const { sink, share, random } = this.#options;
    if (sink !== undefined && (share === 1 || !wentWell(record) || random.next() < share)) {
      this.#block += this.#line(record);
      if (this.#block.length >= blockLength) this.flush();
    }
    this.follower?.(record);
  }

  /** Writes what waits for a whole block. */
  flush(): void {
    if (this.#block === "") return;
    this.#options.sink?.write(this.#block);
    this.#block = "";
  }

  /**
   * As pino has it. Line and block are made here because pino and its destination, which flattens what it has collected
   * with every line, allocated half of all that a request did: 18 of 40 KB.
   */
  #line(record: AccessRecord): string {
    const nowMs = this.#options.clock.nowMs();
    if (nowMs !== this.#timeMs) {
      this.#timeMs = nowMs;
      this.#beginning = `{"level":"info","time":"${new Date(nowMs).toISOString()}","name":"proxy",`;
    }
    return `${this.#beginning}${JSON.stringify(record).slice(1, -1)},"msg":"request"}\n`;
  }
}

function wentWell({ status, end, refusal, failures }: AccessRecord): boolean {
  return status < 400 && end === "done" && refusal === undefined && failures === undefined;
}
