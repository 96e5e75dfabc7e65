import { isIP } from "node:net";
import { join } from "node:path";
import { createValidator } from "@bufbuild/protovalidate";
import { Code, ConnectError } from "@connectrpc/connect";
import { ConfigService } from "../gen/es/weir/config/v1alpha1/config_service_pb.ts";
import { AccessTokenService } from "../gen/es/weir/inference/v1alpha1/access_token_service_pb.ts";
import { ApiKeyService } from "../gen/es/weir/inference/v1alpha1/api_key_service_pb.ts";
import { AuditService } from "../gen/es/weir/inference/v1alpha1/audit_service_pb.ts";
import { CustomEndpointService } from "../gen/es/weir/inference/v1alpha1/custom_endpoint_service_pb.ts";
import { DatabaseService } from "../gen/es/weir/inference/v1alpha1/database_service_pb.ts";
import { DeploymentService } from "../gen/es/weir/inference/v1alpha1/deployment_service_pb.ts";
import { GatewayService } from "../gen/es/weir/inference/v1alpha1/gateway_service_pb.ts";
import { ManifestService } from "../gen/es/weir/inference/v1alpha1/manifest_service_pb.ts";
import { RuleService } from "../gen/es/weir/inference/v1alpha1/rule_service_pb.ts";
import { SecretsService } from "../gen/es/weir/inference/v1alpha1/secrets_service_pb.ts";
import { ServiceService } from "../gen/es/weir/inference/v1alpha1/service_service_pb.ts";
import { UpstreamService } from "../gen/es/weir/inference/v1alpha1/upstream_service_pb.ts";
import { UsageService } from "../gen/es/weir/inference/v1alpha1/usage_service_pb.ts";
import { AddressPolicy } from "../kit/address-policy.ts";
import { catchStrayExceptions } from "../kit/catch-stray-exceptions.ts";
import { CertificateFiles } from "../kit/certificate-files.ts";
import { systemClock } from "../kit/clock.ts";
import { Lifetime } from "../kit/lifetime.ts";
import { formatAddress } from "../kit/listen-address.ts";
import { createLog } from "../kit/log.ts";
import { systemRandom } from "../kit/random.ts";
import type { Running } from "../kit/run-until-signal.ts";
import { createAuthenticators } from "./auth/create-authenticators.ts";
import type { ServerConfig } from "./config.ts";
import { ManifestApplier } from "./manifest/manifest-applier.ts";
import { ManifestFolder } from "./manifest/manifest-folder.ts";
import { ServerMetrics } from "./observe/server-metrics.ts";
import { createConfigService } from "./publish/config-service.ts";
import { DatabaseAdoption } from "./publish/database-adoption.ts";
import { Feed } from "./publish/feed.ts";
import { KeyCalendar } from "./publish/key-calendar.ts";
import { ProxySessions } from "./publish/proxy-sessions.ts";
import { Publisher } from "./publish/publisher.ts";
import { relateProxy } from "./publish/relate-proxy.ts";
import { Rollouts } from "./publish/rollouts.ts";
import { StatusReconciler } from "./publish/status-reconciler.ts";
import { TargetStatuses } from "./publish/target-statuses.ts";
import { ZoneWatch } from "./publish/zone-watch.ts";
import { createApiKeyRules } from "./resource/api-key-rules.ts";
import { createDeploymentRules } from "./resource/deployment-rules.ts";
import { callerOf } from "./rpc/call-context.ts";
import { createRpcServer } from "./rpc/create-rpc-server.ts";
import { Documents } from "./rpc/documents/documents.ts";
import { createConnectionLimit, createCredentialThrottle } from "./rpc/limit-sources.ts";
import { MasterKeyRotation } from "./secrets/master-key-rotation.ts";
import { readServerSecrets } from "./secrets/server-secrets.ts";
import { createAccessTokenService } from "./service/access-token-service.ts";
import { createApiKeyService } from "./service/api-key-service.ts";
import { createAuditService } from "./service/audit-service.ts";
import { ensureBootstrapToken } from "./service/bootstrap-token.ts";
import { createCruds } from "./service/create-cruds.ts";
import { createCustomEndpointService } from "./service/custom-endpoint-service.ts";
import { createDatabaseService } from "./service/database-service.ts";
import { createDeploymentService } from "./service/deployment-service.ts";
import { createGatewayService } from "./service/gateway-service.ts";
import { createManifestService } from "./service/manifest-service.ts";
import { createRuleService } from "./service/rule-service.ts";
import { createSecretsService } from "./service/secrets-service.ts";
import { createServiceService } from "./service/service-service.ts";
import { createUpstreamService } from "./service/upstream-service.ts";
import { createUsageService } from "./service/usage-service.ts";
import { WatchHub } from "./service/watch-hub.ts";
import { ResourceCodec } from "./store/resource-codec.ts";
import { SecretBox } from "./store/secret-box.ts";
import { SqliteStore } from "./store/sqlite-store.ts";
import { UnreadableRows } from "./store/unreadable-rows.ts";
import { PriceList } from "./usage/price-list.ts";
import { UsageStore } from "./usage/usage-store.ts";

/** Watches and config streams that are idle say so this often: shorter than what proxies on the way cut. */
const heartbeatMs = 15_000;

const dayMs = 86_400_000;

/** Starts a control plane: everything that is stored is compiled before the port opens. */
export async function startServer(config: ServerConfig): Promise<Running> {
  const clock = systemClock;
  const random = systemRandom;
  const { zones, endpointTemplate: template } = config;
  const log = createLog({ name: "server", level: config.logLevel });
  const lifetime = new Lifetime();
  const shutdown = new AbortController();

  const databasePath = join(config.dataDirectory, "weir.db");
  const secrets = await readServerSecrets(config, databasePath, random);
  const store = SqliteStore.open(databasePath, {
    retentionMs: config.auditRetentionDays * dayMs,
    maxRows: config.auditMaxRows,
    clock,
  });
  lifetime.onClose("the database", () => store.close());
  log.info({ file: databasePath, ...(await store.origin()) }, store.isNew ? "a new database" : "database opened");
  const box = new SecretBox(secrets.masterKeys);
  const unreadable = new UnreadableRows(databasePath, log);
  unreadable.follow(store);
  const codec = new ResourceCodec(box, (error, organizationId) => unreadable.note(error, organizationId));
  // The publisher reads only organizations with gateways: all others are read here, so that unreadable rows are logged
  // at the start.
  for (const row of await store.list("access_token", {})) codec.tryDecode("access_token", row);
  await ensureBootstrapToken({ secret: secrets.adminToken, store, codec, clock });

  const metrics = new ServerMetrics();
  const prices = await PriceList.open(store, codec);
  const usage = UsageStore.open(join(config.dataDirectory, "usage.db"), {
    retentionMs: config.usageRetentionDays * dayMs,
    maxRows: config.usageMaxRows,
    clock,
    priceOf: (deploymentId) => prices.priceOf(deploymentId),
    log,
    onSetAside: (rows) => metrics.countSetAside(rows),
  });
  lifetime.onClose("the usage database", () => usage.close());

  const rotation = new MasterKeyRotation({
    store,
    codec,
    box,
    file: secrets.masterKeyFile,
    keys: secrets.masterKeys,
    clock,
    random,
    log,
  });
  await rotation.resume();

  const feed = new Feed();
  feed.onChange((partitionIds) => metrics.countPublished(partitionIds.length));
  const zoneWatch = new ZoneWatch(
    (zone) => sessions.countIn(zone),
    () => reconciler.markAll(),
  );
  const sessions = new ProxySessions((zone) => {
    zoneWatch.check(zone);
    reconciler.markUnsettled();
  });
  const publisher = new Publisher({
    store,
    codec,
    feed,
    template,
    log,
    onCompiled: (gatewayIds) => reconciler.onCompiled(gatewayIds),
  });
  const reconciler = new StatusReconciler({ store, codec, publisher, sessions, template, clock, log });
  await publisher.start();
  lifetime.onClose("the publisher", () => publisher.stop());
  await reconciler.start();
  lifetime.onClose("the status reconciler", () => reconciler.stop());
  const targetStatuses = new TargetStatuses({ store, codec, clock, log });
  await targetStatuses.start();
  lifetime.onClose("the statuses of targets", () => targetStatuses.stop());
  const deploymentRules = createDeploymentRules({ codec });
  const rollouts = new Rollouts({ store, codec, holdings: deploymentRules.holdings, clock, log });
  await rollouts.start();
  lifetime.onClose("the rollouts", () => rollouts.stop());
  const apiKeyRules = createApiKeyRules({ codec, clock });
  const keyCalendar = new KeyCalendar({ store, codec, holdings: apiKeyRules.holdings, usage, clock, log });
  await keyCalendar.start();
  lifetime.onClose("the calendar of API keys", () => keyCalendar.stop());
  for (const zone of zones) zoneWatch.check(zone);
  lifetime.onClose("the zone watch", () => zoneWatch.stop());
  const watchHub = new WatchHub({ store, heartbeatMs, signal: shutdown.signal });
  lifetime.onClose("the watches", () => watchHub.close());

  const adoption = new DatabaseAdoption({ store, sessions, clock, log });
  const policy = new AddressPolicy(config.targets);
  // The address of a wildcard is another one on each proxy's machine: a proxy knows it and refuses it there.
  const { host, port } = config.listen;
  if (isIP(host) !== 0) policy.protect("the control plane (WEIR_LISTEN)", [{ address: host, port }]);
  const cruds = createCruds({
    store,
    codec,
    clock,
    random,
    validator: createValidator(),
    zones,
    template,
    deploymentRules,
    apiKeyRules,
    policy,
  });
  const applier = new ManifestApplier(store, cruds);
  let folder: ManifestFolder | undefined;
  if (config.manifests !== undefined) {
    folder = new ManifestFolder({
      path: config.manifests,
      statePath: join(config.dataDirectory, "manifests.json"),
      applier,
      cruds,
      store,
      variables: config.manifestVariables,
      maxDeleteShare: config.manifestsMaxDeleteShare,
      drift: config.manifestsDrift,
      driftIntervalMs: config.manifestsDriftIntervalMs,
      clock,
      random,
      log,
    });
    lifetime.onClose("the folder of manifests", () => folder?.stop());
    await folder.start();
  }
  const certificates = config.tls && (await CertificateFiles.open(config.tls, log));
  if (certificates !== undefined) metrics.followCertificate(certificates);
  const throttle = createCredentialThrottle(config, { clock, random });
  const server = createRpcServer({
    services: [
      GatewayService,
      DeploymentService,
      UpstreamService,
      ServiceService,
      RuleService,
      ApiKeyService,
      CustomEndpointService,
      AccessTokenService,
      UsageService,
      AuditService,
      ManifestService,
      SecretsService,
      DatabaseService,
      ConfigService,
    ],
    routes: (router) =>
      router
        .service(GatewayService, createGatewayService({ crud: cruds.gateway, watchHub, callerOf, zones }))
        .service(DeploymentService, createDeploymentService({ crud: cruds.deployment, watchHub, callerOf }))
        .service(UpstreamService, createUpstreamService({ crud: cruds.upstream, watchHub, callerOf }))
        .service(ServiceService, createServiceService({ crud: cruds.service, watchHub, callerOf }))
        .service(RuleService, createRuleService({ crud: cruds.rule, watchHub, callerOf }))
        .service(
          ApiKeyService,
          createApiKeyService({ crud: cruds.api_key, gateways: cruds.gateway, usage, watchHub, callerOf, random }),
        )
        .service(
          CustomEndpointService,
          createCustomEndpointService({ crud: cruds.custom_endpoint, watchHub, callerOf }),
        )
        .service(AuditService, createAuditService({ store, callerOf }))
        .service(ManifestService, createManifestService({ applier, callerOf }))
        .service(SecretsService, createSecretsService({ rotation, callerOf }))
        .service(DatabaseService, createDatabaseService({ store, adoption, unreadable, callerOf }))
        .service(UsageService, createUsageService({ usage, callerOf }))
        .service(AccessTokenService, createAccessTokenService({ crud: cruds.access_token, watchHub, callerOf, random }))
        .service(
          ConfigService,
          createConfigService({
            feed,
            store,
            relate: (hello, zone) =>
              relateProxy(hello, zone, {
                store,
                feed,
                whyAbsent: (inZone, partitionId) => publisher.whyAbsent(inZone, partitionId),
                adoptedProxies: adoption.proxies,
              }),
            sessions,
            zones,
            heartbeatMs,
            signal: shutdown.signal,
            log,
            onAnswer: (answer) => reconciler.onAnswer(answer),
            onReport: (proxyId, report) => targetStatuses.report(proxyId, report),
            onTraffic: (report) => rollouts.count(report),
            onUsage: async (batch) => keyCalendar.onUsage(usage.record(batch)),
            onRefusal: () => void reconciler.markAll(),
            onLeave: (proxyId) => targetStatuses.forget(proxyId),
          }),
        ),
    documents: await Documents.open(),
    authenticators: createAuthenticators(config, { store, codec, throttle, clock, log }),
    throttle,
    proxyToken: secrets.proxyToken,
    store,
    decidedByResource: new Set([
      CustomEndpointService.method.updateCustomEndpoint,
      CustomEndpointService.method.deleteCustomEndpoint,
      ManifestService.method.applyManifests,
    ]),
    tls: certificates?.current,
    connectionLimit: createConnectionLimit(config, {
      onRefusedConnection: () => metrics.countRefusedConnection(),
      clock,
      random,
      log,
    }),
    counter: metrics,
    metrics: async () =>
      metrics.render({
        resources: await store.counts(),
        proxies: new Map(zones.map((zone) => [zone, sessions.countIn(zone)])),
        partitions: feed.size,
        watches: watchHub.size,
        manifests: folder?.facts,
        refusingProxies: sessions.refusing().length,
        unreadable: unreadable.counts(),
      }),
    log,
    clock,
    random,
    shutdown: shutdown.signal,
  });
  const address = formatAddress(await server.listen(config.listen));
  lifetime.onClose("the port", () => server.close(config.shutdownGraceMs));
  // The last net: what HTTP/2 throws in Node's own code, and defects, must not end the process with everybody's watches.
  catchStrayExceptions((cause) => {
    metrics.countInternalError();
    log.error({ err: cause }, "internal error in the server: an exception was not caught");
  });
  certificates?.follow((certificate) => server.setCertificate(certificate));
  lifetime.onClose("the certificate", () => certificates?.close());
  log.info({ address, zones }, "listening");
  return {
    reload: () => certificates?.reload(),
    close: async () => {
      log.info("stopping");
      shutdown.abort(new ConnectError("server is shutting down", Code.Unavailable));
      await lifetime.close();
      log.info("stopped");
    },
  };
}
