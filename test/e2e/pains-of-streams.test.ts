// What users of other gateways report about streams, sockets and large bodies: each test is named after one of those pains.

import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { createFakeModel, type FakeModel } from "../support/fake-model/fake-model.ts";
import { answerOf, openChat, startChat } from "../support/open-request.ts";
import { readMetric } from "../support/read-metric.ts";
import { waitFor } from "../support/wait-for.ts";
import { adminToken, closedPort, hostOf, type Json, Weir } from "../support/weir.ts";

/** Longer than every clock that this file sets. CI is silent for longer than the idle timers of the usual proxies. */
const silenceMs = Number(process.env.WEIR_TEST_SILENCE_MS ?? 2_000);

let weir: Weir;
let model: FakeModel;
let gateway: Json;

beforeAll(async () => {
  model = await createFakeModel({ name: "m", tokens: 5, tokenDelayMs: 10 });
  weir = await Weir.start({ workers: 1 });
  gateway = await weir.createGateway();
  await weir.createDeployment(gateway.spec.id, "m", [model.url]);
});

afterAll(async () => {
  await weir?.stop();
  await model?.close();
});

const streamed = { model: "m", stream: true };

describe("pain 2: streams buffered or broken by compression", () => {
  it("passes an upstream's gzip on untouched, to a client that takes it and to one that did not ask", async () => {
    const asking: Record<string, string>[] = [{ "accept-encoding": "gzip" }, {}];
    for (const headers of asking) {
      const answer = await weir.chat(gateway, { model: "m" }, { headers: { ...headers, "x-fake-fault": "gzip" } });
      expect(answer.headers["content-encoding"]).toBe("gzip");
      expect(JSON.parse(gunzipSync(answer.bytes).toString()).choices[0].message.content).toBe("m 1 2 3 4");
    }
    // The proxy reads tokens from answers: it asks for one that it can read.
    expect(model.seen.at(-2)?.headers["accept-encoding"]).toBe("identity");
  });

  it("delivers the frames of a plain stream one by one, whatever the client accepts", async () => {
    const answer = await openChat(weir, gateway, streamed, { headers: { "accept-encoding": "gzip, br" } });
    expect(await answer.ended).toBe("whole");
    expect(answer.headers["content-encoding"]).toBeUndefined();
    expect(answer.chunks.length).toBeGreaterThanOrEqual(5);
    expect(answer.text.endsWith("data: [DONE]\n\n")).toBe(true);
  });

  it("passes a compressed stream on byte for byte", async () => {
    const answer = await weir.chat(gateway, streamed, { headers: { "x-fake-fault": "gzip" } });
    expect(gunzipSync(answer.bytes).toString()).toMatch(/^data: .*\n\ndata: \[DONE\]\n\n$/s);
  });
});

describe("pain 3: large bodies refused, or stalling everyone", () => {
  it("carries bodies of 1, 8 and 31 MB while small requests go through", async () => {
    for (const megabytes of [1, 8, 31]) {
      const image = "A".repeat(megabytes * 1024 * 1024);
      const body = Buffer.from(
        JSON.stringify({ messages: [{ content: [{ image_url: `data:image/png;base64,${image}` }] }], model: "m" }),
      );
      const large = startChat(weir, gateway, { headers: { "content-length": String(body.length) } });
      large.write(body.subarray(0, body.length >> 1));
      for (let count = 0; count < 10; count++) expect((await weir.chat(gateway, { model: "m" })).status).toBe(200);
      large.end(body.subarray(body.length >> 1));
      const answer = await answerOf(large);
      expect(answer.status).toBe(200);
      expect(await answer.ended).toBe("whole");
      const seen = model.seen.find((request) => request.body.length === body.length);
      expect(seen?.body.equals(body)).toBe(true);
    }
  });

  it("answers a body over the limit before the upload, by its length and by its bytes", async () => {
    const limit = 32 * 1024 * 1024;
    const announced = startChat(weir, gateway, { headers: { "content-length": String(limit + 1) } });
    announced.write("{");
    const refused = await answerOf(announced);
    expect(refused.status).toBe(413);
    await refused.ended;
    expect(JSON.parse(refused.text).error).toMatchObject({ code: "body_too_large", type: "invalid_request_error" });
    announced.destroy();

    const chunked = startChat(weir, gateway);
    chunked.on("error", () => {});
    const answer = answerOf(chunked);
    const block = Buffer.alloc(1024 * 1024, 0x20);
    for (let sent = 0; sent <= limit; sent += block.length) chunked.write(block);
    expect((await answer).status).toBe(413);
    chunked.destroy();
  });
});

describe("pain 4: the wrong kind of timeout", () => {
  beforeAll(async () => {
    const timeouts = { connect: "0.3s", responseHead: "0.3s", idle: "0.3s" };
    await weir.createDeployment(gateway.spec.id, "timed", [model.url], {
      targets: { targets: [{ url: model.url }], timeouts },
    });
    const lasting = await createFakeModel({ name: "lasting", tokens: 20, tokenDelayMs: 100 });
    await weir.createDeployment(gateway.spec.id, "lasting", [lasting.url], {
      targets: { targets: [{ url: lasting.url }], timeouts },
    });
    return () => lasting.close();
  });

  it("lets a live stream outlast every clock", async () => {
    const answer = await openChat(weir, gateway, { model: "lasting", stream: true });
    expect(await answer.ended).toBe("whole");
    expect(answer.chunks.at(-1)!.atMs - answer.chunks[0]!.atMs).toBeGreaterThan(1_500);
  });

  it("ends a stream that has gone silent", async () => {
    const answer = await openChat(
      weir,
      gateway,
      { model: "timed", stream: true },
      { headers: { "x-fake-fault": "silent-mid-stream" } },
    );
    expect(await answer.ended).toBe("broken");
    expect(answer.text).toContain("event: error");
  });

  it("answers 504 when no head comes, and does not try another target with a request that may run", async () => {
    const before = model.seen.length;
    const answer = await weir.chat(gateway, { model: "timed" }, { headers: { "x-fake-fault": "silent" } });
    expect(answer.status).toBe(504);
    expect(answer.json.error.code).toBe("upstream_timeout");
    expect(model.seen.length).toBe(before + 1);
  });

  it("answers 502 when no connection comes about in time", async () => {
    // An address of the documentation network: nobody answers, or the system refuses at once.
    await weir.createDeployment(gateway.spec.id, "nowhere", ["http://192.0.2.1:9"], {
      targets: { targets: [{ url: "http://192.0.2.1:9" }], timeouts: { connect: "0.3s" } },
    });
    const answer = await weir.chat(gateway, { model: "nowhere" });
    expect(answer.status).toBe(502);
    expect(answer.json.error.code).toBe("upstream_connect_error");
  });
});

describe("pain 14: a process that dies on an odd stream", () => {
  it("passes comments, empty choices, split UTF-8, an error frame and a missing last line on as they came", async () => {
    const answer = await weir.chat(gateway, streamed, { headers: { "x-fake-fault": "odd-stream" } });
    expect(answer.text).toBe(
      ': a comment\n\ndata: {"choices":[]}\n\ndata: {"choices":[{"delta":{"content":"€"}}]}\n\nevent: error\ndata: {"error":{"message":"odd"}}\n\ndata: [DONE]',
    );
  });

  it("passes a truncated gzip body on, and goes on serving", async () => {
    const answer = await weir.chat(gateway, { model: "m" }, { headers: { "x-fake-fault": "gzip-truncated" } });
    expect(answer.status).toBe(200);
    expect(() => gunzipSync(answer.bytes)).toThrow();
    expect((await weir.chat(gateway, { model: "m" })).status).toBe(200);
  });
});

describe("pain 18: WebSockets that lose close codes, or are cut by idle timers", () => {
  function realtime(query: string, headers: Record<string, string> = {}, protocols: string[] = []): WebSocket {
    return new WebSocket(`${weir.proxyUrl().replace("http", "ws")}/v1/realtime${query}`, protocols, {
      headers: { host: hostOf(gateway), ...headers },
    });
  }
  const credential = { authorization: `Bearer ${adminToken}` };

  async function messagesOf(socket: WebSocket): Promise<Json[]> {
    const messages: Json[] = [];
    socket.on("message", (data) => messages.push(JSON.parse(data.toString())));
    await new Promise((resolve, reject) => {
      socket.once("open", resolve);
      socket.once("error", reject);
    });
    return messages;
  }

  it("routes a realtime session by the model of its query and carries it both ways", async () => {
    const socket = realtime("?model=m", credential);
    const messages = await messagesOf(socket);
    await waitFor("the session", () => messages[0]);
    expect(messages[0]).toEqual({ type: "session.created", session: { id: "m", model: "m", authorization: null } });
    socket.send('{"type":"response.create"}');
    await waitFor("the answer", () => messages.some(({ type }) => type === "response.done"));
    expect(messages.filter(({ delta }) => delta !== undefined).map(({ delta }) => delta)).toEqual([
      "m",
      " one",
      " two",
    ]);
    socket.terminate();
  });

  it("takes the key of a browser from its subprotocols", async () => {
    const socket = realtime("?model=m", {}, ["realtime", `openai-insecure-api-key.${adminToken}`]);
    const messages = await messagesOf(socket);
    await waitFor("the session", () => messages[0]);
    expect(socket.protocol).toBe("realtime");
    socket.terminate();
  });

  it("passes close codes and reasons on, both ways", async () => {
    for (const code of [1000, 1001, 1003, 1008, 1011, 1013, 3000, 4999]) {
      const socket = realtime("?model=m", credential);
      await messagesOf(socket);
      const closed = new Promise<[number, string]>((resolve) => {
        socket.once("close", (got, reason) => resolve([got, reason.toString()]));
      });
      socket.send(JSON.stringify({ type: "close", code, reason: `because ${code}` }));
      expect(await closed).toEqual([code, `because ${code}`]);
    }
    const socket = realtime("?model=m", credential);
    await messagesOf(socket);
    const seen = model.closeCodes.length;
    socket.close(4321, "mine");
    await waitFor("the upstream to see the close", () => model.closeCodes.length > seen);
    expect(model.closeCodes.at(-1)).toBe(4321);
  });

  it("sets no clock that would cut a silent session", { timeout: silenceMs + 20_000 }, async () => {
    const socket = realtime("?model=m", credential);
    const messages = await messagesOf(socket);
    await waitFor("the session", () => messages[0]);
    let closed = false;
    socket.once("close", () => {
      closed = true;
    });
    const silentUntil = performance.now() + silenceMs;
    await waitFor("the silence to be over", () => performance.now() > silentUntil || closed, silenceMs + 10_000);
    expect(closed).toBe(false);
    socket.send('{"type":"still there"}');
    await waitFor("the echo", () => messages.some(({ type }) => type === "echo"));
    socket.terminate();
  });

  it("has its line in the access log, and is counted while it is open", async () => {
    const open = () => readMetric(weir.adminUrl(), "weir_upgrades_open");
    const socket = realtime("?model=m&secret=hidden", { ...credential, "x-request-id": "socket-1" });
    await messagesOf(socket);
    expect(await open()).toBe(1);
    socket.close();
    const line = await waitFor("the line", () => weir.log.find((each) => each.includes("socket-1")));
    expect(JSON.parse(line)).toMatchObject({
      msg: "request",
      path: "/v1/realtime",
      status: 101,
      model: "m",
      deployment: "d",
      target: model.url,
    });
    await waitFor("no open connection", async () => (await open()) === 0);
  });

  it("breaks, without a word, when the upstream dies", async () => {
    const mortal = await createFakeModel({ name: "mortal" });
    await weir.createDeployment(gateway.spec.id, "mortal", [mortal.url]);
    const socket = realtime("?model=mortal", credential);
    const errors: Error[] = [];
    socket.on("error", (error) => errors.push(error));
    await messagesOf(socket);
    const closed = new Promise((resolve) => socket.once("close", resolve));
    await mortal.close();
    // No close frame came: 1006, and nothing that is no frame.
    expect(await closed).toBe(1006);
    expect(errors).toEqual([]);
  });

  it("goes to another deployment of the model where one has no target in use, and is told when none has", async () => {
    const healthCheck = { tcp: {}, interval: "0.1s", timeout: "0.1s", fall: 1 };
    const out = await weir.createUpstream([`http://127.0.0.1:${await closedPort()}`], { healthCheck });
    const declare = (name: string, of: string) =>
      weir.rest("POST", "deployments", {
        name,
        gatewayIds: [gateway.spec.id],
        model: { name: of },
        traffic: { weight: 1000 },
        upstreamId: out.spec.id,
      });
    for (const of of ["two", "none"]) await declare("out", of);
    await weir.createDeployment(gateway.spec.id, "two", [model.url], { name: "in", traffic: { weight: 1 } });
    await waitFor("the check", async () => {
      return (await weir.chat(gateway, { model: "none" })).json?.error?.code === "no_healthy_target";
    });
    for (let count = 0; count < 3; count++) {
      const socket = realtime("?model=two", credential);
      await messagesOf(socket);
      socket.terminate();
    }
    const refused = realtime("?model=none", credential);
    const body = await new Promise<string>((resolve) => {
      refused.once("error", () => {});
      refused.once("unexpected-response", (_request, response) => {
        let text = "";
        response.on("data", (chunk) => {
          text += chunk;
        });
        response.on("end", () => resolve(text));
      });
    });
    expect(JSON.parse(body).error.code).toBe("no_healthy_target");
  });

  it("is told when no target can be reached", async () => {
    await weir.createDeployment(gateway.spec.id, "gone", [`http://127.0.0.1:${await closedPort()}`]);
    const socket = realtime("?model=gone", credential);
    const status = await new Promise((resolve) => {
      socket.once("error", () => {});
      socket.once("unexpected-response", (_request, response) => resolve(response.statusCode));
    });
    expect(status).toBe(502);
  });

  it("refuses an upgrade as it refuses a request", async () => {
    const refusals = await Promise.all(
      [realtime("?model=m"), realtime("?model=nope", credential), realtime("", credential)].map(
        (socket) =>
          new Promise<number | undefined>((resolve) => {
            socket.once("unexpected-response", (_request, response) => resolve(response.statusCode));
            socket.once("error", () => {});
            socket.once("open", () => resolve(undefined));
          }),
      ),
    );
    expect(refusals).toEqual([401, 404, 400]);
  });
});
