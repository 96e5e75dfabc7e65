// A client of the next version against the present server (docs/compatibility.md).

import { create, type DescMessage, type DescService, type Message } from "@bufbuild/protobuf";
import { reflect } from "@bufbuild/protobuf/reflect";
import { Code, ConnectError, createClient, type Transport } from "@connectrpc/connect";
import { createConnectTransport, createGrpcTransport } from "@connectrpc/connect-node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BadRequestSchema } from "../../gen/es/google/rpc/error_details_pb.ts";
import { adminToken, Weir } from "../support/weir.ts";
import { nextNumber, nextServices } from "./next-contract.ts";

const gatewayService = nextServices()[0]!;
const headers = { authorization: `Bearer ${adminToken}` };

let weir: Weir;

beforeAll(async () => {
  weir = await Weir.start({ proxies: 0 });
});

afterAll(() => weir?.stop());

type Call = (request: Message, options: object) => Promise<Message>;

function clientOf(transport: Transport): Record<string, Call> {
  return createClient(gatewayService as DescService, transport) as unknown as Record<string, Call>;
}

const grpc = (): Record<string, Call> => clientOf(createGrpcTransport({ baseUrl: weir.serverUrl }));
const json = (): Record<string, Call> =>
  clientOf(createConnectTransport({ baseUrl: weir.serverUrl, httpVersion: "1.1", useBinaryFormat: false }));

/** A request of the next version: a whole gateway, with some fields changed. */
function request(changes: Record<string, unknown>): Message {
  const desc: DescMessage = gatewayService.method.createGateway!.input;
  return create(desc, {
    name: "next",
    zones: ["local"],
    auth: { case: "coreWeaveAuth", value: {} },
    routing: { case: "bodyBasedRouting", value: { apiType: 1 } },
    ...changes,
  } as never);
}

async function violationsOf(call: Promise<unknown>): Promise<string[]> {
  const error = ConnectError.from(
    await call.then(
      () => undefined,
      (reason) => reason,
    ),
  );
  expect(error.code).toBe(Code.InvalidArgument);
  return error
    .findDetails(BadRequestSchema)
    .flatMap(({ fieldViolations }) => fieldViolations.map(({ field }) => field));
}

describe("a client of the next version", () => {
  it("is served over gRPC, where fields that the server does not know are passed over", async () => {
    const answer = await grpc().createGateway!(request({ fromTheFuture: "hello" }), { headers });
    const created = reflect(gatewayService.method.createGateway!.output, answer);
    const { body } = await weir.rest("GET", "gateways");
    expect(body.items).toHaveLength(1);
    expect(body.items[0].spec.name).toBe("next");
    expect(created.isSet(created.fields.find(({ name }) => name === "gateway")!)).toBe(true);
  });

  it("is told by name, in JSON, which field the server does not know", async () => {
    const call = json().createGateway!(request({ fromTheFuture: "hello" }), { headers });
    expect(await violationsOf(call)).toEqual(["fromTheFuture"]);
  });

  it("is told which value of an enum the server does not know, on both", async () => {
    const unknown = { routing: { case: "bodyBasedRouting", value: { apiType: nextNumber } } };
    for (const client of [grpc(), json()]) {
      const call = client.createGateway!(request(unknown), { headers });
      expect(await violationsOf(call)).toEqual(["body_based_routing.api_type"]);
    }
  });

  it("is told that a choice is missing, where it chose what the server does not know", async () => {
    const unknown = { auth: { case: "futureAuth", value: {} } };
    expect(await violationsOf(grpc().createGateway!(request(unknown), { headers }))).toEqual(["auth"]);
  });
});
