import { hash } from "node:crypto";
import type { CommandParser, RedisClientType } from "redis";
import type { Clock } from "../../kit/clock.ts";
import type { Log } from "../../kit/log.ts";

/** An engine that does not answer in this time is away: so long do requests wait that find that out. */
const timeoutMs = 1_000;
/** So often each proxy says that it is there; one that was silent for three times as long is not. */
const heartbeatMs = 2_000;
/** A lease is so small a part of what is left: leases of all workers together stay far from the edge. */
const leaseDivisor = 32;
/** All keys in one place of a cluster: a script must find them together. */
const prefix = "weir:{limits}:";

/** What is asked of one limit. */
export interface SharedCharge {
  readonly name: string;
  readonly limit: number;
  readonly windowMs: number;
  readonly amount: number;
  /** Whether more than the amount is to be charged, to be used later. */
  readonly wantsLease: boolean;
}

/** What the engine says of one limit. */
export interface SharedAnswer {
  readonly remaining: number;
  readonly resetMs: number;
  /** What was charged beside the amount, to be used until the slot is over. */
  readonly lease: number;
  readonly slot: number;
  readonly slotLeftMs: number;
}

/**
 * Charges all limits or none, as rate-table.ts does: a window slides in sixteenths, and a hash has what was used in each
 * of them. By the engine's clock: those of proxies may differ.
 */
const takeScript = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local refused = -1
local limits = {}
for i, key in ipairs(KEYS) do
  local limit, window, amount = tonumber(ARGV[i * 4 - 3]), tonumber(ARGV[i * 4 - 2]), tonumber(ARGV[i * 4 - 1])
  local slot = window / 16
  local present = math.floor(now / slot)
  local used, slots = 0, {}
  local all = redis.call('HGETALL', key)
  for j = 1, #all, 2 do
    local index, count = tonumber(all[j]), tonumber(all[j + 1])
    if index > present - 17 then
      used = used + count
      if count > 0 then slots[#slots + 1] = {index, count} end
    else
      redis.call('HDEL', key, all[j])
    end
  end
  table.sort(slots, function(a, b) return a[1] < b[1] end)
  local needed = used + amount - limit
  local reset = #slots > 0 and (slots[1][1] + 17) * slot - now or 17 * slot
  if needed > 0 then
    if refused == -1 then refused = i - 1 end
    reset = window
    for _, each in ipairs(slots) do
      needed = needed - each[2]
      if needed <= 0 then reset = (each[1] + 17) * slot - now; break end
    end
  end
  limits[i] = {limit = limit, window = window, amount = amount, used = used, reset = reset, present = present, left = (present + 1) * slot - now}
end
local answer = {refused}
for i, key in ipairs(KEYS) do
  local each = limits[i]
  local lease, used = 0, each.used
  if refused == -1 then
    if ARGV[i * 4] == '1' then lease = math.floor((each.limit - each.used - each.amount) / ${leaseDivisor}) end
    redis.call('HINCRBY', key, each.present, each.amount + lease)
    redis.call('PEXPIRE', key, each.window * 2)
    used = used + each.amount
  end
  for _, value in ipairs({math.max(0, each.limit - used), math.ceil(each.reset), lease, each.present, math.floor(each.left)}) do
    answer[#answer + 1] = value
  end
end
return answer`;

const correctScript = `
local count = redis.call('HGET', KEYS[1], ARGV[1])
if count then redis.call('HSET', KEYS[1], ARGV[1], math.max(0, count + ARGV[2])) end
return 0`;

const scripts = {
  takeLimits: {
    SCRIPT: takeScript,
    SHA1: hash("sha1", takeScript, "hex"),
    NUMBER_OF_KEYS: undefined,
    IS_READ_ONLY: false,
    parseCommand(parser: CommandParser, charges: readonly SharedCharge[]) {
      parser.pushKeysLength(charges.map(({ name }) => prefix + name));
      for (const { limit, windowMs, amount, wantsLease } of charges) {
        parser.push(String(limit), String(windowMs), String(amount), wantsLease ? "1" : "0");
      }
    },
    transformReply: (reply: unknown) => reply as number[],
  },
  correctLimit: {
    SCRIPT: correctScript,
    SHA1: hash("sha1", correctScript, "hex"),
    NUMBER_OF_KEYS: 1,
    IS_READ_ONLY: false,
    parseCommand(parser: CommandParser, name: string, slot: number, by: number) {
      parser.pushKey(prefix + name);
      parser.push(String(slot), String(by));
    },
    transformReply: () => undefined,
  },
};

type Client = RedisClientType<Record<string, never>, Record<string, never>, typeof scripts>;

/** Limits in Redis or Valkey, for all proxies that use the same. */
export class SharedBudget {
  #client: Client | undefined;
  readonly #proxyId: string;
  readonly #clock: Clock;
  readonly #log: Log;
  #timer: NodeJS.Timeout | undefined;
  #proxies = 1;
  #isUp = false;

  private constructor(proxyId: string, clock: Clock, log: Log) {
    this.#proxyId = proxyId;
    this.#clock = clock;
    this.#log = log;
  }

  /** Begins to connect; never waits for it. */
  static open(
    url: string,
    proxyId: string,
    { clock, log }: { readonly clock: Clock; readonly log: Log },
  ): SharedBudget {
    const budget = new SharedBudget(proxyId, clock, log);
    budget.#connect(url).catch((error: Error) => budget.#noteUp(false, error));
    budget.#timer = setInterval(() => budget.#beat(), heartbeatMs).unref();
    return budget;
  }

  async #connect(url: string): Promise<void> {
    const { createClient } = await import("redis");
    const client = createClient({
      url,
      scripts,
      // What can't be sent now is decided without the engine.
      disableOfflineQueue: true,
      socket: { connectTimeout: 1_000, reconnectStrategy: (retries: number) => Math.min(50 * 2 ** retries, 1_000) },
    }) as unknown as Client;
    this.#client = client;
    client.on("error", (error: Error) => this.#noteUp(false, error));
    client.on("ready", () => this.#beat());
    await client.connect();
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  /** How many proxies share the limits, as far as is known. */
  get proxies(): number {
    return this.#proxies;
  }

  /** Charges all or none. Throws where the engine does not answer in time. */
  async take(charges: readonly SharedCharge[]): Promise<{ refused: number; charges: SharedAnswer[] }> {
    const [refused = -1, ...values] = await this.#inTime(this.#client!.takeLimits(charges));
    const answers = charges.map((_, index) => {
      const [remaining, resetMs, lease, slot, slotLeftMs] = values.slice(index * 5, index * 5 + 5) as [
        number,
        number,
        number,
        number,
        number,
      ];
      return { remaining, resetMs, lease, slot, slotLeftMs };
    });
    return { refused, charges: answers };
  }

  correct(name: string, slot: number, by: number): void {
    if (!this.#isUp || by === 0) return;
    this.#client?.correctLimit(name, slot, by).catch((error: Error) => this.#noteUp(false, error));
  }

  close(): void {
    clearInterval(this.#timer);
    this.#client?.destroy();
  }

  /** Says that this proxy is there, and counts those that are. */
  async #beat(): Promise<void> {
    const client = this.#client;
    if (client?.isReady !== true) return;
    const nowMs = this.#clock.nowMs();
    const key = `${prefix}proxies`;
    try {
      const [, , count] = await this.#inTime(
        client
          .multi()
          .zAdd(key, { score: nowMs, value: this.#proxyId })
          .zRemRangeByScore(key, "-inf", nowMs - 3 * heartbeatMs)
          .zCard(key)
          .exec(),
      );
      this.#proxies = Math.max(1, Number(count));
      this.#noteUp(true);
    } catch (error) {
      this.#noteUp(false, error as Error);
    }
  }

  async #inTime<T>(answer: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      const giveUp = (): void => reject(new Error(`no answer within ${timeoutMs} ms`));
      // A thread that is busy sees its timers before the answers that wait for it.
      timer = setTimeout(() => setImmediate(setImmediate, giveUp), timeoutMs);
    });
    try {
      return await Promise.race([answer, late]);
    } catch (error) {
      this.#noteUp(false, error as Error);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  #noteUp(isUp: boolean, error?: Error): void {
    if (isUp === this.#isUp) return;
    this.#isUp = isUp;
    if (isUp) this.#log.info("limits are shared over proxies");
    else this.#log.warn({ err: error }, "limits can't be shared: each proxy lets its share of them pass");
  }
}
