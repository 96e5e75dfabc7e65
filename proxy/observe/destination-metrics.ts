import { Histogram } from "./histogram.ts";
import type { WatchedTraffic } from "./watched-traffic.ts";

/** From a small embedding to a long reasoning answer. */
const durationBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600];
/** The proxy's own share: tens of microseconds when all is well. */
const overheadBounds = [0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5];

/** From a fast decoder to a slow one. */
const tokenBounds = [0.0025, 0.005, 0.01, 0.015, 0.02, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 1];

/** What one deployment or service has served on one gateway, in one worker; resolved once, not once a request. */
export class DestinationMetrics {
  readonly labels: Readonly<Record<string, string>>;
  readonly requests = new Map<number, number>();
  readonly durations = new Histogram(durationBounds);
  readonly timesToFirstByte = new Histogram(durationBounds);
  readonly overheads = new Histogram(overheadBounds);
  readonly timesPerToken = new Histogram(tokenBounds);
  attempts = 0;
  /** Attempts that were made because one before had failed, or was slow. */
  retries = 0;
  /** Tokens of prompts and of answers, as those told them. */
  promptTokens = 0;
  completionTokens = 0;
  /** Answers with numbers of tokens that can't be. */
  unbelievableUsages = 0;
  /** Undefined: nobody watches. */
  watched: WatchedTraffic | undefined;

  constructor(labels: Readonly<Record<string, string>>) {
    this.labels = labels;
  }

  /** @param firstByteMs undefined when no head of an answer came */
  countRequest(status: number, durationMs: number, firstByteMs: number | undefined, ownMs: number): void {
    this.requests.set(status, (this.requests.get(status) ?? 0) + 1);
    this.durations.observe(durationMs / 1000);
    this.overheads.observe(ownMs / 1000);
    if (firstByteMs !== undefined) this.timesToFirstByte.observe(firstByteMs / 1000);
  }

  countUnbelievableUsage(): void {
    this.unbelievableUsages += 1;
  }

  /** @param answerMs from the head of the answer to its last byte */
  countTokens(promptTokens: number, completionTokens: number, answerMs: number | undefined): void {
    this.promptTokens += promptTokens;
    this.completionTokens += completionTokens;
    // The first token comes with the head.
    if (answerMs !== undefined && completionTokens > 1) {
      this.timesPerToken.observe(answerMs / 1000 / (completionTokens - 1));
    }
  }
}
