import { mkdtempSync, rmSync } from "node:fs";
import { connect as connectHttp2 } from "node:http2";
import { request as httpsRequest } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect as connectTls } from "node:tls";
import { createClient } from "@connectrpc/connect";
import { createGrpcTransport } from "@connectrpc/connect-node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningProcess, startProcess, stopProcess } from "../../cli/child-process.ts";
import { GatewayService } from "../../gen/es/weir/inference/v1alpha1/gateway_service_pb.ts";
import { certificate, certificatePath, keyPath } from "../support/certificate/certificate.ts";
import { createFakeModel, type FakeModel } from "../support/fake-model/fake-model.ts";
import { waitFor } from "../support/wait-for.ts";
import { adminToken } from "../support/weir.ts";

const directory = mkdtempSync(join(tmpdir(), "weir-tls-"));
let server: RunningProcess;
let proxy: RunningProcess;
let model: FakeModel;
const log: string[] = [];

beforeAll(async () => {
  model = await createFakeModel({ name: "m" });
  const environment = {
    WEIR_DATA: join(directory, "server"),
    WEIR_LISTEN: "127.0.0.1:0",
    WEIR_ADMIN_TOKEN: adminToken,
    WEIR_PROXY_DATA: join(directory, "proxy"),
    WEIR_PROXY_LISTEN: "127.0.0.1:0",
    WEIR_PROXY_ADMIN_LISTEN: "127.0.0.1:0",
    WEIR_PROXY_WORKERS: "1",
    WEIR_TLS_CERT: certificatePath,
    WEIR_TLS_KEY: keyPath,
    WEIR_PROXY_TLS_CERT: certificatePath,
    WEIR_PROXY_TLS_KEY: keyPath,
    NODE_EXTRA_CA_CERTS: certificatePath,
  };
  server = await startProcess("server", environment, (line) => log.push(line));
  proxy = await startProcess("proxy", { ...environment, WEIR_CONTROL_URL: `https://${server.address}` }, (line) =>
    log.push(line),
  );
});

afterAll(async () => {
  if (proxy !== undefined) await stopProcess(proxy, "SIGKILL");
  if (server !== undefined) await stopProcess(server, "SIGKILL");
  await model?.close();
  rmSync(directory, { recursive: true, force: true });
});

const headers = { authorization: `Bearer ${adminToken}` };

function get(address: string, path: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const request = httpsRequest(
      `https://${address}${path}`,
      { ca: certificate, agent: false, headers },
      (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (part) => {
          text += part;
        });
        response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
      },
    );
    request.once("error", reject);
    request.end();
  });
}

function protocolOf(address: string, offered: string[]): Promise<string | false | null> {
  const [host, port] = address.split(":");
  return new Promise((resolve, reject) => {
    const socket = connectTls({ host: host!, port: Number(port), ca: certificate, ALPNProtocols: offered }, () => {
      resolve(socket.alpnProtocol);
      socket.destroy();
    });
    socket.once("error", reject);
  });
}

describe("a server with certificate and key", () => {
  it("speaks HTTP/2 and HTTP/1.1 on one port, as ALPN has it", async () => {
    expect(await protocolOf(server.address, ["h2", "http/1.1"])).toBe("h2");
    expect(await protocolOf(server.address, ["http/1.1"])).toBe("http/1.1");
    expect((await get(server.address, "/v1alpha1/inference/gateways")).status).toBe(200);
    const session = connectHttp2(`https://${server.address}`, { ca: certificate });
    const stream = session.request({ ":path": "/v1alpha1/inference/gateways", ...headers });
    const status = await new Promise((resolve) => stream.once("response", (head) => resolve(head[":status"])));
    expect(status).toBe(200);
    session.destroy();
  });

  it("serves gRPC", async () => {
    const transport = createGrpcTransport({
      baseUrl: `https://${server.address}`,
      nodeOptions: { ca: certificate },
    });
    const { zones } = await createClient(GatewayService, transport).getGatewayParameters({}, { headers });
    expect(zones).toEqual(["local"]);
  });
});

describe("a proxy with certificate and key, and a server over TLS", () => {
  it("serves what is declared", async () => {
    const transport = createGrpcTransport({
      baseUrl: `https://${server.address}`,
      nodeOptions: { ca: certificate },
    });
    const gateways = createClient(GatewayService, transport);
    await gateways.createGateway(
      {
        name: "tls",
        zones: ["local"],
        auth: { case: "coreWeaveAuth", value: {} },
        routing: { case: "bodyBasedRouting", value: { apiType: 1 } },
      },
      { headers },
    );
    const answer = await waitFor("the proxy to serve it", async () => {
      const got = await get(proxy.address, "/v1/models");
      return got.status === 200 && got;
    });
    expect(JSON.parse(answer.text)).toEqual({ object: "list", data: [] });
  });
});
