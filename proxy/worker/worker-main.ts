// The entry of a worker thread: carries traffic, and does what the main thread says (worker-protocol.ts).

import { parentPort, workerData } from "node:worker_threads";
import { catchStrayExceptions } from "../../kit/catch-stray-exceptions.ts";
import { systemClock } from "../../kit/clock.ts";
import { formatAddress } from "../../kit/listen-address.ts";
import { createLog, createLogDestination, type LogLevel } from "../../kit/log.ts";
import { systemRandom } from "../../kit/random.ts";
import type { AccessRecord } from "../observe/access-log.ts";
import { noteInternalError } from "../pipeline/contain.ts";
import type { InferenceReport } from "../report/inference-report.ts";
import type { FinishedSpan } from "../trace/finished-span.ts";
import { AskedWandbKeys } from "./asked-wandb-keys.ts";
import { createDataPlane } from "./create-data-plane.ts";
import { Outbox } from "./outbox.ts";
import type { Answer, FromWorker, Question, ToWorker, WorkerData } from "./worker-protocol.ts";

const logFlushEveryMs = 250;
const tellTrafficEveryMs = 500;
const tellUsageEveryMs = 500;
const tellRequestsEveryMs = 100;

const data: WorkerData = workerData;
// As much as comes between two times on a busy worker.
const reports = new Outbox<InferenceReport>(20_000);
const spans = new Outbox<FinishedSpan>(20_000);
// Beyond, requests come faster than anybody reads.
const followed = new Outbox<AccessRecord>(1_000);
const destination = createLogDestination({ sync: false });
const level = data.settings.logLevel as LogLevel;
const log = createLog({ name: "proxy", level, destination, closedRecords: true });
const wandbKeys = new AskedWandbKeys((question) => say({ kind: "judge-wandb-key", ...question }));
const plane = createDataPlane(data, {
  judgeWandbKey: (serverUrl, key) => wandbKeys.judge(serverUrl, key),
  clock: systemClock,
  random: systemRandom,
  log,
  accessLines: log.isLevelEnabled("info") ? destination : undefined,
  onReport: (report) => reports.add(report),
  onSpans: (finished) => {
    for (const span of finished) spans.add(span);
  },
  onTargetChange: (change) => say({ kind: "target-changed", change }),
});

const answer = async (question: Question): Promise<Answer> => {
  switch (question.kind) {
    case "apply":
      try {
        return { kind: "applied", rejections: plane.builder.apply(question) };
      } catch (cause) {
        // Without an answer the proxy would wait for it, and apply nothing more.
        noteInternalError({ log, metrics: plane.metrics }, "worker", cause, undefined);
        const reason = `internal error: ${String(cause)}`;
        return { kind: "applied", rejections: question.upserts.map(({ id }) => ({ partitionId: id, reason })) };
      }
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
      plane.accessLog.flush();
      destination.flushSync();
      return { kind: "drained" };
    default:
      return question satisfies never;
  }
};

parentPort?.on("message", async (message: ToWorker) => {
  if (message.kind === "wandb-key-judged") wandbKeys.judged(message.id, message.judgement);
  else if (message.kind === "follow-requests") follow(message.isFollowed);
  else if (message.kind === "set-certificate") plane.setCertificate(message.certificate);
  else if (message.kind === "protect") plane.dialer.protect(message.what, message.listeners);
  else say({ number: message.number, ...(await answer(message)) });
});
setInterval(() => {
  const counts = plane.metrics.takeWatched();
  if (counts.length > 0) say({ kind: "traffic", counts });
}, tellTrafficEveryMs).unref();
setInterval(() => plane.accessLog.flush(), logFlushEveryMs).unref();
setInterval(tellUsage, tellUsageEveryMs).unref();
setInterval(tellRequests, tellRequestsEveryMs).unref();
// The last net: what passes the boundary around each exchange (proxy/pipeline/contain.ts). A thread that ended here would
// cut all its streams.
catchStrayExceptions((cause) => noteInternalError({ log, metrics: plane.metrics }, "worker", cause, undefined));
say({ kind: "started" });

function tellUsage(): void {
  const taken = plane.usage.take();
  if (taken.length > 0) say({ kind: "usage", taken });
  const finished = spans.take();
  if (finished !== undefined) say({ kind: "spans", spans: finished });
  const reported = reports.take();
  if (reported !== undefined) say({ kind: "reports", reports: reported });
}

function follow(isFollowed: boolean): void {
  plane.accessLog.follower = isFollowed ? (record) => followed.add(record) : undefined;
}

function tellRequests(): void {
  const records = followed.take();
  if (records !== undefined) say({ kind: "requests", records });
}

function say(message: FromWorker): void {
  parentPort?.postMessage(message);
}
