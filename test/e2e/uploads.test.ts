import { randomBytes } from "node:crypto";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createFakeModel, type FakeModel } from "../support/fake-model/fake-model.ts";
import { answerOf, startChat } from "../support/open-request.ts";
import { waitFor } from "../support/wait-for.ts";
import { adminToken, hostOf, type Json, Weir } from "../support/weir.ts";

let weir: Weir;
let model: FakeModel;
let byBody: Json;
let byHeader: Json;

beforeAll(async () => {
  model = await createFakeModel({ name: "m" });
  // The proxies of this file stand behind a load balancer on this machine.
  weir = await Weir.start({ environment: { WEIR_TRUSTED_PROXIES: "127.0.0.0/8" } });
  byBody = await weir.createGateway({ name: "by-body" });
  byHeader = await weir.createGateway({ name: "by-header", headerBasedRouting: { headerName: "X-Model" } });
  for (const { spec } of [byBody, byHeader]) await weir.createDeployment(spec.id, "m", [model.url]);
});

afterAll(async () => {
  await weir?.stop();
  await model?.close();
});

describe("a refusal", () => {
  it("does not wait for the upload", async () => {
    for (const [options, status] of [
      [{ token: "wrong" }, 401],
      [{ headers: { host: "nobody.localhost" } }, 404],
    ] as const) {
      const headers = { ...("headers" in options ? options.headers : {}), "content-length": String(10 * 1024 * 1024) };
      const request = startChat(weir, byBody, { ...options, headers });
      request.write("{");
      const answer = await answerOf(request);
      expect(answer.status).toBe(status);
      expect(await answer.ended).toBe("whole");
      request.destroy();
    }
  });
});

describe("an answer that comes before the upload is over", () => {
  it("reaches a client that goes on sending, and would close the connection after it", async () => {
    for (const [gateway, headers, status] of [
      [byBody, { "content-length": String(40 * 1024 * 1024) }, 413],
      [byHeader, { "x-model": "m", "x-fake-fault": "early-401", "content-length": String(4 * 1024 * 1024) }, 401],
    ] as const) {
      const request = startChat(weir, gateway, { headers });
      const answering = answerOf(request);
      const block = Buffer.alloc(64 * 1024);
      for (let left = Number(headers["content-length"]); left > 0; left -= block.length) {
        request.write(block);
        await new Promise((resolve) => setImmediate(resolve));
      }
      request.end();
      const answer = await answering;
      expect(answer.status).toBe(status);
      expect(await answer.ended).toBe("whole");
    }
  });
});

describe("a body that the proxy need not read", () => {
  it("streams through, chunked or with its length, and arrives byte for byte", async () => {
    const body = randomBytes(3 * 1024 * 1024 + 17);
    const framings: [string, string][] = [
      ["content-length", String(body.length)],
      ["transfer-encoding", "chunked"],
    ];
    for (const [name, value] of framings) {
      const request = startChat(weir, byHeader, { headers: { [name]: value, "x-model": "m" } });
      request.write(body.subarray(0, 1_000_000));
      request.end(body.subarray(1_000_000));
      expect((await answerOf(request)).status).toBe(200);
      expect(model.seen.at(-1)?.body.equals(body)).toBe(true);
    }
  });

  it("is sent on while it comes: the upstream has its head before the client has sent it all", async () => {
    const request = startChat(weir, byHeader, { headers: { "x-model": "m", "content-length": "200000" } });
    request.write(Buffer.alloc(100_000));
    await waitFor("the upstream to have the request", () => model.open === 1);
    request.end(Buffer.alloc(100_000));
    expect((await answerOf(request)).status).toBe(200);
  });
});

describe("a client that waits for 100 Continue", () => {
  function send(token: string): Promise<string> {
    const body = '{"model":"m"}';
    const [host, port] = weir.proxyAddress().split(":");
    const socket = connect(Number(port), host);
    const head = `POST /v1/completions HTTP/1.1\r\nhost: ${hostOf(byBody)}\r\nauthorization: Bearer ${token}`;
    socket.write(`${head}\r\ncontent-length: ${body.length}\r\nexpect: 100-continue\r\nconnection: close\r\n\r\n`);
    return new Promise((resolve) => {
      let text = "";
      socket.setEncoding("latin1");
      socket.on("data", (part: string) => {
        if (text === "" && part.startsWith("HTTP/1.1 100 ")) socket.write(body);
        text += part;
      });
      socket.once("close", () => resolve(text));
    });
  }

  it("is invited once it is known that somebody wants its body", async () => {
    expect(await send(adminToken)).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK\r\n/);
  });

  it("is refused without having sent it", async () => {
    expect(await send("wrong")).toMatch(/^HTTP\/1\.1 401 /);
  });
});

describe("behind a trusted proxy", () => {
  it("the caller's address is the last of the chain that is not trusted", async () => {
    const ranged = await weir.createGateway({
      name: "ranged",
      endpointConfiguration: { allowedSourceIpRanges: ["203.0.113.0/24"] },
    });
    await weir.createDeployment(ranged.spec.id, "m", [model.url]);
    const ask = (chain: string) => weir.chat(ranged, { model: "m" }, { headers: { "x-forwarded-for": chain } });
    expect((await ask("198.51.100.1, 203.0.113.7, 127.0.0.2")).status).toBe(200);
    expect(model.seen.at(-1)?.headers["x-forwarded-for"]).toBe("198.51.100.1, 203.0.113.7, 127.0.0.2, 127.0.0.1");
    // What a client puts in front counts for nothing.
    expect((await ask("203.0.113.7, 198.51.100.1")).status).toBe(403);
  });
});
