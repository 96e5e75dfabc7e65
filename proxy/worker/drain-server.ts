import type { Server } from "node:http";
import type { Clock } from "../../kit/clock.ts";
import type { WorkerMetrics } from "../observe/worker-metrics.ts";

const lookEveryMs = 20;

/**
 * Lets a server run dry: after the grace it takes no new connections and closes those that are idle; what is open ends
 * in its own time. Resolves when nothing is open or the limit has passed.
 */
export async function drainServer(
  server: Server,
  {
    closeIdle,
    metrics,
    clock,
    graceMs,
    limitMs,
  }: {
    /** Closes the connections on which nothing is under way. */
    readonly closeIdle: () => void;
    readonly metrics: WorkerMetrics;
    readonly clock: Clock;
    readonly graceMs: number;
    readonly limitMs: number;
  },
): Promise<void> {
  const deadline = clock.monotonicMs() + limitMs;
  await pause(graceMs);
  server.close();
  closeIdle();
  while (metrics.requestsInFlight + metrics.openUpgrades > 0 && clock.monotonicMs() < deadline) {
    closeIdle();
    await pause(lookEveryMs);
  }
  server.closeAllConnections();
}

function pause(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}
