// Upstreams by a name that stands for several addresses, looked up again and again.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDnsServer, type DnsServer } from "../support/dns-server.ts";
import { createFakeModel, type FakeModel } from "../support/fake-model/fake-model.ts";
import { waitFor } from "../support/wait-for.ts";
import { type Json, Weir } from "../support/weir.ts";

let dns: DnsServer;
let weir: Weir;
let gateway: Json;
let models: FakeModel[];
let port: number;

beforeAll(async () => {
  dns = await createDnsServer();
  weir = await Weir.start({ workers: 2, environment: { WEIR_DNS_SERVERS: dns.address } });
  gateway = await weir.createGateway();
  const first = await createFakeModel({ name: "1", host: "127.0.0.1" });
  port = Number(new URL(first.url).port);
  models = [first];
  for (const name of ["2", "3"]) models.push(await createFakeModel({ name, host: `127.0.0.${name}`, port }));
});

afterAll(async () => {
  await weir?.stop();
  await dns?.close();
  await Promise.all((models ?? []).map((model) => model.close()));
});

async function serve(name: string, fields: Json = {}): Promise<Json> {
  const upstream = await weir.createUpstream([], {
    dnsTargets: [{ url: `http://${name}:${port}/base`, minInterval: "0.2s" }],
    balance: { roundRobin: {} },
    ...fields,
  });
  await weir.createDeployment(gateway.spec.id, name, [], { targets: undefined, upstreamId: upstream.spec.id });
  return upstream;
}

/** Who answers. */
async function answerers(name: string, count = 12): Promise<string[]> {
  const names = new Set<string>();
  for (let sent = 0; sent < count; sent++) {
    const { status, json } = await weir.chat(gateway, { model: name });
    names.add(status === 200 ? json.system_fingerprint : json.error.code);
  }
  return [...names].toSorted();
}

describe("a name that is looked up", () => {
  it("has a target for each address from the first request on, and follows them when they change", async () => {
    dns.records.set("replicas.test", ["127.0.0.1", "127.0.0.2"]);
    await serve("replicas.test");
    expect(await answerers("replicas.test")).toEqual(["1", "2"]);
    expect(models[0]!.seen.at(-1)).toMatchObject({
      path: "/base/v1/chat/completions",
      headers: { host: `replicas.test:${port}` },
    });
    dns.records.set("replicas.test", ["127.0.0.2", "127.0.0.3"]);
    await waitFor("the new addresses", async () => (await answerers("replicas.test")).join() === "2,3");
    const asked = dns.asked.get("replicas.test")!;
    await waitFor("it to be looked up again, by its time to live", () => dns.asked.get("replicas.test")! > asked + 1);
  });

  it("keeps what was found last while it can't be looked up", async () => {
    dns.records.set("steady.test", ["127.0.0.1", "127.0.0.3"]);
    await serve("steady.test");
    dns.records.delete("steady.test");
    await waitFor("failed lookups", () => weir.log.filter((line) => line.includes('"steady.test"')).length > 3);
    expect(await answerers("steady.test")).toEqual(["1", "3"]);
  });

  it("stands beside targets by URL, and is named in their status", async () => {
    dns.records.set("beside.test", ["127.0.0.2"]);
    const upstream = await serve("beside.test", {
      targets: [{ url: `http://127.0.0.1:${port}` }],
      healthCheck: { http: { path: "/health", expectedStatuses: [418] }, interval: "0.1s", fall: 1 },
    });
    const targets = await waitFor("the checks to fail", async () => {
      const { body } = await weir.rest("GET", `upstreams/${upstream.spec.id}`);
      return body.upstream.status.targets?.length === 2 && body.upstream.status.targets;
    });
    expect(targets.map(({ url }: Json) => url)).toEqual([
      `http://127.0.0.1:${port}`,
      `http://127.0.0.2:${port}/base#beside.test:${port}`,
    ]);
  });

  it("that stands for nothing yet is served as soon as it does", async () => {
    await serve("later.test");
    expect(await answerers("later.test", 2)).toEqual(["no_healthy_target"]);
    dns.records.set("later.test", ["127.0.0.3"]);
    await waitFor("its address", async () => (await answerers("later.test", 1)).join() === "3");
  });

  it("is found by the system's own means where DNS knows none", async () => {
    await serve("localhost");
    expect(await answerers("localhost")).toContain("1");
  });

  it("is served by a proxy that starts again without its server", async () => {
    await weir.stopServer();
    await weir.stopProxy(0, "SIGKILL");
    await weir.startProxy({ index: 0 });
    expect(await answerers("replicas.test")).toEqual(["2", "3"]);
    await weir.startServer();
  });

  it.each([
    ["dns_targets[0].url", { dnsTargets: [{ url: "http://name/?q" }] }],
    ["", { targets: [] }],
  ])("is refused with a bad %s: %j", async (field, fields) => {
    const { status, body } = await weir.rest("POST", "upstreams", { name: "u", ...fields });
    expect([status, body.details[0].debug.fieldViolations[0].field ?? ""]).toEqual([400, field]);
  });
});
