import { clone, create } from "@bufbuild/protobuf";
import { type GatewayPartition, GatewayPartitionSchema } from "../../gen/es/weir/config/v1alpha1/snapshot_pb.ts";
import type { DnsTargets } from "../../gen/es/weir/inference/v1alpha1/dns_targets_pb.ts";
import { type Target, TargetSchema } from "../../gen/es/weir/inference/v1alpha1/target_pb.ts";
import { millisecondsOr } from "../../kit/milliseconds.ts";
import type { WantedName } from "./discovery.ts";

const defaultMinIntervalMs = 5_000;

/** The names that a gateway's pools have. */
export function namesOf({ pools }: GatewayPartition): WantedName[] {
  return pools.flatMap(({ dnsTargets }) =>
    dnsTargets.map(({ url, minInterval }) => ({
      name: hostOf(url),
      minIntervalMs: millisecondsOr(minInterval, defaultMinIntervalMs),
    })),
  );
}

/** The gateway with a target for each address of its names; itself where it has none. */
export function expandNames(
  gateway: GatewayPartition,
  addressesOf: (name: string) => readonly string[],
): GatewayPartition {
  if (gateway.pools.every(({ dnsTargets }) => dnsTargets.length === 0)) return gateway;
  const expanded = clone(GatewayPartitionSchema, gateway);
  for (const pool of expanded.pools) {
    const found = pool.dnsTargets.flatMap((each) =>
      addressesOf(hostOf(each.url)).map((address) => targetAt(address, each)),
    );
    const known = new Set(pool.targets.map(({ url }) => url));
    pool.targets.push(...found.filter(({ url }) => !known.has(url)));
    pool.dnsTargets = [];
  }
  return expanded;
}

/** A target by its address, with its name as the fragment: what it is asked for, and what its certificate must name. */
function targetAt(address: string, { url, weight }: DnsTargets): Target {
  const { protocol, host, port, pathname } = new URL(url);
  const at = `${address.includes(":") ? `[${address}]` : address}${port === "" ? "" : `:${port}`}`;
  const path = pathname === "/" ? "" : pathname;
  return create(TargetSchema, { url: `${protocol}//${at}${path}#${host}`, weight });
}

function hostOf(url: string): string {
  return new URL(url).hostname.replace(/^\[|\]$/g, "");
}
