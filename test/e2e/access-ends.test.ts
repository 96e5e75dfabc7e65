// Watches end when the access of their token ends, on every protocol and for every kind.

import { request as httpRequest } from "node:http";
import { type Client, Code, ConnectError, createClient, type Transport } from "@connectrpc/connect";
import { createConnectTransport, createGrpcTransport, createGrpcWebTransport } from "@connectrpc/connect-node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GatewayService } from "../../gen/es/weir/inference/v1alpha1/gateway_service_pb.ts";
import { answerOf } from "../support/open-request.ts";
import { readMetric } from "../support/read-metric.ts";
import { waitFor } from "../support/wait-for.ts";
import { watchRest } from "../support/watch-rest.ts";
import { type Json, Weir } from "../support/weir.ts";

let weir: Weir;

beforeAll(async () => {
  weir = await Weir.start({ proxies: 0 });
});

afterAll(() => weir?.stop());

/** A watch of gateways as a client sees it. */
interface Watched {
  readonly gateways: string[];
  /** The code that the stream ended with; undefined while it is open. */
  end(): string | undefined;
  stop(): void;
}

const open: Record<string, (token: string) => Promise<Watched>> = {
  "server-sent events": (token) => overRest(token, "text/event-stream"),
  "JSON lines": (token) => overRest(token, "*/*"),
  gRPC: (token) => overConnectEs(token, createGrpcTransport({ baseUrl: weir.serverUrl })),
  "gRPC-Web": (token) => overConnectEs(token, createGrpcWebTransport({ baseUrl: weir.serverUrl, httpVersion: "1.1" })),
  Connect: (token) => overConnectEs(token, createConnectTransport({ baseUrl: weir.serverUrl, httpVersion: "1.1" })),
};
const protocols = Object.keys(open);

async function overRest(token: string, accept: string): Promise<Watched> {
  const watch = await watchRest(weir.serverUrl, "gateways:watch", { accept, token });
  let isOver = false;
  watch.ended.then(() => {
    isOver = true;
  });
  return {
    get gateways() {
      return watch.events.flatMap(({ gateway }) => gateway?.spec.name ?? []);
    },
    end: () => {
      const last = watch.events.at(-1);
      return isOver ? (last?.code ?? last?.error?.code ?? "nothing") : undefined;
    },
    stop: watch.stop,
  };
}

async function overConnectEs(token: string, transport: Transport): Promise<Watched> {
  const client: Client<typeof GatewayService> = createClient(GatewayService, transport);
  const call = new AbortController();
  const gateways: string[] = [];
  let end: string | undefined;
  let isOpen = false;
  const headers = { authorization: `Bearer ${token}` };
  const read = async (): Promise<void> => {
    try {
      for await (const { gateway } of client.watchGateways({}, { headers, signal: call.signal })) {
        isOpen = true;
        if (gateway !== undefined) gateways.push(gateway.spec!.name);
      }
      end = "nothing";
    } catch (error) {
      end = Code[ConnectError.from(error).code].toLowerCase();
    }
  };
  void read();
  await waitFor("the watch", () => isOpen);
  return { gateways, end: () => end, stop: () => call.abort() };
}

async function createToken(): Promise<{ secret: string; id: string }> {
  const { body } = await weir.rest("POST", "accessTokens", {
    name: "watcher",
    subject: "watcher",
    role: "ROLE_ADMIN",
  });
  return { secret: body.secret, id: body.accessToken.spec.id };
}

const createGateway = (name: string) =>
  weir.rest("POST", "gateways", { name, zones: ["local"], coreWeaveAuth: {}, pathBasedRouting: {} });

describe("a call whose body comes after the end of its token", () => {
  const path = "/v1alpha1/inference/gateways";
  const ends: readonly (readonly [string, (id: string) => Promise<Json>])[] = [
    ["is deleted", (id) => weir.rest("DELETE", `accessTokens/${id}`)],
    [
      "loses its role",
      (id) => weir.rest("PATCH", `accessTokens/${id}`, { name: "watcher", subject: "watcher", role: "ROLE_VIEWER" }),
    ],
  ];

  it.each(ends)("is refused when the token %s, and has no effect", async (how, end) => {
    const { secret, id } = await createToken();
    const begun = await Promise.all(
      ["late", "later"].map(async (name) => {
        const headers = {
          authorization: `Bearer ${secret}`,
          "content-type": "application/json",
          expect: "100-continue",
        };
        const request = httpRequest(weir.serverUrl + path, { method: "POST", agent: false, headers });
        const answering = answerOf(request);
        // The server asks for the body: the head has been read.
        await new Promise((resolve) => request.once("continue", resolve).flushHeaders());
        request.write(" ");
        return { request, answering, name: `${name} ${how}` };
      }),
    );
    const startMs = performance.now();
    expect((await end(id)).status).toBe(200);
    await waitFor("the body to be late", () => performance.now() - startMs > 1_500);
    for (const { request, answering, name } of begun) {
      request.end(JSON.stringify({ name, zones: ["local"], coreWeaveAuth: {}, pathBasedRouting: {} }));
      expect((await answering).status).toBe(401);
      expect(JSON.stringify((await weir.rest("GET", "gateways")).body)).not.toContain(name);
    }
  });
});

describe("a watch", () => {
  const fields = { name: "watcher", subject: "watcher" };
  const change = async (id: string, more: Json): Promise<boolean> =>
    (await weir.rest("PATCH", `accessTokens/${id}`, { ...fields, ...more })).status === 200;
  const inASecond = (): string => new Date(Date.now() + 1_000).toISOString();
  it.each<[string, (id: string) => unknown]>([
    ["is deleted", (id) => weir.rest("DELETE", `accessTokens/${id}`)],
    ["loses its role", (id) => change(id, { role: "ROLE_VIEWER" })],
    [
      "expires",
      // Again if the time had passed before the server read it.
      (id) => waitFor("the change", () => change(id, { role: "ROLE_ADMIN", expireTime: inASecond() })),
    ],
  ])("ends with unauthenticated on every protocol when its token %s; others go on", async (how, end) => {
    const { secret, id } = await createToken();
    const others = await createToken();
    const watches = await Promise.all(protocols.map((protocol) => open[protocol]!(secret)));
    const still = await open[protocols[0]!]!(others.secret);
    await end(id);
    if (how === "expires") await waitFor("the ends", () => watches.every((watch) => watch.end() !== undefined));
    // By now no event may come, even before the streams are closed.
    const name = `after it ${how}`;
    expect((await createGateway(name)).status).toBe(200);
    await waitFor("the ends", () => watches.every((watch) => watch.end() !== undefined));
    for (const [index, watch] of watches.entries()) {
      expect([protocols[index], watch.end()]).toEqual([protocols[index], "unauthenticated"]);
      expect(watch.gateways).not.toContain(name);
    }
    await waitFor("the other watch to go on", () => still.gateways.includes(name));
    expect(still.end()).toBeUndefined();
    still.stop();
    await waitFor("the watches to be closed", async () => {
      return (await readMetric(weir.serverUrl, "weir_watches_open")) === 0;
    });
  });

  it.each(["gateways", "deployments", "upstreams", "services", "rules", "customEndpoints", "accessTokens"])(
    "of %s ends with its token",
    async (collection) => {
      const { secret, id } = await createToken();
      const watch = await watchRest(weir.serverUrl, `${collection}:watch`, { token: secret });
      await weir.rest("DELETE", `accessTokens/${id}`);
      await watch.ended;
      expect(watch.events.at(-1).code).toBe("unauthenticated");
    },
  );

  it("of API keys ends with its token", async () => {
    const fields = { name: "keys", zones: ["local"], apiKeyAuth: {}, pathBasedRouting: {} };
    const { spec } = (await weir.rest("POST", "gateways", fields)).body.gateway;
    const { secret, id } = await createToken();
    const watch = await watchRest(weir.serverUrl, `gateways/${spec.id}/keys:watch`, { token: secret });
    await weir.rest("DELETE", `accessTokens/${id}`);
    await watch.ended;
    expect(watch.events.at(-1).code).toBe("unauthenticated");
  });
});
