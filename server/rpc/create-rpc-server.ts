import { IncomingMessage } from "node:http";
import { createRegistry, type DescMethod, type DescService } from "@bufbuild/protobuf";
import { createValidator } from "@bufbuild/protovalidate";
import { Code, ConnectError, type ConnectRouter, createConnectRouter, createContextValues } from "@connectrpc/connect";
import type { UniversalHandler } from "@connectrpc/connect/protocol";
import { compressionGzip, universalResponseToNodeResponse } from "@connectrpc/connect-node";
import { Health } from "../../gen/es/grpc/health/v1/health_pb.ts";
import { ServerReflection } from "../../gen/es/grpc/reflection/v1/reflection_pb.ts";
import { ServerReflection as ServerReflectionV1Alpha } from "../../gen/es/grpc/reflection/v1alpha/reflection_pb.ts";
import { ConfigService } from "../../gen/es/weir/config/v1alpha1/config_service_pb.ts";
import type { Certificate } from "../../kit/certificate-files.ts";
import type { Clock } from "../../kit/clock.ts";
import type { CredentialThrottle } from "../../kit/credential-throttle.ts";
import { isHttp1Version } from "../../kit/http1-version.ts";
import type { Log } from "../../kit/log.ts";
import type { Random } from "../../kit/random.ts";
import type { TokenAuthenticator } from "../auth/token-authenticator.ts";
import type { Store } from "../store/store.ts";
import { bodyUntilLeft } from "./body-until-left.ts";
import { requestIdKey, sourceKey } from "./call-context.ts";
import { bodyFormOf, checkBody } from "./check-body.ts";
import type { Documents } from "./documents/documents.ts";
import { respondDocument } from "./documents/respond-document.ts";
import { endWithAccess } from "./end-with-access.ts";
import { createHealthService } from "./health-service.ts";
import { type CallCounter, logAndMapErrors } from "./log-and-map-errors.ts";
import {
  type ConnectionLimit,
  createOnePortListener,
  type HttpRequest,
  type HttpResponse,
  type OnePortListener,
} from "./one-port-listener.ts";
import { maxRequestBytes, tooLarge } from "./read-json.ts";
import { createReflectionService } from "./reflection-service.ts";
import { createRequestGate } from "./request-gate.ts";
import { isCall, respondUnknownMethod } from "./respond-unknown-method.ts";
import { respondError } from "./rest/respond-error.ts";
import { createRestHandler } from "./rest/rest-handler.ts";
import { restRoutesOf } from "./rest/rest-routes.ts";
import { toUniversalRequest } from "./universal-request.ts";
import { validateRequests } from "./validate.ts";

/** How often a stream checks the access of its caller: within the heartbeat of 15 s, with time left for the answer. */
const accessCheckMs = 10_000;

export interface RpcServerOptions {
  /** The services, for REST and reflection. */
  readonly services: readonly DescService[];
  /** What is shown about them. */
  readonly documents: Documents;
  /** Registers their implementations. */
  readonly routes: (router: ConnectRouter) => void;
  readonly authenticators: readonly TokenAuthenticator[];
  readonly proxyToken: string;
  /** Counts refused credentials by source; undefined when nothing limits them. */
  readonly throttle?: CredentialThrottle | undefined;
  /** Writes that a resource allows to others than admins too: its service decides. */
  readonly decidedByResource: ReadonlySet<DescMethod>;
  readonly tls: Certificate | undefined;
  /** Undefined when a source may hold any number of connections. */
  readonly connectionLimit?: ConnectionLimit | undefined;
  readonly counter: CallCounter;
  /** The metrics in Prometheus' text format. */
  readonly metrics: () => Promise<string>;
  /** Tells when access tokens change. */
  readonly store: Pick<Store, "onCommit">;
  readonly log: Log;
  readonly clock: Clock;
  readonly random: Random;
  /** Aborted with a ConnectError when the server stops: every stream ends with it. */
  readonly shutdown: AbortSignal;
}

/** gRPC, gRPC-Web, Connect and REST on one port, with reflection, health, documents, `/metrics`, `/livez` and `/readyz`. */
export function createRpcServer(options: RpcServerOptions): OnePortListener {
  const { services, log, clock, random, shutdown } = options;
  const router = createConnectRouter({
    acceptCompression: [compressionGzip],
    interceptors: [
      logAndMapErrors(log, clock, options.counter),
      endWithAccess({ store: options.store, clock, checkEveryMs: accessCheckMs }),
      validateRequests(createValidator()),
    ],
    requestGate: createRequestGate(options),
    jsonOptions: { ignoreUnknownFields: false, registry: createRegistry(...services.map(({ file }) => file)) },
    readMaxBytes: maxRequestBytes,
    shutdownSignal: shutdown,
  });
  options.routes(router);
  const reflection = createReflectionService([...services, Health, ServerReflection]);
  router.service(ServerReflection, reflection);
  router.service(ServerReflectionV1Alpha, reflection as never);
  router.service(
    Health,
    createHealthService(
      services.map(({ typeName }) => typeName),
      shutdown,
    ),
  );

  const handlers = new Map<string, UniversalHandler>(router.handlers.map((handler) => [handler.requestPath, handler]));
  const rest = createRestHandler(restRoutesOf(services), ({ method }) => {
    return handlers.get(`/${method.parent.typeName}/${method.name}`)!;
  });

  const serve = async (request: HttpRequest, response: HttpResponse): Promise<void> => {
    if (request instanceof IncomingMessage && !isHttp1Version(request)) {
      const message = `HTTP version ${request.httpVersion} is not allowed on an HTTP/1 connection: use 1.0 or 1.1`;
      return respondError(request, response, 400, new ConnectError(message, Code.InvalidArgument));
    }
    const requestId = requestIdOf(request, random);
    response.setHeader("x-request-id", requestId);
    const values = createContextValues()
      .set(requestIdKey, requestId)
      .set(sourceKey, request.socket.remoteAddress ?? "");
    const path = request.url?.split("?", 1)[0] ?? "";
    const handler = handlers.get(path);
    if (handler !== undefined) return serveRpc(handler, request, response, values);
    if (isCall(request)) return respondUnknownMethod(request, response, path);
    const document = options.documents.find(path);
    if (document !== undefined) return respondDocument(await document, request, response);
    if (path === "/livez" || path === "/readyz") return respondProbe(response, path === "/readyz" && shutdown.aborted);
    if (path === "/metrics") return respondMetrics(response, await options.metrics());
    return rest(request, response, values);
  };
  return createOnePortListener(
    (request, response) => {
      serve(request, response)
        .catch((error: unknown) => {
          log.debug({ err: error, url: request.url }, "a request broke off");
          if (response.headersSent) response.destroy();
          else respondError(request, response, 500, ConnectError.from(error, Code.Internal));
        })
        .catch((error: unknown) => {
          log.debug({ err: error, url: request.url }, "an error could not be sent");
          response.destroy();
        });
    },
    options.tls,
    options.connectionLimit,
  );
}

async function serveRpc(
  handler: UniversalHandler,
  request: HttpRequest,
  response: HttpResponse,
  values: ReturnType<typeof createContextValues>,
): Promise<void> {
  const universal = toUniversalRequest(request, response, values);
  const form = bodyFormOf(universal.header);
  const isJson = form?.codec === "json" && !form.isEnveloped;
  if (isJson && Number(request.headers["content-length"] ?? 0) > maxRequestBytes) {
    return respondError(request, response, 413, tooLarge());
  }
  const body = bodyUntilLeft(universal.body as AsyncIterable<Uint8Array>);
  universal.body = body;
  const { input, methodKind } = handler.method;
  // What a proxy reports may be large, and is read once.
  const isChecked = handler.service.typeName !== ConfigService.typeName;
  if (form !== undefined && isChecked && (methodKind === "unary" || methodKind === "server_streaming")) {
    universal.body = checkBody(input, body, form);
  }
  await universalResponseToNodeResponse(await handler(universal), response as never);
}

/** The client's own id when it is a sane one. */
function requestIdOf(request: HttpRequest, random: Random): string {
  const given = request.headers["x-request-id"];
  return typeof given === "string" && /^[\w.-]{1,128}$/.test(given) ? given : random.uuid();
}

function respondProbe(response: HttpResponse, stopping: boolean): void {
  response.setHeader("content-type", "text/plain; charset=utf-8");
  response.statusCode = stopping ? 503 : 200;
  (response as { end(text: string): unknown }).end(stopping ? "stopping\n" : "ok\n");
}

function respondMetrics(response: HttpResponse, text: string): void {
  response.setHeader("content-type", "text/plain; version=0.0.4; charset=utf-8");
  (response as { end(text: string): unknown }).end(text);
}
