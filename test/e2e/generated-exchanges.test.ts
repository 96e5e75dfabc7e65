// Thousands of generated requests, upgrades and answers, through real proxies whose gateways have every plugin switched on:
// none of them ends a worker, none throws in the proxy's code, and streams that were opened before are whole at the end.
// WEIR_TEST_SEED repeats a run; WEIR_TEST_EXCHANGES makes a longer one.

import {
  type ClientHttp2Session,
  connect as connectHttp2,
  createServer as createHttp2Server,
  type ServerHttp2Stream,
} from "node:http2";
import { type AddressInfo, connect } from "node:net";
import { describe, expect, it } from "vitest";
import { answerOf, bytesOf, type GeneratedRequest, requestOf } from "../support/generated-exchange.ts";
import { type OpenAnswer, openChat } from "../support/open-request.ts";
import { createRawUpstream } from "../support/raw-upstream.ts";
import { readMetric } from "../support/read-metric.ts";
import { SeededRandom } from "../support/seeded-random.ts";
import { waitFor } from "../support/wait-for.ts";
import { adminToken, hostOf, type Json, Weir } from "../support/weir.ts";

const exchanges = Number(process.env.WEIR_TEST_EXCHANGES ?? 20_000);
const seed = Number(process.env.WEIR_TEST_SEED ?? Date.now() % 1_000_000_000);
/** Of JSON, in requests and answers. */
const deepest = 50_000;
const batchSize = 2_000;
const perConnection = 25;
/** How long a client waits for the answers on a connection. */
const patienceMs = 1_500;
/** How long it waits for the last of them, when it has all others. */
const lastPatienceMs = 50;
/** How long a failed run looks for the exchange that is to blame. */
const shrinkingMs = 90_000;
/** How many connections send at a time. */
const lanes = 24;

describe("generated exchanges", () => {
  it("end alone, whatever they contain", { timeout: 240_000 }, async () => {
    const site = await Site.start();
    let handled = 0;
    try {
      for (let first = 0; first < exchanges; first += batchSize) {
        const numbers = Array.from({ length: Math.min(batchSize, exchanges - first) }, (_, index) => first + index);
        handled += await site.run(numbers);
        const fault = await site.fault();
        if (fault !== undefined) throw new Error(await describeFault(fault, numbers));
      }
      expect(await site.endOfCanaries()).toEqual(["whole", "whole"]);
      // The rest shared a connection with one that broke it, or had no answer when their client had waited long enough.
      expect(handled).toBeGreaterThan(exchanges / 5);
    } finally {
      await site.stop();
    }
  });
});

/** Says the fault, the seed, and the fewest exchanges of a batch that still show it. */
async function describeFault(fault: string, batch: readonly number[]): Promise<string> {
  let numbers = batch;
  const deadline = performance.now() + shrinkingMs;
  for (let half = true; half && numbers.length > 1 && performance.now() < deadline; ) {
    half = false;
    for (const part of [numbers.slice(0, numbers.length >> 1), numbers.slice(numbers.length >> 1)]) {
      const site = await Site.start();
      try {
        await site.run(part);
        half = (await site.fault()) !== undefined;
      } finally {
        await site.stop();
      }
      if (!half) continue;
      numbers = part;
      break;
    }
  }
  const shown = numbers.slice(0, 5).map((number) => {
    const { body, ...request } = requestOf(seed, number, deepest);
    const answer = answerOf(seed, number, deepest)?.toString("latin1").slice(0, 2_000);
    return JSON.stringify({ ...request, body: body.toString("latin1").slice(0, 2_000), answer });
  });
  return `WEIR_TEST_SEED=${seed}: ${fault}\n${numbers.length} exchange(s) show it:\n${shown.join("\n")}`;
}

/** A server, a proxy of one worker, gateways with every plugin, upstreams, and two streams that must not break. */
class Site {
  readonly #closers: (() => Promise<void>)[] = [];
  readonly #canaries: OpenAnswer[] = [];
  #weir!: Weir;
  #hosts: string[] = [];
  #endCanaries = (): void => {};

  static async start(): Promise<Site> {
    const site = new Site();
    try {
      await site.#start();
      return site;
    } catch (error) {
      await site.stop();
      throw error;
    }
  }

  async #start(): Promise<void> {
    const upstream = await createRawUpstream((path, socket) => {
      if (!path.startsWith("/v1/canary")) {
        const bytes = answerOf(seed, numberIn(path), deepest);
        if (bytes?.includes("connection: close") === true) socket.end(bytes);
        else return bytes;
        return Buffer.alloc(0);
      }
      const end = this.#endCanaries;
      this.#endCanaries = () => {
        end();
        socket.write("3\r\nend\r\n0\r\n\r\n");
      };
      return "HTTP/1.1 200 OK\r\ncontent-type: image/png\r\ntransfer-encoding: chunked\r\n\r\n5\r\nbegin\r\n";
    });
    this.#closers.push(() => upstream.close());
    const http2 = createHttp2Server();
    http2.on("stream", (stream: ServerHttp2Stream, headers) => {
      const random = new SeededRandom(seed + numberIn(String(headers[":path"])));
      stream.on("error", () => {});
      stream.resume();
      if (random.chance(0.1)) return stream.close(1 + random.below(7));
      const head = { ":status": random.pick([200, 204, 304, 500, 599]), "content-type": "application/grpc" };
      if (random.chance(0.2)) {
        stream.respond(head);
        stream.write("x", () => stream.close(1 + random.below(7)));
        return;
      }
      stream.respond(head, { waitForTrailers: true });
      stream.on("wantTrailers", () => {
        stream.sendTrailers(random.pick<Record<string, string>>([{ "grpc-status": "0" }, { "x-a": "\xff" }, {}]));
      });
      stream.end(random.pick(["", "x", "y".repeat(70_000)]));
    });
    await new Promise<void>((resolve) => http2.listen(0, "127.0.0.1", resolve));
    this.#closers.push(async () => void http2.close());
    const http2Url = `http://127.0.0.1:${(http2.address() as AddressInfo).port}`;
    const hook = await createRawUpstream(() => {
      const body = '{"action":"allow"}';
      return `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
    });
    this.#closers.push(() => hook.close());
    this.#weir = await Weir.start({
      workers: 1,
      environment: { WEIR_ACCESS_LOG_SHARE: "0" },
    });
    this.#closers.push(() => this.#weir.stop());
    const calm = { ejection: { disabled: true } };
    const { spec: one } = await this.#weir.createUpstream([upstream.url], calm);
    const { spec: two } = await this.#weir.createUpstream([http2Url], { ...calm, protocol: "UPSTREAM_PROTOCOL_HTTP2" });
    const service = await this.#weir.createService([one.id]);
    const grpc = await this.#weir.createService([two.id]);
    const hooks = ["pre_request", "pre_response", "post_response"].map((stage) => ({
      externalApi: { url: hook.url, sendBody: true, failOpen: true },
      stage,
    }));
    // These gateways hold whole answers back until they have been asked about.
    const withHooks = [...plugins, ...hooks];
    const all: [Json[], Json][] = [
      [plugins, service],
      [withHooks, service],
      [plugins, grpc],
      [[], service],
    ];
    for (const [requiredPlugins, to] of all) {
      const gateway = await this.#weir.createGateway({ name: "generated", requiredPlugins });
      await this.#weir.createDeployment(gateway.spec.id, "m", [], { targets: undefined, upstreamId: one.id });
      await this.#weir.createRule(gateway.spec.id, "/v1/g/*", [to.spec.id]);
      await this.#weir.createRule(gateway.spec.id, "/v1/canary", [service.spec.id]);
      this.#hosts.push(hostOf(gateway));
      if (requiredPlugins !== withHooks && to === service) {
        const canary = await openChat(this.#weir, gateway, {}, { path: "/v1/canary" });
        expect([canary.status, canary.status === 200 ? "" : canary.text]).toEqual([200, ""]);
        this.#canaries.push(canary);
        await waitFor("the canary to begin", () => canary.text === "begin");
      }
    }
  }

  /** Sends exchanges, many at a time. @returns how many were answered, or left by their client */
  async run(numbers: readonly number[]): Promise<number> {
    const requests = numbers.map((number) => requestOf(seed, number, deepest));
    const over2 = requests.filter(({ kind }) => kind === "http2");
    const over1 = requests.filter(({ kind }) => kind !== "http2");
    const connections: GeneratedRequest[][] = [[]];
    for (const request of over1) {
      connections.at(-1)!.push(request);
      if (request.kind !== "http1" || connections.at(-1)!.length >= perConnection) connections.push([]);
    }
    const senders = Array.from({ length: lanes }, async (_, lane) => {
      let handled = 0;
      for (let index = lane; index < connections.length; index += lanes)
        handled += await this.#sendHttp1(connections[index]!);
      return handled;
    });
    const counts = await Promise.all([...senders, this.#sendHttp2(over2)]);
    return counts.reduce((sum, count) => sum + count, 0);
  }

  /** The fault that the exchanges so far have caused; undefined when they have caused none. */
  async fault(): Promise<string | undefined> {
    const line = this.#weir.log.find((each) => /a worker|internal error|Assertion/.test(each));
    if (line !== undefined) return line;
    const cut = await Promise.race([...this.#canaries.map(({ ended }) => ended), Promise.resolve(undefined)]);
    if (cut !== undefined) return "a stream that was opened before was cut";
    const errors = await readMetric(this.#weir.adminUrl(), "weir_internal_errors_total");
    return errors === 0 ? undefined : `weir_internal_errors_total is ${errors}`;
  }

  async endOfCanaries(): Promise<string[]> {
    this.#endCanaries();
    return Promise.all(this.#canaries.map(({ ended }) => ended));
  }

  async stop(): Promise<void> {
    for (const close of this.#closers.reverse()) await close();
  }

  #host({ gateway }: GeneratedRequest): string | undefined {
    return gateway === -1 ? undefined : this.#hosts[gateway];
  }

  /** Pipelines requests on a connection of their own; the last may break it. */
  #sendHttp1(requests: readonly GeneratedRequest[]): Promise<number> {
    if (requests.length === 0) return Promise.resolve(0);
    const address = this.#weir.proxyAddress();
    const colon = address.lastIndexOf(":");
    const socket = connect(Number(address.slice(colon + 1)), address.slice(0, colon));
    return new Promise((resolve) => {
      let answered = 0;
      const done = (): void => {
        clearTimeout(patience);
        socket.destroy();
        resolve(Math.min(answered, requests.length));
      };
      let patience = setTimeout(done, patienceMs);
      socket.on("error", () => {});
      socket.once("close", done);
      socket.on("data", (part) => {
        for (let at = part.indexOf("HTTP/1.1 "); at !== -1; at = part.indexOf("HTTP/1.1 ", at + 9)) answered += 1;
        if (answered >= requests.length) return done();
        if (answered < requests.length - 1) return;
        // The last one may get no answer.
        clearTimeout(patience);
        patience = setTimeout(done, lastPatienceMs);
      });
      const bytes = requests.map((request) =>
        bytesOf(request, this.#host(request), adminToken, new SeededRandom(seed + request.number)),
      );
      const last = requests.at(-1)!;
      const whole = Buffer.concat(bytes);
      if (last.leaves === "early") socket.end(whole.subarray(0, whole.length - (bytes.at(-1)!.length >> 1)));
      else if (last.leaves === "late") socket.end(whole);
      else socket.write(whole);
    });
  }

  /** Opens streams on a few connections, up to 100 at a time on each. */
  async #sendHttp2(requests: readonly GeneratedRequest[]): Promise<number> {
    const firsts = Array.from({ length: Math.ceil(requests.length / 100) }, (_, index) => index * 100);
    const counts = firsts.map(async (first) => {
      const session = connectHttp2(this.#weir.proxyUrl());
      session.on("error", () => {});
      const streams = requests.slice(first, first + 100).map((request) => this.#sendStream(session, request));
      const handled = (await Promise.all(streams)).filter(Boolean).length;
      session.destroy();
      return handled;
    });
    return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
  }

  #sendStream(session: ClientHttp2Session, request: GeneratedRequest): Promise<boolean> {
    const fields: Record<string, string | string[]> = {
      ":method": request.method,
      ":path": request.path,
      ":authority": this.#host(request) ?? "",
      authorization: `Bearer ${adminToken}`,
    };
    for (const [name, value] of request.headers) {
      // The client itself refuses what may not be sent.
      if (name !== "http2-settings" && !(name in fields)) fields[name] = value;
    }
    return new Promise((resolve) => {
      if (session.destroyed) return resolve(false);
      const stream = session.request(fields, { endStream: false });
      let answered = false;
      const patience = setTimeout(() => stream.close(8), patienceMs);
      stream.on("response", () => {
        answered = true;
      });
      stream.on("error", () => {});
      stream.once("close", () => {
        clearTimeout(patience);
        resolve(answered || request.leaves !== undefined);
      });
      stream.resume();
      if (request.leaves === "early") return stream.close(8);
      stream.end(request.body);
      if (request.leaves === "late") setImmediate(() => stream.close(8));
    });
  }
}

/** The number of a request, from its path; requests without one share an answer. */
function numberIn(path: string): number {
  return Number(/\d{1,7}/.exec(path.slice(3))?.[0] ?? path.length);
}

const limit = { limit: 1_000_000_000, window: "1m" };
/** Every plugin but external_api, whose calls take most of the time of a request. */
const plugins: Json[] = [
  { rateLimiter: { limits: { global: limit, perIp: limit, perModel: limit }, tokenLimits: { global: limit } } },
  { requestSizeLimiter: { maxBodyBytes: 1_000_000 } },
  {
    requestValidator: {
      schema: {
        $defs: { t: { anyOf: [{ type: "array", items: { $ref: "#/$defs/t" } }, { not: { const: "never" } }] } },
        $ref: "#/$defs/t",
      },
    },
  },
  { cors: { allowedOrigins: ["https://a.example"], allowCredentials: true } },
  { ipRestriction: { deny: ["10.0.0.0/8"] } },
  ...["pre_request", "post_request", "pre_response"].map((stage) => ({
    headerTransformer: { set: [{ name: "x-set", value: "s" }], add: [{ name: "x-add", value: "a" }], remove: ["x-a"] },
    stage,
  })),
  ...["pre_request", "pre_response"].flatMap((stage) => [
    { bodyTransformer: { operations: [{ op: "add", path: "/added", value: { a: [1] } }] }, stage },
    { dataMasking: { rules: [{ entity: "email" }, { pattern: "x+y" }] }, stage },
  ]),
  { promptGuard: { deny: ["bomb"], maxCharacters: 2_000 } },
];
