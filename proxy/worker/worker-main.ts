// The entry of a worker thread: carries traffic, and does what the main thread says (worker-protocol.ts).

import { parentPort, workerData } from "node:worker_threads";
import { pino } from "pino";
import { systemClock } from "../../kit/clock.ts";
import { formatAddress } from "../../kit/listen-address.ts";
import { createLog, type LogLevel } from "../../kit/log.ts";
import { systemRandom } from "../../kit/random.ts";
import { createDataPlane } from "./create-data-plane.ts";
import type { FromWorker, ToWorker, WorkerData } from "./worker-protocol.ts";

/** Lines of the access log are written in blocks: a line costs a copy, not a system call. */
const logBlockBytes = 8 * 1024;
const logFlushEveryMs = 250;

const data: WorkerData = workerData;
const destination = pino.destination({ fd: 1, sync: false, minLength: logBlockBytes });
const level = data.settings.logLevel as LogLevel;
const log = createLog({ name: "proxy", level, destination, closedRecords: true });
setInterval(() => destination.flush(), logFlushEveryMs).unref();

const plane = createDataPlane(data, { clock: systemClock, random: systemRandom, log });

parentPort?.on("message", async (message: ToWorker) => {
  switch (message.kind) {
    case "apply":
      say({ kind: "applied", version: message.version, rejections: plane.builder.apply(message) });
      return;
    case "collect-metrics":
      say({ kind: "metrics", requestId: message.requestId, metrics: plane.metrics.toJson() });
      return;
    case "drain":
      await plane.drain(message.graceMs, message.limitMs);
      destination.flushSync();
      say({ kind: "drained" });
      return;
    default:
      message satisfies never;
  }
});

const address = await plane.listen();
say({ kind: "listening", address: formatAddress(address), port: address.port });

function say(message: FromWorker): void {
  parentPort?.postMessage(message);
}
