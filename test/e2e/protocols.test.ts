// One contract over gRPC, Connect, gRPC-Web and REST, by clients that share no code with the server where there are any.

import { randomUUID } from "node:crypto";
import { connect as connectHttp2 } from "node:http2";
import { type MessageInitShape, toJson } from "@bufbuild/protobuf";
import { createClient, type Transport } from "@connectrpc/connect";
import { createConnectTransport, createGrpcTransport, createGrpcWebTransport } from "@connectrpc/connect-node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BadRequestSchema } from "../../gen/es/google/rpc/error_details_pb.ts";
import { GatewaySchema } from "../../gen/es/weir/inference/v1alpha1/gateway_pb.ts";
import {
  type CreateGatewayRequestSchema,
  GatewayService,
} from "../../gen/es/weir/inference/v1alpha1/gateway_service_pb.ts";
import { GrpcClient } from "../support/grpc-client.ts";
import { adminToken, type Json, Weir } from "../support/weir.ts";

type Request = MessageInitShape<typeof CreateGatewayRequestSchema>;

let weir: Weir;
let grpc: GrpcClient;

beforeAll(async () => {
  weir = await Weir.start({ proxies: 0 });
  grpc = new GrpcClient(new URL(weir.serverUrl).host);
});

afterAll(async () => {
  grpc?.close();
  await weir?.stop();
});

const headers = { authorization: `Bearer ${adminToken}` };

function request(id: string): Request {
  return {
    id,
    name: "same",
    zones: ["LOCAL"],
    auth: {
      case: "weightsAndBiasesAuth",
      value: { serverUrl: "https://api.wandb.ai", apiKey: "secret-key", enableRateLimiting: true },
    },
    routing: { case: "headerBasedRouting", value: { headerName: "X-Model" } },
    endpointConfiguration: { allowedSourceIpRanges: ["10.0.0.0/8"] },
  };
}

async function throughConnectEs(transport: Transport, id: string): Promise<Json> {
  const { gateway } = await createClient(GatewayService, transport).createGateway(request(id), { headers });
  return toJson(GatewaySchema, gateway!);
}

const ways: [name: string, create: (id: string) => Promise<Json>][] = [
  [
    "gRPC (grpc-js)",
    async (id) => toJson(GatewaySchema, (await grpc.call(GatewayService.method.createGateway, request(id))).gateway!),
  ],
  ["gRPC (connect-es)", (id) => throughConnectEs(createGrpcTransport({ baseUrl: weir.serverUrl }), id)],
  ["gRPC-Web", (id) => throughConnectEs(createGrpcWebTransport({ baseUrl: weir.serverUrl, httpVersion: "1.1" }), id)],
  [
    "Connect in binary, HTTP/2",
    (id) => throughConnectEs(createConnectTransport({ baseUrl: weir.serverUrl, httpVersion: "2" }), id),
  ],
  [
    "Connect in JSON, by hand",
    async (id) => {
      const { gateway } = await post(`${weir.serverUrl}/${GatewayService.typeName}/CreateGateway`, restBody(id));
      return gateway;
    },
  ],
  ["REST", async (id) => (await post(`${weir.serverUrl}/v1alpha1/inference/gateways`, restBody(id))).gateway],
];

function restBody(id: string): object {
  return {
    id,
    name: "same",
    zones: ["LOCAL"],
    weightsAndBiasesAuth: { serverUrl: "https://api.wandb.ai", apiKey: "secret-key", enableRateLimiting: true },
    headerBasedRouting: { headerName: "X-Model" },
    endpointConfiguration: { allowedSourceIpRanges: ["10.0.0.0/8"] },
  };
}

async function post(url: string, body: object): Promise<Json> {
  const answer = await fetch(url, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    // As people and other languages write it: the length is that of these bytes, not of a tidier form.
    body: JSON.stringify(body, undefined, 2),
  });
  expect(answer.status).toBe(200);
  return answer.json();
}

describe("the same create", () => {
  it.each(ways)("by %s gives the same resource", async (_, create) => {
    const id = randomUUID();
    const { spec, status } = await create(id);
    expect(spec).toEqual({
      id,
      name: "same",
      zones: ["local"],
      weightsAndBiasesAuth: { serverUrl: "https://api.wandb.ai", enableRateLimiting: true },
      organizationId: "default",
      headerBasedRouting: { headerName: "X-Model" },
      endpointConfiguration: { allowedSourceIpRanges: ["10.0.0.0/8"] },
      subdomain: `same-${id.slice(0, 8)}`,
    });
    expect(status).toMatchObject({ status: "STATUS_CREATING" });
    const { gateway } = await grpc.call(GatewayService.method.getGateway, { id });
    expect(toJson(GatewaySchema, gateway!)).toMatchObject({ spec, status: { etag: status.etag } });
    await grpc.call(GatewayService.method.deleteGateway, { id });
  });
});

describe("the same mistake", () => {
  it("is told with the same code and the same details on every protocol", async () => {
    const bad = { ...request("not-a-uuid"), name: "" };
    const refusals = await Promise.all([
      ...[
        createGrpcTransport({ baseUrl: weir.serverUrl }),
        createGrpcWebTransport({ baseUrl: weir.serverUrl, httpVersion: "1.1" }),
        createConnectTransport({ baseUrl: weir.serverUrl, httpVersion: "2" }),
      ].map((transport) =>
        createClient(GatewayService, transport)
          .createGateway(bad, { headers })
          .catch((error) => error),
      ),
    ]);
    for (const refusal of refusals) {
      expect(refusal.code).toBe(3);
      const [detail] = refusal.findDetails(BadRequestSchema);
      expect(detail.fieldViolations.map(({ field }: Json) => field).sort()).toEqual(["id", "name"]);
    }
    const grpcRefusal = await grpc.call(GatewayService.method.createGateway, bad).catch((error) => error);
    expect(grpcRefusal.code).toBe(3);
    expect(grpcRefusal.metadata.get("grpc-status-details-bin")[0].toString()).toContain("google.rpc.BadRequest");
    const rest = await weir.rest("POST", "gateways", { ...restBody("not-a-uuid"), name: "" });
    expect(rest.status).toBe(400);
    expect(rest.body.code).toBe("invalid_argument");
    expect(rest.body.details[0].debug.fieldViolations.map(({ field }: Json) => field).sort()).toEqual(["id", "name"]);
  });
});

describe("REST beside the body", () => {
  it("takes repeated, nested, enum and Timestamp parameters of the query, and refuses those that don't exist", async () => {
    const listed = await weir.rest("GET", "gateways?updatedAfter=2020-01-01T00:00:00Z&page_size=1");
    expect(listed.status).toBe(200);
    expect(listed.body.items ?? []).toEqual([]);
    const unknown = await weir.rest("GET", "gateways?nope=1");
    expect(unknown.status).toBe(400);
    expect(unknown.body.details[0].debug.fieldViolations[0]).toMatchObject({
      field: "nope",
      description: expect.stringContaining("updatedAfter"),
    });
    expect((await weir.rest("GET", "gateways?updatedAfter=yesterday")).status).toBe(400);
    expect((await weir.rest("GET", "gateways?pageSize=-1")).status).toBe(400);
  });

  it("pages through a list in a stable order", async () => {
    const ids: string[] = [];
    for (let index = 0; index < 5; index++) {
      ids.push((await weir.rest("POST", "gateways", restBody(randomUUID()))).body.gateway.spec.id);
    }
    const seen: string[] = [];
    let token = "";
    do {
      const { body } = await weir.rest("GET", `gateways?pageSize=2&pageToken=${encodeURIComponent(token)}`);
      seen.push(...body.items.map(({ spec }: Json) => spec.id));
      token = body.nextPageToken ?? "";
    } while (token !== "");
    expect(seen).toEqual(ids);
    expect((await weir.rest("GET", "gateways?pageToken=garbage")).status).toBe(400);
  });
});

describe("REST over HTTP/2 in cleartext", () => {
  it("is on the same port", async () => {
    const session = connectHttp2(weir.serverUrl);
    const stream = session.request({ ":path": "/v1alpha1/inference/gateways/parameters", ...headers });
    let text = "";
    stream.setEncoding("utf8");
    stream.on("data", (part) => {
      text += part;
    });
    await new Promise((resolve) => stream.once("end", resolve));
    expect(JSON.parse(text)).toEqual({ zones: ["local"] });
    session.close();
  });
});
