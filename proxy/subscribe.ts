import { create } from "@bufbuild/protobuf";
import { ConnectError, createClient, type Interceptor } from "@connectrpc/connect";
import { createGrpcTransport } from "@connectrpc/connect-node";
import {
  ConfigService,
  HelloSchema,
  OriginSchema,
  RemovalReason,
  type StreamConfigRequest,
  StreamConfigRequestSchema,
  type StreamConfigResponse,
} from "../gen/es/weir/config/v1alpha1/config_service_pb.ts";
import type { Partition } from "../gen/es/weir/config/v1alpha1/snapshot_pb.ts";
import { Backoff } from "../kit/backoff.ts";
import { aliveEveryMs, longestReconnectPauseMs } from "../kit/config-stream-times.ts";
import type { Log } from "../kit/log.ts";
import { pause } from "../kit/pause.ts";
import type { Random } from "../kit/random.ts";
import type { TargetReports } from "./health/target-reports.ts";
import type { TrafficReports } from "./health/traffic-reports.ts";
import { type KnownOrigin, mismatchOf, originOf } from "./known-origin.ts";
import { MessageQueue } from "./message-queue.ts";

const firstBackoffMs = 50;
/** A server that is gone without a word is noticed by pings that stay unanswered. */
const pingIntervalMs = 10_000;
const pingTimeoutMs = 5_000;

const removalReasons: ReadonlySet<RemovalReason> = new Set([
  RemovalReason.DELETED,
  RemovalReason.MOVED,
  RemovalReason.REPLACED,
]);

export interface SubscribeOptions {
  readonly controlUrl: URL;
  readonly proxyId: string;
  readonly zone: string;
  /** Read anew for each connection: the server may write its token after the proxy has started. */
  readonly readToken: () => Promise<string>;
  /** The partitions that the proxy serves now. */
  readonly held: () => { id: string; hash: Uint8Array }[];
  /** Which database these partitions are from. `undefined` when that is unknown, or there are none. */
  readonly origin: () => KnownOrigin | undefined;
  /** What is told of targets. */
  readonly reports: TargetReports;
  /** What is told of the traffic of watched deployments. */
  readonly traffic: TrafficReports;
  /** Serves a version; resolves with what was refused when all workers serve the rest. */
  readonly apply: (version: ConfigVersion) => Promise<readonly AppliedRejection[]>;
  /**
   * Called with each response: with the reason when the server has another database than the proxy knows, and with
   * `undefined` when it has the same.
   */
  readonly onMismatch: (reason: string | undefined) => void;
  readonly onConnectionChange: (connected: boolean) => void;
  readonly random: Random;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** A version of the configuration, complete. */
export interface ConfigVersion {
  readonly upserts: readonly Partition[];
  readonly removals: readonly string[];
  /** `undefined` when the server is of a release that does not tell it. */
  readonly origin: KnownOrigin | undefined;
}

export interface AppliedRejection {
  readonly partitionId: string;
  readonly reason: string;
}

/** Follows the server's config stream until the signal, reconnecting with growing, jittered pauses. */
export async function subscribe(options: SubscribeOptions): Promise<void> {
  const { signal, log, random, controlUrl } = options;
  const backoff = new Backoff({ firstMs: firstBackoffMs, longestMs: longestReconnectPauseMs, random });
  while (!signal.aborted) {
    try {
      await follow(options, () => backoff.succeeded());
    } catch (error) {
      if (signal.aborted) return;
      const { code, rawMessage } = ConnectError.from(error);
      const level = backoff.failures === 0 ? "warn" : "debug";
      log[level](
        { url: controlUrl.href, code, reason: rawMessage },
        "no config stream: serving the last good snapshot",
      );
    }
    options.onConnectionChange(false);
    await pause(backoff.failed(), signal);
  }
}

async function follow(options: SubscribeOptions, onProgress: () => void): Promise<void> {
  const { signal, log, apply, reports, traffic } = options;
  const token = await options.readToken();
  const client = createClient(
    ConfigService,
    createGrpcTransport({
      baseUrl: options.controlUrl.href,
      interceptors: [bearer(token)],
      pingIntervalMs,
      pingTimeoutMs,
    }),
  );
  const requests = new MessageQueue<StreamConfigRequest>();
  const known = options.origin();
  const hello = create(HelloSchema, {
    proxyId: options.proxyId,
    zone: options.zone,
    held: options.held(),
    ...(known && { origin: create(OriginSchema, { ...known, revision: BigInt(known.revision) }) }),
    sendsAlive: true,
  });
  requests.push(create(StreamConfigRequestSchema, { kind: { case: "hello", value: hello } }));
  reports.follow((report) => {
    requests.push(create(StreamConfigRequestSchema, { kind: { case: "poolReport", value: report } }));
  });
  traffic.follow((report) => {
    requests.push(create(StreamConfigRequestSchema, { kind: { case: "trafficReport", value: report } }));
  });
  const alive = setInterval(() => {
    requests.push(create(StreamConfigRequestSchema, { kind: { case: "alive", value: {} } }));
  }, aliveEveryMs);
  try {
    let upserts: Partition[] = [];
    let removals: string[] = [];
    for await (const response of client.streamConfig(requests, { signal })) {
      const mismatch = mismatchOf(known, response);
      options.onMismatch(mismatch);
      if (mismatch !== undefined) {
        onProgress();
        options.onConnectionChange(true);
        continue;
      }
      if (response.version === 0n) continue;
      upserts.push(...response.upserts);
      removals.push(...removalsOf(response));
      if (response.more) continue;
      const rejections = await apply({ upserts, removals, origin: originOf(response) });
      requests.push(answerTo(response.version, rejections));
      log.debug({ upserts: upserts.length, removals: removals.length, rejections }, "applied a version");
      upserts = [];
      removals = [];
      onProgress();
      options.onConnectionChange(true);
    }
  } finally {
    clearInterval(alive);
    reports.unfollow();
    traffic.unfollow();
    requests.end();
  }
}

/** A server that gives reasons for removals is not understood to remove anything without one. */
function removalsOf({ origin, removed, removals }: StreamConfigResponse): readonly string[] {
  if (origin === undefined) return removals;
  return removed.filter(({ reason }) => removalReasons.has(reason)).map(({ partitionId }) => partitionId);
}

function answerTo(version: bigint, rejections: readonly AppliedRejection[]): StreamConfigRequest {
  return create(StreamConfigRequestSchema, {
    kind:
      rejections.length === 0
        ? { case: "ack", value: { version } }
        : { case: "nack", value: { version, rejections: rejections.map((rejection) => ({ ...rejection })) } },
  });
}

function bearer(token: string): Interceptor {
  return (next) => (request) => {
    request.header.set("authorization", `Bearer ${token}`);
    return next(request);
  };
}
