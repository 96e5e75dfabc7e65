// Budgets of keys: what they count, when their owner hears of it, when the key is refused.

import { createClient } from "@connectrpc/connect";
import { createGrpcTransport } from "@connectrpc/connect-node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ConfigService } from "../../gen/es/weir/config/v1alpha1/config_service_pb.ts";
import { createFakeModel, type FakeModel } from "../support/fake-model/fake-model.ts";
import { waitFor } from "../support/wait-for.ts";
import { type Json, proxyToken, Weir } from "../support/weir.ts";

let weir: Weir;
let model: FakeModel;
let gateway: Json;

beforeAll(async () => {
  weir = await Weir.start({ proxies: 2 });
  model = await createFakeModel({ name: "m", tokens: 7 });
  gateway = await weir.createGateway({ name: "budgets", apiKeyAuth: {} });
  await weir.createDeployment(gateway.spec.id, "chat", [model.url], {
    model: {
      name: "chat",
      price: { perMillionPromptTokens: 1_000_000, perMillionCompletionTokens: 2_000_000, perRequest: 0.5 },
    },
  });
});

afterAll(async () => {
  await weir?.stop();
  await model?.close();
});

async function createKey(fields: Json): Promise<{ path: string; id: string; secret: string }> {
  const collection = `gateways/${gateway.spec.id}/keys`;
  const { status, body } = await weir.rest("POST", collection, { name: "k", ...fields });
  expect([status, body]).toEqual([200, expect.anything()]);
  const { id } = body.apiKey.spec;
  for (const proxy of [0, 1]) {
    await waitFor("the key", async () => {
      const options = { token: body.secret, proxy, method: "GET", path: "/v1/nothing" };
      return (await weir.chat(gateway, "", options)).status !== 401;
    });
  }
  return { path: `${collection}/${id}`, id, secret: body.secret };
}

async function conditionOf(path: string, type: string): Promise<Json> {
  const { conditions } = (await weir.rest("GET", path)).body.apiKey.status;
  return conditions?.find((condition: Json) => condition.type === type);
}

const ask = (secret: string, proxy = 0) => weir.chat(gateway, { model: "chat" }, { token: secret, proxy });

describe("a budget", () => {
  it("tells its owner when it is used as far as an alert, and refuses the key on every proxy when it is used up", async () => {
    const { path, secret } = await createKey({
      budgets: [
        {
          metric: "BUDGET_METRIC_REQUESTS",
          limit: 10,
          period: "BUDGET_PERIOD_DAY",
          alertPercents: [50],
          hardStop: true,
        },
      ],
    });
    // Two were used to see whether the key is known.
    for (let count = 0; count < 3; count++) expect((await ask(secret, count % 2)).status).toBe(200);
    const alert = await waitFor("the alert", () => conditionOf(path, "WithinBudget"));
    expect(alert).toMatchObject({ status: "False", reason: "Alert", message: "50 % of 10 requests a day are used" });
    for (let count = 0; count < 5; count++) expect((await ask(secret, count % 2)).status).toBe(200);
    for (const proxy of [0, 1]) {
      const refused = await waitFor("the refusal", async () => {
        const answer = await ask(secret, proxy);
        return answer.status !== 200 && answer;
      });
      expect([refused.status, refused.json.error.code]).toEqual([429, "budget_exceeded"]);
      const seconds = Number(refused.headers["retry-after"]);
      expect(seconds).toBeGreaterThan(0);
      expect(seconds).toBeLessThanOrEqual(86_400);
    }
    const { status } = (await weir.rest("GET", path)).body.apiKey;
    expect(Date.parse(status.exhaustedUntil) % 86_400_000).toBe(0);
    expect((await conditionOf(path, "WithinBudget")).reason).toBe("Exhausted");
    expect(weir.log.some((line) => line.includes("are used up: the key is refused"))).toBe(true);
    // It holds through a restart of everything.
    await weir.stopServer("SIGKILL");
    await weir.stopProxy(1, "SIGKILL");
    await weir.startProxy({ index: 1 });
    expect((await ask(secret, 1)).status).toBe(429);
    await weir.startServer();
    expect((await ask(secret, 0)).status).toBe(429);
    // More of it opens the key again.
    const budgets = [{ metric: "BUDGET_METRIC_REQUESTS", limit: 1000, period: "BUDGET_PERIOD_DAY", hardStop: true }];
    await weir.rest("PATCH", path, { budgets, updateMask: "budgets" });
    for (const proxy of [0, 1]) await waitFor("the key", async () => (await ask(secret, proxy)).status === 200);
    expect((await conditionOf(path, "WithinBudget")).status).toBe("True");
  });

  it("counts tokens and cost by the prices of deployments, and without a hard stop only tells", async () => {
    const { path, id, secret } = await createKey({
      budgets: [
        { metric: "BUDGET_METRIC_TOKENS", limit: 1000, period: "BUDGET_PERIOD_MONTH", alertPercents: [1] },
        { metric: "BUDGET_METRIC_COST", limit: 30, period: "BUDGET_PERIOD_TOTAL" },
      ],
    });
    expect((await ask(secret)).status).toBe(200);
    const first = await waitFor("the alert", () => conditionOf(path, "WithinBudget"));
    expect(first.message).toBe("1 % of 1000 tokens a month are used");
    expect((await ask(secret)).status).toBe(200);
    const second = await waitFor("the end", async () => {
      const condition = await conditionOf(path, "WithinBudget");
      return condition.reason === "Exhausted" && condition;
    });
    // Twice three tokens at 1, seven at 2, and a half.
    expect(second.message).toBe("1 % of 1000 tokens a month are used; 30 of cost in all are used up");
    const { body } = await weir.rest("GET", `usage?keyId=${id}`);
    expect(body.total).toMatchObject({ promptTokens: "6", completionTokens: "14", cost: 35 });
    expect((await ask(secret)).status).toBe(200);
  });
});

describe("a key that is used far more than usual", () => {
  it("is told, as a condition and a line of the log, and that it is over", async () => {
    const { path, id } = await createKey({});
    const client = createClient(ConfigService, createGrpcTransport({ baseUrl: weir.serverUrl }));
    const headers = { authorization: `Bearer ${proxyToken}` };
    const now = Math.floor(Date.now() / 60_000);
    const counts = (minute: number, requests: number) => ({
      organizationId: "default",
      gatewayId: gateway.spec.id,
      keyId: id,
      minute,
      requests: BigInt(requests),
    });
    const spoolId = "00000000-0000-4000-8000-00000000feed";
    const history = Array.from({ length: 100 }, (_, index) => counts(now - 200 + index, 12));
    await client.reportUsage({ spoolId, number: 1n, counts: history }, { headers });
    await client.reportUsage({ spoolId, number: 2n, counts: [counts(now - 100, 900)] }, { headers });
    const unusual = await waitFor("the finding", () => conditionOf(path, "UsageAsUsual"));
    expect(unusual).toMatchObject({
      status: "False",
      reason: "UnusualRate",
      message: "900 requests in a minute: about 12 are usual",
    });
    expect(weir.log.some((line) => line.includes("UnusualRate") && line.includes(id))).toBe(true);
    // A batch that comes twice counts once.
    await client.reportUsage({ spoolId, number: 2n, counts: [counts(now - 100, 900)] }, { headers });
    await client.reportUsage({ spoolId, number: 3n, counts: [counts(now - 99, 11)] }, { headers });
    await waitFor("the end of it", async () => (await conditionOf(path, "UsageAsUsual")).status === "True");
    // With the two that saw whether the key is known.
    await waitFor("all of it to be counted", async () => {
      const { requests } = (await weir.rest("GET", `usage?keyId=${id}`)).body.total;
      return Number(requests) === 100 * 12 + 900 + 11 + 2;
    });
  });
});
