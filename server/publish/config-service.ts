import { create } from "@bufbuild/protobuf";
import { Code, ConnectError, type ServiceImpl } from "@connectrpc/connect";
import {
  type ConfigService,
  type PoolReport,
  type ReportUsageRequest,
  type StreamConfigRequest,
  type StreamConfigResponse,
  StreamConfigResponseSchema,
  type TrafficReport,
} from "../../gen/es/weir/config/v1alpha1/config_service_pb.ts";
import type { Log } from "../../kit/log.ts";
import { Wakeup } from "../../kit/wakeup.ts";
import type { Feed } from "./feed.ts";
import { ProxySession } from "./proxy-session.ts";
import type { ProxySessions } from "./proxy-sessions.ts";

export interface ConfigServiceOptions {
  readonly feed: Feed;
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
  /** Called when a proxy has left, or begins anew. */
  readonly onLeave: (proxyId: string) => void;
}

/** The config stream, one session for each connected proxy; and what proxies report beside it. */
export function createConfigService(options: ConfigServiceOptions): ServiceImpl<typeof ConfigService> {
  return {
    async reportUsage(request) {
      await options.onUsage(request);
      return {};
    },
    async *streamConfig(requests, context) {
      const reader = requests[Symbol.asyncIterator]();
      const session = await openSession(reader, options);
      const wakeup = new Wakeup();
      const failure = new AbortController();
      const stopFollowing = options.feed.onChange((ids) => {
        session.markPending(ids);
        wakeup.wake();
      });
      const end = AbortSignal.any([context.signal, options.signal, failure.signal]);
      const wakeAtEnd = () => wakeup.wake();
      end.addEventListener("abort", wakeAtEnd, { once: true });
      const displaced = options.sessions.add(session, () => {
        failure.abort(new ConnectError("the same proxy connected again", Code.Aborted));
      });
      // It tells anew what it sees.
      if (displaced) options.onLeave(session.proxyId);
      options.log.info({ proxyId: session.proxyId, zone: session.zone, displaced }, "proxy connected");
      readAnswers(reader, session, options, wakeup).then(
        () => failure.abort(new ConnectError("the proxy closed its side", Code.Canceled)),
        (error: unknown) => failure.abort(ConnectError.from(error)),
      );
      try {
        while (!end.aborted) {
          yield* session.takeNextVersion();
          const woken = await wakeup.wait(options.heartbeatMs);
          if (!woken) yield heartbeat();
        }
        if (options.signal.aborted) throw new ConnectError("server is shutting down", Code.Unavailable);
        if (failure.signal.aborted) throw failure.signal.reason;
      } finally {
        end.removeEventListener("abort", wakeAtEnd);
        stopFollowing();
        if (options.sessions.remove(session)) options.onLeave(session.proxyId);
        options.log.info({ proxyId: session.proxyId, zone: session.zone }, "proxy disconnected");
      }
    },
  };
}

async function openSession(
  reader: AsyncIterator<StreamConfigRequest>,
  { zones, feed }: ConfigServiceOptions,
): Promise<ProxySession> {
  const first = await reader.next();
  if (first.done || first.value.kind.case !== "hello") {
    throw new ConnectError("the first message must be a hello", Code.InvalidArgument);
  }
  const hello = first.value.kind.value;
  const zone = zones.find((candidate) => candidate.toLowerCase() === hello.zone.toLowerCase());
  if (zone === undefined) {
    throw new ConnectError(`no zone "${hello.zone}": must be one of ${zones.join(", ")}`, Code.InvalidArgument);
  }
  return new ProxySession(hello, zone, feed);
}

async function readAnswers(
  reader: AsyncIterator<StreamConfigRequest>,
  session: ProxySession,
  { log, onAnswer, onReport, onTraffic }: ConfigServiceOptions,
  wakeup: Wakeup,
): Promise<void> {
  for (let request = await reader.next(); !request.done; request = await reader.next()) {
    const { kind } = request.value;
    // From a proxy of the next release, which says more than this one knows.
    if (kind.case === undefined) continue;
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
