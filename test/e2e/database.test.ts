// A server whose database is not the continuation of what its proxies know takes nothing from them.

import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { execute } from "../support/execute.ts";
import { createFakeModel, type FakeModel } from "../support/fake-model/fake-model.ts";
import { readMetric } from "../support/read-metric.ts";
import { waitFor } from "../support/wait-for.ts";
import { adminToken, type Json, Weir } from "../support/weir.ts";

let weir: Weir;
let model: FakeModel;
let first: Json;
let second: Json;

const at = (name: string): string => join(weir.directory, name);

beforeAll(async () => {
  model = await createFakeModel({ name: "m", tokens: 1 });
  weir = await Weir.start();
  first = await serve("first");
  await weir.stopServer();
  cpSync(at("server"), at("older"), { recursive: true });
  await weir.startServer();
  second = await serve("second");
  await waitFor("both gateways to be kept on disk", () => keptFiles() >= 3);
}, 120_000);

afterAll(async () => {
  await weir?.stop();
  await model?.close();
});

/** A gateway with a deployment, as a proxy serves it. */
async function serve(name: string): Promise<Json> {
  const gateway = await weir.createGateway({ name });
  await weir.createDeployment(gateway.spec.id, "m", [model.url]);
  return gateway;
}

function keptFiles(): number {
  return readdirSync(at("proxy-0/last-good")).filter((name) => name.endsWith(".partition")).length;
}

async function expectServed(...gateways: Json[]): Promise<void> {
  for (const gateway of gateways) expect((await weir.chat(gateway, { model: "m" })).status).toBe(200);
}

async function waitForMismatch(wanted: 0 | 1): Promise<void> {
  await waitFor(
    `the mismatch to be ${wanted}`,
    async () =>
      (await readMetric(weir.adminUrl(), "weir_config_database_mismatch")) === wanted &&
      (await readMetric(weir.adminUrl(), "weir_config_stream_up")) === 1,
    20_000,
  );
}

function errorsSince(start: number, process: string): Json[] {
  return weir.log
    .slice(start)
    .map((line) => JSON.parse(line))
    .filter(({ level, name }: Json) => level === "error" && name === process);
}

const databases: { name: string; asksDoctor?: true; prepare: () => Promise<void> | void }[] = [
  { name: "a new database in an empty directory", asksDoctor: true, prepare: () => {} },
  { name: "an older copy", prepare: () => cpSync(at("older"), at("server"), { recursive: true }) },
  {
    name: "an older copy that has been written to beyond the newest revision that the proxy knows",
    prepare: async () => {
      cpSync(at("older"), at("server"), { recursive: true });
      await weir.stopProxy();
      await weir.startServer();
      for (let write = 0; write < 30; write++) {
        await weir.patchGateway(first, { name: `n${write}` });
      }
      await weir.stopServer();
      await weir.startProxy({ index: 0 });
    },
  },
];

describe("a proxy keeps its configuration, in memory and on disk", () => {
  it.each(databases)(
    "while the server has $name, and follows its own database when that is back",
    { timeout: 120_000 },
    async ({ prepare, asksDoctor }) => {
      await weir.stopServer();
      renameSync(at("server"), at("real"));
      await prepare();
      const start = weir.log.length;
      const kept = keptFiles();
      await weir.startServer();
      await waitForMismatch(1);
      await expectServed(first, second);
      expect(keptFiles()).toBe(kept);
      expect(errorsSince(start, "proxy").map(({ msg }: Json) => msg)).toEqual([
        expect.stringContaining("another database"),
      ]);
      expect(errorsSince(start, "server").map(({ msg }: Json) => msg)).toEqual([
        expect.stringContaining("weir database adopt"),
      ]);
      expect(await readMetric(weir.serverUrl, "weir_proxies_refusing_database")).toBe(1);
      const ready = await fetch(`${weir.adminUrl()}/readyz`);
      expect([ready.status, await ready.text()]).toEqual([
        200,
        expect.stringMatching(/^ok\nwarning: another database: /),
      ]);
      if (asksDoctor) {
        const environment = { WEIR_URL: weir.serverUrl, WEIR_TOKEN: adminToken };
        await expect(execute(["npx", "weir", "doctor"], environment)).rejects.toThrow(
          /proxy ".*" in zone local keeps the configuration of another database: .*weir database adopt/,
        );
      }

      // Also over a restart, and gateways of this database say why no proxy serves them.
      await weir.stopProxy(0, "SIGKILL");
      await weir.startProxy({ index: 0 });
      await waitForMismatch(1);
      await expectServed(first, second);
      const { body } = await weir.rest("POST", "gateways", { ...newGateway, name: "other" });
      await waitFor("the condition", async () => {
        const { status } = (await weir.rest("GET", `gateways/${body.gateway.spec.id}`)).body.gateway;
        return status.conditions?.some(({ reason }: Json) => reason === "DatabaseDiffers");
      });

      await weir.stopServer();
      rmSync(at("server"), { recursive: true });
      renameSync(at("real"), at("server"));
      await weir.startServer();
      await waitForMismatch(0);
      const { status } = (await weir.rest("GET", `gateways/${first.spec.id}`)).body.gateway;
      expect(status.status).toBe("STATUS_READY");
      await expectServed(first, second, await serve("later"));
    },
  );

  it("while the server does not start with files in place of its databases that are none", async () => {
    await weir.stopServer();
    const cases: [file: string, content: string | undefined, message: RegExp][] = [
      ["weir.db", "", /weir\.db is empty \(0 bytes\)/],
      ["weir.db", "hello ".repeat(99), /weir\.db cannot be opened/],
      ["weir.db", undefined, /weir\.db is missing, but .*usage\.db shows/],
      ["usage.db", "", /usage\.db is empty \(0 bytes\)/],
      ["usage.db", "hello ".repeat(99), /usage\.db cannot be opened/],
    ];
    const moveWithLog = (file: string, from: string, to: string): void => {
      for (const name of [file, `${file}-wal`, `${file}-shm`]) {
        if (existsSync(join(from, name))) renameSync(join(from, name), join(to, name));
      }
    };
    for (const [file, content, message] of cases) {
      moveWithLog(file, at("server"), weir.directory);
      if (content !== undefined) writeFileSync(at(`server/${file}`), content);
      const start = weir.log.length;
      await expect(weir.startServer()).rejects.toThrow(/ended with 1/);
      expect(weir.log.slice(start).join("\n")).toMatch(message);
      rmSync(at(`server/${file}`), { force: true });
      moveWithLog(file, weir.directory, at("server"));
    }
    await expectServed(first, second);
    await weir.startServer();
    await waitForMismatch(0);
  });
});

const newGateway = {
  zones: ["local"],
  coreWeaveAuth: {},
  bodyBasedRouting: { apiType: "API_TYPE_OPENAI" },
};

describe("the same database", () => {
  it("takes from a proxy what was deleted or moved while it was away, and nothing else", {
    timeout: 120_000,
  }, async () => {
    const deleted = await serve("deleted");
    const keyed = await weir.createGateway({ name: "keyed", apiKeyAuth: {} });
    await weir.createDeployment(keyed.spec.id, "m", [model.url]);
    const keys: Json[] = [];
    for (const name of ["one", "two"]) {
      keys.push((await weir.rest("POST", `gateways/${keyed.spec.id}/keys`, { name })).body);
    }
    const callWith = async ({ secret }: Json) => (await weir.chat(keyed, { model: "m" }, { token: secret })).status;
    for (const key of keys) await waitFor("the key to work", async () => (await callWith(key)) === 200);
    await weir.stopProxy();
    await weir.stopServer();
    await weir.startServer();
    const { items } = (await weir.rest("GET", "deployments")).body;
    const attached = items.find(({ spec }: Json) => spec.gatewayIds.includes(deleted.spec.id));
    await weir.rest("DELETE", `deployments/${attached.spec.id}`);
    await waitFor("the gateway to be deleted", async () => {
      await weir.rest("DELETE", `gateways/${deleted.spec.id}`);
      return (await weir.rest("GET", `gateways/${deleted.spec.id}`)).status === 404;
    });
    await weir.rest("DELETE", `gateways/${keyed.spec.id}/keys/${keys[0].apiKey.spec.id}`);
    await weir.startProxy({ index: 0 });
    await waitFor("the gateway to be gone", async () => (await weir.chat(deleted, { model: "m" })).status === 404);
    await waitFor("the key to be gone", async () => (await callWith(keys[0])) === 401);
    expect(await callWith(keys[1])).toBe(200);
    await expectServed(first, second);
  });

  it("is distinguished from any other by a proxy whose configuration an earlier release stored", {
    timeout: 120_000,
  }, async () => {
    const forgetOrigin = async () => {
      await weir.stopProxy();
      rmSync(at("proxy-0/last-good/origin"));
      await weir.startProxy({ index: 0 });
    };
    await forgetOrigin();
    await waitForMismatch(0);
    await expectServed(first, second);
    await weir.stopServer();
    renameSync(at("server"), at("real"));
    mkdirSync(at("server"));
    await forgetOrigin();
    await weir.startServer();
    await waitForMismatch(1);
    await expectServed(first, second);
    await weir.stopServer();
    rmSync(at("server"), { recursive: true });
    renameSync(at("real"), at("server"));
    await weir.startServer();
    await waitForMismatch(0);
  });
});

describe("weir database adopt", () => {
  it("has proxies take an older copy in place of the database that they know", { timeout: 120_000 }, async () => {
    await weir.stopServer();
    rmSync(at("server"), { recursive: true });
    cpSync(at("older"), at("server"), { recursive: true });
    await weir.startServer();
    await waitForMismatch(1);
    await waitFor("the condition", async () => {
      const { status } = (await weir.rest("GET", `gateways/${first.spec.id}`)).body.gateway;
      return status.conditions?.some(({ reason }: Json) => reason === "DatabaseDiffers");
    });

    const admin = (await weir.rest("POST", "accessTokens", { name: "t", role: "ROLE_ADMIN", subject: "ann" })).body;
    expect((await weir.rest("POST", "database:adopt", {}, admin.secret)).status).toBe(403);
    expect((await weir.rest("GET", "database", undefined, admin.secret)).status).toBe(403);
    await expectServed(first, second);

    const said = await execute(["npx", "weir", "database", "adopt"], {
      WEIR_URL: weir.serverUrl,
      WEIR_TOKEN: adminToken,
    });
    expect(said).toMatch(/is adopted for 1 connected proxies that refused it/);
    await waitForMismatch(0);
    await waitFor("the newer gateway to be gone", async () => (await weir.chat(second, { model: "m" })).status === 404);
    await expectServed(first);
    await weir.waitForStatus("gateways", first.spec.id, "STATUS_READY");
    await waitFor("the condition to be gone", async () => {
      const { status } = (await weir.rest("GET", `gateways/${first.spec.id}`)).body.gateway;
      return status.conditions.every(({ status: is }: Json) => is === "True");
    });
    const { items } = (await weir.rest("GET", "auditEntries?kind=database")).body;
    expect(items).toMatchObject([{ action: "adopt", kind: "database", subject: "bootstrap-admin" }]);

    // For good: the proxy knows this database now.
    await weir.stopServer();
    await weir.stopProxy(0, "SIGKILL");
    await weir.startServer();
    await weir.startProxy({ index: 0 });
    await waitForMismatch(0);
    await expectServed(first);
  });
});
