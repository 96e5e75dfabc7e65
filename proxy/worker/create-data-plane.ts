import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import {
  createServer as createHttp2Server,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type ServerHttp2Session,
} from "node:http2";
import { createServer as createHttpsServer, Server as HttpsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { AtMostEvery } from "../../kit/at-most-every.ts";
import type { Certificate } from "../../kit/certificate-files.ts";
import type { Clock } from "../../kit/clock.ts";
import { ConnectionsPerSource } from "../../kit/connections-per-source.ts";
import { CredentialThrottle } from "../../kit/credential-throttle.ts";
import { handshakeTimeoutMs, http2Limits } from "../../kit/http2-limits.ts";
import { limitConnections } from "../../kit/limit-connections.ts";
import type { ListenAddress } from "../../kit/listen-address.ts";
import type { Log } from "../../kit/log.ts";
import type { Random } from "../../kit/random.ts";
import { SchemaCompiler } from "../../kit/schema-compiler.ts";
import { alpnProtocols, shareWithHttp2 } from "../../kit/share-with-http2.ts";
import { createOutsideCallers } from "../auth/outside-callers.ts";
import type { JudgeWandbKey } from "../auth/wandb-judgement.ts";
import { PrefixTable } from "../balance/prefix-table.ts";
import { Dialer } from "../dial/dialer.ts";
import { protectedListeners } from "../dial/protected-listeners.ts";
import { LocalLimiter } from "../limit/limiter.ts";
import { RateTable } from "../limit/rate-table.ts";
import { SharedBudget } from "../limit/shared-budget.ts";
import { SharedLimiter } from "../limit/shared-limiter.ts";
import { AccessLog, type LineSink } from "../observe/access-log.ts";
import { LocalFaults } from "../observe/local-faults.ts";
import { WorkerMetrics } from "../observe/worker-metrics.ts";
import { asksForWebSocket } from "../pipeline/asks-for-web-socket.ts";
import { handleRequest } from "../pipeline/handle-request.ts";
import { handleUpgrade } from "../pipeline/handle-upgrade.ts";
import type { PipelineContext } from "../pipeline/pipeline-context.ts";
import type { InferenceReport } from "../report/inference-report.ts";
import { AddressRanges } from "../table/address-ranges.ts";
import { CurrentTable } from "../table/current-table.ts";
import type { PoolChange } from "../target/target-change.ts";
import { TargetRegistry } from "../target/target-registry.ts";
import { upstreamConnections } from "../target/upstream-connections.ts";
import type { FinishedSpan } from "../trace/finished-span.ts";
import { Tracer } from "../trace/tracer.ts";
import { UsageLedger } from "../usage/usage-ledger.ts";
import { answerBadRequest } from "./answer-bad-request.ts";
import { drainServer } from "./drain-server.ts";
import { TableBuilder } from "./table-builder.ts";
import type { WorkerData } from "./worker-protocol.ts";

/** Longer than the idle timeout of the usual load balancers in front: they close first, and lose no request. */
const keepAliveMs = 75_000;
const headersMs = 30_000;
/** A connection on which nothing happens for so long after its client's GOAWAY is dropped, with the streams open on it. */
const goodbyeMs = 300_000;
const maxHeaderBytes = 64 * 1024;
/** How often a fault that may come with every connection is logged. */
const logEveryMs = 10_000;

export interface DataPlane {
  readonly builder: TableBuilder;
  readonly metrics: WorkerMetrics;
  readonly accessLog: AccessLog;
  readonly usage: UsageLedger;
  readonly dialer: Dialer;
  /** Listens, on a port that other workers may share. */
  listen(address: ListenAddress): Promise<AddressInfo>;
  /** Serves another certificate to new connections. */
  setCertificate(certificate: Certificate): void;
  /** Answers what is open, takes nothing new after the grace. Resolves when nothing is open, or the limit has passed. */
  drain(graceMs: number, limitMs: number): Promise<void>;
}

/** All that carries traffic in one worker; also without a thread of its own. */
export function createDataPlane(
  data: WorkerData,
  {
    clock,
    random,
    log,
    accessLines,
    onTargetChange,
    judgeWandbKey,
    onReport,
    onSpans,
  }: {
    readonly clock: Clock;
    readonly random: Random;
    readonly log: Log;
    /** Where the access log goes; undefined: nowhere. */
    readonly accessLines: LineSink | undefined;
    readonly onTargetChange: (change: PoolChange) => void;
    readonly judgeWandbKey: JudgeWandbKey;
    readonly onReport: (report: InferenceReport) => void;
    readonly onSpans: (spans: readonly FinishedSpan[]) => void;
  },
): DataPlane {
  const { settings, tls } = data;
  const metrics = new WorkerMetrics();
  metrics.start();
  const accessLog = new AccessLog({ sink: accessLines, share: settings.accessLogShare, clock, random });
  const usage = new UsageLedger();
  const rates = RateTable.of(data.rateTable);
  const { redisUrl, proxyId } = settings;
  const shared =
    redisUrl === undefined
      ? undefined
      : new SharedLimiter({ table: rates, budget: SharedBudget.open(redisUrl, proxyId, { clock, log }), clock });
  metrics.limits = { rates, shared };
  const table = new CurrentTable();
  const { trustedProxies, badCredentialsPerMinute } = settings;
  const throttle =
    badCredentialsPerMinute === 0
      ? undefined
      : new CredentialThrottle(data.credentialThrottle, badCredentialsPerMinute, clock);
  const dialer = new Dialer({ settings: settings.targets, clock, log });
  const builder = new TableBuilder(table, {
    targets: new TargetRegistry(data.targetSlots, upstreamConnections(dialer)),
    accountOf: (labels) => usage.accountOf(labels),
    metricsOf: (key, labels) => metrics.of(key, labels),
    clock,
    random,
    prefixes: new PrefixTable(data.prefixTable),
    // A schema that an earlier release took may have patterns that the server refuses now.
    schemas: new SchemaCompiler({ linearPatternsOnly: false }),
    limiter: shared ?? new LocalLimiter(rates, clock),
    onTargetChange,
    judgeWandbKey,
    onReport,
    outsideCallers: createOutsideCallers(settings, { clock, log, throttle }),
    throttle,
    requests: dialer.requests,
  });
  const context: PipelineContext = {
    table,
    clock,
    random,
    log,
    accessLog,
    metrics,
    localFaults: new LocalFaults({ metrics, log, clock }),
    dialer,
    tracer: settings.trace && new Tracer(settings.trace, { clock, random, tell: onSpans }),
    trustedProxies: trustedProxies.length === 0 ? undefined : new AddressRanges(trustedProxies),
    throttle,
    encrypted: tls !== undefined,
  };
  const server = createServer(tls);
  const http2 = createHttp2Server({ ...http2Limits });
  const sessions = new Set<ServerHttp2Session>();
  http2.on("session", (session) => {
    sessions.add(session);
    session.once("close", () => sessions.delete(session));
    session.on("error", () => session.destroy());
    // One on which nothing happens takes nothing new; streams that are open on it go on.
    session.setTimeout(keepAliveMs, () => session.close());
    // Node may stop reading a connection whose client has said goodbye, and then never notices that it is gone.
    session.once("goaway", () => session.setTimeout(goodbyeMs, () => session.destroy()));
  });
  const handleHttp2 = (request: Http2ServerRequest, response: Http2ServerResponse, awaitsContinue: boolean): void => {
    // The client reset the stream in the packet that opened it: no answer can be sent, and "close" may be over or never come.
    const { stream } = response;
    if (stream.destroyed) return;
    if (stream.closed) {
      stream.destroy();
      return;
    }
    request.headers.host ??= request.authority;
    const answer = response as unknown as ServerResponse;
    handleRequest(context, request as unknown as IncomingMessage, answer, true, awaitsContinue);
  };
  http2.on("request", (request, response) => handleHttp2(request, response, false));
  // Without this listener Node itself writes `100 Continue`, and throws where the stream is gone.
  http2.on("checkContinue", (request, response) => handleHttp2(request, response, true));
  shareWithHttp2(server, http2, headersMs);
  if (settings.connectionsPerSource > 0) {
    const tell = new AtMostEvery(logEveryMs, clock);
    limitConnections(server, {
      connections: new ConnectionsPerSource(data.connections, data.thread, settings.connectionsPerSource),
      isExempt: (source) => context.trustedProxies?.contains(source) === true,
      onRefused: (source) => {
        metrics.connectionsRefused += 1;
        if (tell.isDue()) log.warn({ source }, "connections are closed: their source has reached the limit");
      },
    });
  }
  server.on("request", (request, response) => handleRequest(context, request, response, false, false));
  server.on("checkContinue", (request, response) => handleRequest(context, request, response, false, true));
  server.on("upgrade", (request, socket, head) => handleUpgrade(context, request, socket, head));
  server.on("clientError", (error, socket) => answerBadRequest(error, socket));
  return {
    builder,
    metrics,
    accessLog,
    usage,
    dialer,
    listen: ({ host, port }) =>
      new Promise((resolve, reject) => {
        server.once("error", reject);
        server.listen({ host, port, reusePort: true }, () => {
          server.off("error", reject);
          const address = server.address() as AddressInfo;
          // Before the first request: the main thread sends the same list later.
          dialer.protect(protectedListeners.traffic, [address]);
          resolve(address);
        });
      }),
    setCertificate: ({ certificate, key }) => {
      if (server instanceof HttpsServer) server.setSecureContext({ cert: certificate, key });
    },
    drain: async (graceMs, limitMs) => {
      const closeIdle = (): void => {
        server.closeIdleConnections();
        for (const session of sessions) session.close();
      };
      await drainServer(server, { closeIdle, metrics, clock, graceMs, limitMs });
      // A thread that ends while HTTP/2 connections still bring data can take the process with it.
      for (const session of sessions) session.destroy();
    },
  };
}

function createServer(tls: WorkerData["tls"]): Server {
  const options = {
    keepAliveTimeout: keepAliveMs,
    headersTimeout: headersMs,
    // An upload may take as long as it takes; what bounds an exchange are the clocks of its target.
    requestTimeout: 0,
    maxHeaderSize: maxHeaderBytes,
    noDelay: true,
    // Answered by the pipeline, in the shape of every other refusal.
    requireHostHeader: false,
    shouldUpgradeCallback: asksForWebSocket,
    // Every tick of the interval costs every connection a look.
    connectionsCheckingInterval: 5_000,
  };
  if (tls === undefined) return createHttpServer(options);
  const server = createHttpsServer({
    ...options,
    handshakeTimeout: handshakeTimeoutMs,
    ALPNProtocols: alpnProtocols,
    cert: tls.certificate,
    key: tls.key,
  });
  // Nothing can be answered on a connection without a finished handshake: left to `clientError`, it would stay open.
  server.removeAllListeners("tlsClientError");
  server.on("tlsClientError", (_error, socket) => socket.destroy());
  return server;
}
