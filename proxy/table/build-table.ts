import { timestampMs } from "@bufbuild/protobuf/wkt";
import type {
  DeploymentRoute as DeploymentDeclaration,
  GatewayPartition,
  ModelRoute as ModelDeclaration,
  TokenSet as TokenSetDeclaration,
} from "../../gen/es/weir/config/v1alpha1/snapshot_pb.ts";
import type { Clock } from "../../kit/clock.ts";
import type { Random } from "../../kit/random.ts";
import { buildVariant } from "../../kit/registry.ts";
import type { RememberedAnswers } from "../../kit/remembered-answers.ts";
import type { WhoamiPrincipal } from "../../kit/whoami.ts";
import type { TokenSet } from "../auth/authenticator.ts";
import { authenticators } from "../auth/registry.ts";
import { keyReader } from "../balance/request-key.ts";
import { Split } from "../balance/split.ts";
import type { DeploymentMetrics } from "../observe/deployment-metrics.ts";
import { strategies } from "../routing/registry.ts";
import type { ConnectionSettings, Target } from "../target/target.ts";
import type { TargetChange } from "../target/target-change.ts";
import { AddressRanges } from "./address-ranges.ts";
import { buildPool } from "./build-pool.ts";
import type { EarlierGateway } from "./earlier-gateway.ts";
import type { DeploymentRoute, GatewayEntry, GatewayRoute, ModelRoute, RoutingTable } from "./routing-table.ts";

/** What the parts of a table are built with: the live objects that outlast it. */
export interface TableParts {
  readonly holdTarget: (poolId: string, url: string, settings: ConnectionSettings) => Target;
  /** What all workers know together, and the slot of a pool in it. */
  readonly cells: Int32Array;
  readonly slotOf: (poolId: string) => number;
  readonly onTargetChange: (change: TargetChange) => void;
  readonly metricsOf: (
    gatewayName: string,
    deployment: { id: string; name: string },
    model: string,
  ) => DeploymentMetrics;
  readonly clock: Clock;
  readonly random: Random;
  readonly whoami: RememberedAnswers<WhoamiPrincipal> | undefined;
}

/** Puts gateways and token sets together. */
export function buildTable(gateways: Iterable<GatewayEntry>, tokenSets: ReadonlyMap<string, TokenSet>): RoutingTable {
  const all = [...gateways];
  const byHost = new Map<string, GatewayEntry>();
  for (const gateway of all) for (const host of gateway.hosts) byHost.set(host, gateway);
  return { gateways: byHost, onlyGateway: all.length === 1 ? all[0] : undefined, tokenSets };
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
  const { organizationId, auth, routing } = declared;
  const { clock, whoami } = parts;
  const authenticator =
    earlier?.authenticator(declared) ?? buildVariant(authenticators, auth, { organizationId, clock, whoami });
  if (authenticator === undefined)
    throw new Error("this proxy does not know the gateway's auth: it is of an older release");
  const strategy = buildVariant(strategies, routing, undefined);
  if (strategy === undefined)
    throw new Error("this proxy does not know the gateway's routing: it is of an older release");
  const ranges = declared.allowedSourceIpRanges;
  return {
    id: declared.gatewayId,
    name: declared.name,
    organizationId,
    disabled: declared.disabled,
    allowedSources: ranges.length === 0 ? undefined : new AddressRanges(ranges),
    authenticator,
    strategy,
    models: new Map(declared.models.map((each) => [each.model, buildModel(each, declared.name, earlier, parts)])),
  };
}

export function buildTokenSet({ tokens }: TokenSetDeclaration): TokenSet {
  return new Map(
    tokens.map(({ tokenId, sha256, subject, expireTime }) => [
      Buffer.from(sha256).toString("base64"),
      {
        identity: { kind: "identity", subject: subject === "" ? tokenId : subject },
        expireAtMs: expireTime === undefined ? Number.POSITIVE_INFINITY : timestampMs(expireTime),
      },
    ]),
  );
}

function buildModel(
  { model, deployments: declared, sticky }: ModelDeclaration,
  gatewayName: string,
  earlier: EarlierGateway | undefined,
  parts: TableParts,
): ModelRoute {
  const deployments = declared.map(
    (each) => earlier?.deployment(model, each) ?? buildDeployment(model, each, gatewayName, parts),
  );
  const before = earlier?.model(model, sticky);
  const isSame =
    before?.split.candidates.length === deployments.length &&
    deployments.every((deployment, index) => deployment === before.split.candidates[index]);
  return isSame ? before : { model, split: new Split(deployments, sticky && keyReader(sticky)) };
}

function buildDeployment(
  model: string,
  declared: DeploymentDeclaration,
  gatewayName: string,
  parts: TableParts,
): DeploymentRoute {
  const { deploymentId: id, name, weight, upstreamModel, createdAt, pool } = declared;
  if (pool === undefined) throw new Error(`deployment "${name}" has no targets`);
  return {
    id,
    name,
    weight,
    upstreamModel: upstreamModel === "" ? undefined : upstreamModel,
    createdAtSeconds: createdAt === undefined ? 0 : Math.floor(timestampMs(createdAt) / 1000),
    pool: buildPool(pool, parts),
    metrics: parts.metricsOf(gatewayName, { id, name }, model),
  };
}
