import type { DiskQueue } from "../../kit/disk-queue.ts";

/** A disk queue of a proxy, as operators see it. */
export interface ObservedQueue {
  /** Batches that wait to be taken. */
  readonly waiting: number;
  readonly queue: Pick<DiskQueue, "inMemory" | "isFailing" | "setAsideCount">;
}

/** By name: `usage` waits for the server, `reports` for W&B. Undefined until it is opened. */
export type ObservedQueues = Readonly<Record<"usage" | "reports", ObservedQueue | undefined>>;

/** Warnings of `/readyz` about queues that can't be written to disk. */
export function unwrittenQueues(queues: ObservedQueues): string[] {
  return Object.entries(queues).flatMap(([name, observed]) =>
    observed?.queue.isFailing === true
      ? [`the disk takes no writes: ${observed.queue.inMemory} batches of ${name} are in memory alone`]
      : [],
  );
}
