// The admin port of a proxy: who may read it, and when a proxy does not start.

import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startProcess, stopProcess } from "../../cli/child-process.ts";
import { readProxyConfig } from "../../proxy/config.ts";
import { execute } from "../support/execute.ts";
import { waitFor } from "../support/wait-for.ts";
import { type Json, Weir } from "../support/weir.ts";

const token = "admin-port-token-0123456789";
const directory = mkdtempSync(join(tmpdir(), "weir-admin-port-"));
let weir: Weir;
let gateway: Json;

beforeAll(async () => {
  weir = await Weir.start({ proxyEnvironment: { WEIR_PROXY_ADMIN_TOKEN: token } });
  gateway = await weir.createGateway();
});

afterAll(async () => {
  await weir?.stop();
  rmSync(directory, { recursive: true, force: true });
});

async function statusOf(path: string, authorization?: string, method = "GET"): Promise<number> {
  const signal = AbortSignal.timeout(5_000);
  const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
  const response = await fetch(`${weir.adminUrl()}${path}`, { method, headers, signal });
  await response.body?.cancel();
  return response.status;
}

describe("an admin port with a token", () => {
  it.each(["/metrics", "/requests", "/nothing", "/", "/livez/", "//livez", "/readyz/../metrics", "/LIVEZ"])(
    "answers 401 at %s without the token",
    async (path) => {
      const wrong = [undefined, "", "Bearer", `Bearer ${token}x`, `Bearer ${token.slice(1)}`, `Basic ${token}`, token];
      for (const authorization of wrong) expect.soft(await statusOf(path, authorization), authorization).toBe(401);
      expect(await statusOf(path, undefined, "HEAD")).toBe(401);
    },
  );

  it("answers what it is asked for with the token", async () => {
    expect(await statusOf("/metrics", `Bearer ${token}`)).toBe(200);
    expect(await statusOf("/metrics", `bearer ${token}`)).toBe(200);
    expect(await statusOf("/requests", `Bearer ${token}`)).toBe(200);
    expect(await statusOf("/nothing", `Bearer ${token}`)).toBe(404);
  });

  it("answers /livez and /readyz to everybody", async () => {
    expect(await statusOf("/livez")).toBe(200);
    expect(await statusOf("/readyz?verbose")).toBe(200);
  });

  it("says with its status how to ask", async () => {
    const response = await fetch(`${weir.adminUrl()}/metrics`);
    expect(response.headers.get("www-authenticate")).toBe('Bearer realm="weir-admin"');
    expect(await response.text()).toContain("WEIR_PROXY_ADMIN_TOKEN");
  });
});

/** Runs `weir` until it ends, or has written a line that is wanted. */
async function run(args: string[], environment: Record<string, string>, wanted: RegExp): Promise<string> {
  let text = "";
  const env = { ...process.env, WEIR_CONFIG: join(directory, "contexts.json"), ...environment };
  const child = execFile(process.execPath, ["cli/weir.ts", ...args], { cwd: join(import.meta.dirname, "../.."), env });
  for (const stream of [child.stdout!, child.stderr!]) {
    createInterface({ input: stream }).on("line", (line) => {
      text += `${line}\n`;
    });
  }
  await waitFor(`weir ${args.join(" ")} to write ${wanted}`, async () => {
    await weir.chat(gateway, { model: "nowhere" });
    return wanted.test(text) || child.exitCode !== null;
  });
  child.kill("SIGKILL");
  return text;
}

describe("weir tail", () => {
  const request = / 404 {2}POST /;
  const url = (): string => weir.adminUrl();

  it.each([
    ["a flag", () => ["tail", "--admin", url(), "--admin-token", token], {}],
    ["the environment", () => ["tail", "--admin", url()], { WEIR_PROXY_ADMIN_TOKEN: token }],
  ])("sends the token of %s", async (_name, args, environment) => {
    expect(await run(args(), environment, request)).toMatch(request);
  });

  it("sends the token of a context to the context's admin port, and to no other", async () => {
    const set = ["context", "set", "here", "--url", weir.serverUrl, "--admin-url", url(), "--admin-token", token];
    await execute([process.execPath, "cli/weir.ts", ...set], { WEIR_CONFIG: join(directory, "contexts.json") });
    expect(await run(["tail"], {}, request)).toMatch(request);
    expect(await run(["tail", "--admin", url()], {}, request)).toContain(
      "asks for a token, and no token was given: use --admin-token or WEIR_PROXY_ADMIN_TOKEN",
    );
  });

  it("says that a token is wrong without showing it", async () => {
    const wrong = await run(["tail", "--admin", url(), "--admin-token", "wrong-wrong-wrong-wrong"], {}, request);
    expect(wrong).toContain("the token that was given is not that of the proxy");
    expect(wrong).not.toContain("wrong-wrong");
  });
});

describe("a proxy whose admin port listens on more than loopback", () => {
  const unsafe = [
    "0.0.0.0:0",
    "[::]:0",
    "10.0.0.1:7081",
    "[fd00::1]:7081",
    "proxy.example.com:7081",
    "128.0.0.1:1",
    "[::2]:1",
  ];
  const safe = ["127.0.0.1:0", "127.9.9.9:0", "[::1]:0", "[0:0:0:0:0:0:0:1]:0", "[::ffff:127.0.0.1]:0", "localhost:0"];

  it.each(unsafe)("needs a token to listen on %s", (listen) => {
    expect(() => readProxyConfig({ WEIR_PROXY_ADMIN_LISTEN: listen })).toThrow(/^WEIR_PROXY_ADMIN_TOKEN: must be set/);
    expect(readProxyConfig({ WEIR_PROXY_ADMIN_LISTEN: listen, WEIR_PROXY_ADMIN_TOKEN: token }).adminToken).toBe(token);
  });

  it.each(safe)("needs none to listen on %s", (listen) => {
    expect(readProxyConfig({ WEIR_PROXY_ADMIN_LISTEN: listen }).adminToken).toBeUndefined();
  });

  it("ends with exit code 2 and a sentence without one, and starts with one", async () => {
    const settings = {
      WEIR_PROXY_DATA: join(directory, "proxy"),
      WEIR_PROXY_LISTEN: "127.0.0.1:0",
      WEIR_PROXY_ADMIN_LISTEN: "0.0.0.0:0",
      WEIR_PROXY_WORKERS: "1",
      WEIR_CONTROL_URL: "http://127.0.0.1:9",
      WEIR_PROXY_TOKEN: token,
    };
    await expect(startProcess("proxy", settings, () => {})).rejects.toThrow(
      'the proxy ended with 2: WEIR_PROXY_ADMIN_TOKEN: must be set when WEIR_PROXY_ADMIN_LISTEN is not a loopback address (given: "0.0.0.0")',
    );
    const started = await startProcess("proxy", { ...settings, WEIR_PROXY_ADMIN_TOKEN: token }, () => {});
    await stopProcess(started, "SIGKILL");
  });

  it("is refused a token that others may guess, which is not shown", () => {
    const given = { WEIR_PROXY_ADMIN_LISTEN: "0.0.0.0:0", WEIR_PROXY_ADMIN_TOKEN: "hunter2" };
    expect(() => readProxyConfig(given)).toThrow(/WEIR_PROXY_ADMIN_TOKEN: must have at least 16 characters/);
    expect(() => readProxyConfig(given)).not.toThrow(/hunter2/);
  });
});
