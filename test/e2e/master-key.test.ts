// The master key is replaced while everything goes on, and whenever that is cut short, every secret still opens.

import { readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { nextTurn } from "../../kit/next-turn.ts";
import { createFakeModel, type FakeModel } from "../support/fake-model/fake-model.ts";
import { waitFor } from "../support/wait-for.ts";
import { type Json, Weir } from "../support/weir.ts";

const customEndpoints = 300;

let weir: Weir;
let model: FakeModel;
let gateway: Json;

beforeEach(async () => {
  model = await createFakeModel({ name: "m", tokens: 2 });
});

afterEach(async () => {
  await weir?.stop();
  await model?.close();
});

const keyFile = (): string[] =>
  readFileSync(join(weir.directory, "server", "master.key"), "utf8")
    .trim()
    .split("\n");

/** Every header that the endpoints put in, as the target sees it: each is right, or the test fails. */
async function callAll(): Promise<void> {
  for (let index = 0; index < customEndpoints; index += 17) {
    const path = `/proxy-api/account-${index}/api/v1/x`;
    await waitFor(`account ${index} to be served`, async () => {
      return (await weir.chat(gateway, "{}", { path })).status === 200;
    });
    expect(model.seen.at(-1)!.headers["x-secret"]).toBe(`secret-${index}`);
  }
}

async function declareAll(): Promise<void> {
  gateway = await weir.createGateway({ name: "sealed" });
  for (let index = 0; index < customEndpoints; index++) {
    const { status } = await weir.rest("POST", "customEndpoints", {
      name: `account-${index}`,
      gatewayIds: [gateway.spec.id],
      endpoints: [{ name: "api", baseUrl: model.url, headers: [{ name: "x-secret", value: `secret-${index}` }] }],
    });
    expect(status).toBe(200);
  }
  await waitFor(
    "every account to be served",
    async () => {
      const { body } = await weir.rest("GET", "customEndpoints");
      return body.items.every(({ status }: Json) => status.status === "STATUS_READY");
    },
    60_000,
  );
}

const rotate = (): Promise<Json> => weir.rest("POST", "secrets:rotate", {});

it("opens everything, however often and whenever it is killed", async () => {
  weir = await Weir.start({ workers: 1 });
  await declareAll();
  const first = keyFile();
  expect(first).toHaveLength(1);
  let stop = false;
  let failed = 0;
  const traffic = (async () => {
    for (let index = 0; !stop; index = (index + 7) % customEndpoints) {
      const answer = await weir.chat(gateway, "{}", { path: `/proxy-api/account-${index}/api/v1/x` });
      if (answer.status !== 200) failed += 1;
    }
  })();
  const { body } = await rotate();
  expect(Number(body.resealed)).toBe(customEndpoints);
  expect(keyFile()).toHaveLength(1);
  expect(keyFile()).not.toEqual(first);

  let keysWhenKilled = 0;
  for (const turns of [0, 1, 2, 5, 10, 20, 50, 100]) {
    let isOver = false;
    const rotation = rotate()
      .catch(() => undefined)
      .finally(() => {
        isOver = true;
      });
    while (keyFile().length < 2 && !isOver) await nextTurn();
    // What it is killed in the middle of is another step each time.
    for (let turn = 0; turn < turns; turn++) await nextTurn();
    await weir.stopServer("SIGKILL");
    await rotation;
    if (keyFile().length > 1) keysWhenKilled += 1;
    await weir.startServer();
    await waitFor("the rotation to be finished", async () => keyFile().length === 1);
    const list = await weir.rest("GET", "customEndpoints");
    expect(list.body.items).toHaveLength(customEndpoints);
  }
  expect(keysWhenKilled).toBeGreaterThan(0);
  stop = true;
  await traffic;
  expect(failed).toBe(0);
  // From what the server opens now, and not from what a proxy still has.
  await weir.stopProxy();
  await weir.startProxy({ index: 0 });
  await callAll();
  const database = readFileSync(join(weir.directory, "server", "weir.db"));
  expect(database.includes("secret-17")).toBe(false);
}, 300_000);

it("is the setting's where it is one: an earlier key beside it, until everything is sealed anew", async () => {
  const [old, next] = [Buffer.alloc(32, 1).toString("base64"), Buffer.alloc(32, 2).toString("base64")];
  const environment = { WEIR_MASTER_KEY: old };
  weir = await Weir.start({ workers: 1, environment });
  gateway = await weir.createGateway({ name: "setting" });
  await weir.rest("POST", "customEndpoints", {
    name: "account-0",
    gatewayIds: [gateway.spec.id],
    endpoints: [{ name: "api", baseUrl: model.url, headers: [{ name: "x-secret", value: "secret-0" }] }],
  });
  const refused = await rotate();
  expect(refused.body.message).toContain("WEIR_MASTER_KEY=<new>,<old>");
  for (const keys of [`${next},${old}`, next]) {
    await weir.stopServer();
    environment.WEIR_MASTER_KEY = keys;
    await weir.startServer();
  }
  // Noted once, by the start that encrypted anew.
  const { items } = (await weir.rest("GET", "auditEntries?kind=master_key")).body;
  expect(items).toEqual([expect.objectContaining({ action: "rotate", subject: "WEIR_MASTER_KEY" })]);
  await weir.stopProxy();
  await weir.startProxy({ index: 0 });
  await waitFor("the account to be served", async () => {
    return (await weir.chat(gateway, "{}", { path: "/proxy-api/account-0/api/v1/x" })).status === 200;
  });
  expect(model.seen.at(-1)!.headers["x-secret"]).toBe("secret-0");
});

it.each<[string, Record<string, string>]>([
  ["its file is lost", {}],
  ["its setting is lost", { WEIR_MASTER_KEY: Buffer.alloc(32, 1).toString("base64") }],
])("is not made anew for a database that exists: the server does not start when %s", async (_, given) => {
  const environment = { ...given };
  weir = await Weir.start({ proxies: 0, environment });
  const { body } = await weir.rest("POST", "upstreams", {
    name: "sealed",
    targets: [{ url: model.url }],
    headers: [{ name: "x-secret", value: "secret-0" }],
  });
  await weir.stopServer();
  const path = join(weir.directory, "server", "master.key");
  const isFile = given.WEIR_MASTER_KEY === undefined;
  if (isFile) renameSync(path, `${path}.backup`);
  delete environment.WEIR_MASTER_KEY;
  const start = weir.log.length;
  await expect(weir.startServer()).rejects.toThrow(/ended with 1/);
  expect(weir.log.slice(start).join("\n")).toMatch(/master\.key is missing, and secrets in .*weir\.db are encrypted/);
  if (isFile) renameSync(`${path}.backup`, path);
  else Object.assign(environment, given);
  await weir.startServer();
  expect((await weir.rest("GET", `upstreams/${body.upstream.spec.id}`)).status).toBe(200);
});

it("is replaced by the bootstrap token alone", async () => {
  weir = await Weir.start({ proxies: 0 });
  const { body } = await weir.rest("POST", "accessTokens", { name: "t", role: "ROLE_ADMIN", subject: "ann" });
  const answer = await weir.rest("POST", "secrets:rotate", {}, body.secret);
  expect([answer.status, answer.body.code]).toEqual([403, "permission_denied"]);
});
