// grpcurl knows nothing but the server's reflection: what it can list and call, every tool of its kind can.

import { join } from "node:path";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { execute } from "../support/execute.ts";
import { itNeeds } from "../support/it-needs.ts";
import { adminToken, type Json, proxyToken, Weir } from "../support/weir.ts";
import { installTools } from "../tools/install-tools.ts";

const itWithGo = itNeeds("go");
/** The first time, Go fetches and compiles it. */
const installMs = 600_000;

const services = [
  "grpc.health.v1.Health",
  "grpc.reflection.v1.ServerReflection",
  "weir.config.v1alpha1.ConfigService",
  "weir.inference.v1alpha1.AccessTokenService",
  "weir.inference.v1alpha1.ApiKeyService",
  "weir.inference.v1alpha1.AuditService",
  "weir.inference.v1alpha1.CustomEndpointService",
  "weir.inference.v1alpha1.DatabaseService",
  "weir.inference.v1alpha1.DeploymentService",
  "weir.inference.v1alpha1.GatewayService",
  "weir.inference.v1alpha1.ManifestService",
  "weir.inference.v1alpha1.RuleService",
  "weir.inference.v1alpha1.SecretsService",
  "weir.inference.v1alpha1.ServiceService",
  "weir.inference.v1alpha1.UpstreamService",
  "weir.inference.v1alpha1.UsageService",
];

let weir: Weir;

beforeAll(async () => {
  weir = await Weir.start();
});

afterAll(() => weir?.stop());

/** Runs grpcurl against the server; a method that streams is cut after a second. */
async function grpcurl(options: readonly string[], ...what: readonly string[]): Promise<string> {
  const address = new URL(weir.serverUrl).host;
  return execute([join(await installTools(), "grpcurl"), "-plaintext", ...options, address, ...what]);
}

async function call(method: string, request: Json, token = adminToken): Promise<Json> {
  const options = ["-H", `authorization: Bearer ${token}`, "-d", JSON.stringify(request)];
  return JSON.parse(await grpcurl(options, method));
}

/** The first message of a stream, which is left open. */
async function firstOf(method: string, request: Json, token = adminToken): Promise<string> {
  const options = ["-H", `authorization: Bearer ${token}`, "-d", JSON.stringify(request), "-max-time", "1"];
  return grpcurl(options, method).then(
    (text) => text,
    // Time is up, or all is sent: it says so, after what came until then.
    (error: Error) => {
      expect(error.message).toMatch(/DeadlineExceeded|the proxy closed its side/);
      return error.message;
    },
  );
}

async function newUpstream(): Promise<string> {
  return (await weir.createUpstream(["http://127.0.0.1:1"])).spec.id;
}

describe("grpcurl", () => {
  itWithGo(
    "lists every service and describes every method",
    async () => {
      expect((await grpcurl([], "list")).trim().split("\n")).toEqual(services);
      for (const service of services) {
        const methods = (await grpcurl([], "list", service)).trim().split("\n");
        for (const method of methods) {
          expect(await grpcurl([], "describe", method)).toMatch(new RegExp(`^${method} is a method:\nrpc `));
        }
      }
    },
    installMs,
  );

  itWithGo.each([
    {
      kind: "gateway",
      service: "weir.inference.v1alpha1.GatewayService",
      name: "Gateway",
      fields: () => ({ zones: ["local"], coreWeaveAuth: {}, bodyBasedRouting: { apiType: "API_TYPE_OPENAI" } }),
    },
    {
      kind: "deployment",
      service: "weir.inference.v1alpha1.DeploymentService",
      name: "Deployment",
      fields: (gatewayId: string) => ({
        gatewayIds: [gatewayId],
        model: { name: "m" },
        targets: { targets: [{ url: "http://127.0.0.1:1" }] },
      }),
    },
    {
      kind: "upstream",
      service: "weir.inference.v1alpha1.UpstreamService",
      name: "Upstream",
      fields: () => ({ targets: [{ url: "http://127.0.0.1:1" }] }),
    },
    {
      kind: "service",
      service: "weir.inference.v1alpha1.ServiceService",
      name: "Service",
      fields: async () => ({ type: "SERVICE_TYPE_REST", upstreams: [{ upstreamId: await newUpstream() }] }),
    },
    {
      kind: "rule",
      service: "weir.inference.v1alpha1.RuleService",
      name: "Rule",
      fields: async (gatewayId: string) => {
        const service = await weir.createService([await newUpstream()]);
        return { gatewayId, path: "/x", services: [{ serviceId: service.spec.id }] };
      },
    },
    {
      kind: "customEndpoint",
      service: "weir.inference.v1alpha1.CustomEndpointService",
      name: "CustomEndpoint",
      fields: (gatewayId: string) => ({
        gatewayIds: [gatewayId],
        endpoints: [{ name: "api", baseUrl: "http://127.0.0.1:1" }],
      }),
    },
    {
      kind: "apiKey",
      service: "weir.inference.v1alpha1.ApiKeyService",
      name: "ApiKey",
      fields: () => ({}),
      on: (gatewayId: string) => ({ gatewayId }),
    },
    {
      kind: "accessToken",
      service: "weir.inference.v1alpha1.AccessTokenService",
      name: "AccessToken",
      fields: () => ({ role: "ROLE_VIEWER" }),
    },
  ])(
    "calls each method of the $kind service",
    async ({ kind, service, name, fields, on = () => ({}) }) => {
      const gateway = await weir.createGateway({ name: `for-${kind.toLowerCase()}` });
      const parent = on(gateway.spec.id);
      const created = await call(`${service}/Create${name}`, {
        name: "by-grpcurl",
        ...parent,
        ...(await fields(gateway.spec.id)),
      });
      const { id } = created[kind].spec;
      expect((await call(`${service}/Get${name}`, { ...parent, id }))[kind].spec.id).toBe(id);
      const { items } = await call(`${service}/List${name}s`, parent);
      expect(items.map(({ spec }: Json) => spec.id)).toContain(id);
      const update = { ...parent, id, name: "renamed", updateMask: { paths: ["name"] } };
      expect((await call(`${service}/Update${name}`, update))[kind].spec.name).toBe("renamed");
      expect(await firstOf(`${service}/Watch${name}s`, { ...parent, id })).toContain('"EVENT_TYPE_ADDED"');
      if (kind === "apiKey") {
        expect((await call(`${service}/RotateApiKey`, { ...parent, id })).secret).toMatch(/^weir_gk_/);
        expect((await call(`${service}/RevokeApiKey`, { ...parent, id }))[kind].status).toHaveProperty("revokedAt");
      }
      expect((await call(`${service}/Delete${name}`, { ...parent, id }))[kind].spec.id).toBe(id);
      if (kind === "gateway") {
        expect(await call(`${service}/GetGatewayParameters`, {})).toEqual({ zones: ["local"] });
      }
    },
    installMs,
  );

  itWithGo(
    "queries and exports usage, and the audit log",
    async () => {
      expect(await call("weir.inference.v1alpha1.AuditService/ListAuditEntries", {})).toHaveProperty("items");
      expect(await call("weir.inference.v1alpha1.UsageService/QueryUsage", {})).toHaveProperty("total");
      expect(
        await grpcurl(
          ["-H", `authorization: Bearer ${adminToken}`],
          "weir.inference.v1alpha1.UsageService/ExportUsage",
        ),
      ).toBe("");
    },
    installMs,
  );

  itWithGo(
    "calls health, and the config stream with the proxies' token",
    async () => {
      expect(await call("grpc.health.v1.Health/Check", {})).toEqual({ status: "SERVING" });
      expect(await call("grpc.health.v1.Health/List", {})).toMatchObject({ statuses: { "": { status: "SERVING" } } });
      expect(await firstOf("grpc.health.v1.Health/Watch", {})).toContain("SERVING");
      const hello = { hello: { proxyId: "grpcurl", zone: "local" } };
      const snapshot = await firstOf("weir.config.v1alpha1.ConfigService/StreamConfig", hello, proxyToken);
      expect(snapshot).toContain('"version": "1"');
    },
    installMs,
  );
});
