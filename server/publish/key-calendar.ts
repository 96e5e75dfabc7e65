import { timestampFromMs, timestampMs } from "@bufbuild/protobuf/wkt";
import type { ApiKey } from "../../gen/es/weir/inference/v1alpha1/api_key_pb.ts";
import type { Clock } from "../../kit/clock.ts";
import type { Log } from "../../kit/log.ts";
import { exhaustedUntilMs, type KeyUse, useConditions } from "../resource/api-key-budgets.ts";
import { apiKeyConditions, isPreviousOver, nextMomentMs } from "../resource/api-key-times.ts";
import { updateConditions } from "../resource/conditions.ts";
import type { Rules } from "../resource/rules.ts";
import { previousApiKeySpace } from "../store/claim-spaces.ts";
import type { ResourceCodec } from "../store/resource-codec.ts";
import type { Change, Store, StoreWriter } from "../store/store.ts";
import { isUnusual } from "../usage/key-rate.ts";
import type { UsageStore } from "../usage/usage-store.ts";
import { DirtyLoop } from "./dirty-loop.ts";

/** Timers can't wait for longer than 24.8 days, and a clock may be set. */
const longestWaitMs = 3_600_000;
/** Small enough that a write of an operator never waits long behind a batch. */
const keysPerTransaction = 100;

export interface KeyCalendarOptions {
  readonly store: Store;
  readonly codec: ResourceCodec;
  /** What a key holds: a write with it is one that proxies hear of. */
  readonly holdings: Rules<"api_key">["holdings"];
  readonly usage: UsageStore;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Does to API keys what their times and their use say: conditions, warnings before they expire, the end of a secret
 * before, budgets that are used up.
 */
export class KeyCalendar {
  readonly #options: KeyCalendarOptions;
  readonly #loop: DirtyLoop<string>;
  /** When each key is to be looked at next. */
  readonly #moments = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;
  #stopListening: (() => void) | undefined;

  constructor(options: KeyCalendarOptions) {
    this.#options = options;
    this.#loop = new DirtyLoop(
      (ids) => this.#lookAt(ids),
      (error) => options.log.error({ err: error }, "writing the conditions of API keys failed"),
    );
  }

  /** Takes up what has come due meanwhile, and follows changes from then on. */
  async start(): Promise<void> {
    const { store, usage, log } = this.#options;
    this.#stopListening = store.onCommit((changes) => {
      for (const change of changes) this.#note(change);
      this.#forgetDeleted(changes);
    });
    const keys = await store.list("api_key", {});
    for (const { id } of keys) this.#loop.mark(id);
    if (usage.isNew && keys.length > 0) {
      log.error({ keys: keys.length }, "usage.db is new, though there are API keys: their budgets begin at zero");
    }
  }

  async stop(): Promise<void> {
    this.#stopListening?.();
    clearTimeout(this.#timer);
    await this.#loop.stop();
  }

  #note({ kind, id, event, statusOnly }: Change): void {
    if (kind !== "api_key" || statusOnly) return;
    if (event === "deleted") this.#moments.delete(id);
    else this.#loop.mark(id);
  }

  #forgetDeleted(changes: readonly Change[]): void {
    const ids = changes.filter(({ kind, event }) => kind === "api_key" && event === "deleted").map(({ id }) => id);
    if (ids.length === 0) return;
    try {
      this.#options.usage.forgetKeys(ids);
    } catch (error) {
      this.#options.log.error({ err: error, keyIds: ids }, "counters of deleted API keys can't be removed");
    }
  }

  /** What was used of keys has been stored. */
  onUsage(keyIds: ReadonlySet<string>): void {
    for (const id of keyIds) this.#loop.mark(id);
  }

  async #lookAt(ids: ReadonlySet<string>): Promise<void> {
    const all = [...ids];
    for (let start = 0; start < all.length; start += keysPerTransaction) {
      await this.#options.store.write(async (writer) => {
        for (const id of all.slice(start, start + keysPerTransaction)) await this.#lookAtOne(writer, id);
      });
    }
    this.#wait();
  }

  async #lookAtOne(writer: StoreWriter, id: string): Promise<void> {
    const { codec, clock, log, holdings } = this.#options;
    const row = await writer.get("api_key", id);
    if (row === undefined) return;
    const key: ApiKey | undefined = codec.tryDecode("api_key", row);
    if (key === undefined) return;
    const status = key.status!;
    const nowMs = clock.nowMs();
    const next = nextMomentMs(key, nowMs);
    if (next === undefined) this.#moments.delete(id);
    else this.#moments.set(id, next);
    const isOver = isPreviousOver(key, nowMs);
    const use = this.#useOf(id);
    const untilMs = exhaustedUntilMs(key, use, nowMs);
    const isNewlyExhausted = untilMs !== (status.exhaustedUntil && timestampMs(status.exhaustedUntil));
    const observed = [...apiKeyConditions(key, nowMs), ...useConditions(key, use, nowMs)];
    const conditions = updateConditions(status.conditions, observed, nowMs);
    if (conditions === undefined && !isOver && !isNewlyExhausted) return;
    if (isOver) {
      status.previousHint = "";
      status.previousExpiresAt = undefined;
    }
    status.exhaustedUntil = untilMs === undefined ? undefined : timestampFromMs(untilMs);
    for (const { type, status: is, reason, message } of conditions ?? []) {
      const before = status.conditions.find((each) => each.type === type);
      const isNews = before?.message !== message && reason !== "AsExpected";
      if (isNews)
        log.warn({ keyId: id, name: key.spec!.name, type, is, reason }, `API key "${key.spec!.name}" ${message}`);
    }
    status.conditions = conditions ?? status.conditions;
    status.updatedAt = timestampFromMs(nowMs);
    const written = { ...row, updatedAtMs: nowMs, body: codec.encode("api_key", key) };
    if (!isOver && !isNewlyExhausted) await writer.update(written);
    else {
      const kept = (await writer.claimsOf(row)).filter(({ space }) => !isOver || space !== previousApiKeySpace);
      await writer.update(written, holdings(key.spec!, kept));
    }
  }

  #useOf(id: string): KeyUse {
    const { usage } = this.#options;
    const rate = usage.rateOf(id);
    return {
      spentIn: (period, span) => usage.spentIn(id, period, span),
      unusual: rate !== undefined && isUnusual(rate) ? { requests: rate.requests, usual: rate.mean } : undefined,
    };
  }

  /** Looks at those that have come due, and waits for the next. */
  #wait(): void {
    clearTimeout(this.#timer);
    const nowMs = this.#options.clock.nowMs();
    let next = nowMs + longestWaitMs;
    for (const [id, moment] of this.#moments) {
      if (moment <= nowMs) this.#loop.mark(id);
      else next = Math.min(next, moment);
    }
    this.#timer = setTimeout(() => this.#wait(), next - nowMs + 1).unref();
  }
}
