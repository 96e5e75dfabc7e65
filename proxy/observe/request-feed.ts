import type { ServerResponse } from "node:http";
import type { Clock } from "../../kit/clock.ts";
import type { AccessRecord } from "./access-log.ts";

/** What may wait for a reader: beyond, lines are left out until it has read. */
const mostWaitingBytes = 1024 * 1024;

/** Shows whoever asks the requests that are over, a JSON line each. Workers tell of them only while somebody reads. */
export class RequestFeed {
  readonly #readers = new Set<ServerResponse>();
  readonly #follow: (isFollowed: boolean) => void;
  readonly #clock: Clock;

  /** @param follow has workers tell of requests, or no longer */
  constructor(follow: (isFollowed: boolean) => void, clock: Clock) {
    this.#follow = follow;
    this.#clock = clock;
  }

  add(response: ServerResponse): void {
    response.writeHead(200, { "content-type": "application/x-ndjson; charset=utf-8" });
    response.flushHeaders();
    this.#readers.add(response);
    if (this.#readers.size === 1) this.#follow(true);
    response.once("close", () => {
      this.#readers.delete(response);
      if (this.#readers.size === 0) this.#follow(false);
    });
  }

  tell(records: readonly AccessRecord[]): void {
    const time = new Date(this.#clock.nowMs()).toISOString();
    const lines = records.map((record) => `${JSON.stringify({ time, ...record })}\n`).join("");
    for (const reader of this.#readers) if (reader.writableLength < mostWaitingBytes) reader.write(lines);
  }
}
