// Connections to names: the address that was checked is the one that is connected to.

import type { LookupAddress, lookup } from "node:dns";
import { once } from "node:events";
import { createServer, request as httpRequest } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { request } from "undici";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "../../../kit/clock.ts";
import { createLog } from "../../../kit/log.ts";
import { Dialer } from "../../../proxy/dial/dialer.ts";
import { isRefusedAddress } from "../../../proxy/dial/refused-address.ts";
import { upstreamConnections } from "../../../proxy/target/upstream-connections.ts";

/** The addresses of each name, one answer after the other; the last one stays. */
let answers: string[][];
let lines: string[];
let dialer: Dialer;
const servers = new Map<string, ReturnType<typeof createServer>>();
let port: number;
let reached: string[];

const lookUp = ((_host: string, _options: object, callback: (error: null, found: LookupAddress[]) => void) => {
  const found = answers.length > 1 ? answers.shift()! : answers[0]!;
  callback(
    null,
    found.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
  );
}) as typeof lookup;

beforeEach(async () => {
  lines = [];
  reached = [];
  dialer = new Dialer({
    settings: { denied: ["127.0.0.2/32"], allowed: [] },
    clock: systemClock,
    log: createLog({ name: "test", level: "info", destination: { write: (line) => lines.push(line) } }),
    lookUp,
  });
  port = 0;
  for (const host of ["127.0.0.2", "127.0.0.3"]) {
    const server = createServer((_request, response) => response.end(host));
    server.on("connection", () => reached.push(host));
    server.listen(port, host);
    await once(server, "listening");
    port = (server.address() as AddressInfo).port;
    servers.set(host, server);
  }
});

afterEach(() => {
  for (const server of servers.values()) server.close();
});

/** Every way in which the proxy connects: resolves with what answered, rejects with the connection's error. */
const ways: Record<string, (url: string) => Promise<string>> = {
  "requests to services": async (url) => {
    const { body } = await request(url, { dispatcher: dialer.requests, reset: true });
    return body.text();
  },
  "connections to targets": async (url) => {
    const options = { connectTimeoutMs: 5_000, tls: undefined, isHttp2: false, reused: false };
    const dispatcher = upstreamConnections(dialer)(new URL(url).origin, options);
    const { body } = await request(url, { dispatcher });
    return body.text();
  },
  "requests of Node's own": (url) =>
    new Promise((resolve, reject) => {
      const sent = httpRequest(url, { agent: false, ...dialer.guard(url) }, (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (piece) => {
          text += piece;
        });
        response.on("end", () => resolve(text));
      });
      sent.once("error", reject).end();
    }),
  "connections of Node's own": (url) =>
    new Promise((resolve, reject) => {
      const { hostname } = new URL(url);
      const socket = connect({ host: hostname, port, ...dialer.guard(url) });
      socket.once("error", reject);
      socket.once("connect", () => {
        resolve(socket.remoteAddress!);
        socket.destroy();
      });
    }),
  "connections over one address alone": (url) =>
    new Promise((resolve, reject) => {
      const { hostname } = new URL(url);
      const socket = connect({ host: hostname, port, autoSelectFamily: false, ...dialer.guard(url) });
      socket.once("error", reject);
      socket.once("connect", () => {
        resolve(socket.remoteAddress!);
        socket.destroy();
      });
    }),
};

describe.each(Object.entries(ways))("%s", (_name, dial) => {
  const named = (): Promise<string> => dial(`http://replicas.test:${port}/`);

  it("reach the addresses of a name that are not refused", async () => {
    answers = [["127.0.0.2", "127.0.0.3"]];
    expect(await named()).toBe("127.0.0.3");
    expect(reached).toEqual(["127.0.0.3"]);
  });

  it("are refused when a name leads to refused addresses only, also when it led elsewhere before", async () => {
    answers = [["127.0.0.3"], ["127.0.0.2", "::ffff:127.0.0.2"]];
    expect(await named()).toBe("127.0.0.3");
    await expect(named()).rejects.toSatisfy(isRefusedAddress);
    expect(reached).toEqual(["127.0.0.3"]);
  });

  it("are refused to a literal address, and to a listener that is protected later", async () => {
    await expect((async () => dial(`http://127.0.0.2:${port}/`))()).rejects.toSatisfy(isRefusedAddress);
    expect(await dial(`http://127.0.0.3:${port}/`)).toBe("127.0.0.3");
    dialer.protect("the admin port", [{ address: "127.0.0.3", port }]);
    answers = [["127.0.0.3"]];
    await expect(named()).rejects.toThrow(`127.0.0.3:${port} is the admin port, which is never a target`);
    expect(reached).toEqual(["127.0.0.3"]);
  });

  it("fail without a word about addresses when a name has none", async () => {
    answers = [[]];
    await expect(named()).rejects.not.toSatisfy(isRefusedAddress);
  });
});

it("logs a refusal once in a minute, with the address and the setting", async () => {
  answers = [["127.0.0.2"]];
  const refused = `http://replicas.test:${port}`;
  for (let times = 0; times < 5; times++) {
    await expect(request(refused, { dispatcher: dialer.requests })).rejects.toThrow();
  }
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { level: "warn", to: refused, reason: "127.0.0.2 is in 127.0.0.2/32, which WEIR_TARGETS_DENY refuses" },
  ]);
});

it("bounds what a service may answer", async () => {
  answers = [["127.0.0.3"]];
  const piece = Buffer.alloc(1024 * 1024);
  servers.get("127.0.0.3")!.removeAllListeners("request");
  servers.get("127.0.0.3")!.on("request", (_request, response) => {
    response.on("error", () => {});
    const write = (): void => {
      while (!response.destroyed && response.write(piece));
    };
    response.on("drain", write);
    write();
  });
  const { body } = await request(`http://replicas.test:${port}/`, { dispatcher: dialer.requests });
  await expect(body.text()).rejects.toThrow();
});
