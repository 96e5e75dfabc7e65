// gRPC from end to end: real clients and servers of grpc-js and Go, streams both ways, in cleartext and over TLS.

import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { connect as connectHttp2 } from "node:http2";
import { join } from "node:path";
import {
  Client,
  type ClientDuplexStream,
  credentials,
  Metadata,
  Server,
  ServerCredentials,
  type ServerDuplexStream,
  type ServiceError,
} from "@grpc/grpc-js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { certificate, certificatePath, keyPath } from "../support/certificate/certificate.ts";
import { execute } from "../support/execute.ts";
import { createFakeModel, type FakeModel } from "../support/fake-model/fake-model.ts";
import { itNeeds } from "../support/it-needs.ts";
import { waitFor } from "../support/wait-for.ts";
import { adminToken, closedPort, hostOf, type Json, Weir } from "../support/weir.ts";
import { installTools } from "../tools/install-tools.ts";

const itWithGo = itNeeds("go");
/** The first time, Go fetches and compiles it. */
const installMs = 600_000;

const path = "/test.Echo/Talk";
const same = (bytes: Buffer): Buffer => bytes;

interface EchoServer {
  readonly url: string;
  /** Conversations that are open. */
  readonly open: () => number;
  stop(): void;
}

/** Answers each message at once, and ends with a status of its own after "fail". */
async function startEcho(isSecure = false): Promise<EchoServer> {
  let open = 0;
  const server = new Server();
  const talk = {
    path,
    requestStream: true,
    responseStream: true,
    requestSerialize: same,
    requestDeserialize: same,
    responseSerialize: same,
    responseDeserialize: same,
  };
  server.addService(
    { talk },
    {
      talk: (call: ServerDuplexStream<Buffer, Buffer>) => {
        open += 1;
        let isOver = false;
        const over = (): void => {
          if (!isOver) open -= 1;
          isOver = true;
        };
        call.on("data", (message: Buffer) => {
          if (String(message) === "fail") {
            over();
            call.emit("error", { code: 5, details: "told to fail" });
          } else call.write(Buffer.from(`echo of ${message}, te ${call.metadata.get("x-asked")}`));
        });
        call.on("cancelled", over);
        call.on("end", () => {
          over();
          const trailers = new Metadata();
          trailers.set("x-echo-trailer", "here");
          call.end(trailers);
        });
      },
    },
  );
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", serverCredentials(isSecure), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  const scheme = isSecure ? "https" : "http";
  return { url: `${scheme}://127.0.0.1:${port}`, open: () => open, stop: () => server.forceShutdown() };
}

function serverCredentials(isSecure: boolean): ServerCredentials {
  if (!isSecure) return ServerCredentials.createInsecure();
  const pair = { cert_chain: Buffer.from(certificate), private_key: readFileSync(keyPath) };
  return ServerCredentials.createSsl(null, [pair]);
}

let weir: Weir;
let secure: Weir;
let echo: EchoServer;
const children: ChildProcess[] = [];
const clients: Client[] = [];

beforeAll(async () => {
  echo = await startEcho();
  weir = await Weir.start({ workers: 2 });
  secure = await Weir.start({
    environment: { WEIR_PROXY_TLS_CERT: certificatePath, WEIR_PROXY_TLS_KEY: keyPath },
  });
});

afterAll(async () => {
  for (const client of clients) client.close();
  for (const child of children) child.kill();
  echo?.stop();
  await weir?.stop();
  await secure?.stop();
});

/** A gateway whose gRPC goes to these. */
async function gatewayTo(on: Weir, urls: readonly string[], upstreamFields: Json = {}): Promise<Json> {
  const gateway = await on.createGateway({ name: "grpc" });
  const upstream = await on.createUpstream(urls, { protocol: "UPSTREAM_PROTOCOL_HTTP2", ...upstreamFields });
  const service = await on.createService([upstream.spec.id], { name: "echo", type: "SERVICE_TYPE_GRPC" });
  await on.createRule(gateway.spec.id, "/test.Echo/*", [service.spec.id]);
  return gateway;
}

function talkTo(on: Weir, gateway: Json, ca?: string, token = adminToken): ClientDuplexStream<Buffer, Buffer> {
  const channel = ca === undefined ? credentials.createInsecure() : credentials.createSsl(Buffer.from(ca));
  const client = new Client(on.proxyAddress(), channel, {
    "grpc.default_authority": hostOf(gateway).split(":")[0]!,
    ...(ca === undefined ? {} : { "grpc.ssl_target_name_override": "localhost" }),
  });
  clients.push(client);
  const metadata = new Metadata();
  metadata.set("authorization", `Bearer ${token}`);
  metadata.set("x-asked", "yes");
  return client.makeBidiStreamRequest(path, same, same, metadata);
}

/** Sends a message and waits for its answer. */
function ask(call: ClientDuplexStream<Buffer, Buffer>, message: string): Promise<string> {
  return new Promise((resolve, reject) => {
    call.once("data", (answer: Buffer) => resolve(String(answer)));
    call.once("error", reject);
    call.write(Buffer.from(message));
  });
}

function statusOf(
  call: ClientDuplexStream<Buffer, Buffer>,
): Promise<{ code: number; details: string; metadata: Metadata }> {
  return new Promise((resolve) => {
    call.on("data", () => {});
    call.on("error", () => {});
    call.once("status", resolve);
  });
}

/** Starts the echo server of Go and gives its URL. */
async function startGoEcho(): Promise<string> {
  const child = spawn(join(await installTools(), "grpcecho"), ["server"], { stdio: ["ignore", "pipe", "inherit"] });
  children.push(child);
  return new Promise((resolve) => child.stdout!.once("data", (line) => resolve(`http://${String(line).trim()}`)));
}

const goSays = ["echo of one", "echo of two", "echo of three", "trailer [here]", "rpc error: code = NotFound"];

describe.each([
  ["cleartext", () => weir, undefined],
  ["TLS", () => secure, certificate],
] as const)("a bidirectional stream over %s", (_name, on, ca) => {
  it("passes message by message, with trailers and a status at its end", async () => {
    const gateway = await gatewayTo(on(), [echo.url]);
    const call = talkTo(on(), gateway, ca);
    const head = new Promise<Metadata>((resolve) => call.once("metadata", resolve));
    expect(await ask(call, "one")).toBe("echo of one, te yes");
    expect((await head).get("x-weir-service")).toEqual(["echo"]);
    expect(await ask(call, "two")).toBe("echo of two, te yes");
    const status = statusOf(call);
    call.end();
    const { code, metadata } = await status;
    expect([code, metadata.get("x-echo-trailer")]).toEqual([0, ["here"]]);
    const failing = talkTo(on(), gateway, ca);
    const failed = statusOf(failing);
    failing.write(Buffer.from("fail"));
    expect(await failed).toMatchObject({ code: 5, details: "told to fail" });
  });

  itWithGo(
    "passes between Go's client and server",
    async () => {
      const gateway = await gatewayTo(on(), [await startGoEcho()]);
      const more = ca === undefined ? [] : [certificatePath];
      const said = await execute([
        join(await installTools(), "grpcecho"),
        ...["client", on().proxyAddress(), hostOf(gateway).split(":")[0]!, adminToken, ...more],
      ]);
      for (const line of goSays) expect(said).toContain(line);
    },
    installMs,
  );
});

describe("gRPC through a proxy", () => {
  it("reaches upstreams over TLS, whose certificate is checked", async () => {
    const guarded = await startEcho(true);
    try {
      const tls = { caCertificates: certificate, serverName: "localhost" };
      expect(await ask(talkTo(weir, await gatewayTo(weir, [guarded.url], { tls })), "one")).toContain("echo of one");
      const { code } = await statusOf(talkTo(weir, await gatewayTo(weir, [guarded.url])));
      expect(code).toBe(14);
    } finally {
      guarded.stop();
    }
  });

  it("is cancelled at the server when the client cancels", async () => {
    const call = talkTo(weir, await gatewayTo(weir, [echo.url]));
    call.on("error", () => {});
    await ask(call, "one");
    expect(echo.open()).toBe(1);
    call.cancel();
    await waitFor("the server to hear of it", () => echo.open() === 0);
  });

  it("goes to another target when one has no connection", async () => {
    const gateway = await gatewayTo(weir, [`http://127.0.0.1:${await closedPort()}`, echo.url], {
      balance: { roundRobin: {} },
    });
    for (let count = 0; count < 4; count++) {
      const call = talkTo(weir, gateway);
      expect(await ask(call, "one")).toContain("echo of one");
      call.cancel();
    }
  });

  it("answers its own refusals in gRPC's shape", async () => {
    const gateway = await gatewayTo(weir, [`http://127.0.0.1:${await closedPort()}`]);
    const { code, details } = await statusOf(talkTo(weir, gateway));
    expect([code, details]).toEqual([14, expect.stringContaining("upstream_connect_error")]);
    const refused = await statusOf(talkTo(weir, gateway, undefined, "wrong"));
    expect([refused.code, refused.details]).toEqual([16, expect.stringContaining("invalid_credentials")]);
  });

  it("that comes over HTTP/1.1 is told what it needs", async () => {
    const gateway = await gatewayTo(weir, [echo.url]);
    const { status, json } = await weir.chat(gateway, "{}", { path });
    expect([status, json.error.message]).toEqual([400, 'service "echo" is gRPC: it takes HTTP/2']);
  });

  it("rejects the call when its server dies in the middle", async () => {
    const mortal = await startEcho();
    const call = talkTo(weir, await gatewayTo(weir, [mortal.url]));
    await ask(call, "one");
    const status = statusOf(call) as Promise<ServiceError>;
    mortal.stop();
    expect((await status).code).not.toBe(0);
  });
});

describe("a request over HTTP/2", () => {
  let model: FakeModel;

  beforeAll(async () => {
    model = await createFakeModel({ name: "m", tokens: 3 });
  });

  afterAll(() => model?.close());

  it.each([
    ["cleartext", () => weir],
    ["TLS", () => secure],
  ] as const)("over %s gets what it would get over HTTP/1.1, streamed and not", async (_name, on) => {
    const gateway = await on().createGateway({ name: "h2" });
    await on().createDeployment(gateway.spec.id, "m", [model.url]);
    const scheme = on() === secure ? "https" : "http";
    const session = connectHttp2(`${scheme}://${on().proxyAddress()}`, { ca: certificate, servername: "localhost" });
    const send = (body: Json): Promise<{ headers: Json; text: string }> =>
      new Promise((resolve, reject) => {
        const stream = session.request({
          ":method": "POST",
          ":path": "/v1/chat/completions",
          ":authority": hostOf(gateway),
          authorization: `Bearer ${adminToken}`,
          "content-type": "application/json",
        });
        let headers: Json;
        let text = "";
        stream.once("response", (head) => {
          headers = head;
        });
        stream.setEncoding("utf8");
        stream.on("data", (chunk) => {
          text += chunk;
        });
        stream.once("end", () => resolve({ headers, text }));
        stream.once("error", reject);
        stream.end(JSON.stringify(body));
      });
    try {
      const whole = await send({ model: "m" });
      expect([whole.headers[":status"], whole.headers["x-weir-deployment"]]).toEqual([200, "d"]);
      expect(JSON.parse(whole.text).system_fingerprint).toBe("m");
      const streamed = await send({ model: "m", stream: true });
      expect(streamed.text).toMatch(/data: \[DONE\]\n\n$/);
      const refused = await send({ model: "other" });
      expect([refused.headers[":status"], JSON.parse(refused.text).error.code]).toEqual([404, "model_not_found"]);
    } finally {
      session.close();
    }
  });

  it("carries a large upload as it comes, and aborts the target when its client leaves", async () => {
    const gateway = await weir.createGateway({ name: "h2-upload", headerBasedRouting: { headerName: "x-model" } });
    await weir.createDeployment(gateway.spec.id, "m", [model.url]);
    const session = connectHttp2(weir.proxyUrl());
    const open = (more: Json = {}) =>
      session.request({
        ":method": "POST",
        ":path": "/v1/files",
        ":authority": hostOf(gateway),
        authorization: `Bearer ${adminToken}`,
        "x-model": "m",
        ...more,
      });
    try {
      const upload = open({ "content-type": "application/octet-stream" });
      const status = new Promise<number>((resolve, reject) => {
        upload.once("response", (head) => resolve(Number(head[":status"])));
        upload.once("error", reject);
      });
      const megabyte = Buffer.alloc(1024 * 1024, "x");
      for (let sent = 0; sent < 24; sent++) {
        if (!upload.write(megabyte)) await new Promise((resolve) => upload.once("drain", resolve));
      }
      upload.end();
      expect(await status).toBe(200);
      expect(model.seen.at(-1)!.body.length).toBe(24 * megabyte.length);
      upload.close();
      model.fault = "silent";
      const abortedBefore = model.abortedAtMs.length;
      const waiting = open({ "content-type": "application/json" });
      waiting.on("error", () => {});
      waiting.end('{"model":"m"}');
      await waitFor("it to be at the target", () => model.open === 1);
      waiting.close(8);
      await waitFor("the target to hear of it", () => model.abortedAtMs.length === abortedBefore + 1);
    } finally {
      model.fault = undefined;
      session.close();
    }
  });
});
