import { Pool } from "undici";
import { quantile } from "../support/median.ts";

/** One of so many requests is for a stream. */
const streamEvery = 10;

export interface Failure {
  readonly sentMs: number;
  readonly endMs: number;
  readonly what: string;
}

/** What was seen since the last time. */
export interface Seen {
  readonly requests: number;
  readonly failures: readonly Failure[];
  readonly p50: number;
  readonly p99: number;
}

/** Chat requests at a fixed rate, whatever becomes of those before; each answer is read to its end, and looked at. */
export class Load {
  readonly #pool: Pool;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #perSecond: number;
  #sent = 0;
  #running = 0;
  #answered = 0;
  #failures: Failure[] = [];
  #latenciesMs: number[] = [];

  constructor(url: string, headers: Readonly<Record<string, string>>, perSecond: number) {
    this.#pool = new Pool(url, { connections: 1_024, headersTimeout: 30_000, bodyTimeout: 30_000 });
    this.#headers = { "content-type": "application/json", ...headers };
    this.#perSecond = perSecond;
  }

  /** Sends for so long, and waits for what is under way. */
  async run(seconds: number): Promise<void> {
    const startMs = performance.now();
    for (let passedMs = 0; passedMs < seconds * 1000; passedMs = performance.now() - startMs) {
      for (const due = (passedMs / 1000) * this.#perSecond; this.#sent < due; ) void this.#ask();
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    while (this.#running > 0) await new Promise((resolve) => setTimeout(resolve, 100));
    await this.#pool.close();
  }

  take(): Seen {
    const seen = {
      requests: this.#answered,
      failures: this.#failures,
      p50: quantile(this.#latenciesMs, 0.5),
      p99: quantile(this.#latenciesMs, 0.99),
    };
    this.#answered = 0;
    this.#failures = [];
    this.#latenciesMs = [];
    return seen;
  }

  async #ask(): Promise<void> {
    const stream = this.#sent++ % streamEvery === 0;
    this.#running += 1;
    const sentMs = performance.now();
    const what = await this.#answerTo(stream).catch((error: Error) => error.message);
    const endMs = performance.now();
    this.#running -= 1;
    this.#answered += 1;
    if (what !== undefined) this.#failures.push({ sentMs, endMs, what });
    else if (!stream) this.#latenciesMs.push(endMs - sentMs);
  }

  /** What is wrong with it; undefined: nothing. */
  async #answerTo(stream: boolean): Promise<string | undefined> {
    const { statusCode, body } = await this.#pool.request({
      method: "POST",
      path: "/v1/chat/completions",
      headers: this.#headers,
      body: JSON.stringify({ model: "soak/model", stream, messages: [{ role: "user", content: "word ".repeat(100) }] }),
    });
    const text = await body.text();
    if (statusCode !== 200) return `${statusCode} ${text.slice(0, 200)}`;
    const isWhole = stream ? text.endsWith("data: [DONE]\n\n") : text.endsWith("}}");
    return isWhole ? undefined : `an answer that ends with ${JSON.stringify(text.slice(-120))}`;
  }
}
