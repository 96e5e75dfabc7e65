import type { EngineLoad } from "./engine-metrics.ts";

/**
 * A report is old as soon as it is there: who follows each one sends everything to what was idle a second ago, and so do
 * all other proxies. What lasts counts: a change counts for two thirds after this time. On the simulated fleet of
 * `bench/affinity` four proxies that followed each report made requests wait 546 ms (p99) where 160 ms were without any.
 */
const followMs = 5_000;
/** Half a KV cache is no reason to go elsewhere, a full one is: requests are put off, or begun anew. */
const cacheExponent = 4;

/** How many requests a target counts for beside those that this proxy has in flight there. */
export class RequestsBeside {
  #requests = 0;
  #knownMs: number | undefined;

  /**
   * Takes a report, and gives what counts from now on.
   *
   * @param inFlight this proxy's own, when the load was told
   */
  follow({ running, waiting, cacheUsage }: EngineLoad, inFlight: number, nowMs: number): number {
    const ofOthers = Math.max(0, running + waiting - inFlight);
    const reported = ofOthers + running * cacheUsage ** cacheExponent;
    const kept = this.#knownMs === undefined ? 0 : Math.exp((this.#knownMs - nowMs) / followMs);
    this.#requests = this.#requests * kept + reported * (1 - kept);
    this.#knownMs = nowMs;
    return this.#requests;
  }
}
