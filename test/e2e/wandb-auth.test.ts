// Gateways with `weightsAndBiasesAuth`: callers present W&B API keys, which a W&B server knows.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createFakeModel, type FakeModel } from "../support/fake-model/fake-model.ts";
import { createFakeWandb, type FakeWandb } from "../support/fake-wandb.ts";
import { waitFor } from "../support/wait-for.ts";
import { type Json, Weir } from "../support/weir.ts";

const keyOf = (user: string): string => `wandb-${user.padEnd(80, "x")}`;
const users = ["ann", "bob", "cid", "dan", "eve"];

let weir: Weir;
let wandb: FakeWandb;
let model: FakeModel;

beforeAll(async () => {
  model = await createFakeModel({ name: "m", tokens: 2 });
  wandb = await createFakeWandb({
    users: Object.fromEntries(
      users.map((username) => [keyOf(username), { username, entity: `${username}-team`, teams: ["research"] }]),
    ),
  });
  weir = await Weir.start({ workers: 2 });
});

afterAll(async () => {
  await weir?.stop();
  await model?.close();
  await wandb?.close();
});

afterEach(() => {
  wandb.status = undefined;
  wandb.limits = {};
});

async function newGateway({ name = "wandb", ...fields }: Json = {}): Promise<Json> {
  const gateway = await weir.createGateway({
    name,
    weightsAndBiasesAuth: { serverUrl: wandb.url, ...fields },
  });
  await weir.createDeployment(gateway.spec.id, "m", [model.url]);
  return gateway;
}

const ask = (gateway: Json, token: string | null, headers: Record<string, string> = {}): Promise<Json> =>
  weir.chat(gateway, { model: "m", messages: [] }, { token, headers });

it("asks about each key once, however many requests come with it and whichever worker they come to", async () => {
  const gateway = await newGateway();
  const before = wandb.asked.length;
  const some = users.slice(0, 3);
  let failed = 0;
  const one = async (count: number): Promise<void> => {
    for (let index = 0; index < count; index++) {
      const { status } = await ask(gateway, keyOf(some[index % some.length]!));
      if (status !== 200) failed += 1;
    }
  };
  await Promise.all(Array.from({ length: 50 }, () => one(200)));
  expect(failed).toBe(0);
  expect(wandb.asked.slice(before).toSorted()).toEqual(some.map(keyOf));
}, 120_000);

it("takes a key as Bearer and as Basic, and sends neither on", async () => {
  const gateway = await newGateway();
  const basic = `Basic ${Buffer.from(`api:${keyOf("ann")}`).toString("base64")}`;
  expect((await ask(gateway, null, { authorization: basic })).status).toBe(200);
  expect(model.seen.at(-1)!.headers).not.toHaveProperty("authorization");
  expect((await ask(gateway, null)).json.error.code).toBe("missing_credentials");
});

it("refuses what is no key without asking, and one that nobody has with asking once", async () => {
  const gateway = await newGateway();
  const before = wandb.asked.length;
  for (const wrong of ["short", "x".repeat(39), `${"y".repeat(80)}!`]) {
    expect((await ask(gateway, wrong)).json.error.code).toBe("invalid_credentials");
  }
  expect(wandb.asked.length).toBe(before);
  for (let count = 0; count < 10; count++) expect((await ask(gateway, keyOf("nobody"))).status).toBe(401);
  expect(wandb.asked.slice(before)).toEqual([keyOf("nobody")]);
});

describe("while W&B is away", () => {
  it("takes keys that it knows, and answers 503 to others, which are let through when it is back", async () => {
    const gateway = await newGateway();
    expect((await ask(gateway, keyOf("ann"))).status).toBe(200);
    wandb.status = 502;
    for (let count = 0; count < 5; count++) expect((await ask(gateway, keyOf("ann"))).status).toBe(200);
    for (const unknown of [keyOf("dan"), keyOf("mallory")]) {
      const { status, json, headers } = await ask(gateway, unknown);
      expect([status, json.error.code]).toEqual([503, "auth_unavailable"]);
      expect(Number(headers["retry-after"])).toBeGreaterThan(0);
    }
    wandb.status = undefined;
    expect((await ask(gateway, keyOf("dan"))).status).toBe(200);
    expect((await ask(gateway, keyOf("mallory"))).status).toBe(401);
  });
});

describe("with enableRateLimiting", () => {
  it("a key that W&B gives no more requests is refused until its time is over", async () => {
    const gateway = await newGateway({ enableRateLimiting: true });
    const other = await newGateway();
    wandb.limits = { "ratelimit-remaining": "0", "ratelimit-reset": "1" };
    const known = keyOf("eve");
    const { status, json, headers } = await ask(gateway, known);
    expect([status, json.error.code]).toEqual([429, "rate_limit_exceeded"]);
    expect(headers["retry-after"]).toBe("1");
    expect((await ask(other, known)).status).toBe(200);
    wandb.limits = {};
    await waitFor("the key's time to be over", async () => (await ask(gateway, known)).status === 200);
  });
});

it("knows its callers' users and teams, for access lists", async () => {
  const gateway = await newGateway();
  const { body } = await weir.rest("POST", "customEndpoints", {
    name: "team-only",
    gatewayIds: [gateway.spec.id],
    endpoints: [{ name: "api", baseUrl: model.url }],
    collaborators: [{ subject: "team:research", role: "COLLABORATOR_ROLE_USER" }],
  });
  await weir.waitForStatus("customEndpoints", body.customEndpoint.spec.id, "STATUS_READY");
  const answer = await weir.chat(gateway, "{}", { path: "/proxy-api/team-only/api/v1/x", token: keyOf("ann") });
  expect(answer.status).toBe(200);
});

describe("usage reports", () => {
  const spansFor = (gateway: Json): FakeWandb["spans"] =>
    wandb.spans.filter(({ attributes }) => attributes["weir.gateway"] === gateway.spec.name);

  it("tell W&B of requests, under the caller's key and where the caller says, or under the gateway's own", async () => {
    const gateway = await newGateway({ enableUsageReports: true, name: "reports" });
    await ask(gateway, keyOf("ann"), { "openai-project": "research/evals" });
    await ask(gateway, keyOf("bob"));
    const own = await newGateway({ enableUsageReports: true, apiKey: keyOf("dan"), name: "own" });
    await ask(own, keyOf("bob"));
    const silent = await newGateway({ name: "silent" });
    await ask(silent, keyOf("ann"));
    await waitFor("the reports", () => spansFor(gateway).length === 2 && spansFor(own).length === 1);
    const [ann, bob] = spansFor(gateway).toSorted((a, b) => a.apiKey.localeCompare(b.apiKey));
    expect(ann).toMatchObject({
      name: "chat m",
      apiKey: keyOf("ann"),
      resource: { "service.name": "weir", "wandb.entity": "research", "wandb.project": "evals" },
      attributes: {
        "gen_ai.operation.name": "chat",
        "gen_ai.request.model": "m",
        "gen_ai.usage.input_tokens": expect.any(Number),
        "gen_ai.usage.output_tokens": 2,
        "http.response.status_code": 200,
        "user.name": "ann",
      },
    });
    expect(ann!.durationMs).toBeGreaterThan(0);
    expect(bob).toMatchObject({
      apiKey: keyOf("bob"),
      resource: { "wandb.entity": "bob-team", "wandb.project": "inference" },
    });
    expect(spansFor(own)[0]).toMatchObject({ apiKey: keyOf("dan"), resource: { "wandb.entity": "bob-team" } });
    expect(spansFor(silent)).toEqual([]);
  });

  it("wait while W&B is away, on disk and sealed, for the next process if need be", async () => {
    const gateway = await newGateway({ enableUsageReports: true, name: "patient" });
    await ask(gateway, keyOf("ann"));
    wandb.status = 503;
    for (let count = 0; count < 10; count++) expect((await ask(gateway, keyOf("ann"))).status).toBe(200);
    await waitFor("the warning", () => weir.log.some((line) => line.includes("usage reports wait for W&B")));
    await weir.stopProxy();
    wandb.status = undefined;
    const folder = join(weir.directory, "proxy-0", "reports");
    for (const name of readdirSync(folder))
      expect(readFileSync(join(folder, name), "latin1")).not.toContain("wandb-ann");
    await weir.startProxy({ index: 0 });
    await waitFor("the reports", () => new Set(spansFor(gateway).map(({ spanId }) => spanId)).size === 11);
    await waitFor("the disk to be empty", () => readdirSync(folder).length === 0);
  });
});
