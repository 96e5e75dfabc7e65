// Callers of the server that leave early: a call of theirs is canceled, and nothing is wrong with the server.

import { request as httpRequest } from "node:http";
import { connect } from "node:http2";
import { type ClientDuplexStream, credentials, Client as GrpcJsClient, Metadata } from "@grpc/grpc-js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { waitFor } from "../support/wait-for.ts";
import { adminToken, Weir } from "../support/weir.ts";

const unary = "/weir.inference.v1alpha1.GatewayService/ListGateways";
const watch = "/weir.inference.v1alpha1.GatewayService/WatchGateways";
const config = "/weir.config.v1alpha1.ConfigService/StreamConfig";
const same = (bytes: Buffer): Buffer => bytes;

let weir: Weir;

beforeAll(async () => {
  weir = await Weir.start({ proxies: 0 });
});

afterAll(() => weir?.stop());

/** Opens a call with a message to come, or several. */
function openGrpc(path: string): { client: GrpcJsClient; call: ClientDuplexStream<Buffer, Buffer> } {
  const client = new GrpcJsClient(new URL(weir.serverUrl).host, credentials.createInsecure());
  const metadata = new Metadata();
  metadata.set("authorization", `Bearer ${adminToken}`);
  const call = client.makeBidiStreamRequest(path, same, same, metadata);
  call.on("error", () => {});
  call.resume();
  return { client, call };
}

function connected(client: GrpcJsClient): Promise<void> {
  return new Promise((resolve, reject) => {
    client.waitForReady(Date.now() + 10_000, (error) => (error === undefined ? resolve() : reject(error)));
  });
}

/** How a caller leaves. */
const ways: Readonly<Record<string, (path: string) => Promise<void>>> = {
  "cancels a gRPC call before its message": async (path) => {
    const { client, call } = openGrpc(path);
    const ended = new Promise((resolve) => call.once("error", resolve));
    await connected(client);
    call.cancel();
    await ended;
    client.close();
  },
  "lets the deadline of a gRPC call pass before its message": async (path) => {
    const client = new GrpcJsClient(new URL(weir.serverUrl).host, credentials.createInsecure());
    const metadata = new Metadata();
    metadata.set("authorization", `Bearer ${adminToken}`);
    const call = client.makeBidiStreamRequest(path, same, same, metadata, { deadline: Date.now() + 100 });
    await new Promise((resolve) => call.on("error", resolve).resume());
    client.close();
  },
  "ends its HTTP/2 connection within a message": async (path) => {
    const session = connect(weir.serverUrl);
    session.on("error", () => {});
    const headers = { "content-type": "application/grpc", te: "trailers", authorization: `Bearer ${adminToken}` };
    const stream = session.request({ ":method": "POST", ":path": path, ...headers });
    stream.on("error", () => {});
    await new Promise((resolve) => stream.write(Buffer.from([0, 0, 0, 0, 9, 1]), resolve));
    await new Promise((resolve) => session.ping(resolve));
    session.destroy();
  },
  "resets an HTTP/2 stream within a message": async (path) => {
    const session = connect(weir.serverUrl);
    const headers = { "content-type": "application/grpc", te: "trailers", authorization: `Bearer ${adminToken}` };
    const stream = session.request({ ":method": "POST", ":path": path, ...headers });
    stream.on("error", () => {});
    await new Promise((resolve) => stream.write(Buffer.from([0, 0, 0, 0, 9, 1]), resolve));
    await new Promise((resolve) => session.ping(resolve));
    stream.close(8);
    await new Promise((resolve) => stream.once("close", resolve));
    session.close();
  },
  "ends its HTTP/1 connection within a message": async (path) => {
    const isStream = path !== unary;
    const type = isStream ? "application/connect+json" : "application/json";
    const call = httpRequest(`${weir.serverUrl}${path}`, {
      method: "POST",
      agent: false,
      headers: { "content-type": type, "content-length": "100", authorization: `Bearer ${adminToken}` },
    });
    call.on("error", () => {});
    await new Promise((resolve) => call.write("{", resolve));
    call.destroy();
  },
};

/** A call of somebody else, which ends after the one that was left. */
async function next(): Promise<void> {
  const headers = { "content-type": "application/json", authorization: `Bearer ${adminToken}` };
  const { status } = await fetch(`${weir.serverUrl}${unary}`, { method: "POST", headers, body: "{}" });
  expect(status).toBe(200);
}

interface Line {
  readonly level: string;
  readonly msg: string;
  readonly method?: string;
  readonly code?: string;
  readonly reason?: string;
}

function linesSince(start: number): Line[] {
  return weir.log.slice(start).flatMap((line) => {
    const json = /\{.*\}/.exec(line)?.[0];
    return json === undefined ? [] : [JSON.parse(json) as Line];
  });
}

describe.each(Object.entries(ways))("a caller that %s", (_, leave) => {
  it.each([unary, watch, config])("of %s is no fault of the server", async (path) => {
    const start = weir.log.length;
    await leave(path);
    await next();
    await waitFor("the next call", () => linesSince(start).some(({ code }) => code === "ok"));
    expect(linesSince(start).filter(({ level }) => level === "error")).toEqual([]);
  });
});

it.each(["ends its HTTP/2 connection within a message", "ends its HTTP/1 connection within a message"])(
  "a watch whose caller %s is logged as canceled",
  async (way) => {
    const start = weir.log.length;
    await ways[way]!(watch);
    const line = await waitFor("the end of the watch", () =>
      linesSince(start).find(({ method }) => watch === `/${method}`),
    );
    expect([line.level, line.code, line.reason]).toEqual(["info", "Canceled", "the caller has left"]);
  },
);
