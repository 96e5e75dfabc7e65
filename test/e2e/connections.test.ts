// Limits of the connections that clients hold open, and a process that runs out of descriptors.

import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { Agent, createServer as createHttpServer, request as httpRequest } from "node:http";
import { connect as connectHttp2 } from "node:http2";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { certificatePath, keyPath } from "../support/certificate/certificate.ts";
import { createFakeModel, type FakeModel } from "../support/fake-model/fake-model.ts";
import { answerOf, startChat } from "../support/open-request.ts";
import { readMetric } from "../support/read-metric.ts";
import { waitFor } from "../support/wait-for.ts";
import { adminToken, hostOf, type Json, Weir } from "../support/weir.ts";

const perSource = 20;

let weir: Weir;
let secure: Weir;
let model: FakeModel;
let gateway: Json;
/** Connections over TLS that never finish their handshake, from the beginning on. */
let unfinished: { isClosed: boolean }[];
const sockets: Socket[] = [];
const servers: Server[] = [];

beforeAll(async () => {
  model = await createFakeModel({ name: "m" });
  const limits = {
    WEIR_PROXY_CONNECTIONS_PER_SOURCE: String(perSource),
    WEIR_CONNECTIONS_PER_SOURCE: String(perSource),
    WEIR_TRUSTED_PROXIES: "127.0.9.0/24,127.0.0.1/32",
  };
  const tls = { WEIR_PROXY_TLS_CERT: certificatePath, WEIR_PROXY_TLS_KEY: keyPath };
  [weir, secure] = await Promise.all([
    Weir.start({ workers: 2, environment: limits }),
    Weir.start({ environment: tls }),
  ]);
  unfinished = ["", "\x16\x03\x01", "GET / HTTP/1.1\r\n\r\n"].map((bytes) => {
    const [host, port] = secure.proxyAddress().split(":");
    const connection = { isClosed: false };
    const socket = connect({ host: host!, port: Number(port) }, () => socket.write(bytes));
    socket.on("error", () => {});
    socket.once("close", () => {
      connection.isClosed = true;
    });
    socket.resume();
    return connection;
  });
  gateway = await weir.createGateway();
  await weir.createDeployment(gateway.spec.id, "m", [model.url]);
}, 60_000);

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) server.close();
});

afterAll(async () => {
  await weir?.stop();
  await secure?.stop();
  await model?.close();
});

function open(address: string, localAddress = "127.0.0.1"): Promise<Socket> {
  const [host, port] = address.split(":");
  return new Promise((resolve, reject) => {
    const socket = connect({ host: host!, port: Number(port), localAddress, allowHalfOpen: true });
    sockets.push(socket);
    socket.once("connect", () => resolve(socket));
    socket.once("error", reject);
  });
}

/** Resolves when the other side has closed its side too; its bytes are read. */
function closedByPeer(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    if (socket.destroyed || socket.readableEnded) return resolve();
    socket.resume();
    socket.on("error", () => resolve());
    socket.once("end", () => resolve());
    socket.once("close", () => resolve());
  });
}

function within<T>(what: string, promise: Promise<T>, ms = 5_000): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`${what}: not within ${ms} ms`)), ms);
    promise.then(resolve, reject).finally(() => clearTimeout(late));
  });
}

const hostPort = (url: string): string => new URL(url).host;
const preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

describe("a client that ends its side", () => {
  const ports: [string, () => string][] = [
    ["the proxy", () => weir.proxyAddress()],
    ["the proxy over TLS", () => secure.proxyAddress()],
    ["the admin port", () => hostPort(weir.adminUrl())],
    ["the server", () => hostPort(weir.serverUrl)],
  ];
  const said = [
    "",
    "P",
    "PRI * HT",
    preface.slice(0, -1),
    preface,
    "G",
    "GET / HTTP/1.1\r\nhost: a\r\n",
    "\x16\x03\x01",
  ];

  it.each(ports)("at %s has its connection closed at once, whatever of a request it has said", async (_, address) => {
    for (const bytes of said) {
      const all = await Promise.all(Array.from({ length: 10 }, () => open(address())));
      for (const socket of all) socket.end(bytes);
      await within(JSON.stringify(bytes), Promise.all(all.map(closedByPeer)));
    }
  });

  it.each(["h2", "http/1.1"])(
    "over TLS has its connection closed at once after a handshake for %s",
    async (protocol) => {
      const [host, port] = secure.proxyAddress().split(":");
      const options = { host: host!, port: Number(port), rejectUnauthorized: false, ALPNProtocols: [protocol] };
      const all = Array.from({ length: 10 }, () => {
        const socket = connectTls(options, () => socket.end());
        sockets.push(socket);
        return closedByPeer(socket);
      });
      await within(protocol, Promise.all(all));
    },
  );

  it("still gets its answer when it has asked", async () => {
    for (const address of [weir.proxyAddress(), hostPort(weir.serverUrl)]) {
      const socket = await open(address);
      let text = "";
      socket.on("data", (part) => {
        text += part;
      });
      socket.end("GET /livez HTTP/1.1\r\nhost: a\r\n\r\n");
      await within("the answer", closedByPeer(socket));
      expect(text).toMatch(/^HTTP\/1\.1 (200|404)/);
    }
  });
});

describe("an upgrade", () => {
  /** An upstream that answers an upgrade with bytes, and does something with the connection then. */
  async function upstream(bytes: string, then: (socket: Socket) => void): Promise<{ url: string; open: Set<Socket> }> {
    const open = new Set<Socket>();
    const server = createServer((socket) => {
      open.add(socket);
      socket.on("error", () => {});
      socket.once("close", () => open.delete(socket));
      socket.once("data", () => socket.write(bytes, () => then(socket)));
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, open };
  }

  async function upgrade(url: string, name: string): Promise<Socket> {
    await weir.createDeployment(gateway.spec.id, name, [url], { name });
    const socket = await open(weir.proxyAddress());
    socket.write(
      `GET /v1/realtime?model=${name} HTTP/1.1\r\nhost: ${hostOf(gateway)}\r\nauthorization: Bearer ${adminToken}\r\n` +
        "connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n",
    );
    return socket;
  }

  it.each([
    ["a cut 200 with a length", "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\npart"],
    ["a cut 200 in chunks", "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\npart\r\n"],
    ["a cut 403", "HTTP/1.1 403 Forbidden\r\ncontent-length: 5\r\n\r\n"],
    ["half a head", "HTTP/1.1 200 OK\r\ncontent-le"],
  ])("that is answered by %s ends both sides", async (name, bytes) => {
    for (const [how, end] of Object.entries({
      end: (socket: Socket) => socket.end(),
      reset: (socket: Socket) => socket.resetAndDestroy(),
    })) {
      const { url, open } = await upstream(bytes, end);
      const socket = await upgrade(url, `${name.replaceAll(" ", "-")}-${how}`);
      await within(how, closedByPeer(socket));
      socket.destroy();
      await waitFor("the upstream's side", () => open.size === 0);
    }
    await waitFor("no open upgrade", async () => (await readMetric(weir.adminUrl(), "weir_upgrades_open")) === 0);
  });

  it.each([
    ["before an answer", ""],
    ["amid an answer that is no upgrade", "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\npart"],
  ])("whose client leaves %s ends the upstream's side too", async (name, bytes) => {
    let asked = false;
    const { url, open } = await upstream(bytes, () => {
      asked = true;
    });
    const socket = await upgrade(url, `leaves-${name.replaceAll(" ", "-")}`);
    await waitFor("the upstream", () => asked);
    socket.destroy();
    await waitFor("the upstream's side", () => open.size === 0);
  });
});

describe("a source", () => {
  it.each([
    ["a proxy, over all its workers", () => weir.proxyAddress(), () => weir.adminUrl()],
    ["the server", () => hostPort(weir.serverUrl), () => weir.serverUrl],
  ])(
    "holds no more connections to %s than the setting says, while other sources connect",
    async (_, address, metrics) => {
      const from = "127.0.8.1";
      const closed = new Set<Socket>();
      const openOne = async (): Promise<Socket> => {
        const socket = await open(address(), from);
        closedByPeer(socket).then(() => closed.add(socket));
        return socket;
      };
      const all = await Promise.all(Array.from({ length: perSource * 2 }, openOne));
      await waitFor("the rest to be closed", () => closed.size === perSource);
      expect(await readMetric(metrics(), "weir_connections_refused_total")).toBe(perSource);
      (await open(address(), "127.0.8.2")).end("GET /livez HTTP/1.1\r\nhost: a\r\n\r\n");
      await within("another source", closedByPeer(sockets.at(-1)!));
      expect(sockets.at(-1)!.bytesRead).toBeGreaterThan(0);
      // One that is closed makes room for another.
      all.find((socket) => !closed.has(socket))!.destroy();
      await waitFor("room", async () => {
        const socket = await open(address(), from);
        let text = "";
        socket.on("data", (part) => {
          text += part;
        });
        const ended = closedByPeer(socket);
        socket.end("GET /livez HTTP/1.1\r\nhost: a\r\n\r\n");
        await ended;
        return text.startsWith("HTTP/1.1 ");
      });
    },
  );

  it("that is a trusted proxy holds as many as it likes", async () => {
    const all = await Promise.all(Array.from({ length: perSource * 3 }, () => open(weir.proxyAddress(), "127.0.9.7")));
    for (const socket of all) socket.end("GET /livez HTTP/1.1\r\nhost: a\r\n\r\n");
    await within("answers", Promise.all(all.map(closedByPeer)));
    expect(all.filter((socket) => socket.bytesRead === 0)).toEqual([]);
  });
});

describe("an HTTP/2 connection that floods", () => {
  /** A frame: length, type, flags, stream, payload. */
  const frame = (type: number, flags: number, stream: number, payload: Buffer = Buffer.alloc(0)): Buffer => {
    const head = Buffer.alloc(9);
    head.writeUIntBE(payload.length, 0, 3);
    head.writeUInt8(type, 3);
    head.writeUInt8(flags, 4);
    head.writeUInt32BE(stream, 5);
    return Buffer.concat([head, payload]);
  };
  // GET http / a, in HPACK.
  const headers = Buffer.from([0x82, 0x86, 0x84, 0x41, 0x01, 0x61]);
  const cancel = Buffer.from([0, 0, 0, 8]);
  const frames: Record<string, (index: number) => Buffer> = {
    "streams that are reset": (index) =>
      Buffer.concat([frame(1, 5, 2 * index + 1, headers), frame(3, 0, 2 * index + 1, cancel)]),
    pings: () => frame(6, 0, 0, Buffer.alloc(8)),
    settings: () => frame(4, 0, 0),
    "continuations of a head": (index) => (index === 0 ? frame(1, 1, 1, headers) : frame(9, 0, 1, Buffer.from([0x82]))),
  };

  it.each(Object.keys(frames))("with %s is ended, and no other is touched", async (name) => {
    const addresses = [weir.proxyAddress(), hostPort(weir.serverUrl)];
    for (const address of addresses) {
      const other = connectHttp2(`http://${address}`);
      const socket = await open(address);
      socket.on("error", () => {});
      let isClosed = false;
      socket.once("close", () => {
        isClosed = true;
      });
      // Not read: what the flood is answered with stays where it is.
      socket.pause();
      socket.write(Buffer.concat([Buffer.from(preface), frame(4, 0, 0)]));
      for (let index = 0; index < 100_000 && !isClosed; index++) {
        const isFull = !socket.write(frames[name]!(index));
        if (isFull || index % 500 === 0) await new Promise((resolve) => setImmediate(resolve));
      }
      socket.resume();
      await within(`${name} at ${address}`, closedByPeer(socket));
      const status = await new Promise((resolve, reject) => {
        const stream = other.request({ ":path": "/livez" });
        stream.once("response", (head) => resolve(head[":status"]));
        stream.once("error", reject);
      });
      expect(typeof status).toBe("number");
      other.destroy();
    }
    expect(weir.log.filter((line) => line.includes("a worker failed"))).toEqual([]);
  });

  it("may have a thousand streams open, and no more", async () => {
    const session = connectHttp2(`http://${weir.proxyAddress()}`);
    const settings = await new Promise<{ maxConcurrentStreams?: number | undefined }>((resolve) => {
      session.once("remoteSettings", resolve);
    });
    expect(settings.maxConcurrentStreams).toBe(1_000);
    session.destroy();
    const control = connectHttp2(weir.serverUrl);
    const other = await new Promise<{ maxConcurrentStreams?: number | undefined }>((resolve) => {
      control.once("remoteSettings", resolve);
    });
    expect(other.maxConcurrentStreams).toBe(1_000);
    control.destroy();
  });
});

describe("a proxy without a free file descriptor", () => {
  it("blames no target, says so, and serves again as soon as it has one", async () => {
    const checks = createHttpServer((_request, response) => response.end("ok"));
    await new Promise<void>((resolve) => checks.listen(0, "127.0.0.1", resolve));
    const small = await Weir.start({ workers: 1 });
    try {
      const target = await small.createGateway();
      const { spec } = await small.createUpstream([model.url], {
        healthCheck: { tcp: {}, interval: "0.1s", fall: 2 },
      });
      await small.createDeployment(target.spec.id, "m", [], { targets: undefined, upstreamId: spec.id });
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      const ask = async (headers: Record<string, string> = {}): Promise<{ status: number; text: string }> => {
        const request = httpRequest(`${small.proxyUrl()}/v1/chat/completions`, {
          method: "POST",
          agent,
          headers: { host: hostOf(target), authorization: `Bearer ${adminToken}`, ...headers },
        });
        request.end(JSON.stringify({ model: headers.model ?? "m", messages: [{ role: "user", content: "hi" }] }));
        const answer = await answerOf(request);
        await answer.ended;
        return answer;
      };
      // A connection that is there already, and none to the target.
      expect((await ask({ model: "none" })).status).toBe(404);
      const pid = String(small.proxyPid());
      const inUse = (): number => readdirSync(`/proc/${pid}/fd`).length;
      const before = inUse();
      const setLimit = (soft: string): void => {
        execFileSync("prlimit", ["--pid", pid, `--nofile=${soft}:`]);
      };
      setLimit("16");
      for (let count = 0; count < 20; count++) {
        const { status, text } = await ask();
        expect([status, JSON.parse(text).error.code]).toEqual([503, "overloaded"]);
        expect(text).toContain("file descriptor");
      }
      await waitFor("checks that can't be made", () => {
        return small.log.filter((line) => line.includes("a target can't be checked")).length > 4;
      });
      expect(inUse()).toBeLessThanOrEqual(before);
      setLimit("4096");
      expect((await ask()).status).toBe(200);
      expect(await readMetric(small.adminUrl(), "weir_local_faults_total", 'code="EMFILE"')).toBe(20);
      expect(await readMetric(small.adminUrl(), "weir_target_ejections_total")).toBe(0);
      expect(await readMetric(small.adminUrl(), "weir_circuit_openings_total")).toBe(0);
      expect(small.log.some((line) => line.includes("connections to targets can't be opened"))).toBe(true);
      expect(small.log.filter((line) => line.includes("a target is unhealthy"))).toEqual([]);
      agent.destroy();
    } finally {
      await small.stop();
      checks.close();
    }
  });
});

it("a stream that was open before all of this would be whole", async () => {
  const stream = startChat(weir, gateway);
  stream.end(JSON.stringify({ model: "m", stream: true, messages: [{ role: "user", content: "hi" }] }));
  expect(await (await answerOf(stream)).ended).toBe("whole");
});

it("a connection that does not finish its TLS handshake is dropped", async () => {
  await waitFor("all of them to be closed", () => unfinished.every(({ isClosed }) => isClosed), 15_000);
});
