// The entry of a worker thread: carries traffic, and does what the main thread says (worker-protocol.ts).

import { parentPort, workerData } from "node:worker_threads";
import { pino } from "pino";
import { systemClock } from "../../kit/clock.ts";
import { formatAddress } from "../../kit/listen-address.ts";
import { createLog, type LogLevel } from "../../kit/log.ts";
import { systemRandom } from "../../kit/random.ts";
import type { AccessRecord } from "../observe/access-log.ts";
import type { InferenceReport } from "../report/inference-report.ts";
import type { FinishedSpan } from "../trace/finished-span.ts";
import { AskedWandbKeys } from "./asked-wandb-keys.ts";
import { createDataPlane } from "./create-data-plane.ts";
import type { Answer, FromWorker, Question, ToWorker, WorkerData } from "./worker-protocol.ts";

/** Lines of the access log are written in blocks: a line costs a copy, not a system call. */
const logBlockBytes = 8 * 1024;
const logFlushEveryMs = 250;
const tellTrafficEveryMs = 500;
const tellUsageEveryMs = 500;
const tellRequestsEveryMs = 100;
/** What may be told in one go: as much as comes in that time on a busy worker. */
const mostReports = 20_000;
const mostSpans = 20_000;
/** As many as are kept until they are told: beyond, requests come faster than anybody reads. */
const mostFollowed = 1_000;

const data: WorkerData = workerData;
const reports: InferenceReport[] = [];
const spans: FinishedSpan[] = [];
const destination = pino.destination({ fd: 1, sync: false, minLength: logBlockBytes });
const level = data.settings.logLevel as LogLevel;
const log = createLog({ name: "proxy", level, destination, closedRecords: true });
setInterval(() => destination.flush(), logFlushEveryMs).unref();
const wandbKeys = new AskedWandbKeys((question) => say({ kind: "judge-wandb-key", ...question }));
const plane = createDataPlane(data, {
  judgeWandbKey: (serverUrl, key) => wandbKeys.judge(serverUrl, key),
  clock: systemClock,
  random: systemRandom,
  log,
  onReport: (report) => {
    // W&B may be away for long, and is told what can be told.
    if (reports.length < mostReports) reports.push(report);
  },
  onSpans: (finished) => {
    if (spans.length < mostSpans) spans.push(...finished);
  },
  onTargetChange: (change) => say({ kind: "target-changed", change }),
});

const followed: AccessRecord[] = [];

const answer = async (question: Question): Promise<Answer> => {
  switch (question.kind) {
    case "apply":
      return { kind: "applied", rejections: plane.builder.apply(question) };
    case "listen":
      try {
        const address = await plane.listen(question);
        return { kind: "listening", address: formatAddress(address), port: address.port };
      } catch (error) {
        const { message, code } = error as NodeJS.ErrnoException;
        return { kind: "cannot-listen", reason: message, code };
      }
    case "collect-metrics":
      return { kind: "metrics", metrics: plane.metrics.toJson() };
    case "drain":
      await plane.drain(question.graceMs, question.limitMs);
      tellUsage();
      destination.flushSync();
      return { kind: "drained" };
    default:
      return question satisfies never;
  }
};

parentPort?.on("message", async (message: ToWorker) => {
  if (message.kind === "wandb-key-judged") wandbKeys.judged(message.id, message.judgement);
  else if (message.kind === "follow-requests") follow(message.isFollowed);
  else say({ number: message.number, ...(await answer(message)) });
});
setInterval(() => {
  const counts = plane.metrics.takeWatched();
  if (counts.length > 0) say({ kind: "traffic", counts });
}, tellTrafficEveryMs).unref();
setInterval(tellUsage, tellUsageEveryMs).unref();
setInterval(tellRequests, tellRequestsEveryMs).unref();
say({ kind: "started" });

function tellUsage(): void {
  const taken = plane.usage.take();
  if (taken.length > 0) say({ kind: "usage", taken });
  if (spans.length > 0) say({ kind: "spans", spans: spans.splice(0) });
  if (reports.length > 0) say({ kind: "reports", reports: reports.splice(0) });
}

function follow(isFollowed: boolean): void {
  plane.accessLog.follower = isFollowed
    ? (record) => {
        if (followed.length < mostFollowed) followed.push(record);
      }
    : undefined;
}

function tellRequests(): void {
  if (followed.length > 0) say({ kind: "requests", records: followed.splice(0) });
}

function say(message: FromWorker): void {
  parentPort?.postMessage(message);
}
