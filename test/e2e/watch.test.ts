import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { EventType } from "../../gen/es/weir/inference/v1alpha1/event_pb.ts";
import { GatewayService } from "../../gen/es/weir/inference/v1alpha1/gateway_service_pb.ts";
import { Status } from "../../gen/es/weir/inference/v1alpha1/status_pb.ts";
import { createFakeModel } from "../support/fake-model/fake-model.ts";
import { GrpcClient } from "../support/grpc-client.ts";
import { waitFor } from "../support/wait-for.ts";
import { watchRest } from "../support/watch-rest.ts";
import { adminToken, hostOf, type Json, Weir } from "../support/weir.ts";

let weir: Weir;

afterEach(() => weir?.stop());

const fields = {
  name: "watched",
  zones: ["local"],
  coreWeaveAuth: {},
  bodyBasedRouting: { apiType: "API_TYPE_OPENAI" },
};

/** The statuses that a watch has shown, repetitions left out, `gone` at the end. */
function statusesOf(events: readonly Json[]): string[] {
  const statuses = events.map(({ type, gateway }) =>
    type === "EVENT_TYPE_DELETED" || type === EventType.DELETED ? "gone" : gateway.status.status,
  );
  return statuses.filter((status, index) => status !== statuses[index - 1]);
}

/** Follows a watch to its first bookmark. */
async function firstBookmark(
  serverUrl: string,
  path: string,
  accept: string,
): Promise<{ version: string; headMs: number }> {
  const leave = new AbortController();
  const startMs = performance.now();
  const response = await fetch(`${serverUrl}/v1alpha1/inference/${path}`, {
    headers: { accept, authorization: `Bearer ${adminToken}` },
    signal: leave.signal,
  });
  const headMs = performance.now() - startMs;
  let text = "";
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const version = /"EVENT_TYPE_BOOKMARK","resourceVersion":"(\d+)"/.exec(text)?.[1];
    if (version === undefined) continue;
    leave.abort();
    return { version, headMs };
  }
  throw new Error(`no bookmark in ${text}`);
}

async function lifecycle(id: string): Promise<void> {
  await weir.waitForStatus("gateways", id, "STATUS_READY");
  await weir.rest("PATCH", `gateways/${id}`, { ...fields, name: "renamed" });
  await weir.waitForStatus("gateways", id, "STATUS_READY");
  await weir.rest("DELETE", `gateways/${id}`);
  await waitFor("the gateway to be gone", async () => (await weir.rest("GET", `gateways/${id}`)).status === 404);
}

describe("a watch, with a real proxy", () => {
  beforeEach(async () => {
    weir = await Weir.start();
  });

  it("shows by server-sent events: CREATING, READY, UPDATING, READY, DELETING, gone, each once", async () => {
    const all = await watchRest(weir.serverUrl, "gateways:watch");
    expect(all.contentType).toBe("text/event-stream");
    const { spec } = (await weir.rest("POST", "gateways", fields)).body.gateway;
    const one = await watchRest(weir.serverUrl, `gateways/${spec.id}:watch`);
    await lifecycle(spec.id);
    // The watch of one gateway ends with it.
    await one.ended;
    await waitFor("the end of the story", () => statusesOf(all.events).at(-1) === "gone");
    expect(statusesOf(all.events)).toEqual([
      "STATUS_CREATING",
      "STATUS_READY",
      "STATUS_UPDATING",
      "STATUS_READY",
      "STATUS_DELETING",
      "gone",
    ]);
    expect(statusesOf(one.events).at(-1)).toBe("gone");
    all.stop();
  });

  it("shows the same as JSON lines", async () => {
    const watch = await watchRest(weir.serverUrl, "gateways:watch", { accept: "*/*" });
    expect(watch.contentType).toBe("application/x-ndjson");
    const { spec } = (await weir.rest("POST", "gateways", fields)).body.gateway;
    await lifecycle(spec.id);
    await waitFor("the end of the story", () => statusesOf(watch.events).at(-1) === "gone");
    expect(statusesOf(watch.events)[0]).toBe("STATUS_CREATING");
    watch.stop();
  });

  it("shows the same by gRPC", async () => {
    const grpc = new GrpcClient(new URL(weir.serverUrl).host);
    const stream = grpc.stream(GatewayService.method.watchGateways, {});
    const events: Json[] = [];
    const versions: string[] = [];
    stream.on("error", () => {});
    stream.on("data", (message) => {
      if (message.resourceVersion !== "") versions.push(message.resourceVersion);
      if (message.type !== EventType.BOOKMARK) events.push(message);
    });
    await waitFor("the present state", () => versions.length > 0);
    const { spec } = (await weir.rest("POST", "gateways", fields)).body.gateway;
    await lifecycle(spec.id);
    await waitFor("the end of the story", () => statusesOf(events).at(-1) === "gone");
    expect(statusesOf(events)).toEqual([
      Status.CREATING,
      Status.READY,
      Status.UPDATING,
      Status.READY,
      Status.DELETING,
      "gone",
    ]);
    stream.cancel();

    // Resumed from its first version, a watch gets what it missed, to the end.
    const resumed = grpc.stream(GatewayService.method.watchGateways, { resourceVersion: versions[0]! });
    const missed: Json[] = [];
    resumed.on("error", () => {});
    resumed.on("data", (message) => {
      if (message.type !== EventType.BOOKMARK) missed.push(message);
    });
    await waitFor("what was missed", () => missed.some(({ type }) => type === EventType.DELETED));
    resumed.cancel();
    grpc.close();
  });

  it.each(["text/event-stream", "*/*"])(
    "sends the head of its answer at once when it is resumed and nothing has changed (accept: %s)",
    async (accept) => {
      await weir.createGateway();
      const { version } = await firstBookmark(weir.serverUrl, "gateways:watch", accept);
      const resumed = await firstBookmark(weir.serverUrl, `gateways:watch?resourceVersion=${version}`, accept);
      expect(resumed.version).toBe(version);
      // Far less than the 15 s after which a watch shows that it lives.
      expect(resumed.headMs).toBeLessThan(10_000);
    },
  );

  it("loses no event between its first list and its stream", async () => {
    const count = 40;
    const creating = Array.from({ length: count }, (_, index) =>
      weir.rest("POST", "gateways", { ...fields, name: `g${index}` }),
    );
    const watch = await watchRest(weir.serverUrl, "gateways:watch");
    const ids = (await Promise.all(creating)).map(({ body }) => body.gateway.spec.id);
    await waitFor("all to be ready", () => {
      const ready = watch.events.filter(({ gateway }) => gateway?.status.status === "STATUS_READY");
      return new Set(ready.map(({ gateway }) => gateway.spec.id)).size === count;
    });
    for (const id of ids) {
      const own = watch.events.filter(({ gateway }) => gateway.spec.id === id);
      expect(own[0].type).toBe("EVENT_TYPE_ADDED");
      expect(own.slice(1).every(({ type }) => type === "EVENT_TYPE_MODIFIED")).toBe(true);
    }
    watch.stop();
  });

  it("ends with a clear code when the server stops", async () => {
    const grpc = new GrpcClient(new URL(weir.serverUrl).host);
    const stream = grpc.stream(GatewayService.method.watchGateways, {});
    const ended = new Promise<{ code: number }>((resolve) => stream.once("error", resolve as never));
    const present = new Promise((resolve) => stream.once("data", resolve));
    await present;
    await weir.stopServer("SIGTERM");
    // UNAVAILABLE: clients try again.
    expect((await ended).code).toBe(14);
    grpc.close();
  });
});

describe("the lifecycle", () => {
  it("stays CREATING with reason NoProxyInZone while there is no proxy, and goes on when one comes", async () => {
    weir = await Weir.start({ proxies: 0 });
    const { spec } = (await weir.rest("POST", "gateways", fields)).body.gateway;
    const condition = await waitFor("the condition", async () => {
      const { status } = (await weir.rest("GET", `gateways/${spec.id}`)).body.gateway;
      expect(status.status).toBe("STATUS_CREATING");
      return status.conditions?.find(({ type }: Json) => type === "Programmed");
    });
    expect(condition).toMatchObject({ status: "False", reason: "NoProxyInZone", zone: "local" });
    // A proxy of another zone changes nothing.
    await weir.startProxy({ zone: "elsewhere", waitForReady: false });
    await weir.startProxy();
    const ready = await weir.waitForStatus("gateways", spec.id, "STATUS_READY");
    expect(ready.status.endpoints.length).toBe(1);
  });

  it("is UPDATING until both of two proxies have acknowledged", async () => {
    weir = await Weir.start({ proxies: 2 });
    const { spec } = (await weir.rest("POST", "gateways", fields)).body.gateway;
    await weir.waitForStatus("gateways", spec.id, "STATUS_READY");
    // A proxy that stands still acknowledges nothing.
    process.kill(weir.proxyPid(1), "SIGSTOP");
    await weir.rest("PATCH", `gateways/${spec.id}`, { ...fields, disabled: true });
    await waitFor("the first proxy to serve the change", async () => {
      const { body } = await weir.rest("GET", `gateways/${spec.id}`);
      const host = `${spec.subdomain}.localhost`;
      const answer = await weir.chat({ status: { endpoints: [`http://${host}`] } }, { model: "m" });
      return answer.status === 403 && body;
    });
    expect((await weir.rest("GET", `gateways/${spec.id}`)).body.gateway.status.status).toBe("STATUS_UPDATING");
    process.kill(weir.proxyPid(1), "SIGCONT");
    await weir.waitForStatus("gateways", spec.id, "STATUS_READY");
  });

  it("does not delete a gateway that has deployments, and names them", async () => {
    weir = await Weir.start();
    const model = await createFakeModel({ name: "m" });
    const gateway = await weir.createGateway();
    const { spec } = await weir.createDeployment(gateway.spec.id, "m", [model.url]);
    const refused = await weir.rest("DELETE", `gateways/${gateway.spec.id}`);
    expect(refused.status).toBe(400);
    expect(refused.body.code).toBe("failed_precondition");
    expect(JSON.stringify(refused.body)).toContain(spec.id);
    expect((await weir.rest("DELETE", `deployments/${spec.id}`)).status).toBe(200);
    await waitFor("the deployment to be gone", async () => {
      return (await weir.rest("GET", `deployments/${spec.id}`)).status === 404;
    });
    expect((await weir.rest("DELETE", `gateways/${gateway.spec.id}`)).status).toBe(200);
    await waitFor("the host to be gone", async () => {
      return (await weir.chat({ status: { endpoints: [`http://${hostOf(gateway)}`] } }, {})).status === 404;
    });
    await model.close();
  });
});
