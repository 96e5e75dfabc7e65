import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DeploymentSchema } from "../../../gen/es/weir/inference/v1alpha1/deployment_pb.ts";
import { GatewaySchema, type GatewaySpecSchema } from "../../../gen/es/weir/inference/v1alpha1/gateway_pb.ts";
import { systemClock } from "../../../kit/clock.ts";
import { createLog } from "../../../kit/log.ts";
import { Feed } from "../../../server/publish/feed.ts";
import { Publisher } from "../../../server/publish/publisher.ts";
import { parseEndpointTemplate } from "../../../server/resource/endpoint-template.ts";
import { ResourceCodec } from "../../../server/store/resource-codec.ts";
import { masterKeyOf, SecretBox } from "../../../server/store/secret-box.ts";
import { SqliteStore } from "../../../server/store/sqlite-store.ts";

const kept = { retentionMs: 86_400_000, maxRows: 1_000, clock: systemClock };

let directory: string;
let store: SqliteStore;
let publisher: Publisher;
let published: string[][];
let compiled: string[][];
const codec = new ResourceCodec(new SecretBox([masterKeyOf(new Uint8Array(32))]));

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "weir-publisher-"));
  store = SqliteStore.open(join(directory, "weir.db"), kept);
  published = [];
  compiled = [];
  const feed = new Feed();
  feed.onChange((ids) => published.push([...ids].sort()));
  publisher = new Publisher({
    store,
    codec,
    feed,
    template: parseEndpointTemplate("http://{subdomain}.localhost"),
    log: createLog({ name: "test", level: "silent" }),
    onCompiled: (ids) => compiled.push([...ids].sort()),
  });
  await publisher.start();
});

afterEach(async () => {
  await publisher.stop();
  await store.close();
  rmSync(directory, { recursive: true, force: true });
});

const organizationId = "org";
const times = { organizationId, createdAtMs: 1, updatedAtMs: 1 };

function gatewayRow(id: string, more: MessageInitShape<typeof GatewaySpecSchema> = {}) {
  const gateway = create(GatewaySchema, {
    spec: {
      id,
      name: id,
      subdomain: id,
      organizationId,
      zones: ["local"],
      auth: { case: "coreWeaveAuth", value: {} },
      routing: { case: "pathBasedRouting", value: {} },
      ...more,
    } as MessageInitShape<typeof GatewaySpecSchema>,
    status: {},
  });
  return { ...times, kind: "gateway" as const, id, body: codec.encode("gateway", gateway) };
}

function deploymentRow(id: string, gatewayId: string, weight: number) {
  const deployment = create(DeploymentSchema, {
    spec: {
      id,
      name: id,
      organizationId,
      gatewayIds: [gatewayId],
      model: { name: "m" },
      traffic: { weight },
      replicas: { case: "targets", value: { targets: [{ url: "http://127.0.0.1:1" }] } },
    },
    status: {},
  });
  return { ...times, kind: "deployment" as const, id, body: codec.encode("deployment", deployment) };
}

const none = { claims: [], links: [] };
const linkTo = (id: string) => ({ claims: [], links: [{ kind: "gateway" as const, id }] });

async function addGateways(...ids: string[]): Promise<void> {
  for (const id of ids) await store.write((writer) => writer.insert(gatewayRow(id), none));
  await publisher.settled();
  published.length = 0;
  compiled.length = 0;
}

describe("publishing", () => {
  it("compiles a burst of writes once, and only the gateways that they touch", async () => {
    await addGateways("a", "b", "c");
    await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        store.write((writer) =>
          writer.insert(
            deploymentRow(`d${index}`, index % 2 === 0 ? "a" : "b", index),
            linkTo(index % 2 === 0 ? "a" : "b"),
          ),
        ),
      ),
    );
    await publisher.settled();
    expect(new Set(compiled.flat())).toEqual(new Set(["a", "b"]));
    expect(compiled.length).toBeLessThanOrEqual(2);
    expect(new Set(published.flat())).toEqual(new Set(["gateways/a", "gateways/b"]));
  });

  it("publishes nothing after a write that changes nothing that a proxy serves", async () => {
    await addGateways("a");
    await store.write((writer) => writer.insert(deploymentRow("d", "a", 5), linkTo("a")));
    await publisher.settled();
    expect(published).toEqual([["gateways/a"]]);
    published.length = 0;
    // One deployment of a model takes everything, whatever its weight.
    await store.write((writer) => writer.update({ ...deploymentRow("d", "a", 5), updatedAtMs: 2 }, linkTo("a")));
    await publisher.settled();
    expect(compiled.length).toBeGreaterThan(0);
    expect(published).toEqual([]);
    // A status is none of the compiler's business.
    compiled.length = 0;
    await store.write((writer) => writer.update(gatewayRow("a")));
    await publisher.settled();
    expect(compiled).toEqual([]);
  });

  it("takes back a gateway that is gone, and its organization's tokens with the last one", async () => {
    await addGateways("a", "b");
    await store.write((writer) => writer.delete({ kind: "gateway", id: "a" }));
    await publisher.settled();
    expect(published).toEqual([["gateways/a"]]);
    published.length = 0;
    await store.write((writer) => writer.delete({ kind: "gateway", id: "b" }));
    await publisher.settled();
    expect(published).toEqual([["gateways/b", `token_sets/${organizationId}`]]);
  });

  it("hands a host from one gateway to another, in whatever order a batch has them", async () => {
    const dns = (...names: string[]) => ({ endpointConfiguration: { additionalDns: names } });
    await addGateways("a", "b");
    await store.write((writer) => writer.update(gatewayRow("a", dns("x.example.com")), none));
    await publisher.settled();
    // b is marked first, for something else; then a gives the name up, and b takes it.
    await Promise.all([
      store.write((writer) => writer.update(gatewayRow("b", dns("y.example.com")), none)),
      store.write((writer) => writer.update(gatewayRow("a"), none)),
      store.write((writer) => writer.update(gatewayRow("b", dns("x.example.com")), none)),
    ]);
    await publisher.settled();
    expect(publisher.checkFailuresOf("a")).toEqual([]);
    expect(publisher.checkFailuresOf("b")).toEqual([]);
  });
});
