// What users of other gateways report about requests that end badly: each test is named after one of those pains.

import { createServer } from "node:http";
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createFakeModel, type FakeModel } from "../support/fake-model/fake-model.ts";
import { answerOf, openChat, startChat } from "../support/open-request.ts";
import { readMetric } from "../support/read-metric.ts";
import { waitFor } from "../support/wait-for.ts";
import { adminToken, closedPort, hostOf, type Json, Weir } from "../support/weir.ts";

let weir: Weir;
let model: FakeModel;
let gateway: Json;

beforeAll(async () => {
  model = await createFakeModel({ name: "slow", tokens: 2_000, tokenDelayMs: 10 });
  weir = await Weir.start({ workers: 2 });
  gateway = await weir.createGateway();
  await weir.createDeployment(gateway.spec.id, "slow", [model.url], {
    targets: { targets: [{ url: model.url }], timeouts: { responseHead: "0.4s", idle: "0.4s" } },
  });
});

afterAll(async () => {
  await weir?.stop();
  await model?.close();
});

const streamed = { model: "slow", stream: true };

function inFlight(): Promise<number> {
  return readMetric(weir.adminUrl(), "weir_requests_in_flight");
}

describe("pain 1: a client leaves, and the upstream goes on", () => {
  /** From the client's leaving to the upstream's seeing it. */
  async function abortDelay(leave: () => void): Promise<number> {
    const before = model.abortedAtMs.length;
    const leftAtMs = performance.now();
    leave();
    await waitFor("the upstream to see the abort", () => model.abortedAtMs.length > before);
    return model.abortedAtMs.at(-1)! - leftAtMs;
  }

  it("aborts the upstream within 100 ms when the client leaves before the head", async () => {
    const request = startChat(weir, gateway, { headers: { "x-fake-fault": "silent" } });
    request.on("error", () => {});
    request.end(JSON.stringify(streamed));
    await waitFor("the upstream to have the request", () => model.open === 1);
    expect(await abortDelay(() => request.destroy())).toBeLessThan(2_000);
  });

  it("aborts the upstream within 100 ms when the client leaves mid-stream", async () => {
    const answer = await openChat(weir, gateway, streamed);
    await waitFor("a first token", () => answer.chunks.length > 0);
    expect(await abortDelay(answer.leave)).toBeLessThan(2_000);
  });
});

describe("pain 5: failover only on the next request, or after output has left", () => {
  it("goes to another target inside the request while nothing was sent", async () => {
    const live = await createFakeModel({ name: "live" });
    const dead = `http://127.0.0.1:${await closedPort()}`;
    await weir.createDeployment(gateway.spec.id, "half-dead", [dead, live.url], {
      targets: { targets: [{ url: dead }, { url: live.url }], balance: { roundRobin: {} } },
    });
    const answers = [];
    for (let count = 0; count < 8; count++) answers.push(await weir.chat(gateway, { model: "half-dead" }));
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
    expect(answers.filter(({ headers }) => headers["x-weir-attempts"] === "2").length).toBeGreaterThanOrEqual(3);
    await live.close();
  });

  it("never sends a request again that may have had an effect, or whose answer has begun", async () => {
    const twin = await createFakeModel({ name: "twin", tokens: 3 });
    await weir.createDeployment(gateway.spec.id, "twins", [twin.url, `${twin.url}/other`]);
    twin.fault = "reset-before-head";
    const refused = await weir.chat(gateway, { model: "twins" });
    expect(refused.status).toBe(502);
    expect(refused.json.error.code).toBe("upstream_protocol_error");
    expect(refused.json.error.message).toContain("may have had an effect");
    expect(twin.seen.length).toBe(1);
    twin.fault = "reset-mid-stream";
    const answer = await openChat(weir, gateway, { model: "twins", stream: true });
    expect(answer.status).toBe(200);
    expect(await answer.ended).toBe("broken");
    expect(twin.seen.length).toBe(2);
    await twin.close();
  });
});

describe("an upstream that dies mid-stream", () => {
  it("breaks the client's connection after an error event, so that nobody takes the part for the whole", async () => {
    const answer = await openChat(weir, gateway, streamed, { headers: { "x-fake-fault": "reset-mid-stream" } });
    expect(await answer.ended).toBe("broken");
    expect(answer.text).toContain('data: {"id":"fake-slow"');
    expect(answer.text).toMatch(/event: error\ndata: \{"error":\{.*"code":"upstream_protocol_error"\}\}\n\n$/);
    expect(answer.text).not.toContain("[DONE]");
  });

  it("breaks a body of known length short", async () => {
    const upstream = createServer((_request, response) => {
      response.writeHead(200, { "content-length": "1000" });
      response.write("part", () => response.socket?.destroy());
    });
    const port = await listen(upstream);
    await weir.createDeployment(gateway.spec.id, "short", [`http://127.0.0.1:${port}`]);
    const answer = await openChat(weir, gateway, { model: "short" });
    expect(answer.headers["content-length"]).toBe("1000");
    expect(await answer.ended).toBe("broken");
    upstream.close();
  });

  it("resets the connection of an HTTP/1.0 client, for whom a close is an end", async () => {
    const upstream = createServer((_request, response) => {
      response.write("part", () => response.socket?.destroy());
    });
    const port = await listen(upstream);
    await weir.createDeployment(gateway.spec.id, "old", [`http://127.0.0.1:${port}`]);
    const socket = connect(Number(new URL(weir.proxyUrl()).port), "127.0.0.1");
    const body = '{"model":"old"}';
    const head = `POST /v1/completions HTTP/1.0\r\nhost: ${hostOf(gateway)}\r\nauthorization: Bearer ${adminToken}`;
    socket.write(`${head}\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
    socket.resume();
    const error = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
      socket.once("error", resolve);
      socket.once("end", () => resolve(undefined));
    });
    expect(error?.code).toBe("ECONNRESET");
    upstream.close();
  });
});

describe("pain 12: a pooled connection that the upstream has closed", () => {
  it("shows the client no error when the upstream closes idle sockets at random", async () => {
    const sockets = new Set<Socket>();
    const upstream = createServer((request, response) => {
      request.resume();
      request.once("end", () => response.end('{"ok":true}'));
    });
    upstream.keepAliveTimeout = 60_000;
    upstream.on("connection", (socket) => {
      sockets.add(socket);
      socket.once("close", () => sockets.delete(socket));
    });
    const port = await listen(upstream);
    await weir.createDeployment(gateway.spec.id, "closing", [`http://127.0.0.1:${port}`]);
    let closed = 0;
    const statuses = new Map<number, number>();
    for (let round = 0; round < 60; round++) {
      const burst = Array.from({ length: 5 }, () => weir.chat(gateway, { model: "closing" }));
      for (const { status } of await Promise.all(burst)) statuses.set(status, (statuses.get(status) ?? 0) + 1);
      // Some of those that are idle now, by a reset or by a plain close, while the next requests are on their way.
      for (const [index, socket] of [...sockets].entries()) {
        if ((index + round) % 3 === 0) socket.resetAndDestroy();
        else if ((index + round) % 3 === 1) socket.end();
        closed += 1;
      }
    }
    expect(closed).toBeGreaterThan(60);
    expect([...statuses]).toEqual([[200, 300]]);
    upstream.close();
    upstream.closeAllConnections();
  });

  it.each(["resets", "closes"])(
    "tries again, silently, when the upstream %s a connection as the next request comes",
    async (how) => {
      let reused = 0;
      const served = new WeakSet<Socket>();
      const upstream = createServer((request, response) => {
        const { socket } = request;
        if (served.has(socket)) {
          reused += 1;
          if (how === "resets") socket.resetAndDestroy();
          else socket.end();
          return;
        }
        served.add(socket);
        request.resume();
        request.once("end", () => response.end('{"ok":true}'));
      });
      const port = await listen(upstream);
      await weir.createDeployment(gateway.spec.id, `idle-${how}`, [`http://127.0.0.1:${port}`]);
      const statuses: number[] = [];
      for (let count = 0; count < 30; count++)
        statuses.push((await weir.chat(gateway, { model: `idle-${how}` })).status);
      expect(statuses).toEqual(Array(30).fill(200));
      // Two workers have a connection each: nearly every second request meets one that dies.
      expect(reused).toBeGreaterThan(8);
      upstream.close();
      upstream.closeAllConnections();
    },
  );
});

describe("pain 13: load counters that are wrong for streams", () => {
  it("counts no request in flight after any kind of end", async () => {
    expect((await weir.chat(gateway, { model: "slow", max_tokens: 1 })).status).toBe(200);
    const left = await openChat(weir, gateway, streamed);
    left.leave();
    const reset = await openChat(weir, gateway, streamed, { headers: { "x-fake-fault": "reset-mid-stream" } });
    await reset.ended;
    const silent = await weir.chat(gateway, streamed, { headers: { "x-fake-fault": "silent" } });
    expect(silent.status).toBe(504);
    const stuck = await openChat(weir, gateway, streamed, { headers: { "x-fake-fault": "silent-mid-stream" } });
    expect(await stuck.ended).toBe("broken");
    expect((await weir.chat(gateway, { model: "unknown" })).status).toBe(404);
    expect((await weir.chat(gateway, "{")).status).toBe(400);
    const halfway = startChat(weir, gateway, { headers: { "content-length": "1000" } });
    halfway.on("error", () => {});
    halfway.write('{"model":');
    await waitFor("the half request to be counted", async () => (await inFlight()) > 0);
    halfway.destroy();
    await waitFor("no request to be in flight", async () => (await inFlight()) === 0);
  });

  it("gives the least busy of two targets the next request when streams have ended", async () => {
    const twins = await Promise.all(
      ["one", "two"].map((name) => createFakeModel({ name, tokens: 500, tokenDelayMs: 10 })),
    );
    await weir.createDeployment(
      gateway.spec.id,
      "pair",
      twins.map(({ url }) => url),
    );
    // Least requests keeps the two even while streams are open, over both workers.
    const streams = [];
    for (let count = 0; count < 20; count++) {
      streams.push(await openChat(weir, gateway, { model: "pair", stream: true }));
    }
    expect(Math.abs(twins[0]!.open - twins[1]!.open)).toBeLessThanOrEqual(8);
    for (const stream of streams) stream.leave();
    await waitFor("both to be idle", () => twins.every(({ open }) => open === 0));
    await waitFor("no request to be in flight", async () => (await inFlight()) === 0);
    await Promise.all(twins.map((twin) => twin.close()));
  });
});

describe("pain 17: an upstream's error replaced or lost", () => {
  it("passes status, body and retry-after on", async () => {
    const answer = await weir.chat(gateway, { model: "slow" }, { headers: { "x-fake-fault": "status-503" } });
    expect(answer.status).toBe(503);
    expect(answer.headers["retry-after"]).toBe("7");
    expect(answer.json).toEqual({ error: { message: "busy", type: "server_error", param: null, code: "busy" } });
  });
});

describe("pain 20: an upstream answers before it has read the upload", () => {
  it("gives a client of body routing the upstream's 401", async () => {
    const body = JSON.stringify({ model: "slow", padding: "x".repeat(1024 * 1024) });
    const answer = await weir.chat(gateway, body, { headers: { "x-fake-fault": "early-401" } });
    expect(answer.status).toBe(401);
    expect(answer.json.error.code).toBe("early");
  });

  it("gives a client that is still uploading the upstream's 401 at once", async () => {
    const byHeader = await weir.createGateway({ name: "by-header", headerBasedRouting: { headerName: "X-Model" } });
    await weir.createDeployment(byHeader.spec.id, "slow", [model.url]);
    const request = startChat(weir, byHeader, {
      headers: { "x-model": "slow", "x-fake-fault": "early-401", "content-length": String(1024 * 1024) },
    });
    request.write(Buffer.alloc(64 * 1024));
    const answer = await answerOf(request);
    expect(answer.status).toBe(401);
    await answer.ended;
    expect(JSON.parse(answer.text).error.code).toBe("early");
  });

  it("gives it also when the upstream closes its connection at once", async () => {
    const upstream = createTcpServer((socket) => {
      socket.on("error", () => {});
      socket.once("data", () =>
        socket.end("HTTP/1.1 401 Unauthorized\r\nconnection: close\r\ncontent-length: 5\r\n\r\nearly"),
      );
    });
    const port = await listen(upstream);
    const byHeader = await weir.createGateway({ name: "closing", headerBasedRouting: { headerName: "X-Model" } });
    await weir.createDeployment(byHeader.spec.id, "early", [`http://127.0.0.1:${port}`]);
    const request = startChat(weir, byHeader, {
      headers: { "x-model": "early", "content-length": String(1024 * 1024) },
    });
    request.write(Buffer.alloc(64 * 1024));
    const answer = await answerOf(request);
    expect(answer.status).toBe(401);
    expect(await answer.ended).toBe("whole");
    expect(answer.text).toBe("early");
    upstream.close();
  });
});

function listen(server: {
  listen(port: number, host: string, done: () => void): void;
  address(): unknown;
}): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
}
