import type { ReportedLoad } from "../../gen/es/weir/inference/v1alpha1/balance_pb.ts";
import type { Clock } from "../../kit/clock.ts";
import type { Log } from "../../kit/log.ts";
import { millisecondsOr } from "../../kit/milliseconds.ts";
import type { Random } from "../../kit/random.ts";
import type { Dialer } from "../dial/dialer.ts";
import { askTarget } from "../target/ask-target.ts";
import { type ConnectionTls, parseTargetUrl, type TargetAddress } from "../target/target.ts";
import type { TargetLoadCell } from "../target/target-load-cell.ts";
import { readEngineLoad } from "./engine-metrics.ts";
import { RequestsBeside } from "./requests-beside.ts";

const defaultPath = "/metrics";
const defaultIntervalMs = 1_000;
/** What a target may take for an answer. */
const timeoutMs = 2_000;
/** Far more than any model server tells. */
const mostBytes = 8 * 1024 * 1024;

export interface TargetLoadOptions {
  readonly url: string;
  readonly declared: ReportedLoad;
  readonly tls: ConnectionTls | undefined;
  readonly dialer: Dialer;
  readonly cell: TargetLoadCell;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** Asks one target for its load again and again, until it is stopped. */
export class TargetLoad {
  readonly #options: TargetLoadOptions;
  readonly #address: TargetAddress;
  readonly #intervalMs: number;
  readonly #stop = new AbortController();
  #beside = new RequestsBeside();
  #timer: NodeJS.Timeout | undefined;
  /** Why it is not known; undefined: it is. */
  #failure: string | undefined;

  constructor(options: TargetLoadOptions) {
    this.#options = options;
    this.#address = parseTargetUrl(options.url);
    this.#intervalMs = millisecondsOr(options.declared.interval, defaultIntervalMs);
    // Not all at once.
    this.#schedule(options.random.next() * this.#intervalMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#stop.abort();
    this.#options.cell.setBeside(0);
  }

  #schedule(afterMs: number): void {
    this.#timer = setTimeout(() => this.#ask(), afterMs);
  }

  async #ask(): Promise<void> {
    const { cell, clock } = this.#options;
    let failure: string | undefined;
    try {
      const page = await this.#page();
      if (this.#stop.signal.aborted) return;
      const load = readEngineLoad(page);
      if (load === undefined) throw new Error("no metrics of a known model server");
      cell.setBeside(this.#beside.follow(load, cell.inFlight(), clock.monotonicMs()));
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      // What it said before is no longer true.
      cell.setBeside(0);
      this.#beside = new RequestsBeside();
      failure = error instanceof Error ? error.message : String(error);
    }
    this.#tell(failure);
    this.#schedule(this.#intervalMs);
  }

  #tell(failure: string | undefined): void {
    const { log, url } = this.#options;
    if (failure !== undefined && this.#failure === undefined) {
      log.warn({ target: url, reason: failure }, "a target does not tell its load");
    }
    if (failure === undefined && this.#failure !== undefined)
      log.info({ target: url }, "a target tells its load again");
    this.#failure = failure;
  }

  #page(): Promise<string> {
    const { declared, tls, dialer } = this.#options;
    const path = declared.path === "" ? defaultPath : declared.path;
    const signal = AbortSignal.any([AbortSignal.timeout(timeoutMs), this.#stop.signal]);
    const asked = { address: this.#address, path, tls, dialer, userAgent: "weir-load", signal };
    return askTarget(asked, async (response) => {
      if (response.statusCode !== 200) throw new Error(`status ${response.statusCode}`);
      let page = "";
      for await (const piece of response.setEncoding("utf8")) {
        page += piece;
        if (page.length > mostBytes) throw new Error(`more than ${mostBytes} bytes of metrics`);
      }
      return page;
    });
  }
}
