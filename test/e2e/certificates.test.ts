// SIGHUP, and certificates that are renewed while server and proxy serve.

import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { request as httpsRequest } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect as connectTls, type TLSSocket } from "node:tls";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningProcess, startProcess, stopProcess } from "../../cli/child-process.ts";
import { makeCertificate } from "../support/certificate/make-certificate.ts";
import { createFakeModel, type FakeModel } from "../support/fake-model/fake-model.ts";
import { answerOf } from "../support/open-request.ts";
import { waitFor } from "../support/wait-for.ts";
import { adminToken, type Json, proxyToken } from "../support/weir.ts";

const root = join(import.meta.dirname, "../..");
const directory = mkdtempSync(join(tmpdir(), "weir-certificates-"));
/** As Kubernetes mounts a secret: the files are links through a link to a folder, which is exchanged. */
const mount = join(directory, "tls");
const certPath = join(mount, "tls.crt");
const keyPath = join(mount, "tls.key");
const pairs = ["one", "two", "three", "four"].map((name) => makeCertificate(name));

let server: RunningProcess;
let proxy: RunningProcess;
let model: FakeModel;
let gateway: Json;
let folders = 0;
const log: string[] = [];

/** Puts other files in place of those that are mounted, in one step. */
function mountPair({ certificate, key }: { readonly certificate: string; readonly key: string }): void {
  const folder = `..${folders++}`;
  mkdirSync(join(mount, folder), { recursive: true });
  writeFileSync(join(mount, folder, "tls.crt"), certificate);
  writeFileSync(join(mount, folder, "tls.key"), key);
  symlinkSync(folder, join(mount, "..next"));
  renameSync(join(mount, "..next"), join(mount, "..data"));
}

const trusted = { rejectUnauthorized: false };

/** The common name of the certificate that a new connection gets. */
function servedName(address: string, protocols: string[] = ["http/1.1"]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket: TLSSocket = connectTls(addressOf(address, protocols), () => {
      expect(socket.alpnProtocol).toBe(protocols[0]);
      resolve(String(socket.getPeerCertificate().subject.CN));
      socket.destroy();
    });
    socket.once("error", reject);
  });
}

function addressOf(address: string, ALPNProtocols: string[]) {
  const [host, port] = address.split(":");
  return { ...trusted, host: host!, port: Number(port), ALPNProtocols };
}

function rest(method: string, path: string, body?: Json): Promise<Json> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${adminToken}`, "content-type": "application/json" };
    const url = `https://${server.address}/v1alpha1/inference/${path}`;
    const request = httpsRequest(url, { ...trusted, agent: false, method, headers }, (response) => {
      let text = "";
      response.on("data", (part) => {
        text += part;
      });
      response.on("end", () => resolve(JSON.parse(text)));
    });
    request.once("error", reject);
    request.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

async function waitForName(name: string): Promise<void> {
  for (const { address } of [server, proxy]) {
    await waitFor(`${name} at ${address}`, async () => (await servedName(address)) === name);
    expect(await servedName(address, ["h2"])).toBe(name);
  }
}

beforeAll(async () => {
  mkdirSync(mount, { recursive: true });
  mountPair(pairs[0]!);
  symlinkSync("..data/tls.crt", certPath);
  symlinkSync("..data/tls.key", keyPath);
  model = await createFakeModel({ name: "m", tokens: 200, tokenDelayMs: 10 });
  const environment = {
    WEIR_DATA: join(directory, "server"),
    WEIR_LISTEN: "127.0.0.1:0",
    WEIR_ADMIN_TOKEN: adminToken,
    WEIR_PROXY_TOKEN: proxyToken,
    WEIR_PROXY_DATA: join(directory, "proxy"),
    WEIR_PROXY_LISTEN: "127.0.0.1:0",
    WEIR_PROXY_ADMIN_LISTEN: "127.0.0.1:0",
    WEIR_PROXY_WORKERS: "2",
    WEIR_TLS_CERT: certPath,
    WEIR_TLS_KEY: keyPath,
    WEIR_PROXY_TLS_CERT: certPath,
    WEIR_PROXY_TLS_KEY: keyPath,
    NODE_TLS_REJECT_UNAUTHORIZED: "0",
  };
  server = await startProcess("server", environment, (line) => log.push(line));
  const control = { ...environment, WEIR_CONTROL_URL: `https://${server.address}` };
  proxy = await startProcess("proxy", control, (line) => log.push(line));
  const fields = {
    name: "tls",
    zones: ["local"],
    coreWeaveAuth: {},
    bodyBasedRouting: { apiType: "API_TYPE_OPENAI" },
  };
  const { id } = (await rest("POST", "gateways", fields)).gateway.spec;
  const targets = { targets: [{ url: model.url }] };
  await rest("POST", "deployments", { name: "d", gatewayIds: [id], model: { name: "m" }, targets });
  gateway = await waitFor("the gateway", async () => {
    const { gateway } = await rest("GET", `gateways/${id}`);
    return gateway.status.status === "STATUS_READY" && gateway;
  });
});

afterAll(async () => {
  if (proxy !== undefined) await stopProcess(proxy, "SIGKILL");
  if (server !== undefined) await stopProcess(server, "SIGKILL");
  await model?.close();
  rmSync(directory, { recursive: true, force: true });
});

/** A stream that lasts about two seconds. */
async function openStream() {
  const request = httpsRequest(`https://${proxy.address}/v1/chat/completions`, {
    ...trusted,
    method: "POST",
    agent: false,
    headers: {
      host: new URL(gateway.status.endpoints[0]).host,
      authorization: `Bearer ${adminToken}`,
      "content-type": "application/json",
    },
  });
  request.end(JSON.stringify({ model: "m", stream: true, messages: [{ role: "user", content: "hi" }] }));
  return answerOf(request);
}

const metric = async (url: string, name: string): Promise<number> => {
  const text = await fetchText(url);
  return Number(new RegExp(`^${name} (.*)$`, "m").exec(text)?.[1]);
};

function fetchText(url: string): Promise<string> {
  if (url.startsWith("http:")) return fetch(url).then((response) => response.text());
  return new Promise((resolve, reject) => {
    httpsRequest(url, { ...trusted, agent: false }, (response) => {
      let text = "";
      response.on("data", (part) => {
        text += part;
      });
      response.on("end", () => resolve(text));
    })
      .once("error", reject)
      .end();
  });
}

const metricsUrls = (): string[] => [`https://${server.address}/metrics`, `http://${proxy.adminAddress}/metrics`];

describe("a certificate", () => {
  it("that is renewed is served to new connections, while streams go on", async () => {
    const stream = await openStream();
    expect(stream.status).toBe(200);
    await waitForName("one");
    mountPair(pairs[1]!);
    await waitForName("two");
    expect(await stream.ended).toBe("whole");
    expect(stream.text).toContain("[DONE]");
    for (const url of metricsUrls()) {
      const expires = await metric(url, "weir_tls_certificate_expiry_timestamp_seconds");
      expect(expires * 1000 - Date.now()).toBeGreaterThan(28 * 86_400_000);
      expect(expires * 1000 - Date.now()).toBeLessThan(31 * 86_400_000);
    }
  });

  it("that does not work leaves the previous one in use, and is logged and counted", async () => {
    const [, two, three] = pairs;
    const broken = [
      { certificate: three!.certificate, key: two!.key },
      { certificate: three!.certificate.slice(0, 200), key: three!.key },
      { certificate: three!.certificate, key: three!.key.slice(0, 90) },
      { certificate: "", key: three!.key },
      { certificate: three!.certificate, key: "" },
      { certificate: "hello", key: "world" },
      { certificate: `${three!.certificate}${three!.certificate.slice(0, 200)}`, key: three!.key },
    ];
    let failures = 0;
    for (const pair of broken) {
      mountPair(pair);
      process.kill(server.child.pid!, "SIGHUP");
      process.kill(proxy.child.pid!, "SIGHUP");
      failures += 1;
      for (const url of metricsUrls()) {
        await waitFor(`failure ${failures} at ${url}`, async () => {
          return (await metric(url, "weir_tls_certificate_failures_total")) === failures;
        });
      }
      await waitForName("two");
    }
    const errors = log.filter((line) => line.includes("the certificate can't be renewed"));
    expect(errors.length).toBe(2 * broken.length);
    for (const line of errors) expect(JSON.parse(line)).toMatchObject({ level: "error", certificatePath: certPath });
    mountPair(three!);
    await waitForName("three");
  });

  it("is served once both files are written, one after the other, in place", async () => {
    const four = pairs[3]!;
    writeFileSync(certPath, four.certificate);
    for (const { child } of [server, proxy]) process.kill(child.pid!, "SIGHUP");
    await waitForName("three");
    rmSync(keyPath);
    for (const { child } of [server, proxy]) process.kill(child.pid!, "SIGHUP");
    await waitForName("three");
    writeFileSync(keyPath, four.key);
    await waitForName("four");
  });
});

describe("SIGHUP", () => {
  it("ends neither process, nor a stream", async () => {
    const stream = await openStream();
    for (let count = 0; count < 20; count++) {
      for (const { child } of [server, proxy]) process.kill(child.pid!, "SIGHUP");
    }
    expect(await stream.ended).toBe("whole");
    expect([server.child.exitCode, server.child.signalCode]).toEqual([null, null]);
    expect([proxy.child.exitCode, proxy.child.signalCode]).toEqual([null, null]);
    expect((await rest("GET", "gateways")).items.length).toBe(1);
  });

  it.each([
    ["the server", "server/main.ts"],
    ["the proxy", "proxy/main.ts"],
    ["npm start", "cli/start.ts"],
  ])("does not end %s, from when it can hear it on, and reaches what it has started", async (_, entry) => {
    const home = mkdtempSync(join(directory, "home-"));
    const child = spawn(process.execPath, [join(root, entry)], {
      cwd: root,
      env: {
        PATH: process.env.PATH,
        WEIR_DATA: join(home, "server"),
        WEIR_PROXY_DATA: join(home, "proxy"),
        WEIR_LISTEN: "127.0.0.1:0",
        WEIR_PROXY_LISTEN: "127.0.0.1:0",
        WEIR_PROXY_ADMIN_LISTEN: "127.0.0.1:0",
        WEIR_PROXY_TOKEN: proxyToken,
      },
    });
    let text = "";
    child.stdout.on("data", (part) => {
      text += part;
    });
    const closed = new Promise((resolve) => child.once("close", resolve));
    await waitFor("a handler of SIGHUP", () => hearsHangup(child));
    await waitFor("the process to be up", () => {
      child.kill("SIGHUP");
      expect([child.exitCode, child.signalCode]).toEqual([null, null]);
      return /"msg":"listening"|Weir is up/.test(text);
    });
    child.kill("SIGTERM");
    expect(await closed).toBe(0);
  });
});

/** Whether a process catches SIGHUP, by the bits of the signals that it catches. */
function hearsHangup({ pid }: ChildProcess): boolean {
  const caught = /^SigCgt:\s*([0-9a-f]+)$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return caught !== undefined && (BigInt(`0x${caught}`) & 1n) === 1n;
}
