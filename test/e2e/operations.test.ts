// What those who run it see: metrics, logs, health, and what happens when a process is stopped or dies.

import { spawn } from "node:child_process";
import { connect } from "node:net";
import { join } from "node:path";
import { createClient } from "@connectrpc/connect";
import { createGrpcTransport } from "@connectrpc/connect-node";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Health, HealthCheckResponse_ServingStatus } from "../../gen/es/grpc/health/v1/health_pb.ts";
import { ServerReflection } from "../../gen/es/grpc/reflection/v1/reflection_pb.ts";
import { createFakeModel, type FakeModel } from "../support/fake-model/fake-model.ts";
import { openChat } from "../support/open-request.ts";
import { readMetric } from "../support/read-metric.ts";
import { waitFor } from "../support/wait-for.ts";
import { adminToken, hostOf, type Json, Weir } from "../support/weir.ts";

let weir: Weir;
let model: FakeModel;
let gateway: Json;

beforeEach(async () => {
  model = await createFakeModel({ name: "m", tokens: 40, tokenDelayMs: 25 });
  weir = await Weir.start({ workers: 2 });
  gateway = await weir.createGateway();
  await weir.createDeployment(gateway.spec.id, "m", [model.url]);
});

afterEach(async () => {
  await weir?.stop();
  await model?.close();
});

async function accessLine(requestId: string): Promise<Json> {
  const line = await waitFor("the line of the access log", () =>
    weir.log.find((each) => each.includes(requestId) && each.includes('"msg":"request"')),
  );
  return JSON.parse(line);
}

describe("metrics", () => {
  it("count requests by gateway, model, deployment and status, over all workers", async () => {
    for (let count = 0; count < 6; count++) await weir.chat(gateway, { model: "m" });
    await weir.chat(gateway, { model: "m" }, { headers: { "x-fake-fault": "status-503" } });
    await weir.chat(gateway, { model: "nope" });
    const labels = 'deployment="d",model="m",status="200"';
    expect(await readMetric(weir.adminUrl(), "weir_requests_total", labels)).toBe(6);
    expect(await readMetric(weir.adminUrl(), "weir_requests_total", 'status="503"')).toBe(1);
    expect(await readMetric(weir.adminUrl(), "weir_refusals_total", 'code="model_not_found"')).toBe(1);
    expect(await readMetric(weir.adminUrl(), "weir_request_duration_seconds_count")).toBe(7);
    expect(await readMetric(weir.adminUrl(), "weir_config_stream_up")).toBe(1);
    // Two gateways' worth of partitions: the gateway's and the organization's tokens.
    expect(await readMetric(weir.adminUrl(), "weir_config_partitions")).toBe(2);
    const text = await (await fetch(`${weir.adminUrl()}/metrics`)).text();
    for (const line of text.split("\n")) expect(line).toMatch(/^(#.*|[a-z_][a-z0-9_]*(\{.*\})? \S+)?$/);
  });

  it("have series for what is declared alone, whatever clients ask for", async () => {
    for (let count = 0; count < 20; count++) await weir.chat(gateway, { model: `made-up-${count}` });
    const text = await (await fetch(`${weir.adminUrl()}/metrics`)).text();
    expect(text).not.toContain("made-up");
  });
});

describe("the access log", () => {
  it("has one line a request, with who, where to, how often and how long", async () => {
    await weir.chat(
      gateway,
      { model: "m" },
      { headers: { "x-request-id": "line-1" }, path: "/v1/chat/completions?key=hidden" },
    );
    expect(await accessLine("line-1")).toMatchObject({
      level: "info",
      msg: "request",
      method: "POST",
      path: "/v1/chat/completions",
      status: 200,
      gateway: "test",
      model: "m",
      deployment: "d",
      target: model.url,
      attempts: 1,
      end: "done",
      source: "127.0.0.1",
      bytesSent: expect.any(Number),
      firstByteMs: expect.any(Number),
      durationMs: expect.any(Number),
    });
    await weir.chat(gateway, { model: "nope" }, { headers: { "x-request-id": "line-2" } });
    expect(await accessLine("line-2")).toMatchObject({ status: 404, refusal: "model_not_found", attempts: 0 });
    const left = await openChat(weir, gateway, { model: "m", stream: true }, { headers: { "x-request-id": "line-3" } });
    left.leave();
    expect(await accessLine("line-3")).toMatchObject({ end: "client gone" });
  });
});

describe("a share of the access log", () => {
  it("leaves out what went well, and nothing else", async () => {
    const quiet = await Weir.start({ environment: { WEIR_ACCESS_LOG_SHARE: "0" } });
    try {
      const its = await quiet.createGateway();
      await quiet.createDeployment(its.spec.id, "m", [model.url]);
      const ask = (body: Json, id: string): Promise<unknown> =>
        quiet.chat(its, body, { headers: { "x-request-id": id } });
      for (let count = 0; count < 5; count++) await ask({ model: "m" }, `good-${count}`);
      await ask({ model: "nope" }, "bad");
      // Lines are written in order: what was to come before has come.
      await waitFor("the refusal", () => quiet.log.some((line) => line.includes('"bad"')));
      expect(quiet.log.filter((line) => line.includes("good-"))).toEqual([]);
    } finally {
      await quiet.stop();
    }
  });
});

describe("pain 15: secrets in logs, and previews written back", () => {
  it("never lets a planted secret out: not in logs, answers, metrics or reads", async () => {
    const key = "planted-wandb-key-0123456789";
    const wandb = { weightsAndBiasesAuth: { apiKey: key, serverUrl: "http://127.0.0.1:1" }, pathBasedRouting: {} };
    const { body } = await weir.rest("POST", "gateways", { name: "wandb", zones: ["local"], ...wandb });
    const { secret } = (await weir.rest("POST", "accessTokens", { name: "t", role: "ROLE_ADMIN" })).body;
    const said: string[] = [JSON.stringify(body)];
    for (const path of ["gateways", `gateways/${body.gateway.spec.id}`, "accessTokens"]) {
      said.push(JSON.stringify((await weir.rest("GET", path)).body));
    }
    // Read, modify, write: what was read goes back as it came.
    const { spec } = (await weir.rest("GET", `gateways/${body.gateway.spec.id}`)).body.gateway;
    const { organizationId: _, ...readBack } = spec;
    const written = await weir.rest("PATCH", `gateways/${spec.id}`, { ...readBack, name: "changed" });
    expect(written.status).toBe(200);
    said.push(JSON.stringify(written.body));
    for (const token of [secret, "wrong-secret-abcdef"]) {
      said.push((await weir.chat(gateway, { model: "m" }, { token })).text);
      said.push(JSON.stringify((await weir.rest("GET", "gateways/nope", undefined, token)).body));
    }
    said.push(await (await fetch(`${weir.adminUrl()}/metrics`)).text());
    await weir.chat(gateway, { model: "m" }, { headers: { "x-request-id": "the-last" } });
    await accessLine("the-last");
    const all = [...said, ...weir.log].join("\n");
    for (const planted of [key, secret, "wrong-secret-abcdef", adminToken]) expect(all).not.toContain(planted);
    // The key is still there: it is sealed in the database, and a proxy has it.
    expect(weir.log.length).toBeGreaterThan(5);
  });
});

describe("a proxy that is stopped", () => {
  it("lets open streams finish, refuses new connections, and fails its readiness meanwhile", async () => {
    const stream = await openChat(weir, gateway, { model: "m", stream: true });
    await waitFor("a token", () => stream.chunks.length > 0);
    expect((await fetch(`${weir.adminUrl()}/readyz`)).status).toBe(200);
    const stopped = weir.stopProxy(0, "SIGTERM");
    const draining = await waitFor("the readiness to fail", async () => {
      const answer = await fetch(`${weir.adminUrl()}/readyz`);
      return answer.status === 503 && answer.text();
    });
    expect(draining).toBe("draining\n");
    expect((await fetch(`${weir.adminUrl()}/livez`)).status).toBe(200);
    await waitFor("new connections to be refused", () => canNotConnect(weir.proxyAddress()));
    expect(await stream.ended).toBe("whole");
    expect(stream.text).toContain("[DONE]");
    await stopped;
  });

  it("ends at once on a second signal", async () => {
    const stream = await openChat(weir, gateway, { model: "m", stream: true });
    const stopped = weir.stopProxy(0, "SIGTERM");
    await waitFor("the drain", async () => (await fetch(`${weir.adminUrl()}/readyz`)).status === 503);
    process.kill(weir.proxyPid(), "SIGTERM");
    await stopped;
    expect(await stream.ended).toBe("broken");
  });
});

describe("health", () => {
  it("is not ready before a proxy has a configuration, and says what it waits for", async () => {
    await weir.stopServer("SIGKILL");
    await weir.startProxy({ index: 1, waitForReady: false });
    const answer = await fetch(`${weir.adminUrl(1)}/readyz`);
    expect([answer.status, await answer.text()]).toEqual([503, "no configuration yet: waiting for the server\n"]);
    expect((await fetch(`${weir.adminUrl(1)}/livez`)).status).toBe(200);
    await weir.startServer();
    await waitFor("the proxy to be ready", async () => (await fetch(`${weir.adminUrl(1)}/readyz`)).ok);
  });

  it("is told by the gRPC health service, for the server and each service", async () => {
    const health = createClient(Health, createGrpcTransport({ baseUrl: weir.serverUrl }));
    for (const service of ["", "weir.inference.v1alpha1.GatewayService"]) {
      expect((await health.check({ service })).status).toBe(HealthCheckResponse_ServingStatus.SERVING);
    }
    await expect(health.check({ service: "nope" })).rejects.toMatchObject({ code: 5 });
  });
});

describe("reflection", () => {
  it("lists the services and describes their files", async () => {
    const reflection = createClient(ServerReflection, createGrpcTransport({ baseUrl: weir.serverUrl }));
    const answers = reflection.serverReflectionInfo(
      (async function* () {
        yield { messageRequest: { case: "listServices" as const, value: "" } };
        yield {
          messageRequest: { case: "fileContainingSymbol" as const, value: "weir.inference.v1alpha1.GatewayService" },
        };
        yield { messageRequest: { case: "fileContainingSymbol" as const, value: "no.such.Symbol" } };
      })(),
    );
    const got: Json[] = [];
    for await (const { messageResponse } of answers) got.push(messageResponse);
    expect(got[0].value.service.map(({ name }: Json) => name)).toEqual(
      expect.arrayContaining([
        "weir.inference.v1alpha1.GatewayService",
        "weir.inference.v1alpha1.DeploymentService",
        "weir.inference.v1alpha1.AccessTokenService",
        "grpc.health.v1.Health",
      ]),
    );
    expect(got[1].value.fileDescriptorProto.length).toBeGreaterThan(0);
    expect(got[2].case).toBe("errorResponse");
  });
});

describe("the server's documents", () => {
  it("are shown to whoever asks, and each page leads to others that are there", async () => {
    const seen = new Set<string>();
    const follow = async (path: string): Promise<void> => {
      if (seen.has(path)) return;
      seen.add(path);
      const response = await fetch(weir.serverUrl + path);
      expect([path, response.status]).toEqual([path, 200]);
      if (!response.headers.get("content-type")?.startsWith("text/html")) return;
      const links = [...(await response.text()).matchAll(/href="([^"#]+)/g)].map(([, href]) => href!);
      for (const href of links) await follow(href);
    };
    await follow("/docs");
    expect([...seen].sort()).toEqual([
      "/docs",
      "/docs/access-token-service",
      "/docs/api-key-service",
      "/docs/audit-service",
      "/docs/compatibility",
      "/docs/custom-endpoint-service",
      "/docs/database-service",
      "/docs/deployment-service",
      "/docs/errors",
      "/docs/gateway-service",
      "/docs/manifest-service",
      "/docs/rule-service",
      "/docs/secrets-service",
      "/docs/service-service",
      "/docs/upstream-service",
      "/docs/usage-service",
      "/openapi.json",
    ]);
  });

  it("take no other method", async () => {
    expect((await fetch(`${weir.serverUrl}/docs`, { method: "HEAD" })).status).toBe(200);
    const { status, headers } = await fetch(`${weir.serverUrl}/docs`, { method: "POST" });
    expect([status, headers.get("allow")]).toEqual([405, "GET, HEAD"]);
  });
});

describe("settings", () => {
  it("that are wrong are all named at once, with what is allowed, and end the process with 2", async () => {
    const child = spawn(process.execPath, [join(import.meta.dirname, "../../proxy/main.ts")], {
      env: { ...process.env, WEIR_PROXY_LISTEN: "nowhere", WEIR_PROXY_WORKERS: "many", WEIR_LOG_LEVEL: "loud" },
    });
    let said = "";
    child.stderr.on("data", (text) => {
      said += text;
    });
    expect(await new Promise((resolve) => child.once("close", resolve))).toBe(2);
    expect(said.trim().split("\n")).toEqual([
      expect.stringMatching(/WEIR_PROXY_LISTEN.*host:port.*"nowhere"/),
      expect.stringMatching(/WEIR_PROXY_WORKERS.*"many"/),
      expect.stringMatching(/WEIR_LOG_LEVEL.*info.*"loud"/),
    ]);
  });

  it("that name a port or database in use end the process with 1 and a sentence", async () => {
    const start = (which: string, environment: Record<string, string>): Promise<[number, string]> => {
      const child = spawn(process.execPath, [join(import.meta.dirname, `../../${which}/main.ts`)], {
        env: { ...process.env, WEIR_LOG_LEVEL: "silent", ...environment },
      });
      let said = "";
      child.stderr.on("data", (text) => {
        said += text;
      });
      return new Promise((resolve) => child.once("close", (code) => resolve([code ?? -1, said])));
    };
    const inUse = new URL(weir.serverUrl).host;
    const [code, said] = await start("server", { WEIR_LISTEN: inUse, WEIR_DATA: join(weir.directory, "second") });
    expect([code, said]).toEqual([1, expect.stringContaining(`address already in use ${inUse}`)]);
    const [again, reason] = await start("server", {
      WEIR_LISTEN: "127.0.0.1:0",
      WEIR_DATA: join(weir.directory, "server"),
    });
    expect([again, reason]).toEqual([1, expect.stringContaining("is in use by another server")]);
    const taken = await start("proxy", { WEIR_PROXY_LISTEN: inUse, WEIR_PROXY_DATA: join(weir.directory, "p9") });
    expect(taken).toEqual([1, expect.stringContaining("EADDRINUSE")]);
  });
});

describe("hosts", () => {
  it("are matched in any case, with or without port and final dot, and absolute targets win over Host", async () => {
    const { subdomain } = gateway.spec;
    for (const host of [
      `${subdomain}.localhost`,
      `${subdomain.toUpperCase()}.LOCALHOST:9`,
      `${subdomain}.localhost.`,
    ]) {
      const { status } = await weir.chat(
        { status: { endpoints: [`http://${host}`] } },
        { model: "m" },
        { headers: { host } },
      );
      expect([host, status]).toEqual([host, 200]);
    }
    expect(hostOf(gateway)).toContain(subdomain);
  });

  it("are found by additional DNS names, and callers are held to the source ranges", async () => {
    const other = await weir.createGateway({
      name: "dns",
      endpointConfiguration: { additionalDns: ["Models.Example.com"], allowedSourceIpRanges: ["10.0.0.0/8"] },
    });
    const host = { headers: { host: "models.example.com" } };
    const refused = await weir.chat(other, { model: "m" }, host);
    expect([refused.status, refused.json.error.code]).toEqual([403, "forbidden"]);
    expect(refused.json.error.message).toContain("127.0.0.1");
  });
});

function canNotConnect(address: string): Promise<boolean> {
  const [host, port] = address.split(":");
  return new Promise((resolve) => {
    const socket = connect(Number(port), host);
    socket.once("connect", () => {
      socket.destroy();
      resolve(false);
    });
    socket.once("error", () => resolve(true));
  });
}
