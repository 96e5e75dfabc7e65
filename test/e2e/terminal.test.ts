// The command line never lets a terminal obey what other people have written.

import { execFile, spawn } from "node:child_process";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { obeyed } from "../support/obeyed-characters.ts";
import { waitFor } from "../support/wait-for.ts";
import { adminToken, type Json, Weir } from "../support/weir.ts";

/** Clears the screen, sets the title, goes on in a line of its own, and turns text round. */
const evil = "x\u001b[2J\u001b]0;owned\u0007\n12:00:00 forged\u009b1m\u2028\u202e\u2066\u007fy";

/** As JSON, YAML and URLs have it. */
const escaped = /\\u001b\[2J|\\e\[2J|%1B%5B2J/;

let weir: Weir;
/** An admin port whose requests have the characters everywhere. */
let admin: Server;

beforeAll(async () => {
  weir = await Weir.start({ proxies: 0 });
  const line = {
    time: "2027-01-31T12:00:00.000Z",
    requestId: evil,
    method: evil,
    path: evil,
    status: 404,
    gateway: evil,
    subject: evil,
    model: evil,
    deployment: evil,
    attempts: 1,
    failures: [evil, evil],
    refusal: evil,
    end: evil,
    durationMs: 1,
  };
  admin = createServer((_, response) => {
    response.write(`${JSON.stringify(line)}\n${JSON.stringify({ ...line, model: "plain" })}\n`);
  });
  await new Promise<void>((resolve) => admin.listen(0, "127.0.0.1", resolve));
  const { body } = await weir.rest("POST", "gateways", {
    name: evil,
    zones: ["local"],
    coreWeaveAuth: {},
    bodyBasedRouting: { apiType: "API_TYPE_OPENAI" },
  });
  const { id } = body.gateway.spec;
  const deployment = await weir.rest("POST", "deployments", {
    name: "d",
    gatewayIds: [id],
    model: { name: evil },
    targets: { targets: [{ url: "http://127.0.0.1:9" }] },
  });
  const token = await weir.rest("POST", "accessTokens", { name: evil, subject: evil, role: "ROLE_VIEWER" });
  expect([body.gateway.spec.name, deployment.status, token.status]).toEqual([evil, 200, 200]);
});

afterAll(async () => {
  admin?.closeAllConnections();
  admin?.close();
  await weir?.stop();
});

const root = join(import.meta.dirname, "../..");
const environment = (): NodeJS.ProcessEnv => ({
  ...process.env,
  WEIR_URL: weir.serverUrl,
  WEIR_TOKEN: adminToken,
  WEIR_ADMIN_URL: `http://127.0.0.1:${(admin.address() as AddressInfo).port}`,
  WEIR_CONFIG: join(weir.directory, "contexts.json"),
});

function run(args: string[], input = ""): Promise<{ out: string; error: string }> {
  return new Promise((resolve) => {
    const options = { cwd: root, env: environment() };
    const child = execFile(process.execPath, ["cli/weir.ts", ...args], options, (_, out, error) =>
      resolve({ out, error }),
    );
    child.stdin?.end(input);
  });
}

function expectSafe(text: string): void {
  expect(text.replace(/[\n\t]/g, "")).not.toMatch(obeyed);
  expect(text.split("\n").filter((line) => line.startsWith("12:00:00 forged"))).toEqual([]);
}

it.each([
  ["get", "gateways"],
  ["get", "gateways", "-o", "json"],
  ["get", "gateways", "@", "-o", "yaml"],
  ["describe", "gateway", "@"],
  ["tokens", "list"],
  ["doctor", "--gateway", "@"],
  ["snippet", "@"],
])("weir %s %s %s %s prints it escaped", async (...args) => {
  // In place of the name, which a report of this test must not print.
  const { out, error } = await run(args.map((each) => (each === "@" ? evil : each)));
  expectSafe(out);
  expectSafe(error);
  expect(out + error).toMatch(escaped);
});

it("weir apply prints it escaped, in results and in errors", async () => {
  const manifest = { kind: "Upstream", spec: { name: evil, targets: [{ url: "http://127.0.0.1:9" }] } };
  const applied = await run(["apply", "-f", "-"], JSON.stringify(manifest));
  expectSafe(applied.out);
  expect(applied.out).toMatch(escaped);
  const refused = await run(["apply", "-f", "-"], JSON.stringify({ ...manifest, kind: evil, [evil]: evil }));
  expectSafe(refused.error);
  expect(refused.error).toMatch(escaped);
});

it("weir apply takes what weir get -o yaml printed, and changes nothing", async () => {
  const { out } = await run(["get", "gateways", evil, "-o", "yaml"]);
  const { out: applied } = await run(["apply", "-f", "-"], out);
  expect(applied).toBe("0 created, 0 updated, 1 unchanged\n");
});

it.each(["table", "json"])("weir tail -o %s prints it escaped, each request in its line", async (form) => {
  const tail = spawn(process.execPath, ["cli/weir.ts", "tail", "-o", form], { cwd: root, env: environment() });
  let out = "";
  tail.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
  });
  await waitFor("the requests", () => out.split("\n").length === 3);
  tail.kill();
  expectSafe(out);
  expect(out.split("\n")[1]).toContain("plain");
  if (form === "json")
    expect(
      out
        .split("\n")
        .slice(0, 2)
        .map((line): Json => JSON.parse(line).path),
    ).toEqual([evil, evil]);
});

it("weir watch prints it escaped", async () => {
  const watch = spawn(process.execPath, ["cli/weir.ts", "watch", "gateways"], { cwd: root, env: environment() });
  let out = "";
  watch.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
  });
  await waitFor("the gateway", () => out.includes("\n"));
  watch.kill();
  expectSafe(out);
  expect(out.split("\n")).toHaveLength(2);
});
