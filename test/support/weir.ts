import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type RunningProcess, startProcess, stopProcess } from "../../cli/child-process.ts";
import { waitFor } from "./wait-for.ts";

export const adminToken = "weir_at_test_0123456789abcdefghijklmnopqrstuvwxyz";
export const proxyToken = "test-proxy-token-0123456789abcdef";

// biome-ignore lint/suspicious/noExplicitAny: a test looks at JSON of any shape
export type Json = any;

export interface RestAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Json;
}

export interface WeirOptions {
  /** How many proxies to start at once. Default 1. */
  readonly proxies?: number;
  readonly workers?: number;
  readonly zones?: string;
  /** More settings, for server and proxies. */
  readonly environment?: Record<string, string>;
  /** More settings, for the proxies alone. */
  readonly proxyEnvironment?: Record<string, string>;
}

/** The real server and proxies, as processes, in a directory of their own. */
export class Weir {
  readonly directory = mkdtempSync(join(tmpdir(), "weir-test-"));
  /** Every line that the processes wrote. */
  readonly log: string[] = [];
  readonly #options: WeirOptions;
  readonly #proxies: RunningProcess[] = [];
  #server: RunningProcess | undefined;
  #serverListen = "127.0.0.1:0";

  private constructor(options: WeirOptions) {
    this.#options = options;
  }

  static async start(options: WeirOptions = {}): Promise<Weir> {
    const weir = new Weir(options);
    try {
      await weir.startServer();
      for (let index = 0; index < (options.proxies ?? 1); index++) await weir.startProxy();
    } catch (error) {
      await weir.stop();
      throw error;
    }
    return weir;
  }

  get serverUrl(): string {
    return `http://${this.#server?.address}`;
  }

  get serverPid(): number {
    return this.#server!.child.pid!;
  }

  /** Where a proxy takes inference traffic, as `host:port`. */
  proxyAddress(index = 0): string {
    return this.#proxies[index]!.address;
  }

  proxyUrl(index = 0): string {
    return `http://${this.proxyAddress(index)}`;
  }

  adminUrl(index = 0): string {
    return `http://${this.#proxies[index]!.adminAddress}`;
  }

  proxyPid(index = 0): number {
    return this.#proxies[index]!.child.pid!;
  }

  /** Starts the server, after a kill on the port that it had. */
  async startServer(): Promise<void> {
    this.#server = await startProcess(
      "server",
      {
        WEIR_DATA: join(this.directory, "server"),
        WEIR_LISTEN: this.#serverListen,
        WEIR_ZONES: this.#options.zones ?? "local",
        WEIR_ADMIN_TOKEN: adminToken,
        WEIR_PROXY_TOKEN: proxyToken,
        ...this.#options.environment,
      },
      (line) => this.log.push(line),
    );
    this.#serverListen = this.#server.address;
  }

  /** Starts one more proxy, or one in place of the proxy that had this index. Resolves when it is ready. */
  async startProxy(
    settings: { index?: number; zone?: string; waitForReady?: boolean; launcher?: readonly string[] } = {},
  ): Promise<void> {
    const index = settings.index ?? this.#proxies.length;
    const proxy = await startProcess(
      "proxy",
      {
        WEIR_CONTROL_URL: `http://${this.#serverListen}`,
        WEIR_PROXY_TOKEN: proxyToken,
        WEIR_ZONE: settings.zone ?? "local",
        WEIR_PROXY_WORKERS: String(this.#options.workers ?? 1),
        WEIR_PROXY_DATA: join(this.directory, `proxy-${index}`),
        WEIR_PROXY_LISTEN: "127.0.0.1:0",
        WEIR_PROXY_ADMIN_LISTEN: "127.0.0.1:0",
        WEIR_PROXY_DRAIN_GRACE_MS: "0",
        ...this.#options.environment,
        ...this.#options.proxyEnvironment,
      },
      (line) => this.log.push(line),
      settings.launcher,
    );
    this.#proxies[index] = proxy;
    if (settings.waitForReady === false) return;
    await waitFor("the proxy to be ready", async () => (await fetch(`${this.adminUrl(index)}/readyz`)).ok);
  }

  async stopServer(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    if (this.#server !== undefined) await stopProcess(this.#server, signal);
  }

  async stopProxy(index = 0, signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    await stopProcess(this.#proxies[index]!, signal);
  }

  /** Where a proxy keeps what it must not forget. */
  proxyDirectory(index = 0): string {
    return join(this.directory, `proxy-${index}`);
  }

  /** Changes a byte of a partition that a proxy keeps. */
  damageKeptPartition(index: number, partitionId: string): void {
    const path = this.keptPath(index, partitionId, ".partition");
    const bytes = readFileSync(path);
    bytes[bytes.length - 1]! ^= 1;
    writeFileSync(path, bytes);
  }

  /** Where a proxy keeps a partition, or writes it before it takes its place (`.partition.next`). */
  keptPath(index: number, partitionId: string, extension: ".partition" | ".partition.next"): string {
    const name = createHash("sha256").update(partitionId).digest("hex");
    return join(this.directory, `proxy-${index}`, "last-good", name + extension);
  }

  async stop(): Promise<void> {
    await Promise.all([
      ...this.#proxies.filter((proxy) => proxy !== undefined).map((proxy) => stopProcess(proxy, "SIGKILL")),
      this.stopServer("SIGKILL"),
    ]);
    rmSync(this.directory, { recursive: true, force: true });
  }

  /** Calls the REST API under `/v1alpha1/inference/`. */
  async rest(
    method: string,
    path: string,
    body?: unknown,
    token: string | undefined = adminToken,
  ): Promise<RestAnswer> {
    const response = await fetch(`${this.serverUrl}/v1alpha1/inference/${path}`, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, headers: response.headers, body: await response.json() };
  }

  /** Creates a gateway with body routing, or what the fields say, and waits until it is ready. */
  async createGateway(fields: Json = {}, token = adminToken): Promise<Json> {
    const routing = "headerBasedRouting" in fields || "pathBasedRouting" in fields;
    const { status, body } = await this.rest(
      "POST",
      "gateways",
      {
        name: "test",
        zones: ["local"],
        ...("weightsAndBiasesAuth" in fields || "apiKeyAuth" in fields ? {} : { coreWeaveAuth: {} }),
        ...(routing ? {} : { bodyBasedRouting: { apiType: "API_TYPE_OPENAI" } }),
        ...fields,
      },
      token,
    );
    if (status !== 200) throw new Error(JSON.stringify(body));
    return this.waitForStatus("gateways", body.gateway.spec.id, "STATUS_READY", token);
  }

  /** Creates a deployment with targets and waits until the proxies serve it. */
  async createDeployment(gatewayId: string, model: string, urls: string[], fields: Json = {}): Promise<Json> {
    const { status, body } = await this.rest("POST", "deployments", {
      name: "d",
      gatewayIds: [gatewayId],
      model: { name: model },
      targets: { targets: urls.map((url) => ({ url })) },
      ...fields,
    });
    if (status !== 200) throw new Error(JSON.stringify(body));
    return this.waitForStatus("deployments", body.deployment.spec.id, "STATUS_READY");
  }

  /** Creates an upstream; its targets by URL, or as they are declared. */
  async createUpstream(targets: readonly (string | Json)[], fields: Json = {}): Promise<Json> {
    const { status, body } = await this.rest("POST", "upstreams", {
      name: "u",
      targets: targets.map((each) => (typeof each === "string" ? { url: each } : each)),
      ...fields,
    });
    if (status !== 200) throw new Error(JSON.stringify(body));
    return body.upstream;
  }

  /** Creates a service on upstreams, by their ids or as they are declared. */
  async createService(upstreams: readonly (string | Json)[], fields: Json = {}): Promise<Json> {
    const { status, body } = await this.rest("POST", "services", {
      name: "s",
      type: "SERVICE_TYPE_REST",
      upstreams: upstreams.map((each) => (typeof each === "string" ? { upstreamId: each } : each)),
      ...fields,
    });
    if (status !== 200) throw new Error(JSON.stringify(body));
    return body.service;
  }

  /** Creates a rule to services, by their ids or as they are declared, and waits until the proxies serve it. */
  async createRule(
    gatewayId: string,
    path: string,
    services: readonly (string | Json)[],
    fields: Json = {},
  ): Promise<Json> {
    const { status, body } = await this.rest("POST", "rules", {
      name: "r",
      gatewayId,
      path,
      services: services.map((each) => (typeof each === "string" ? { serviceId: each } : each)),
      ...fields,
    });
    if (status !== 200) throw new Error(JSON.stringify(body));
    return this.waitForStatus("rules", body.rule.spec.id, "STATUS_READY");
  }

  /** Changes the named fields of a gateway. */
  async patchGateway({ spec }: Json, fields: Json): Promise<void> {
    const updateMask = Object.keys(fields).join(",");
    const { status, body } = await this.rest("PATCH", `gateways/${spec.id}`, { ...fields, updateMask });
    if (status !== 200) throw new Error(JSON.stringify(body));
  }

  waitForStatus(collection: string, id: string, wanted: string, token = adminToken): Promise<Json> {
    return waitFor(`${collection}/${id} to be ${wanted}`, async () => {
      const { body } = await this.rest("GET", `${collection}/${id}`, undefined, token);
      const resource = body.gateway ?? body.deployment ?? body.rule ?? body.customEndpoint;
      return resource?.status.status === wanted && resource;
    });
  }

  /** Sends a chat request through a proxy, on a connection of its own. */
  chat(gateway: Json, body: Json, options: ChatOptions = {}): Promise<ChatAnswer> {
    return send(this.proxyUrl(options.proxy), hostOf(gateway), body, options);
  }
}

export interface ChatOptions {
  readonly proxy?: number;
  readonly path?: string;
  readonly method?: string;
  readonly token?: string | null;
  readonly headers?: Record<string, string>;
}

export interface ChatAnswer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly text: string;
  readonly bytes: Buffer;
  readonly json: Json;
}

/** The host name of a gateway's first endpoint. */
export function hostOf(gateway: Json): string {
  return new URL(gateway.status.endpoints[0]).host;
}

/** fetch does not let a Host header be set: a request by hand. */
function send(url: string, host: string, body: Json, options: ChatOptions): Promise<ChatAnswer> {
  const payload = Buffer.isBuffer(body) || typeof body === "string" ? body : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      url,
      {
        // As it stands: a URL would resolve dot segments.
        path: options.path ?? "/v1/chat/completions",
        method: options.method ?? "POST",
        agent: false,
        headers: {
          host,
          "content-type": "application/json",
          ...(options.token === null ? {} : { authorization: `Bearer ${options.token ?? adminToken}` }),
          ...options.headers,
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const bytes = Buffer.concat(chunks);
          const text = bytes.toString("utf8");
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text, bytes, json: parse(text) });
        });
      },
    );
    request.on("error", reject);
    request.end(payload);
  });
}

function parse(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A port of this machine where nothing listens. */
export async function closedPort(): Promise<number> {
  const server = createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve((server.address() as { port: number }).port));
  });
  await new Promise((resolve) => server.close(resolve));
  return port;
}
