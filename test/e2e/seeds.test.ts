// The JSON of the seed documents 001 (create) and 002 (update), field by field.

import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { waitFor } from "../support/wait-for.ts";
import { type Json, Weir } from "../support/weir.ts";

let weir: Weir;

beforeAll(async () => {
  weir = await Weir.start({ proxies: 1, zones: "US-EAST-04A,local" });
});

afterAll(() => weir?.stop());

const timestamp = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** The seed's example with one auth, and its placeholders made legal. */
function seedExample(): Json {
  return {
    name: "seed",
    zones: ["us-east-04a"],
    id: randomUUID(),
    weightsAndBiasesAuth: {
      apiKey: "k".repeat(40),
      serverUrl: "https://api.wandb.ai",
      enableUsageReports: true,
      enableRateLimiting: true,
    },
    endpointConfiguration: { additionalDns: ["models.example.com"] },
    pathBasedRouting: {},
  };
}

describe("seed 001: create a gateway", () => {
  it("answers the example in the seed's shape", async () => {
    const example = seedExample();
    const { status, body } = await weir.rest("POST", "gateways", example);
    expect(status).toBe(200);
    expect(body).toEqual({
      gateway: {
        spec: {
          id: example.id,
          name: "seed",
          zones: ["US-EAST-04A"],
          // The key is write-only.
          weightsAndBiasesAuth: {
            serverUrl: "https://api.wandb.ai",
            enableUsageReports: true,
            enableRateLimiting: true,
          },
          organizationId: expect.stringMatching(/./),
          endpointConfiguration: { additionalDns: ["models.example.com"] },
          pathBasedRouting: {},
          subdomain: expect.stringMatching(/^seed-/),
        },
        status: {
          createdAt: expect.stringMatching(timestamp),
          updatedAt: expect.stringMatching(timestamp),
          status: "STATUS_CREATING",
          etag: expect.stringMatching(/./),
        },
      },
    });
    const observed = await waitFor("the first conditions", async () => {
      const { conditions } = (await weir.rest("GET", `gateways/${example.id}`)).body.gateway.status;
      return conditions?.length > 0 && conditions;
    });
    expect(observed[0]).toEqual({
      type: "Programmed",
      status: "False",
      lastUpdateTime: expect.stringMatching(timestamp),
      reason: "NoProxyInZone",
      message: 'no proxy is connected in zone "US-EAST-04A"',
      zone: "US-EAST-04A",
    });
    const again = await weir.rest("POST", "gateways", example);
    expect(again.status).toBe(409);
    expect(again.body.code).toBe("already_exists");
  });

  it("answers endpoints once a proxy serves it", async () => {
    const gateway = await weir.createGateway({
      name: "ready",
      endpointConfiguration: { additionalDns: ["a.example.com"] },
    });
    expect(gateway.status.endpoints).toEqual([
      `http://${gateway.spec.subdomain}.localhost:7080`,
      "http://a.example.com:7080",
    ]);
    expect(gateway.status.conditions[0]).toMatchObject({ type: "Programmed", status: "True", zone: "local" });
  });

  it("answers the zones", async () => {
    expect((await weir.rest("GET", "gateways/parameters")).body).toEqual({ zones: ["US-EAST-04A", "local"] });
  });
});

describe("seed 002: update a gateway", () => {
  it("replaces the spec and answers in the seed's shape", async () => {
    const created = await weir.createGateway({ name: "before" });
    const { id } = created.spec;
    const { status, body } = await weir.rest("PATCH", `gateways/${id}`, {
      id,
      name: "after",
      zones: ["LOCAL"],
      coreWeaveAuth: {},
      headerBasedRouting: { headerName: "X-Model" },
    });
    expect(status).toBe(200);
    expect(body.gateway.spec).toEqual({
      id,
      name: "after",
      zones: ["local"],
      coreWeaveAuth: {},
      organizationId: created.spec.organizationId,
      headerBasedRouting: { headerName: "X-Model" },
      subdomain: created.spec.subdomain,
    });
    expect(["STATUS_UPDATING", "STATUS_READY"]).toContain(body.gateway.status.status);
    expect(body.gateway.status.createdAt).toBe(created.status.createdAt);
    await weir.waitForStatus("gateways", id, "STATUS_READY");
  });

  it("takes enums as numbers, as the seed's page shows them", async () => {
    const { spec } = await weir.createGateway({ name: "numbers" });
    const { status, body } = await weir.rest("PATCH", `gateways/${spec.id}`, {
      name: "numbers",
      zones: ["local"],
      coreWeaveAuth: {},
      bodyBasedRouting: { apiType: 1 },
    });
    expect(status).toBe(200);
    expect(body.gateway.spec.bodyBasedRouting).toEqual({ apiType: "API_TYPE_OPENAI" });
  });

  it("keeps a write-only key that an update leaves out", async () => {
    const example = seedExample();
    await weir.rest("POST", "gateways", { ...example, endpointConfiguration: {} });
    const { apiKey: _, ...auth } = example.weightsAndBiasesAuth;
    const read = (await weir.rest("GET", `gateways/${example.id}`)).body.gateway.spec;
    expect(read.weightsAndBiasesAuth).toEqual(auth);
    const written = await weir.rest("PATCH", `gateways/${example.id}`, {
      name: "renamed",
      zones: example.zones,
      weightsAndBiasesAuth: auth,
      pathBasedRouting: {},
    });
    expect(written.status).toBe(200);
    expect(written.body.gateway.spec.weightsAndBiasesAuth).toEqual(auth);
  });

  it("refuses an id in the body that is not the path's, and an update of nothing", async () => {
    const { spec } = await weir.createGateway({ name: "ids" });
    const fields = { name: "ids", zones: ["local"], coreWeaveAuth: {}, pathBasedRouting: {} };
    const other = await weir.rest("PATCH", `gateways/${spec.id}`, { ...fields, id: randomUUID() });
    expect(other.status).toBe(400);
    expect(violations(other.body)).toEqual(["id"]);
    expect((await weir.rest("PATCH", `gateways/${randomUUID()}`, fields)).status).toBe(404);
  });
});

describe("one auth and one routing", () => {
  const base = { name: "g", zones: ["local"] };
  const auth = { coreWeaveAuth: {} };
  const routing = { pathBasedRouting: {} };
  const cases: [what: string, body: Json, field: string][] = [
    ["neither", base, "auth"],
    ["no auth", { ...base, ...routing }, "auth"],
    ["no routing", { ...base, ...auth }, "routing"],
    ["two auths", { ...base, ...auth, weightsAndBiasesAuth: {}, ...routing }, "auth"],
    ["two routings", { ...base, ...auth, ...routing, bodyBasedRouting: { apiType: "API_TYPE_OPENAI" } }, "routing"],
    [
      "three routings",
      { ...base, ...auth, ...routing, headerBasedRouting: { headerName: "a" }, bodyBasedRouting: {} },
      "routing",
    ],
  ];

  it.each(cases)("refuses %s, naming the field", async (_, body, field) => {
    const created = await weir.rest("POST", "gateways", body);
    expect(created.status).toBe(400);
    expect(violations(created.body)).toContain(field);
    const { spec } = await weir.createGateway({ name: "whole" });
    const updated = await weir.rest("PATCH", `gateways/${spec.id}`, body);
    expect(updated.status).toBe(400);
    expect(violations(updated.body)).toContain(field);
  });
});

/** The fields that a refusal's BadRequest names. */
function violations(body: Json): string[] {
  const detail = body.details?.find(({ type }: Json) => type === "google.rpc.BadRequest");
  return detail?.debug?.fieldViolations?.map(({ field }: Json) => field) ?? [];
}
