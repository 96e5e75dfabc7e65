import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import type { ReportedLoad } from "../../gen/es/weir/inference/v1alpha1/balance_pb.ts";
import type { Clock } from "../../kit/clock.ts";
import type { Log } from "../../kit/log.ts";
import { millisecondsOr } from "../../kit/milliseconds.ts";
import type { Random } from "../../kit/random.ts";
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
    const { declared, tls } = this.#options;
    const { origin, host } = this.#address;
    const url = `${origin}${declared.path === "" ? defaultPath : declared.path}`;
    const send = url.startsWith("https:") ? httpsRequest : httpRequest;
    const signal = AbortSignal.any([AbortSignal.timeout(timeoutMs), this.#stop.signal]);
    return new Promise((resolve, reject) => {
      const request = send(
        url,
        { agent: false, signal, headers: { host, "user-agent": "weir-load" }, ...tls },
        (response) => {
          if (response.statusCode !== 200) {
            reject(new Error(`status ${response.statusCode}`));
            request.destroy();
            return;
          }
          let page = "";
          response.setEncoding("utf8");
          response.on("data", (piece: string) => {
            page += piece;
            if (page.length > mostBytes) request.destroy(new Error(`more than ${mostBytes} bytes of metrics`));
          });
          response.once("end", () => resolve(page));
          response.once("error", reject);
        },
      );
      request.once("error", reject);
      request.end();
    });
  }
}
