import type { Log } from "../../kit/log.ts";
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

/** Where requests are written when they are over. */
export class AccessLog {
  readonly #log: Log;
  readonly #share: number;
  readonly #random: Random;
  /** Told of them too; undefined: nobody follows. */
  follower: ((record: AccessRecord) => void) | undefined;

  /** @param share of the requests that went well, from 0 to 1; all others are written */
  constructor(log: Log, share: number, random: Random) {
    this.#log = log;
    this.#share = share;
    this.#random = random;
  }

  write(record: AccessRecord): void {
    if (this.#share === 1 || !wentWell(record) || this.#random.next() < this.#share) this.#log.info(record, "request");
    this.follower?.(record);
  }
}

function wentWell({ status, end, refusal, failures }: AccessRecord): boolean {
  return status < 400 && end === "done" && refusal === undefined && failures === undefined;
}
