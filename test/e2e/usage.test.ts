// Usage: every request is counted once, whatever happens to it, to the server or to the proxy.

import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { Agent } from "undici";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createFakeModel, type FakeModel } from "../support/fake-model/fake-model.ts";
import { openChat } from "../support/open-request.ts";
import { readMetric } from "../support/read-metric.ts";
import { waitFor } from "../support/wait-for.ts";
import { adminToken, hostOf, type Json, Weir } from "../support/weir.ts";

let weir: Weir;
const opened: { close(): unknown }[] = [];

beforeAll(async () => {
  weir = await Weir.start({ workers: 2 });
});

afterAll(() => weir?.stop());

afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});

async function startModel(tokens = 4): Promise<FakeModel> {
  const model = await createFakeModel({ name: "m", tokens });
  opened.push(model);
  return model;
}

async function newGateway(url: string, fields: Json = {}): Promise<Json> {
  const gateway = await weir.createGateway({ name: "usage", ...fields });
  await weir.createDeployment(gateway.spec.id, "chat", [url]);
  return gateway;
}

const totals = ["requests", "errors", "rateLimited", "promptTokens", "completionTokens", "estimatedRequests"] as const;

/** What the server knows of a gateway, as numbers. */
async function usageOf(
  gateway: Json,
  query = "",
): Promise<{ total: Record<(typeof totals)[number], number>; items: Json[] }> {
  const { body } = await weir.rest("GET", `usage?gatewayId=${gateway.spec.id}${query}`);
  const total = Object.fromEntries(totals.map((name) => [name, Number(body.total[name] ?? 0)])) as never;
  return { total, items: body.items ?? [] };
}

async function settled(gateway: Json, requests: number): Promise<Awaited<ReturnType<typeof usageOf>>> {
  return waitFor(
    `${requests} requests to be counted`,
    async () => {
      const usage = await usageOf(gateway);
      return usage.total.requests >= requests && usage;
    },
    30_000,
  );
}

/** A model that tells what a test says. */
async function startServer(
  answer: (body: Json, respond: (type: string, text: string) => void) => void,
): Promise<string> {
  const server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    answer(JSON.parse(Buffer.concat(chunks).toString()), (type, text) => {
      response.setHeader("content-type", type);
      response.end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  opened.push(server);
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("usage", () => {
  it("equals the upstream's own count, streamed or not, with the server killed three times on the way", async () => {
    const requests = Number(process.env.WEIR_TEST_USAGE_REQUESTS ?? 6_000);
    const model = await startModel(3);
    const gateway = await newGateway(model.url, { apiKeyAuth: {} });
    const keys: { id: string; secret: string; sent: number }[] = [];
    for (const name of ["a", "b", "c"]) {
      const { apiKey, secret } = (await weir.rest("POST", `gateways/${gateway.spec.id}/keys`, { name })).body;
      keys.push({ id: apiKey.spec.id, secret, sent: 0 });
      await waitFor(
        "the key",
        async () => (await weir.chat(gateway, "", { token: secret, path: "/v1/models", method: "GET" })).status === 200,
      );
    }
    const before = keys.length;
    const agent = new Agent({ connections: 32, pipelining: 1 });
    let next = 0;
    let streamed = 0;
    const worker = async (): Promise<void> => {
      while (next < requests) {
        const index = next++;
        const key = keys[index % 3]!;
        const stream = index % 2 === 0;
        const { statusCode, body } = await agent.request({
          origin: weir.proxyUrl(),
          path: "/v1/chat/completions",
          method: "POST",
          headers: { host: hostOf(gateway), "content-type": "application/json", "x-api-key": key.secret },
          body: JSON.stringify({ model: "chat", ...(stream && { stream }) }),
        });
        const text = await body.text();
        expect(statusCode).toBe(200);
        if (stream) {
          // The client did not ask for usage, and does not see it.
          expect(text).not.toContain("usage");
          expect(text.endsWith("data: [DONE]\n\n")).toBe(true);
          streamed += 1;
        }
        key.sent += 1;
      }
    };
    const load = Promise.all(Array.from({ length: 32 }, worker));
    for (const share of [0.2, 0.5, 0.8]) {
      await waitFor("some requests", () => Promise.resolve(next > requests * share), 120_000);
      await weir.stopServer("SIGKILL");
      await new Promise((resolve) => setTimeout(resolve, 300));
      await weir.startServer();
    }
    await load;
    await agent.close();
    const seen = model.seen.length;
    expect([seen, streamed]).toEqual([requests, Math.ceil(requests / 2)]);
    const { total } = await settled(gateway, requests + before);
    expect(total).toEqual({
      requests: requests + before,
      errors: 0,
      rateLimited: 0,
      promptTokens: 3 * seen,
      completionTokens: 3 * seen,
      estimatedRequests: 0,
    });
    const byKey = await usageOf(gateway, "&groupBy=USAGE_DIMENSION_KEY");
    expect(Object.fromEntries(byKey.items.map(({ keyId, requests: of }) => [keyId, Number(of)]))).toEqual(
      Object.fromEntries(keys.map(({ id, sent }) => [id, sent + 1])),
    );
    const used = (await weir.rest("GET", `gateways/${gateway.spec.id}/keys/${keys[0]!.id}`)).body.apiKey.status;
    expect(Date.now() - Date.parse(used.lastUsedAt)).toBeLessThan(120_000);
  }, 600_000);

  it("survives a proxy that ends and comes back while the server is away", async () => {
    const model = await startModel();
    const gateway = await newGateway(model.url);
    await weir.stopServer("SIGKILL");
    for (let count = 0; count < 5; count++) await weir.chat(gateway, { model: "chat" });
    await weir.stopProxy();
    await weir.startProxy({ index: 0 });
    for (let count = 0; count < 5; count++) await weir.chat(gateway, { model: "chat" });
    await weir.startServer();
    const { total } = await settled(gateway, 10);
    expect(total).toMatchObject({ requests: 10, promptTokens: 30, completionTokens: 40 });
  });

  it("is told apart by model, deployment, rule, service and time, with errors and refusals", async () => {
    const model = await startModel();
    const gateway = await weir.createGateway({
      name: "dimensions",
      requiredPlugins: [{ rateLimiter: { limits: { perHeader: [{ header: "x-once", limit: 1, window: "1h" }] } } }],
    });
    const { spec: deployment } = await weir.createDeployment(gateway.spec.id, "chat", [model.url]);
    const upstream = await weir.createUpstream([model.url]);
    const service = await weir.createService([upstream.spec.id], { type: "SERVICE_TYPE_AI_MODEL" });
    const rule = await weir.createRule(gateway.spec.id, "/ai/*", [service.spec.id], { stripPath: true });
    await weir.chat(gateway, { model: "chat" });
    await weir.chat(gateway, { model: "none" });
    await weir.chat(gateway, { model: "chat" }, { headers: { "x-once": "a" } });
    await weir.chat(gateway, { model: "chat" }, { headers: { "x-once": "a" } });
    await weir.chat(gateway, { model: "chat" }, { headers: { "x-fake-fault": "status-503" } });
    await weir.chat(gateway, { model: "x", stream: true }, { path: "/ai/v1/chat/completions" });
    await weir.chat(gateway, { model: "chat" }, { token: "nobody" });
    const { total } = await settled(gateway, 6);
    expect(total).toMatchObject({ requests: 6, errors: 3, rateLimited: 1, promptTokens: 9, completionTokens: 12 });
    const dimensions = ["MODEL", "DEPLOYMENT", "SERVICE", "RULE"].map((name) => `&groupBy=USAGE_DIMENSION_${name}`);
    const { items } = await usageOf(gateway, `&bucket=USAGE_BUCKET_DAY${dimensions.join("")}`);
    const day = new Date().toISOString().slice(0, 10);
    const rows = items.map(({ startTime, ...row }) => {
      expect(startTime.slice(0, 10)).toBe(day);
      return row;
    });
    expect(rows).toEqual([
      { requests: "2", errors: "2", rateLimited: "1" },
      { serviceId: service.spec.id, ruleId: rule.spec.id, requests: "1", promptTokens: "3", completionTokens: "4" },
      {
        model: "chat",
        deploymentId: deployment.id,
        requests: "3",
        errors: "1",
        promptTokens: "6",
        completionTokens: "8",
      },
    ]);
    expect((await usageOf(gateway, "&model=chat")).total.requests).toBe(3);
    const tokens = await readMetric(
      weir.adminUrl(),
      "weir_tokens_total",
      'gateway="dimensions",deployment="d",model="chat",type="completion"',
    );
    expect(tokens).toBe(8);
    expect((await usageOf(gateway, "&endTime=2020-01-01T00:00:00Z")).total.requests).toBe(0);
  });

  it("is exported as JSON lines and as CSV, of one's own organization alone", async () => {
    const model = await startModel();
    const gateway = await newGateway(model.url);
    await weir.chat(gateway, { model: "chat" });
    await settled(gateway, 1);
    const get = (accept: string, token = adminToken) =>
      fetch(
        `${weir.serverUrl}/v1alpha1/inference/usage:export?gatewayId=${gateway.spec.id}&groupBy=USAGE_DIMENSION_MODEL&bucket=USAGE_BUCKET_MINUTE`,
        { headers: { authorization: `Bearer ${token}`, accept } },
      );
    const lines = await get("*/*");
    expect(lines.headers.get("content-type")).toBe("application/x-ndjson");
    const [only] = (await lines.text()).trim().split("\n");
    expect(JSON.parse(only!).usage).toMatchObject({
      model: "chat",
      requests: "1",
      promptTokens: "3",
      completionTokens: "4",
    });
    const table = await get("text/csv");
    expect(table.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    const [head, row, ...rest] = (await table.text()).split("\r\n");
    expect(head).toBe(
      "start_time,gateway_id,key_id,model,deployment_id,service_id,rule_id,requests,errors,rate_limited,prompt_tokens,completion_tokens,estimated_requests,cost,custom_endpoint_id",
    );
    expect(row).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:00Z,,,chat,,,,1,0,0,3,4,0,0,$/);
    expect(rest).toEqual([""]);
    const other = (await weir.rest("POST", "accessTokens", { name: "o", role: "ROLE_ADMIN", organizationId: "other" }))
      .body;
    expect(await (await get("*/*", other.secret)).text()).toBe("");
    const wrong = await weir.rest("GET", "usage?groupBy=PLANET");
    expect([wrong.status, wrong.body.message]).toEqual([400, expect.stringContaining("group_by[0]: must be one of")]);
  });
});

describe("tokens", () => {
  it("are read wherever the answer tells them, compressed or not, and of other APIs too", async () => {
    const event = (data: Json) => `data: ${JSON.stringify(data)}\n\n`;
    const answers: Record<string, [string, string]> = {
      long: [
        "application/json",
        JSON.stringify({
          usage: { prompt_tokens: 7, completion_tokens: 11 },
          choices: [{ message: { content: "x".repeat(200_000) } }],
        }),
      ],
      escaped: [
        "application/json",
        JSON.stringify({
          choices: [{ message: { content: '"usage": {"prompt_tokens": 1}' } }],
          usage: { prompt_tokens: 7, completion_tokens: 11 },
        }),
      ],
      anthropic: [
        "text/event-stream",
        event({ type: "message_start", message: { usage: { input_tokens: 7, output_tokens: 1 } } }) +
          event({ type: "content_block_delta", delta: { text: "y".repeat(100_000) } }) +
          event({ type: "message_delta", delta: {}, usage: { output_tokens: 11 } }),
      ],
      responses: [
        "text/event-stream",
        event({ type: "response.output_text.delta", delta: "z" }) +
          event({
            type: "response.completed",
            response: { output: ["z"], usage: { input_tokens: 7, output_tokens: 11 } },
          }),
      ],
      continuous: [
        "text/event-stream",
        event({ choices: [], usage: { prompt_tokens: 7, completion_tokens: 1 } }) +
          event({ choices: [{}], usage: null }) +
          event({ choices: [{}], usage: { prompt_tokens: 7, completion_tokens: 11 } }),
      ],
    };
    const url = await startServer(({ user }, respond) => respond(...answers[user]!));
    for (const user of Object.keys(answers)) {
      const gateway = await newGateway(url);
      const { text } = await weir.chat(gateway, { model: "chat", user });
      expect(text).toBe(answers[user]![1]);
      const { total } = await settled(gateway, 1);
      expect([user, total.promptTokens, total.completionTokens]).toEqual([user, 7, 11]);
    }
  });

  it("of an answer that came compressed all the same are read, and its bytes pass as they are", async () => {
    const model = await startModel();
    model.fault = "gzip";
    const gateway = await newGateway(model.url);
    const { headers, bytes } = await weir.chat(gateway, { model: "chat" }, { headers: { "accept-encoding": "gzip" } });
    expect(headers["content-encoding"]).toBe("gzip");
    expect(bytes.subarray(0, 2)).toEqual(gzipSync("").subarray(0, 2));
    const { total } = await settled(gateway, 1);
    expect(total).toMatchObject({ promptTokens: 3, completionTokens: 4 });
  });

  it("are asked for in the name of a client that did not, whatever options it sent, and only then hidden", async () => {
    const model = await startModel();
    const gateway = await newGateway(model.url);
    const ask = async (more: Json) => (await weir.chat(gateway, { model: "chat", stream: true, ...more })).text;
    expect(await ask({})).not.toContain("usage");
    expect(JSON.parse(model.seen.at(-1)!.body.toString()).stream_options).toEqual({ include_usage: true });
    expect(await ask({ stream_options: { include_usage: false, other: 1 } })).not.toContain("usage");
    expect(JSON.parse(model.seen.at(-1)!.body.toString()).stream_options).toEqual({ include_usage: true, other: 1 });
    expect(await ask({ stream_options: { include_usage: true } })).toContain('"usage":{"prompt_tokens":3');
    const { total } = await settled(gateway, 3);
    expect(total).toMatchObject({ promptTokens: 9, completionTokens: 12 });
  });

  it("of a stream that breaks off, or whose client leaves, are what came of it; of a retried request those of its answer", async () => {
    const model = await startModel();
    const other = await startModel();
    model.fault = "reset-mid-stream";
    const gateway = await newGateway(model.url);
    await weir.chat(gateway, { model: "chat", stream: true }).catch(() => {});
    const broken = (await settled(gateway, 1)).total;
    expect(broken).toMatchObject({ completionTokens: 1, estimatedRequests: 1 });
    model.fault = "silent-mid-stream";
    const leaving = await openChat(weir, gateway, { model: "chat", stream: true });
    await waitFor("the first token", async () => leaving.text.includes("data:"));
    leaving.leave();
    expect((await settled(gateway, 2)).total).toMatchObject({ completionTokens: 2, estimatedRequests: 2 });
    const retried = await weir.createGateway({ name: "retried" });
    model.fault = "reset-before-head";
    const upstream = await weir.createUpstream([model.url, other.url], { retry: { attempts: 2, nonIdempotent: true } });
    await weir.rest("POST", "deployments", {
      name: "d",
      gatewayIds: [retried.spec.id],
      model: { name: "chat" },
      upstreamId: upstream.spec.id,
    });
    await waitFor(
      "the model",
      async () => (await weir.chat(retried, "", { method: "GET", path: "/v1/models/chat" })).status === 200,
    );
    for (let count = 0; count < 4; count++) await weir.chat(retried, { model: "chat" });
    // The questions for the model are requests too: the tokens say when all four are counted.
    const total = await waitFor("the tokens of four answers", async () => {
      const usage = (await usageOf(retried)).total;
      return usage.promptTokens >= 12 && usage;
    });
    expect(total).toMatchObject({ promptTokens: 12, completionTokens: 16, estimatedRequests: 0 });
  });
});

describe("a limit of tokens", () => {
  it("of 10,000 a minute holds under 50 streams at once: what is reserved is never less than what is used", async () => {
    const model = await startModel(150);
    const gateway = await newGateway(model.url, {
      requiredPlugins: [{ rateLimiter: { tokenLimits: { global: { limit: 10_000, window: "1m" } } } }],
    });
    let used = 0;
    let refused = 0;
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, async () => {
        // max_tokens is what the model keeps to: a reservation of it and of the prompt can't be too small.
        const body = { model: "chat", stream: true, max_tokens: 400, messages: [{ role: "user", content: "hello" }] };
        for (let count = 0; count < 4; count++) {
          const { status, text } = await weir.chat(gateway, body);
          if (status === 200) used += 3 + text.split("data: {").length - 2;
          else refused += 1;
          if (status !== 200 && status !== 429) return status;
        }
        return 200;
      }),
    );
    expect(new Set(outcomes)).toEqual(new Set([200]));
    expect(refused).toBeGreaterThan(0);
    const { total } = await settled(gateway, 200);
    expect(total.promptTokens + total.completionTokens).toBe(used);
    expect(used).toBeLessThanOrEqual(10_000);
    // What was reserved and not used is free again: not only the first 20 streams pass.
    expect(used).toBeGreaterThan(6_000);
  });
});
