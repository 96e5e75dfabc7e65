import { create } from "@bufbuild/protobuf";
import { Code, ConnectError, type ServiceImpl } from "@connectrpc/connect";
import {
  type ConfigService,
  type Hello,
  OriginSchema,
  type PoolReport,
  type ReportUsageRequest,
  type StreamConfigRequest,
  type StreamConfigResponse,
  StreamConfigResponseSchema,
  type TrafficReport,
} from "../../gen/es/weir/config/v1alpha1/config_service_pb.ts";
import { lookForLifeEveryMs, silentLooks } from "../../kit/config-stream-times.ts";
import type { Log } from "../../kit/log.ts";
import { Wakeup } from "../../kit/wakeup.ts";
import type { Store } from "../store/store.ts";
import type { Feed } from "./feed.ts";
import { ProxySession, type Relation } from "./proxy-session.ts";
import type { ProxySessions } from "./proxy-sessions.ts";
import { SignsOfLife } from "./signs-of-life.ts";

export interface ConfigServiceOptions {
  readonly feed: Feed;
  readonly store: Pick<Store, "origin">;
  /** Compares what a proxy knows with the database. */
  readonly relate: (hello: Hello, zone: string) => Promise<Relation>;
  readonly sessions: ProxySessions;
  /** The configured zones, in canonical spelling. */
  readonly zones: readonly string[];
  readonly heartbeatMs: number;
  /** Aborted when the server stops: every stream ends with `unavailable`. */
  readonly signal: AbortSignal;
  readonly log: Log;
  /** Called after a proxy answered a version, with what it concerned. */
  readonly onAnswer: (answer: {
    readonly partitionIds: readonly string[];
    readonly rejected: boolean;
    /** The proxy is up to date for the first time since it connected. */
    readonly first: boolean;
  }) => void;
  /** Called when a proxy tells of a pool's targets. */
  readonly onReport: (proxyId: string, report: PoolReport) => void;
  /** Called when a proxy tells how attempts at watched deployments fare. */
  readonly onTraffic: (report: TrafficReport) => void;
  /** Called when a proxy tells what was used; resolves when that is on disk. */
  readonly onUsage: (batch: ReportUsageRequest) => Promise<void>;
  /** Called when a proxy connects that keeps the configuration of another database. */
  readonly onRefusal: () => void;
  /** Called when a proxy has left, or begins anew. */
  readonly onLeave: (proxyId: string) => void;
}

/** The config stream, one session for each connected proxy; and what proxies report beside it. */
export function createConfigService(options: ConfigServiceOptions): ServiceImpl<typeof ConfigService> {
  /** Refusing proxies that the log has named: it does not name them with each reconnect. */
  const named = new Set<string>();
  return {
    async reportUsage(request) {
      await options.onUsage(request);
      return {};
    },
    async *streamConfig(requests, context) {
      const reader = requests[Symbol.asyncIterator]();
      const wakeup = new Wakeup();
      const { session, stopFollowing } = await openSession(reader, options, wakeup);
      const failure = new AbortController();
      const end = AbortSignal.any([context.signal, options.signal, failure.signal]);
      const wakeAtEnd = () => wakeup.wake();
      end.addEventListener("abort", wakeAtEnd, { once: true });
      const displaced = options.sessions.add(session, (reason) => {
        failure.abort(new ConnectError(reason, Code.Aborted));
      });
      // It tells anew what it sees.
      if (displaced) options.onLeave(session.proxyId);
      // At once, also while a response waits for a proxy that reads nothing.
      const leave = (): void => {
        if (options.sessions.remove(session)) options.onLeave(session.proxyId);
      };
      const life = new SignsOfLife(lookForLifeEveryMs, silentLooks, () => {
        options.log.warn({ proxyId: session.proxyId, zone: session.zone }, "proxy gives no sign of life: dropped");
        leave();
        failure.abort(new ConnectError("the proxy gave no sign of life for 20 s", Code.Aborted));
      });
      // A proxy of an earlier release does not say that it lives.
      if (!session.hello.sendsAlive) life.stop();
      tellConnected(session, displaced, named, options);
      readAnswers(reader, session, options, wakeup, life).then(
        () => failure.abort(new ConnectError("the proxy closed its side", Code.Canceled)),
        (error: unknown) => failure.abort(ConnectError.from(error)),
      );
      let isFirst = true;
      try {
        while (!end.aborted) {
          for (const response of session.takeNextVersion()) yield await signed(response, session, options);
          // Such a proxy gets this answer alone, which names the server's database.
          if (isFirst && session.refusal !== undefined) yield await signed(heartbeat(), session, options);
          isFirst = false;
          const woken = await wakeup.wait(options.heartbeatMs);
          if (!woken) yield await signed(heartbeat(), session, options);
        }
        if (options.signal.aborted) throw new ConnectError("server is shutting down", Code.Unavailable);
        if (failure.signal.aborted) throw failure.signal.reason;
      } finally {
        end.removeEventListener("abort", wakeAtEnd);
        life.stop();
        stopFollowing();
        leave();
        options.log.info({ proxyId: session.proxyId, zone: session.zone }, "proxy disconnected");
      }
    },
  };
}

async function openSession(
  reader: AsyncIterator<StreamConfigRequest>,
  { zones, feed, relate }: ConfigServiceOptions,
  wakeup: Wakeup,
): Promise<{ readonly session: ProxySession; readonly stopFollowing: () => void }> {
  const first = await reader.next();
  if (first.done || first.value.kind.case !== "hello") {
    throw new ConnectError("the first message must be a hello", Code.InvalidArgument);
  }
  const hello = first.value.kind.value;
  const zone = zones.find((candidate) => candidate.toLowerCase() === hello.zone.toLowerCase());
  if (zone === undefined) {
    throw new ConnectError(`no zone "${hello.zone}": must be one of ${zones.join(", ")}`, Code.InvalidArgument);
  }
  let session: ProxySession | undefined;
  // Before the comparison, which takes a while: what changes meanwhile is not missed.
  const early = new Set<string>();
  const stopFollowing = feed.onChange((ids) => {
    if (session === undefined) for (const id of ids) early.add(id);
    else session.markPending(ids);
    wakeup.wake();
  });
  try {
    session = new ProxySession(hello, zone, feed, await relate(hello, zone));
    session.markPending([...early]);
    return { session, stopFollowing };
  } catch (error) {
    stopFollowing();
    throw error;
  }
}

function tellConnected(
  session: ProxySession,
  displaced: boolean,
  named: Set<string>,
  { log, onRefusal }: ConfigServiceOptions,
): void {
  const { proxyId, zone, refusal, hello } = session;
  if (refusal === undefined) {
    named.delete(proxyId);
    log.info({ proxyId, zone, displaced }, "proxy connected");
    return;
  }
  const known = hello.origin && { databaseId: hello.origin.databaseId, revision: Number(hello.origin.revision) };
  const level = named.has(proxyId) ? "info" : "error";
  named.add(proxyId);
  log[level](
    { proxyId, zone, known, reason: refusal },
    "proxy keeps the configuration of another database: run `weir database adopt` if this one replaces it",
  );
  onRefusal();
}

/** A response with what it was compiled from, and how that is related to what the proxy knows. */
async function signed(
  response: StreamConfigResponse,
  { continuity }: ProxySession,
  { store }: ConfigServiceOptions,
): Promise<StreamConfigResponse> {
  const { databaseId, epoch, revision } = await store.origin();
  response.origin = create(OriginSchema, { databaseId, epoch, revision: BigInt(revision) });
  response.continuity = continuity;
  return response;
}

async function readAnswers(
  reader: AsyncIterator<StreamConfigRequest>,
  session: ProxySession,
  { log, onAnswer, onReport, onTraffic }: ConfigServiceOptions,
  wakeup: Wakeup,
  life: SignsOfLife,
): Promise<void> {
  for (let request = await reader.next(); !request.done; request = await reader.next()) {
    const { kind } = request.value;
    life.note();
    // From a proxy of the next release, which says more than this one knows.
    if (kind.case === undefined || kind.case === "alive") continue;
    if (kind.case === "poolReport") {
      onReport(session.proxyId, kind.value);
      continue;
    }
    if (kind.case === "trafficReport") {
      onTraffic(kind.value);
      continue;
    }
    if (kind.case !== "ack" && kind.case !== "nack") {
      throw new ConnectError(`expected an ack, a nack or a report, not a ${kind.case}`, Code.InvalidArgument);
    }
    const rejections = kind.case === "nack" ? kind.value.rejections : [];
    for (const { partitionId, reason } of rejections) {
      log.warn({ proxyId: session.proxyId, partitionId, reason }, "proxy refused a partition");
    }
    const partitionIds = answerOf(session, kind.value.version, rejections);
    onAnswer({ partitionIds, rejected: rejections.length > 0, first: kind.value.version === 1n });
    wakeup.wake();
  }
}

function answerOf(session: ProxySession, version: bigint, rejections: Parameters<ProxySession["answer"]>[1]): string[] {
  try {
    return session.answer(version, rejections);
  } catch (error) {
    if (error instanceof RangeError) throw new ConnectError(error.message, Code.InvalidArgument);
    throw error;
  }
}

function heartbeat(): StreamConfigResponse {
  return create(StreamConfigResponseSchema, {});
}
