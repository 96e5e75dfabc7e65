// Stored resources that cannot be read are findings on themselves, and keep nothing else from working.

import { join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, beforeAll, expect, it } from "vitest";
import { bootstrapTokenId } from "../../server/resource/access-token-rules.ts";
import { createFakeModel, type FakeModel } from "../support/fake-model/fake-model.ts";
import { readMetric } from "../support/read-metric.ts";
import { waitFor } from "../support/wait-for.ts";
import { adminToken, type Json, Weir } from "../support/weir.ts";

let weir: Weir;
let model: FakeModel;
/** A gateway with everything that a gateway can have, and one that has nothing to do with it. */
let damaged: Json;
let keyed: Json;
let other: Json;
let keySecret: string;
/** Of the key and the token that are damaged. */
const damagedSecrets: string[] = [];
const ids: Record<string, string> = {};

beforeAll(async () => {
  model = await createFakeModel({ name: "m", tokens: 1 });
  weir = await Weir.start();
  other = await weir.createGateway({ name: "other" });
  await weir.createDeployment(other.spec.id, "m", [model.url]);
  damaged = await weir.createGateway({ name: "damaged" });
  ids.gateway = damaged.spec.id;
  ids.deployment = (await weir.createDeployment(damaged.spec.id, "m", [model.url])).spec.id;
  ids.upstream = (await weir.createUpstream([model.url])).spec.id;
  ids.service = (await weir.createService([ids.upstream!])).spec.id;
  ids.rule = (await weir.createRule(damaged.spec.id, "/rest/*", [ids.service!])).spec.id;
  const { body } = await weir.rest("POST", "customEndpoints", {
    name: "account",
    gatewayIds: [damaged.spec.id],
    endpoints: [{ name: "api", baseUrl: model.url, headers: [{ name: "x-secret", value: "s" }] }],
  });
  ids.custom_endpoint = body.customEndpoint.spec.id;
  await weir.waitForStatus("customEndpoints", ids.custom_endpoint!, "STATUS_READY");
  keyed = await weir.createGateway({ name: "keyed", apiKeyAuth: {} });
  await weir.createDeployment(keyed.spec.id, "m", [model.url]);
  const key = (await weir.rest("POST", `gateways/${keyed.spec.id}/keys`, { name: "bad" })).body;
  ids.api_key = key.apiKey.spec.id;
  damagedSecrets.push(key.secret);
  keySecret = (await weir.rest("POST", `gateways/${keyed.spec.id}/keys`, { name: "good" })).body.secret;
  const token = { name: "t", role: "ROLE_VIEWER", subject: "ann" };
  const { body: made } = await weir.rest("POST", "accessTokens", token);
  ids.access_token = made.accessToken.spec.id;
  damagedSecrets.push(made.secret);
  await waitFor("everything to be served", async () => (await isServed()).every((status) => status === 200));
}, 120_000);

afterAll(async () => {
  await weir?.stop();
  await model?.close();
});

/** One request for each way to what the damaged gateway serves, and to the other gateways. */
async function isServed(): Promise<number[]> {
  const answers = [
    await weir.chat(other, { model: "m" }),
    await weir.chat(damaged, { model: "m" }),
    await weir.chat(damaged, "{}", { path: "/rest/v1/chat/completions" }),
    await weir.chat(damaged, "{}", { path: "/proxy-api/account/api/v1/x" }),
    await weir.chat(keyed, { model: "m" }, { token: keySecret }),
    await weir.chat(keyed, { model: "m" }, { token: damagedSecrets[0]! }),
    await weir.chat(other, { model: "m" }, { token: damagedSecrets[1]! }),
  ];
  return answers.map(({ status }) => status);
}

const damages: Record<string, (body: Buffer) => Buffer> = {
  "no bytes": () => Buffer.alloc(0),
  "cut off": (body) => body.subarray(0, body.length - 3),
  "other bytes": () => Buffer.from("\xff\xff\xff\xff", "latin1"),
  "the bytes of another resource": () => anotherBody,
};
/** Of another gateway. */
let anotherBody: Buffer;
/** The content of the damaged rows before, by kind. */
const original = new Map<string, Buffer>();

function withDatabase<T>(work: (database: Database.Database) => T): T {
  const database = new Database(join(weir.directory, "server", "weir.db"));
  try {
    return work(database);
  } finally {
    database.close();
  }
}

/** Repairs what was damaged before, then damages the rows of some kinds. */
function damageRows(kinds: readonly string[], damage: (body: Buffer) => Buffer): void {
  withDatabase((database) => {
    const update = database.prepare("UPDATE resource SET body = ? WHERE kind = ? AND id = ?");
    for (const [kind, body] of original) update.run(body, kind, ids[kind]);
    original.clear();
    const select = database.prepare("SELECT body FROM resource WHERE kind = ? AND id = ?").pluck();
    anotherBody = select.get("gateway", other.spec.id) as Buffer;
    for (const kind of kinds) {
      const body = select.get(kind, ids[kind]) as Buffer;
      original.set(kind, body);
      update.run(damage(body), kind, ids[kind]);
    }
  });
}

const collections: Record<string, string> = {
  gateway: "gateways",
  deployment: "deployments",
  upstream: "upstreams",
  service: "services",
  rule: "rules",
  custom_endpoint: "customEndpoints",
  access_token: "accessTokens",
};
const pathOf = (kind: string): string => (kind === "api_key" ? `gateways/${keyed.spec.id}/keys` : collections[kind]!);

const cases: [string, string[]][] = [
  ["no bytes", ["access_token", "api_key", "upstream"]],
  ["cut off", ["deployment", "service", "access_token"]],
  ["the bytes of another resource", ["rule", "custom_endpoint", "deployment"]],
  ["other bytes", ["gateway", "api_key"]],
];

it.each(cases)(
  "%s in place of %s: proxies serve, the server says so, and the rest can be changed",
  {
    timeout: 120_000,
  },
  async (damage, kinds) => {
    await weir.stopServer();
    damageRows(kinds, damages[damage]!);
    const start = weir.log.length;
    await weir.startServer();
    await waitFor("the proxy to be connected", async () => {
      return (await readMetric(weir.adminUrl(), "weir_config_stream_up")) === 1;
    });
    expect(await readMetric(weir.adminUrl(), "weir_config_database_mismatch")).toBe(0);
    expect(await isServed()).toEqual([200, 200, 200, 200, 200, 200, 200]);

    // Each is named: in the log, by a metric, by the doctor's source, and to whoever asks for it.
    const { unreadableResources } = (await weir.rest("GET", "database")).body;
    expect(unreadableResources.map(({ kind, id }: Json) => `${kind}/${id}`).sort()).toEqual(
      kinds.map((kind) => `${kind}/${ids[kind]}`).sort(),
    );
    const errors = weir.log.slice(start).map((line) => JSON.parse(line));
    for (const kind of kinds) {
      const found = errors.filter(
        (line: Json) => line.table === "resource" && line.kind === kind && line.id === ids[kind],
      );
      expect(found.map(({ level, file }: Json) => [level, file.endsWith("weir.db")])).toEqual([["error", true]]);
      expect(await readMetric(weir.serverUrl, "weir_unreadable_resources", `"${kind}"`)).toBe(1);
      const one = await weir.rest("GET", `${pathOf(kind)}/${ids[kind]}`);
      expect([one.status, one.body.code]).toEqual([500, "data_loss"]);
      expect(one.body.message).toContain(`${kind} "${ids[kind]}" cannot be read`);
      const list = await weir.rest("GET", pathOf(kind));
      expect(list.status).toBe(200);
      expect(JSON.stringify(list.body)).not.toContain(ids[kind]!);
    }

    // Everything else goes on, in the same organization.
    const fresh = await weir.createGateway({ name: "fresh" });
    await weir.createDeployment(fresh.spec.id, "m", [model.url]);
    const token = (await weir.rest("POST", "accessTokens", { name: "n", role: "ROLE_VIEWER", subject: "bob" })).body;
    const call = async () => (await weir.chat(fresh, { model: "m" }, { token: token.secret })).status;
    await waitFor("the new token to work", async () => (await call()) === 200);
    await weir.rest("DELETE", `accessTokens/${token.accessToken.spec.id}`);
    await waitFor("the deleted token not to work", async () => (await call()) === 401);
    expect(await isServed()).toEqual([200, 200, 200, 200, 200, 200, 200]);

    // A proxy that starts anew from its disk has it all, too.
    await weir.stopProxy(0, "SIGKILL");
    await weir.startProxy({ index: 0 });
    expect(await isServed()).toEqual([200, 200, 200, 200, 200, 200, 200]);
  },
);

it("says on a gateway what of it cannot be read, and deletes what cannot be read", { timeout: 120_000 }, async () => {
  const kinds = ["deployment", "access_token", "api_key", "custom_endpoint"];
  await weir.stopServer();
  damageRows(kinds, () => Buffer.from([255]));
  // The token that everybody starts with is made again.
  withDatabase((database) => {
    const damage = "UPDATE resource SET body = x'' WHERE kind = 'access_token' AND id = ?";
    expect(database.prepare(damage).run(bootstrapTokenId).changes).toBe(1);
  });
  await weir.startServer();
  await weir.patchGateway(damaged, { name: "changed" });
  await waitFor("the condition", async () => {
    const { conditions } = (await weir.rest("GET", `gateways/${damaged.spec.id}`, undefined, adminToken)).body.gateway
      .status;
    return conditions.some(({ message = "" }: Json) =>
      message.includes(`deployment "${ids.deployment}" cannot be read`),
    );
  });
  expect(await isServed()).toEqual([200, 200, 200, 200, 200, 200, 200]);
  for (const kind of kinds) {
    const { status, body } = await weir.rest("DELETE", `${pathOf(kind)}/${ids[kind]}`);
    expect(status, JSON.stringify(body)).toBe(200);
    expect((await weir.rest("GET", `${pathOf(kind)}/${ids[kind]}`)).status).toBe(404);
  }
  expect((await weir.rest("GET", "database")).body.unreadableResources ?? []).toEqual([]);
  await weir.waitForStatus("gateways", damaged.spec.id, "STATUS_READY");
  await waitFor("the deployment to be gone", async () => (await isServed())[1] !== 200);
  await waitFor("the key and the token to be refused", async () => {
    return (await isServed()).slice(5).every((status) => status === 401);
  });
  expect((await isServed()).filter((status) => status === 200)).toHaveLength(3);
});
