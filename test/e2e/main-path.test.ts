import OpenAI from "openai";
import { Agent, request } from "undici";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createFakeModel, type FakeModel } from "../support/fake-model/fake-model.ts";
import { adminToken, type Json, Weir } from "../support/weir.ts";

let weir: Weir;
let prod: FakeModel;
let canary: FakeModel;

beforeAll(async () => {
  [prod, canary] = (await Promise.all(
    ["prod", "canary"].map((name) => createFakeModel({ name, tokens: 5, tokenDelayMs: 10 })),
  )) as [FakeModel, FakeModel];
  weir = await Weir.start({ workers: 2 });
});

afterAll(async () => {
  await weir?.stop();
  await prod?.close();
  await canary?.close();
});

/** The official client reaches the gateway by the proxy's address: it is the only one. */
function openai(): OpenAI {
  return new OpenAI({ baseURL: `${weir.proxyUrl()}/v1`, apiKey: adminToken, maxRetries: 0 });
}

describe("the main path", () => {
  it("splits 1,000 requests of the official client 900 to 100, each within 2", async () => {
    const gateway = await weir.createGateway();
    expect(gateway.status.endpoints).toEqual([`http://${gateway.spec.subdomain}.localhost:7080`]);
    await weir.createDeployment(gateway.spec.id, "org/model-x", [prod.url], { traffic: { weight: 900 } });
    await weir.createDeployment(gateway.spec.id, "org/model-x", [canary.url], { traffic: { weight: 100 } });
    const client = openai();
    // One after the other, as an application would: one connection, so one worker.
    for (let count = 0; count < 1000; count++) {
      await client.chat.completions.create({ model: "org/model-x", messages: [{ role: "user", content: "hi" }] });
    }
    expect(Math.abs(prod.seen.length - 900)).toBeLessThanOrEqual(2);
    expect(Math.abs(canary.seen.length - 100)).toBeLessThanOrEqual(2);
  });

  it("streams token by token", async () => {
    const stream = await openai().chat.completions.create({
      model: "org/model-x",
      stream: true,
      messages: [{ role: "user", content: "hi" }],
    });
    const arrivals: number[] = [];
    let text = "";
    for await (const chunk of stream) {
      const delta = chunk.choices[0]?.delta.content;
      if (delta === undefined || delta === null) continue;
      text += delta;
      arrivals.push(performance.now());
    }
    expect(text).toMatch(/^(prod|canary) 1 2 3 4$/);
    // 10 ms lie between two tokens where they are made: had they been held back, they would come at once.
    expect(arrivals.at(-1)! - arrivals[0]!).toBeGreaterThan(20);
  });

  it("serves embeddings, responses, the models list, and OpenAI's errors", async () => {
    const client = openai();
    const embedding = await client.embeddings.create({ model: "org/model-x", input: "hi", encoding_format: "float" });
    expect(embedding.data[0]?.embedding).toEqual([0.5, -0.5]);
    const response = await client.responses.create({ model: "org/model-x", input: "hi" });
    expect(response.output_text).toMatch(/^(prod|canary)/);
    expect((await client.models.list()).data.map(({ id }) => id)).toEqual(["org/model-x"]);
    const unknown = client.chat.completions.create({ model: "nope", messages: [] });
    await expect(unknown).rejects.toMatchObject({ status: 404, code: "model_not_found", param: "model" });
    const stranger = new OpenAI({ baseURL: `${weir.proxyUrl()}/v1`, apiKey: "sk-wrong", maxRetries: 0 });
    await expect(stranger.models.list()).rejects.toMatchObject({ status: 401, code: "invalid_credentials" });
  });
});

describe("routing", () => {
  let body: Json;
  let header: Json;
  let path: Json;

  beforeAll(async () => {
    body = await weir.createGateway({ name: "by-body" });
    header = await weir.createGateway({ name: "by-header", headerBasedRouting: { headerName: "X-Model" } });
    path = await weir.createGateway({ name: "by-path", pathBasedRouting: {} });
    for (const gateway of [body, header, path]) {
      await weir.createDeployment(gateway.spec.id, "my/model", [prod.url]);
      await weir.createDeployment(gateway.spec.id, "renamed", [canary.url], {
        model: { name: "renamed", upstreamName: "real-name" },
      });
    }
  });

  it("finds the model in the body and forwards the original bytes", async () => {
    const bytes = Buffer.from('{ "messages":[ ],\n"model" : "my\\/model", "x": 1.0e1, "y":"é\\u00e9" }');
    expect((await weir.chat(body, bytes)).status).toBe(200);
    expect(prod.seen.at(-1)?.body).toEqual(bytes);
  });

  it("replaces only the bytes of the model's name where the upstream calls it otherwise", async () => {
    const answer = await weir.chat(body, '{"a": [1.0], "model":"renamed" , "model_x": "renamed"}');
    expect(answer.status).toBe(200);
    expect(canary.seen.at(-1)?.body.toString()).toBe('{"a": [1.0], "model":"real-name" , "model_x": "renamed"}');
  });

  it("finds the model in a multipart form", async () => {
    const form =
      '--b\r\nContent-Disposition: form-data; name="model"\r\n\r\nrenamed\r\n--b\r\nContent-Disposition: form-data; name="file"; filename="a.wav"\r\n\r\nmodel\r\n--b--\r\n';
    const answer = await weir.chat(body, form, {
      path: "/v1/audio/transcriptions",
      headers: { "content-type": "multipart/form-data; boundary=b" },
    });
    expect(answer.status).toBe(200);
    expect(canary.seen.at(-1)?.body.toString()).toBe(form.replace("\r\n\r\nrenamed\r\n", "\r\n\r\nreal-name\r\n"));
  });

  it("finds the model in the header, which it does not send on", async () => {
    const answer = await weir.chat(header, { any: "body" }, { headers: { "X-Model": "my/model" } });
    expect(answer.status).toBe(200);
    expect(prod.seen.at(-1)?.headers["x-model"]).toBeUndefined();
    expect((await weir.chat(header, {})).json.error).toMatchObject({ code: "model_required", param: "X-Model" });
  });

  it("finds my%2Fmodel in the path, strips it, and passes the rest on byte for byte", async () => {
    const answer = await weir.chat(path, {}, { path: "/my%2Fmodel/v1/chat/completions?a=%20b&c=d%2Fe" });
    expect(answer.status).toBe(200);
    expect(prod.seen.at(-1)?.path).toBe("/v1/chat/completions?a=%20b&c=d%2Fe");
    expect((await weir.chat(path, {}, { path: "/my/model/v1/chat/completions" })).json.error.code).toBe(
      "model_not_found",
    );
    expect((await weir.chat(path, {}, { path: "/bad%ZZ/v1" })).json.error.code).toBe("invalid_request");
  });

  it("puts a target's own path before the request's", async () => {
    await weir.createDeployment(path.spec.id, "based", [`${prod.url}/base/`]);
    await weir.chat(path, {}, { path: "/based/v1/x?y" });
    expect(prod.seen.at(-1)?.path).toBe("/base/v1/x?y");
  });

  it("passes over an offer to go on in another protocol than WebSocket", async () => {
    // What Java's HttpClient sends in cleartext by default.
    const headers = { connection: "Upgrade, HTTP2-Settings", upgrade: "h2c", "http2-settings": "AAEAAEAAAAIAAAAB" };
    const answer = await weir.chat(body, { model: "my/model" }, { headers });
    expect(answer.status).toBe(200);
    expect(prod.seen.at(-1)?.headers).not.toHaveProperty("upgrade");
    expect(prod.seen.at(-1)?.headers).not.toHaveProperty("http2-settings");
  });

  it("does not send on the caller's credential, and says who is asked and for whom", async () => {
    const answer = await weir.chat(
      body,
      { model: "my/model" },
      {
        headers: {
          "x-request-id": "my-id-1",
          "x-forwarded-for": "6.6.6.6",
          connection: "close, x-secret",
          "x-secret": "1",
        },
      },
    );
    const { headers } = prod.seen.at(-1)!;
    expect(headers.authorization).toBeUndefined();
    expect(headers["x-secret"]).toBeUndefined();
    expect(headers).toMatchObject({
      "x-request-id": "my-id-1",
      "x-forwarded-for": "127.0.0.1",
      host: new URL(prod.url).host,
    });
    expect(answer.headers).toMatchObject({
      "x-request-id": "my-id-1",
      "x-weir-deployment": "d",
      "x-weir-attempts": "1",
    });
    expect(answer.headers["server-timing"]).toMatch(/^weir;dur=[\d.]+, upstream;dur=[\d.]+$/);
  });
});

describe("weights", () => {
  async function share(weights: number[]): Promise<number[]> {
    const gateway = await weir.createGateway({ name: "weights" });
    const models = await Promise.all(weights.map((_, index) => createFakeModel({ name: `w${index}`, tokens: 1 })));
    for (const [index, weight] of weights.entries()) {
      await weir.createDeployment(gateway.spec.id, "m", [models[index]!.url], { traffic: { weight } });
    }
    // One connection: one worker, so that the shares are exact.
    const dispatcher = new Agent({ connections: 1 });
    for (let count = 0; count < 60; count++) {
      const answer = await request(`${weir.proxyUrl()}/v1/completions`, {
        dispatcher,
        method: "POST",
        headers: { host: new URL(gateway.status.endpoints[0]).host, authorization: `Bearer ${adminToken}` },
        body: '{"model":"m"}',
      });
      await answer.body.dump();
    }
    await dispatcher.close();
    const counts = models.map(({ seen }) => seen.length);
    await Promise.all(models.map((each) => each.close()));
    return counts;
  }

  it("gives a single weight of 0 everything", async () => expect(await share([0])).toEqual([60]));
  it("splits equally when all weights are 0", async () => expect(await share([0, 0, 0])).toEqual([20, 20, 20]));
  it("gives 0 beside a positive weight nothing", async () => expect(await share([0, 7])).toEqual([0, 60]));
  it("normalises weights", async () => expect(await share([2, 1])).toEqual([40, 20]));
});
