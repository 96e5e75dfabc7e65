import { timestampMs } from "@bufbuild/protobuf/wkt";
import type {
  DeploymentRoute as DeploymentDeclaration,
  GatewayPartition,
  ModelRoute as ModelDeclaration,
  TokenSet as TokenSetDeclaration,
} from "../../gen/es/weir/config/v1alpha1/snapshot_pb.ts";
import { millisecondsOr } from "../../kit/milliseconds.ts";
import { buildVariant } from "../../kit/registry.ts";
import type { Callers, TokenSet } from "../auth/callers.ts";
import { authenticators } from "../auth/registry.ts";
import { keyReader } from "../balance/request-key.ts";
import { Split } from "../balance/split.ts";
import { WatchedTraffic } from "../observe/watched-traffic.ts";
import { replacedHeadersWith } from "../pipeline/hop-headers.ts";
import { UsageReports } from "../report/usage-reports.ts";
import { strategies } from "../routing/registry.ts";
import { nobodysAccount } from "../usage/usage-account.ts";
import { AddressRanges } from "./address-ranges.ts";
import { buildCustomEndpoints } from "./build-custom-endpoints.ts";
import { buildPlugins, chainOf } from "./build-plugins.ts";
import { buildPool } from "./build-pool.ts";
import { buildMirror, buildRules, buildService } from "./build-rules.ts";
import type { EarlierGateway } from "./earlier-gateway.ts";
import { type GatewayContext, poolOf } from "./gateway-context.ts";
import type { DeploymentRoute, GatewayEntry, GatewayRoute, ModelRoute, RoutingTable } from "./routing-table.ts";
import type { ServiceRoute } from "./service-route.ts";
import type { TableParts } from "./table-parts.ts";

/** Puts gateways and those who may call them together. */
export function buildTable(gateways: Iterable<GatewayEntry>, { tokenSets, keySets }: Callers): RoutingTable {
  const all = [...gateways];
  const byHost = new Map<string, GatewayEntry>();
  for (const gateway of all) for (const host of gateway.hosts) byHost.set(host, gateway);
  return { gateways: byHost, onlyGateway: all.length === 1 ? all[0] : undefined, tokenSets, keySets };
}

/**
 * Builds one gateway; throws with a sentence for its owner when it can't be served. What is declared as it was before is
 * taken over from the earlier route, so that a change elsewhere does not begin its split or its balance anew.
 */
export function buildGateway(
  declared: GatewayPartition,
  earlier: EarlierGateway | undefined,
  parts: TableParts,
): GatewayRoute {
  const { gatewayId, organizationId, auth, routing } = declared;
  const { clock, outsideCallers, judgeWandbKey, throttle } = parts;
  const authenticator =
    earlier?.authenticator(declared) ??
    buildVariant(authenticators, auth, {
      gatewayId,
      organizationId,
      clock,
      outsideCallers,
      judgeWandbKey,
      throttle,
    });
  if (authenticator === undefined)
    throw new Error("this proxy does not know the gateway's auth: it is of an older release");
  const strategy = buildVariant(strategies, routing, undefined);
  if (strategy === undefined)
    throw new Error("this proxy does not know the gateway's routing: it is of an older release");
  const ranges = declared.allowedSourceIpRanges;
  const pools = new Map(declared.pools.map((each) => [each.id, earlier?.pool(each) ?? buildPool(each, parts)]));
  const services = new Map<string, ServiceRoute>();
  const plugins = buildPlugins(declared.plugins, gatewayId, parts);
  const context = { gatewayId, gatewayName: declared.name, organizationId, plugins, pools, services, earlier, parts };
  for (const each of declared.services) services.set(each.serviceId, buildService(each, context));
  return {
    id: gatewayId,
    name: declared.name,
    organizationId,
    disabled: declared.disabled,
    allowedSources: ranges.length === 0 ? undefined : new AddressRanges(ranges),
    authenticator,
    replacedHeaders: replacedHeadersWith(authenticator.credentialHeaders),
    strategy,
    chain: chainOf(plugins),
    models: new Map(declared.models.map((each) => [each.model, buildModel(each, context)])),
    rules: declared.rules.length === 0 ? undefined : buildRules(declared, context),
    customEndpoints: buildCustomEndpoints(declared, context),
    account: parts.accountOf({ ...nobodysAccount, organizationId, gatewayId }),
    usageReports: UsageReports.of(declared, parts.onReport),
    services,
    pools,
  };
}

export function buildTokenSet({ tokens }: TokenSetDeclaration): TokenSet {
  return new Map(
    tokens.map(({ tokenId, sha256, subject, teams, isAdmin, expireTime }) => [
      Buffer.from(sha256).toString("base64"),
      {
        identity: { kind: "identity", subject: subject === "" ? tokenId : subject, teams, isAdmin },
        expireAtMs: expireTime === undefined ? Number.POSITIVE_INFINITY : timestampMs(expireTime),
      },
    ]),
  );
}

function buildModel(
  { model, deployments: declared, sticky, fallback }: ModelDeclaration,
  context: GatewayContext,
): ModelRoute {
  const { earlier } = context;
  const deployments = declared.map((each) => buildDeployment(model, each, context));
  const before = earlier?.model(model, sticky);
  const isSame =
    before?.split.candidates.length === deployments.length &&
    deployments.every((deployment, index) => deployment === before.split.candidates[index]);
  const split = isSame ? before.split : new Split(deployments, sticky && keyReader(sticky));
  return { model, split, fallback: fallback && { ...fallback, statuses: new Set(fallback.statuses) } };
}

function buildDeployment(model: string, declared: DeploymentDeclaration, context: GatewayContext): DeploymentRoute {
  const { gatewayId, gatewayName, organizationId, earlier, parts } = context;
  const { deploymentId: id, name, weight, upstreamModel, createdAt } = declared;
  const pool = poolOf(declared.poolId, context);
  const before = earlier?.deployment(model, declared);
  const metrics = parts.metricsOf(`${gatewayName} ${id} ${model}`, { gateway: gatewayName, deployment: name, model });
  const slowAfterMs = millisecondsOr(declared.watch?.slowAfter, Number.POSITIVE_INFINITY);
  const mirror = declared.mirror && buildMirror(declared.mirror, context);
  if (before?.pool === pool && before.mirror?.service === mirror?.service) return before;
  // What is watched goes on being counted where a change leaves the deployment as it was, and begins anew else.
  metrics.watched = declared.watch && new WatchedTraffic(id, declared.watch.step, slowAfterMs);
  return {
    id,
    kind: "deployment",
    name,
    weight,
    upstreamModel: upstreamModel === "" ? undefined : upstreamModel,
    createdAtSeconds: createdAt === undefined ? 0 : Math.floor(timestampMs(createdAt) / 1000),
    pool,
    traffic: pool.traffic,
    circuit: undefined,
    mirror,
    metrics,
    account: parts.accountOf({ ...nobodysAccount, organizationId, gatewayId, model, deploymentId: id }),
    usage: "asked",
  };
}
