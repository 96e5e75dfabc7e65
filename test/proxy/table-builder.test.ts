// What outlasts a change of configuration: the split, the balance, the connections of what was declared as it was.

import { create, type JsonObject, type MessageInitShape, toBinary } from "@bufbuild/protobuf";
import { Agent, type Dispatcher } from "undici";
import { beforeEach, describe, expect, it } from "vitest";
import {
  type GatewayPartition,
  GatewayPartitionSchema,
  type ModelRouteSchema,
  PartitionSchema,
  type TargetPoolSchema,
} from "../../gen/es/weir/config/v1alpha1/snapshot_pb.ts";
import { WeightsAndBiasesAuthSchema } from "../../gen/es/weir/inference/v1alpha1/gateway_pb.ts";
import { PluginSchema } from "../../gen/es/weir/inference/v1alpha1/plugin_pb.ts";
import { systemClock } from "../../kit/clock.ts";
import { SchemaCompiler } from "../../kit/schema-compiler.ts";
import { PrefixTable } from "../../proxy/balance/prefix-table.ts";
import { LocalLimiter } from "../../proxy/limit/limiter.ts";
import { RateTable } from "../../proxy/limit/rate-table.ts";
import { WorkerMetrics } from "../../proxy/observe/worker-metrics.ts";
import { CurrentTable } from "../../proxy/table/current-table.ts";
import { findGateway } from "../../proxy/table/find-gateway.ts";
import type { GatewayRoute } from "../../proxy/table/routing-table.ts";
import { slotKeysOf } from "../../proxy/table/slot-keys.ts";
import { TargetRegistry } from "../../proxy/target/target-registry.ts";
import { TargetSlots } from "../../proxy/target/target-slots.ts";
import { UsageAccount } from "../../proxy/usage/usage-account.ts";
import { TableBuilder } from "../../proxy/worker/table-builder.ts";
import type { PartitionUpsert } from "../../proxy/worker/worker-protocol.ts";
import { createSeededRandom, requestOf } from "../support/pool-targets.ts";

type Deployment = { id: string; weight?: number; url?: string };

let table: CurrentTable;
let builder: TableBuilder;
let slots: TargetSlots;
let closed: string[];
let schemas: SchemaCompiler;

beforeEach(() => {
  table = new CurrentTable();
  slots = new TargetSlots();
  closed = [];
  schemas = new SchemaCompiler({ linearPatternsOnly: true });
  const open = (origin: string): Dispatcher => {
    const agent = new Agent();
    const close = agent.close.bind(agent);
    // Called with a callback by itself.
    agent.close = ((...callback: []) => {
      if (callback.length === 0) closed.push(origin);
      return close(...callback);
    }) as typeof agent.close;
    return agent;
  };
  builder = new TableBuilder(table, {
    targets: new TargetRegistry(slots.buffer, open),
    metricsOf: (key, labels) => new WorkerMetrics().of(key, labels),
    clock: systemClock,
    random: createSeededRandom(1),
    accountOf: (labels) => new UsageAccount(labels),
    limiter: new LocalLimiter(RateTable.create(new Uint8Array(8), 8), systemClock),
    schemas,
    prefixes: new PrefixTable(),
    onTargetChange: () => {},
    outsideCallers: [],
    onReport: () => {},
    judgeWandbKey: async () => ({ kind: "unavailable" }),
  });
});

function modelOf(deployments: Deployment[]): MessageInitShape<typeof ModelRouteSchema> {
  return {
    model: "m",
    deployments: deployments.map(({ id, weight }) => ({
      deploymentId: id,
      name: id,
      weight: weight ?? 1,
      poolId: id,
    })),
  };
}

function poolsOf(deployments: Deployment[]): MessageInitShape<typeof TargetPoolSchema>[] {
  return deployments.map(({ id, url }) => ({ id, targets: [{ url: url ?? `http://${id}.test` }] }));
}

function upsert(name: string, deployments: Deployment[], more: Partial<GatewayPartition> = {}): PartitionUpsert {
  const gateway = create(GatewayPartitionSchema, {
    gatewayId: name,
    name,
    organizationId: "org",
    hosts: [`${name}.localhost`],
    auth: { case: "coreWeaveAuth", value: {} },
    routing: { case: "pathBasedRouting", value: {} },
    models: [modelOf(deployments)],
    pools: poolsOf(deployments),
  });
  Object.assign(gateway, more);
  const partition = create(PartitionSchema, { id: `gateways/${name}`, content: { case: "gateway", value: gateway } });
  return {
    kind: "gateway",
    id: partition.id,
    hosts: gateway.hosts,
    bytes: toBinary(PartitionSchema, partition),
    slots: slots.acquire(slotKeysOf(gateway)),
  };
}

function apply(...upserts: PartitionUpsert[]): void {
  expect(builder.apply({ upserts, removals: [] })).toEqual([]);
}

function route(name: string): GatewayRoute {
  return findGateway(table.get(), `${name}.localhost`)!;
}

const picks = (count: number): string[] =>
  Array.from({ length: count }, () => route("g").models.get("m")!.split.pick(requestOf())!.id);

describe("a change of configuration", () => {
  it("that leaves a model as it was does not begin its split anew", () => {
    const deployments = [{ id: "a", weight: 3 }, { id: "b" }];
    apply(upsert("g", deployments));
    const undisturbed = picks(8);
    apply(upsert("g", deployments));
    const interrupted = picks(3);
    apply(upsert("g", deployments, { disabled: true }));
    apply(upsert("g", deployments, { disabled: false }));
    expect([...interrupted, ...picks(5)]).toEqual(undisturbed);
  });

  it("compiles a JSON Schema once, for all gateways that have it and all changes that leave it as it was", () => {
    const withSchema = (name: string, schema: JsonObject, disabled = false): PartitionUpsert =>
      upsert(name, [{ id: "a" }], {
        disabled,
        plugins: [create(PluginSchema, { kind: { case: "requestValidator", value: { schema } } })],
      });
    apply(withSchema("g", { type: "object" }), withSchema("h", { type: "object" }));
    for (const name of ["g", "h"]) expect(route(name).chain).toBeDefined();
    for (const disabled of [true, false, true]) {
      apply(withSchema("g", { type: "object" }, disabled));
      expect(route("g").disabled).toBe(disabled);
    }
    expect(schemas.compilations).toBe(1);
    apply(withSchema("g", { type: "array" }));
    expect(schemas.compilations).toBe(2);
  });

  it("of one deployment leaves the live state of the others alone", () => {
    apply(upsert("g", [{ id: "a" }, { id: "b" }]));
    const before = route("g").models.get("m")!.split.candidates;
    apply(upsert("g", [{ id: "a" }, { id: "b", weight: 5 }]));
    const after = route("g").models.get("m")!.split.candidates;
    expect(after[0]).toBe(before[0]);
    expect(after[1]).not.toBe(before[1]);
    // Its target is the same, whatever the weight: connections and counts go on.
    expect(after[1]!.pool.targets[0]!.target).toBe(before[1]!.pool.targets[0]!.target);
  });

  it("keeps the authenticator, with what it remembers, until the auth changes", () => {
    apply(upsert("g", [{ id: "a" }]));
    const { authenticator } = route("g");
    apply(upsert("g", [{ id: "a", weight: 2 }]));
    expect(route("g").authenticator).toBe(authenticator);
    apply(
      upsert("g", [{ id: "a" }], { auth: { case: "weightsAndBiasesAuth", value: create(WeightsAndBiasesAuthSchema) } }),
    );
    expect(route("g").authenticator).not.toBe(authenticator);
  });

  it("closes the connections of targets that nobody uses any more, and of those alone", async () => {
    apply(upsert("g", [{ id: "a" }, { id: "b" }]), upsert("h", [{ id: "b" }]));
    for (const name of ["g", "h"]) {
      for (const { pool } of route(name).models.get("m")!.split.candidates) void pool.targets[0]!.target.connections;
    }
    apply(upsert("g", [{ id: "a", url: "http://moved.test" }]));
    expect(closed).toEqual(["http://a.test"]);
    builder.apply({ upserts: [], removals: ["gateways/h"] });
    expect(closed).toEqual(["http://a.test", "http://b.test"]);
  });

  it("is seen by requests that come after it: those before keep the table that they took", () => {
    apply(upsert("g", [{ id: "a" }]));
    const taken = table.get();
    builder.apply({ upserts: [], removals: ["gateways/g"] });
    expect(findGateway(taken, "g.localhost")).toBeDefined();
    expect(findGateway(table.get(), "g.localhost")).toBeUndefined();
  });

  it("that can't be built is refused with a sentence, and what was there goes on", () => {
    apply(upsert("g", [{ id: "a" }]), upsert("h", [{ id: "a" }]));
    const before = route("g");
    const bad = upsert("g", [{ id: "a", url: "ftp://a.test" }]);
    const rejections = builder.apply({ upserts: [bad, upsert("h", [{ id: "c" }])], removals: [] });
    expect(rejections).toEqual([{ partitionId: "gateways/g", reason: expect.stringContaining("ftp://a.test") }]);
    expect(route("g")).toBe(before);
    expect(route("h").models.get("m")!.split.candidates[0]!.id).toBe("c");
  });
});
