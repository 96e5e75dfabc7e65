import type { GatewayPartition } from "../../gen/es/weir/config/v1alpha1/snapshot_pb.ts";
import { parsePathPattern } from "../../kit/path-pattern.ts";

/**
 * What must hold of a compiled gateway before any proxy sees it, whatever the API let through. Gives what does not hold,
 * as sentences; none when it may be published. A failure here is a defect of ours: the last good partition stays.
 *
 * @param hostOwner the gateway of the present snapshot that answers to a host
 */
export function checkGatewayPartition(
  gateway: GatewayPartition,
  hostOwner: (host: string) => string | undefined,
): string[] {
  const failures: string[] = [];
  if (gateway.auth.case === undefined) failures.push("no auth");
  if (gateway.routing.case === undefined) failures.push("no routing");
  if (gateway.hosts.length === 0) failures.push("no host");
  for (const host of gateway.hosts) {
    if (host !== host.toLowerCase()) failures.push(`host "${host}" is not in lower case`);
    const owner = hostOwner(host);
    if (owner !== undefined && owner !== gateway.gatewayId) failures.push(`host "${host}" belongs to gateway ${owner}`);
  }
  for (const repeated of repeats(gateway.models.map(({ model }) => model))) failures.push(`model "${repeated}" twice`);
  const poolIds = new Set(gateway.pools.map(({ id }) => id));
  for (const repeated of repeats(gateway.pools.map(({ id }) => id))) failures.push(`pool "${repeated}" twice`);
  for (const { id, targets, dnsTargets } of gateway.pools) {
    if (targets.length + dnsTargets.length === 0) failures.push(`pool "${id}" without target`);
    for (const { url } of targets) {
      if (!URL.canParse(url)) failures.push(`pool "${id}" with target "${url}", which is no URL`);
    }
  }
  for (const { model, deployments } of gateway.models) {
    if (deployments.length === 0) failures.push(`model "${model}" without deployment`);
    for (const { name, weight, poolId } of deployments) {
      if (weight === 0) failures.push(`deployment "${name}" with weight 0`);
      if (!poolIds.has(poolId)) failures.push(`deployment "${name}" without pool`);
    }
  }
  const serviceIds = new Set(gateway.services.map(({ serviceId }) => serviceId));
  for (const { name, pools } of gateway.services) {
    if (pools.length === 0) failures.push(`service "${name}" without pool`);
    if (pools.some(({ poolId }) => !poolIds.has(poolId))) failures.push(`service "${name}" with an unknown pool`);
  }
  for (const { name, path, shares } of gateway.rules) {
    if (typeof parsePathPattern(path) === "string") failures.push(`rule "${name}" with path "${path}"`);
    if (shares.length === 0) failures.push(`rule "${name}" without service`);
    if (shares.some(({ serviceId }) => !serviceIds.has(serviceId)))
      failures.push(`rule "${name}" with an unknown service`);
  }
  const accountNames = gateway.customEndpoints.map(({ name }) => name);
  for (const repeated of repeats(accountNames)) failures.push(`custom endpoint "${repeated}" twice`);
  for (const { name, endpoints } of gateway.customEndpoints) {
    if (endpoints.length === 0) failures.push(`custom endpoint "${name}" without endpoint`);
    if (endpoints.some(({ poolId }) => !poolIds.has(poolId)))
      failures.push(`custom endpoint "${name}" with an unknown pool`);
  }
  return failures;
}

function repeats(names: readonly string[]): string[] {
  const seen = new Set<string>();
  return names.filter((name) => seen.size === seen.add(name).size);
}
