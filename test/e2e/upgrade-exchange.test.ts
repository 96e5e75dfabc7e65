// What goes over the wire where an upgrade is asked for: the head that the upstream gets, the answer that the client gets
// in place of frames, and what the access log says of both.

import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { waitFor } from "../support/wait-for.ts";
import { adminToken, hostOf, type Json, Weir } from "../support/weir.ts";

let weir: Weir;
let upstream: Server;
let gateway: Json;
/** The heads that the upstream got, in lower case. */
const heads: string[] = [];
const sockets = new Set<Socket>();
let hold = (_socket: Socket): void => {};

beforeAll(async () => {
  upstream = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.setEncoding("latin1").once("data", (head: string) => {
      heads.push(head.toLowerCase());
      const path = head.split(" ")[1]!;
      if (path === "/silent") return;
      if (path === "/large") {
        socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${2 ** 40}\r\n\r\n`);
        return hold(socket);
      }
      if (path === "/101") {
        socket.write("HTTP/1.1 101 Switching Protocols\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\r\nframes");
        return;
      }
      const lines = ["connection: keep-alive, x-own", "x-own: 1", "keep-alive: timeout=9", "proxy-authenticate: Basic"];
      socket.write(
        `HTTP/1.1 ${path.slice(1)} X\r\n${lines.join("\r\n")}\r\nx-passed: 1\r\ncontent-length: 2\r\n\r\nok`,
      );
    });
  });
  const url = await new Promise<string>((resolve) => {
    upstream.listen(0, "127.0.0.1", () => resolve(`http://127.0.0.1:${(upstream.address() as AddressInfo).port}`));
  });
  weir = await Weir.start({ workers: 1 });
  gateway = await weir.createGateway();
  const { spec } = await weir.createUpstream([url], { timeouts: { responseHead: "0.3s" } });
  const service = await weir.createService([spec.id]);
  await weir.createRule(gateway.spec.id, "/*", [service.spec.id]);
});

afterAll(async () => {
  await weir?.stop();
  for (const socket of sockets) socket.destroy();
  upstream?.close();
});

function open(path: string, more = ""): Socket {
  const { port, hostname } = new URL(weir.proxyUrl());
  const socket = connect(Number(port), hostname);
  socket.on("error", () => {});
  socket.write(
    `GET ${path} HTTP/1.1\r\nhost: ${hostOf(gateway)}\r\nauthorization: Bearer ${adminToken}\r\n` +
      `upgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: eA==\r\n` +
      `${more === "" ? "connection: Upgrade\r\n" : more}\r\n`,
  );
  return socket;
}

function answerTo(path: string, more?: string): Promise<string> {
  const socket = open(path, more);
  let text = "";
  return new Promise((resolve) => {
    socket.setEncoding("latin1").on("data", (part: string) => {
      text += part;
      if (text.endsWith("frames")) socket.destroy();
    });
    socket.once("close", () => resolve(text));
  });
}

describe("an upgrade", () => {
  it("takes no header of the client's connection to the upstream, and none of the upstream's back", async () => {
    const more =
      "connection: keep-alive, Upgrade, x-mine\r\nx-mine: 1\r\nproxy-authorization: Basic eA==\r\nte: trailers\r\n" +
      "keep-alive: timeout=5\r\nproxy-connection: keep-alive\r\ntrailer: x-a\r\nforwarded: for=1.2.3.4\r\n" +
      "http2-settings: AAMAAABk\r\nx-other: 1\r\n";
    for (const path of ["/101", "/200", "/426"]) {
      heads.length = 0;
      const answer = await answerTo(path, more);
      expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${path.slice(1)} `));
      const names = heads[0]!.split("\r\n").map((line) => line.split(":")[0]);
      expect(names).toEqual(expect.arrayContaining(["connection", "upgrade", "sec-websocket-key", "x-other"]));
      expect(heads[0]).toContain("\r\nconnection: upgrade\r\n");
      for (const name of [
        "x-mine",
        "proxy-authorization",
        "te",
        "keep-alive",
        "proxy-connection",
        "trailer",
        "forwarded",
        "http2-settings",
        "authorization",
      ]) {
        expect(names).not.toContain(name);
      }
      if (path === "/101") continue;
      expect(answer).toContain("x-passed: 1");
      expect(answer).not.toMatch(/^(x-own|keep-alive|proxy-authenticate):/im);
    }
  });

  it.each(["101", "200", "301", "404", "500"])(
    "has the status in the access log that was answered (%s)",
    async (status) => {
      const requestId = `upgrade-${status}`;
      await answerTo(`/${status}`, `connection: Upgrade\r\nx-request-id: ${requestId}\r\n`);
      const line = await waitFor("the line of the access log", () =>
        weir.log.find((each) => each.includes(requestId) && each.includes('"msg":"request"')),
      );
      expect(JSON.parse(line)).toMatchObject({ status: Number(status) });
    },
  );

  it("waits no longer for its answer than any request", async () => {
    const answer = await answerTo("/silent");
    expect(answer).toMatch(/^HTTP\/1.1 504 /);
    expect(answer).toContain("upstream_timeout");
  });

  it("has an answer that the upstream sends no faster than the client reads", async () => {
    let sent = 0;
    let isHeld = false;
    hold = (socket) => {
      const chunk = Buffer.alloc(64 * 1024);
      const fill = (): void => {
        isHeld = false;
        while (sent < 2 ** 40 && !isHeld) {
          sent += chunk.length;
          isHeld = !socket.write(chunk);
        }
      };
      socket.on("drain", fill);
      fill();
    };
    const socket = open("/large");
    socket.pause();
    let before = 0;
    let stillFor = 0;
    // Buffers of sockets fill, and then nothing more is sent.
    await waitFor("the upstream to be held back", () => {
      stillFor = before === sent ? stillFor + 1 : 0;
      before = sent;
      return sent > 2 ** 29 || (sent > 0 && stillFor > 20);
    });
    expect(sent).toBeLessThan(64 * 1024 * 1024);
    socket.destroy();
  });
});
