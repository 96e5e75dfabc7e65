import { hash } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { Clock } from "../../kit/clock.ts";
import {
  type Authenticator,
  bearerToken,
  expired,
  invalid,
  missing,
  notYetValid,
  type Verdict,
} from "./authenticator.ts";
import type { Callers } from "./callers.ts";
import { KeyShard } from "./key-shard.ts";

/** Takes the API keys of one gateway, by their digests: no call leaves the proxy. */
export class ApiKeyAuthenticator implements Authenticator {
  /** What clients of OpenAI, Anthropic and Azure send. */
  readonly credentialHeaders = ["x-api-key", "api-key"];
  readonly #gatewayId: string;
  readonly #clock: Clock;

  constructor(gatewayId: string, clock: Clock) {
    this.#gatewayId = gatewayId;
    this.#clock = clock;
  }

  authenticate(headers: IncomingHttpHeaders, { keySets }: Callers): Verdict {
    const secret = bearerToken(headers) ?? headers["x-api-key"] ?? headers["api-key"];
    if (typeof secret !== "string" || secret === "") return missing;
    const digest = hash("sha256", secret, "buffer");
    const key = keySets.get(this.#gatewayId)?.[KeyShard.of(digest)]?.find(digest);
    if (key === undefined) return invalid;
    const nowMs = this.#clock.nowMs();
    if (nowMs >= key.expiresAtMs) return expired;
    return nowMs < key.notBeforeMs ? notYetValid : key;
  }
}
