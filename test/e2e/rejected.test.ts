import { randomUUID } from "node:crypto";
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { createClient } from "@connectrpc/connect";
import { createGrpcTransport } from "@connectrpc/connect-node";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  ConfigService,
  type StreamConfigRequest,
  StreamConfigRequestSchema,
  type StreamConfigResponse,
} from "../../gen/es/weir/config/v1alpha1/config_service_pb.ts";
import { MessageQueue } from "../../proxy/message-queue.ts";
import { waitFor } from "../support/wait-for.ts";
import { type Json, proxyToken, Weir } from "../support/weir.ts";

let weir: Weir;

beforeEach(async () => {
  weir = await Weir.start({ proxies: 0 });
});

afterEach(() => weir?.stop());

/** A proxy of another release: speaks the config stream, serves nothing, and refuses what it is told to refuse. */
class OtherProxy {
  readonly versions: StreamConfigResponse[] = [];
  /** Why partitions are refused, by id. */
  readonly refused = new Map<string, string>();
  readonly #requests = new MessageQueue<StreamConfigRequest>();
  readonly #leave = new AbortController();

  constructor(held: { id: string; hash: Uint8Array }[] = []) {
    const client = createClient(ConfigService, createGrpcTransport({ baseUrl: weir.serverUrl }));
    const headers = { authorization: `Bearer ${proxyToken}` };
    this.#say({ kind: { case: "hello", value: { proxyId: "other", zone: "local", held } } });
    const follow = async (): Promise<void> => {
      for await (const response of client.streamConfig(this.#requests, { headers, signal: this.#leave.signal })) {
        if (response.version !== 0n) this.#answer(response);
      }
    };
    follow().catch(() => {});
  }

  leave(): void {
    this.#leave.abort();
  }

  #answer(response: StreamConfigResponse): void {
    const { version, upserts } = response;
    this.versions.push(response);
    const rejections = upserts
      .filter(({ id }) => this.refused.has(id))
      .map(({ id }) => ({ partitionId: id, reason: this.refused.get(id)! }));
    if (rejections.length === 0) this.#say({ kind: { case: "ack", value: { version } } });
    else this.#say({ kind: { case: "nack", value: { version, rejections } } });
  }

  #say(request: MessageInitShape<typeof StreamConfigRequestSchema>): void {
    this.#requests.push(create(StreamConfigRequestSchema, request));
  }
}

const fields = { name: "g", zones: ["local"], coreWeaveAuth: {}, bodyBasedRouting: { apiType: "API_TYPE_OPENAI" } };

async function createGateway(id: string = randomUUID()): Promise<string> {
  expect((await weir.rest("POST", "gateways", { ...fields, id })).status).toBe(200);
  return id;
}

/** The version that carries a gateway's partition, as the proxy got it. */
function versionWith(proxy: OtherProxy, partitionId: string): Promise<StreamConfigResponse> {
  return waitFor(`a version with ${partitionId}`, () =>
    proxy.versions.find(({ upserts }) => upserts.some(({ id }) => id === partitionId)),
  );
}

describe("a proxy that can't serve a gateway", () => {
  it("makes it ERROR with the proxy's reason, and READY when it is mended, and leaves the others alone", async () => {
    const proxy = new OtherProxy();
    const [bad, good] = [randomUUID(), randomUUID()];
    proxy.refused.set(`gateways/${bad}`, "this proxy does not know the gateway's auth: it is of an older release");
    await Promise.all([createGateway(bad), createGateway(good)]);
    const { status } = await weir.waitForStatus("gateways", bad, "STATUS_ERROR");
    expect(status.conditions?.find(({ type }: Json) => type === "Programmed")).toMatchObject({
      status: "False",
      reason: "Rejected",
      message: expect.stringContaining("older release"),
      zone: "local",
    });
    await weir.waitForStatus("gateways", good, "STATUS_READY");
    proxy.refused.clear();
    await weir.rest("PATCH", `gateways/${bad}`, { ...fields, disabled: true });
    const mended = await weir.waitForStatus("gateways", bad, "STATUS_READY");
    expect(mended.status.conditions?.find(({ type }: Json) => type === "Programmed")).toMatchObject({ status: "True" });
    proxy.leave();
  });
});

describe("a proxy that comes back", () => {
  it("gets only what differs from what it holds", async () => {
    const [same, changed, gone] = [await createGateway(), await createGateway(), await createGateway()];
    const first = new OtherProxy();
    const { upserts } = await versionWith(first, `gateways/${gone}`);
    await weir.waitForStatus("gateways", gone, "STATUS_READY");
    first.leave();
    await weir.rest("PATCH", `gateways/${changed}`, { ...fields, disabled: true });
    await weir.rest("DELETE", `gateways/${gone}`);
    const held = upserts.map(({ id, hash }) => ({ id, hash }));
    const second = new OtherProxy(held);
    const difference = await versionWith(second, `gateways/${changed}`);
    expect(difference.upserts.map(({ id }) => id)).toEqual([`gateways/${changed}`]);
    expect(difference.removals).toEqual([`gateways/${gone}`]);
    expect(held.map(({ id }) => id)).toContain(`gateways/${same}`);
    second.leave();
  });
});
