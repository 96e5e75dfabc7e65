import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Json, Weir } from "../support/weir.ts";

let weir: Weir;

beforeAll(async () => {
  weir = await Weir.start({ proxies: 0 });
});

afterAll(() => weir?.stop());

const fields = {
  name: "before",
  zones: ["local"],
  coreWeaveAuth: {},
  headerBasedRouting: { headerName: "X-Model" },
  endpointConfiguration: { additionalDns: ["a.example.com"], allowedSourceIpRanges: ["10.0.0.0/8"] },
};

async function create(more: Json = {}): Promise<Json> {
  const { status, body } = await weir.rest("POST", "gateways", { ...fields, endpointConfiguration: {}, ...more });
  expect([status, body.message]).toEqual([200, undefined]);
  return body.gateway;
}

describe("an update with a mask", () => {
  it("changes the fields that it names, nested ones too, and clears what the request leaves out", async () => {
    const { spec } = await create({ endpointConfiguration: fields.endpointConfiguration });
    const path = `gateways/${spec.id}`;
    const renamed = await weir.rest("PATCH", path, { name: "after", updateMask: "name" });
    expect(renamed.body.gateway.spec).toEqual({ ...spec, name: "after" });
    const nested = await weir.rest("PATCH", path, {
      endpointConfiguration: { additionalDns: ["b.example.com"] },
      updateMask: "endpointConfiguration.additionalDns",
    });
    expect(nested.body.gateway.spec.endpointConfiguration).toEqual({
      additionalDns: ["b.example.com"],
      allowedSourceIpRanges: ["10.0.0.0/8"],
    });
    const cleared = await weir.rest("PATCH", path, { updateMask: "endpointConfiguration" });
    expect(cleared.body.gateway.spec.endpointConfiguration).toBeUndefined();
    // The name that is given up is free.
    await create({ endpointConfiguration: { additionalDns: ["b.example.com"] } });
  });

  it("is held to the rules of the whole", async () => {
    const { spec } = await create();
    for (const [mask, body] of [
      ["name", { name: "" }],
      ["headerBasedRouting", {}],
      ["zones", { zones: ["nowhere"] }],
    ] as const) {
      const refused = await weir.rest("PATCH", `gateways/${spec.id}`, { ...body, updateMask: mask });
      expect([mask, refused.status]).toEqual([mask, 400]);
    }
    expect((await weir.rest("GET", `gateways/${spec.id}`)).body.gateway.spec).toEqual(spec);
  });

  it("refuses paths that can't be updated, naming those that can", async () => {
    const { spec } = await create();
    for (const mask of ["id", "organizationId", "status", "nope", "name.x"]) {
      const { status, body } = await weir.rest("PATCH", `gateways/${spec.id}`, { name: "x", updateMask: mask });
      expect([mask, status]).toEqual([mask, 400]);
      expect(body.message).toContain("the fields are name, zones");
    }
  });
});

describe("an etag", () => {
  it("refuses an update or a delete when somebody else was first", async () => {
    const { spec, status } = await create();
    const path = `gateways/${spec.id}`;
    const first = await weir.rest("PATCH", path, { name: "first", updateMask: "name", etag: status.etag });
    expect(first.status).toBe(200);
    const second = await weir.rest("PATCH", path, { name: "second", updateMask: "name", etag: status.etag });
    expect([second.status, second.body.code]).toEqual([409, "aborted"]);
    expect((await weir.rest("DELETE", `${path}?etag=${status.etag}`)).status).toBe(409);
    expect((await weir.rest("DELETE", `${path}?etag=${first.body.gateway.status.etag}`)).status).toBe(200);
  });

  it("stays the same when an update changes nothing, and when only the status changes", async () => {
    const { spec, status } = await create();
    const same = await weir.rest("PATCH", `gateways/${spec.id}`, { ...fields, endpointConfiguration: {} });
    expect(same.body.gateway.status).toMatchObject({ etag: status.etag, status: "STATUS_CREATING" });
    expect((await weir.rest("GET", `gateways/${spec.id}`)).body.gateway.status.etag).toBe(status.etag);
  });
});

describe("a deployment", () => {
  it("is refused with gateways that don't exist, naming each", async () => {
    const ids = ["6f1f1f5e-0000-4000-8000-000000000001", "6f1f1f5e-0000-4000-8000-000000000002"];
    const { status, body } = await weir.rest("POST", "deployments", {
      name: "d",
      gatewayIds: ids,
      model: { name: "m" },
      targets: { targets: [{ url: "http://127.0.0.1:1" }] },
    });
    expect(status).toBe(400);
    for (const id of ids) expect(body.message).toContain(id);
  });

  it("says by a condition that it takes no traffic, and why", async () => {
    const { spec } = await create();
    const deploy = async (weight: number): Promise<string> => {
      const { body } = await weir.rest("POST", "deployments", {
        name: "d",
        gatewayIds: [spec.id],
        model: { name: "m" },
        traffic: { weight },
        targets: { targets: [{ url: "http://127.0.0.1:1" }] },
      });
      return body.deployment.spec.id;
    };
    await deploy(10);
    const idle = await deploy(0);
    await expect
      .poll(async () => {
        const { conditions } = (await weir.rest("GET", `deployments/${idle}`)).body.deployment.status;
        return conditions?.find(({ type }: Json) => type === "Routable");
      })
      .toMatchObject({ status: "False", reason: "WeightZero" });
  });
});
