import type { Log } from "../../kit/log.ts";

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
  /** Told of them too; undefined: nobody follows. */
  follower: ((record: AccessRecord) => void) | undefined;

  constructor(log: Log) {
    this.#log = log;
  }

  write(record: AccessRecord): void {
    this.#log.info(record, "request");
    this.follower?.(record);
  }
}
