// Active health checks: what each kind asks, and what its answer does to traffic.

import { createServer as createHttp2Server } from "node:http2";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { connectNodeAdapter } from "@connectrpc/connect-node";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { Health, HealthCheckResponse_ServingStatus as ServingStatus } from "../../gen/es/grpc/health/v1/health_pb.ts";
import { createFakeModel, type FakeModel } from "../support/fake-model/fake-model.ts";
import { waitFor } from "../support/wait-for.ts";
import { watchRest } from "../support/watch-rest.ts";
import { type Json, Weir } from "../support/weir.ts";

let weir: Weir;
let gateway: Json;
const closers: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  weir = await Weir.start({ workers: 2 });
  gateway = await weir.createGateway();
});

afterAll(() => weir?.stop());

afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

async function startModel(options: object = {}): Promise<FakeModel> {
  const model = await createFakeModel({ name: `m${closers.length}`, tokens: 2, ...options });
  closers.push(() => model.close());
  return model;
}

let modelCount = 0;
const often = { interval: "0.100s", timeout: "1s", rise: 2, fall: 2 };

async function serve(urls: string[], healthCheck: Json, fields: Json = {}): Promise<{ name: string; id: string }> {
  const upstream = await weir.rest("POST", "upstreams", {
    name: "u",
    targets: urls.map((url) => ({ url })),
    balance: { roundRobin: {} },
    ejection: { disabled: true, slowStart: "0s" },
    healthCheck: { ...often, ...healthCheck },
    ...fields,
  });
  expect([upstream.status, upstream.body]).toEqual([200, expect.anything()]);
  const name = `model-${modelCount++}`;
  const { id } = upstream.body.upstream.spec;
  const { body } = await weir.rest("POST", "deployments", {
    name: "d",
    gatewayIds: [gateway.spec.id],
    model: { name },
    upstreamId: id,
  });
  await weir.waitForStatus("deployments", body.deployment.spec.id, "STATUS_READY");
  return { name, id };
}

/** Which targets answered some requests, by name. */
async function namesOf(model: string, count = 8): Promise<string[]> {
  const names = new Set<string>();
  for (let done = 0; done < count; done++) {
    const answer = await weir.chat(gateway, { model });
    names.add(answer.status === 200 ? answer.json.system_fingerprint : answer.json.error.code);
  }
  return [...names].sort();
}

describe("a check by HTTP", () => {
  it("takes a target out when it fails, and back when it is well", async () => {
    const [a, b] = [await startModel(), await startModel()];
    const { name } = await serve([a.url, b.url], { http: { path: "/v1/models" } });
    expect(await namesOf(name)).toEqual([a.name, b.name].sort());
    a.fault = "status-503";
    await waitFor("it to be left out", async () => (await namesOf(name)).join() === b.name);
    const line = weir.log.find((each) => each.includes("a target is unhealthy") && each.includes(a.url));
    expect(JSON.parse(line!).reason).toBe("status 503");
    a.fault = undefined;
    await waitFor("it to be back", async () => (await namesOf(name)).length === 2);
  });

  it("expects the statuses that it names", async () => {
    const a = await startModel({ fault: "status-503" });
    const { name } = await serve([a.url], { http: { path: "/x", expectedStatuses: [503] } });
    await waitFor("some checks", () => a.seen.filter(({ path }) => path === "/x").length > 4);
    expect((await weir.chat(gateway, { model: name })).json.error.code).toBe("busy");
  });

  it("takes silence for a failure, and says so when no target is left", async () => {
    const a = await startModel({ fault: "silent" });
    const { name } = await serve([a.url], { http: {}, timeout: "0.050s" }, { timeouts: { overall: "0.200s" } });
    await waitFor("no target", async () => (await namesOf(name, 1)).join() === "no_healthy_target");
    const { json } = await weir.chat(gateway, { model: name });
    expect(json.error.message).toContain("(1 configured, 1 unhealthy)");
  });

  it("ends with the setting: what is not checked is in use", async () => {
    const a = await startModel({ fault: "status-503" });
    const { name, id } = await serve([a.url], { http: {} });
    await waitFor("no target", async () => (await namesOf(name, 1)).join() === "no_healthy_target");
    await weir.rest("PATCH", `upstreams/${id}`, { updateMask: "healthCheck" });
    await waitFor("traffic", async () => (await namesOf(name, 1)).join() === "busy");
    const seen = a.seen.filter(({ path }) => path === "/health").length;
    await namesOf(name, 20);
    expect(a.seen.filter(({ path }) => path === "/health").length - seen).toBeLessThanOrEqual(1);
  });

  it("does not move a target that its owner has in use", async () => {
    const a = await startModel({ fault: "status-503" });
    const { name } = await serve([], { http: {} }, { targets: [{ url: a.url, state: "TARGET_STATE_HEALTHY" }] });
    await waitFor("some checks", () => a.seen.filter(({ path }) => path === "/health").length > 4);
    expect((await weir.chat(gateway, { model: name })).json.error.code).toBe("busy");
  });
});

describe("a check by TCP", () => {
  it("asks for no more than a connection", async () => {
    const model = await startModel();
    const sockets = new Set<Socket>();
    const mute = createServer((socket) => sockets.add(socket.on("error", () => {})));
    const listen = (port: number) => new Promise<void>((resolve) => mute.listen(port, "127.0.0.1", resolve));
    await listen(0);
    const { port } = mute.address() as AddressInfo;
    const close = async (): Promise<void> => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => mute.close(resolve));
    };
    closers.push(close);
    const muteUrl = `http://127.0.0.1:${port}`;
    const { name } = await serve([model.url, muteUrl], { tcp: {} }, { timeouts: { overall: "0.200s" } });
    await waitFor("some checks", () => sockets.size > 3);
    expect(await namesOf(name)).toEqual([model.name, "upstream_timeout"].sort());
    await close();
    await waitFor("it to be left out", async () => (await namesOf(name)).join() === model.name);
  });
});

describe("a check by the gRPC health protocol", () => {
  it("asks for the service, over HTTP/2", async () => {
    let status: ServingStatus = ServingStatus.SERVING;
    const asked: string[] = [];
    const handler = connectNodeAdapter({
      routes: (router) =>
        router.service(Health, {
          check: ({ service }) => {
            asked.push(service);
            return { status };
          },
        }),
    });
    const server = createHttp2Server(handler);
    const sessions = new Set<{ destroy(): void }>();
    server.on("session", (session) => sessions.add(session));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    closers.push(() => {
      for (const session of sessions) session.destroy();
      return new Promise((resolve) => server.close(resolve));
    });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { name } = await serve([url], { grpc: { service: "my.Model" } }, { timeouts: { overall: "0.200s" } });
    await waitFor("some checks", () => asked.length > 3);
    expect(new Set(asked)).toEqual(new Set(["my.Model"]));
    expect(await namesOf(name, 1)).not.toEqual(["no_healthy_target"]);
    status = ServingStatus.NOT_SERVING;
    await waitFor("no target", async () => (await namesOf(name, 1)).join() === "no_healthy_target");
  });
});

describe("what proxies leave out", () => {
  const targetsOf = async (id: string, collection = "upstreams"): Promise<Json[]> => {
    const { body } = await weir.rest("GET", `${collection}/${id}`);
    return (body.upstream ?? body.deployment).status.targets ?? [];
  };

  it("is shown in the upstream's status, live in its watch, with the reason", async () => {
    const [a, b] = [await startModel(), await startModel()];
    const { name, id } = await serve([a.url, b.url], { http: { path: "/v1/models" } });
    const watch = await watchRest(weir.serverUrl, `upstreams/${id}:watch`);
    expect(await targetsOf(id)).toEqual([]);
    a.fault = "status-503";
    await waitFor("the event", () => watch.events.some(({ upstream }) => upstream.status.targets?.length === 1));
    expect(await targetsOf(id)).toEqual([
      {
        url: a.url,
        proxyId: expect.stringMatching(/./),
        health: "TARGET_HEALTH_UNHEALTHY",
        reason: "status 503",
        since: expect.stringMatching(/^20/),
      },
    ]);
    a.fault = undefined;
    await waitFor("it to be back", async () => (await targetsOf(id)).length === 0);
    watch.stop();
    expect(await namesOf(name)).toHaveLength(2);
  });

  it("is shown for ejected targets, also of a deployment that carries them itself", async () => {
    const [good, busy] = [await startModel(), await startModel({ fault: "status-503" })];
    const name = `model-${modelCount++}`;
    const deployment = await weir.createDeployment(gateway.spec.id, name, [good.url, busy.url]);
    await waitFor("the ejection", async () => {
      await namesOf(name, 4);
      return (await targetsOf(deployment.spec.id, "deployments")).length === 1;
    });
    expect((await targetsOf(deployment.spec.id, "deployments"))[0]).toMatchObject({
      url: busy.url,
      health: "TARGET_HEALTH_EJECTED",
      reason: "status 503",
    });
    // A target that is there no more is not left out either.
    await weir.rest("PATCH", `deployments/${deployment.spec.id}`, {
      targets: { targets: [{ url: good.url }] },
      updateMask: "targets",
    });
    await waitFor("nothing to show", async () => (await targetsOf(deployment.spec.id, "deployments")).length === 0);
  });

  it("is forgotten with the proxy that saw it, and told again when it is back", async () => {
    const a = await startModel({ fault: "status-503" });
    const { id } = await serve([a.url], { http: {} });
    await waitFor("the status", async () => (await targetsOf(id)).length === 1);
    const [{ proxyId }] = (await targetsOf(id)) as [Json];
    await weir.stopProxy(0, "SIGKILL");
    await waitFor("nothing to show", async () => (await targetsOf(id)).length === 0);
    await weir.startProxy({ index: 0 });
    await waitFor("the status", async () => (await targetsOf(id)).length === 1);
    expect((await targetsOf(id))[0].proxyId).not.toBe(proxyId);
    await weir.stopServer("SIGKILL");
    await weir.startServer();
    await waitFor("the status", async () => (await targetsOf(id)).length === 1);
  });
});

it("a check without a kind is refused", async () => {
  const { status, body } = await weir.rest("POST", "upstreams", {
    name: "u",
    targets: [{ url: "http://a" }],
    healthCheck: { interval: "1s" },
  });
  expect([status, body.details[0].debug.fieldViolations[0].field]).toEqual([400, "health_check.kind"]);
});
