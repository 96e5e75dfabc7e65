import type { Gateway } from "../../gen/es/weir/inference/v1alpha1/gateway_pb.ts";
import type { Declarations } from "../compile/declarations.ts";
import type { SpecOf } from "../resource/rules.ts";
import type { ResourceCodec } from "../store/resource-codec.ts";
import type { Kind, ResourceRef, Row, StoreReader } from "../store/store.ts";

/** Reads what names a gateway, and what that refers to. Throws an UnreadableRowError where part of it cannot be read. */
export async function declarationsOf(
  gateway: Gateway,
  store: StoreReader,
  codec: ResourceCodec,
): Promise<Declarations> {
  const self = { kind: "gateway", id: gateway.spec!.id } as const;
  const deployments = (await store.list("deployment", { linkedTo: self })).map((row) =>
    codec.decode("deployment", row),
  );
  const rules = (await store.list("rule", { linkedTo: self })).map((row) => codec.decode("rule", row));
  const customEndpoints = (await store.list("custom_endpoint", { linkedTo: self })).map((row) =>
    codec.decode("custom_endpoint", row),
  );
  const mirrors = [...deployments.map(({ spec }) => spec!.traffic?.mirror), ...rules.map(({ spec }) => spec!.mirror)];
  const serviceIds = [
    ...rules.flatMap(({ spec }) => spec!.services.map(({ serviceId }) => serviceId)),
    ...mirrors.flatMap((mirror) => mirror?.serviceId ?? []),
  ];
  const services = await readSpecs("service", serviceIds, store, codec);
  const upstreamIds = [
    ...deployments.flatMap(({ spec }) => (spec!.replicas.case === "upstreamId" ? [spec!.replicas.value] : [])),
    ...[...services.values()].flatMap(({ upstreams }) => upstreams.map(({ upstreamId }) => upstreamId)),
  ];
  const upstreams = await readSpecs("upstream", upstreamIds, store, codec);
  return { gateway, deployments, rules, customEndpoints, services, upstreams };
}

/** The gateways that requests reach an upstream or a service from. */
export async function gatewaysThatUse(
  resource: ResourceRef,
  store: StoreReader,
  codec: ResourceCodec,
): Promise<Set<string>> {
  const gatewayIds = new Set<string>();
  const services = resource.kind === "upstream" ? await store.list("service", { linkedTo: resource }) : [];
  for (const used of [resource, ...services]) {
    for (const row of await store.list("deployment", { linkedTo: used })) {
      for (const id of codec.tryDecode("deployment", row)?.spec?.gatewayIds ?? []) gatewayIds.add(id);
    }
    for (const row of await store.list("rule", { linkedTo: used })) {
      const rule = codec.tryDecode("rule", row);
      if (rule !== undefined) gatewayIds.add(rule.spec!.gatewayId);
    }
  }
  return gatewayIds;
}

async function readSpecs<K extends Kind>(
  kind: K,
  ids: readonly string[],
  store: StoreReader,
  codec: ResourceCodec,
): Promise<Map<string, SpecOf[K]>> {
  const specs = new Map<string, SpecOf[K]>();
  for (const id of new Set(ids)) {
    const row: Row | undefined = await store.get(kind, id);
    if (row !== undefined) specs.set(id, codec.decode(kind, row).spec as SpecOf[K]);
  }
  return specs;
}
