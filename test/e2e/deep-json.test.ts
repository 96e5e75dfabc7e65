// JSON that nests deep: no plugin overflows its stack on it, and none lets it pass unchecked.

import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createFakeModel, type FakeModel } from "../support/fake-model/fake-model.ts";
import { type OpenAnswer, openChat } from "../support/open-request.ts";
import { type ChatAnswer, type Json, Weir } from "../support/weir.ts";

const mail = "ann@example.com";
const rules = [{ entity: "email" }];
const recursive = {
  properties: { messages: { $ref: "#/$defs/t" }, prompt: { $ref: "#/$defs/t" } },
  $defs: { t: { items: { $ref: "#/$defs/t" }, additionalProperties: { $ref: "#/$defs/t" } } },
};
/** Plugins that look into the bodies of requests. */
const onRequests: Readonly<Record<string, Json>> = {
  data_masking: { dataMasking: { rules } },
  prompt_guard: { promptGuard: { deny: ["bomb"] } },
  request_validator: { requestValidator: { schema: recursive } },
  body_transformer: { bodyTransformer: { operations: [{ op: "add", path: "/user", value: "u" }] } },
  external_api: { externalApi: { url: "", sendBody: true, failOpen: true } },
};
/** Plugins that look into the bodies of answers. */
const onAnswers: Readonly<Record<string, Json>> = {
  data_masking: { stage: "pre_response", dataMasking: { rules } },
  body_transformer: {
    stage: "pre_response",
    bodyTransformer: { operations: [{ op: "add", path: "/user", value: "u" }] },
  },
  external_api: { stage: "pre_response", externalApi: { url: "", sendBody: true, failOpen: true } },
};
const shapes: Readonly<Record<string, readonly [open: string, close: string]>> = {
  arrays: ["[", "]"],
  objects: ['{"a":', "}"],
  both: ['[{"text":', "}]"],
};
const depths = [1_000, 60_000];

let weir: Weir;
let model: FakeModel;
/** Answers what the path of the request says. */
let upstream: Server;
let hook: Server;
/** A stream through the only worker, opened before everything else. */
let canary: OpenAnswer;
let held: ServerResponse | undefined;
const byRequest = new Map<string, Json>();
const byAnswer = new Map<string, Json>();

function nested([open, close]: readonly [string, string], depth: number): string {
  return `${open.repeat(depth)}"${mail}"${close.repeat(depth)}`;
}

function listen(server: Server): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });
}

async function gatewayWith(name: string, plugin: Json, url: string): Promise<Json> {
  const gateway = await weir.createGateway({ name, requiredPlugins: [plugin] });
  await weir.createDeployment(gateway.spec.id, "m", [url]);
  return gateway;
}

function answerOf(path: string): { type: string; body: string } {
  const { searchParams } = new URL(path, "http://x");
  const body = `{"x":${nested(shapes[searchParams.get("shape")!]!, Number(searchParams.get("depth")))}}`;
  return searchParams.get("stream") === "1"
    ? { type: "text/event-stream", body: `data: {"choices":[]}\n\ndata: ${body}\n\ndata: {"later":"${mail}"}\n\n` }
    : { type: "application/json", body };
}

beforeAll(async () => {
  weir = await Weir.start({ workers: 1 });
  model = await createFakeModel({ name: "m" });
  upstream = createServer((request, response) => {
    if (request.url === "/v1/held") {
      held = response.writeHead(200, { "content-type": "text/event-stream" });
      held.write("data: {}\n\n");
      return;
    }
    const { type, body } = answerOf(request.url!);
    request.resume().on("end", () => response.writeHead(200, { "content-type": type }).end(body));
  });
  hook = createServer((request, response) => {
    const { searchParams } = new URL(request.url!, "http://x");
    request.resume().on("end", () => {
      response.end(
        searchParams.get("deep") === null
          ? "{}"
          : `{"action":"change","body":${"[".repeat(60_000)}${"]".repeat(60_000)}}`,
      );
    });
  });
  const [upstreamUrl, hookUrl] = await Promise.all([listen(upstream), listen(hook)]);
  const withHook = (plugin: Json): Json =>
    plugin.externalApi === undefined ? plugin : { ...plugin, externalApi: { ...plugin.externalApi, url: hookUrl } };
  const gateways: Promise<unknown>[] = [];
  for (const [name, plugin] of Object.entries(onRequests)) {
    gateways.push(gatewayWith(`request ${name}`, withHook(plugin), model.url).then((it) => byRequest.set(name, it)));
  }
  for (const [name, plugin] of Object.entries(onAnswers)) {
    gateways.push(gatewayWith(`answer ${name}`, withHook(plugin), upstreamUrl).then((it) => byAnswer.set(name, it)));
  }
  const plain = { name: "plain", requiredPlugins: [] };
  gateways.push(weir.createGateway(plain).then((it) => byRequest.set("body routing", it)));
  const changing = { externalApi: { url: `${hookUrl}/?deep`, sendBody: true } };
  gateways.push(gatewayWith("deep decision", changing, model.url).then((it) => byRequest.set("deep decision", it)));
  await Promise.all(gateways);
  canary = await openChat(weir, byAnswer.get("external_api"), { model: "m", stream: true }, { path: "/v1/held" });
});

afterAll(async () => {
  await weir?.stop();
  await model?.close();
  upstream?.close();
  hook?.close();
});

function post(gateway: Json, value: string): Promise<ChatAnswer> {
  return weir.chat(gateway, `{"model":"m","messages":${value},"prompt":${value}}`);
}

describe.each([...Object.keys(onRequests), "body routing"])("%s, with the body of a request", (name) => {
  it.each(Object.entries(shapes))("refuses deep %s, and names the depth that is allowed", async (_, shape) => {
    const before = model.seen.length;
    for (const depth of depths) {
      const { status, json } = await post(byRequest.get(name), nested(shape, depth));
      expect([status, json.error.code]).toEqual([400, "invalid_json"]);
      expect(json.error.message).toContain("128 levels");
    }
    expect(model.seen.length).toBe(before);
  });

  it.skipIf(name === "body routing")("reads what nests as deep as real requests do", async () => {
    const before = model.seen.length;
    const { status } = await post(byRequest.get(name), nested(shapes.arrays!, 100));
    expect(status).toBe(200);
    const sent = model.seen[before]!.body.toString();
    expect(sent.includes(mail)).toBe(name !== "data_masking");
  });
});

it("answers 503 when the decision of an external_api nests too deep", async () => {
  const { status, json } = await post(byRequest.get("deep decision"), '"hello"');
  expect([status, json.error.code]).toEqual([503, "plugin_unavailable"]);
});

describe.each(Object.keys(onAnswers))("%s, with the body of an answer", (name) => {
  it.each(Object.keys(shapes))("answers 502 in place of deep %s", async (shape) => {
    for (const depth of depths) {
      const path = `/v1/x?shape=${shape}&depth=${depth}`;
      const { status, json } = await weir.chat(byAnswer.get(name), { model: "m" }, { path });
      expect([status, json.error.code]).toEqual([502, "upstream_protocol_error"]);
      expect(json.error.message).toContain("128 levels");
    }
  });

  it("lets pass what nests as deep as real answers do", async () => {
    const path = "/v1/x?shape=arrays&depth=100";
    const { status, text } = await weir.chat(byAnswer.get(name), { model: "m" }, { path });
    expect(status).toBe(200);
    expect(text.includes(mail)).toBe(name !== "data_masking");
  });
});

describe("data_masking, with a stream", () => {
  it.each(Object.keys(shapes))(
    "breaks it off at an event with deep %s, before anything unmasked passes",
    async (shape) => {
      const path = `/v1/x?stream=1&shape=${shape}&depth=60000`;
      const answer = await openChat(weir, byAnswer.get("data_masking"), { model: "m", stream: true }, { path });
      expect(await answer.ended).toBe("broken");
      expect(answer.text).toContain('data: {"choices":[]}');
      expect(answer.text).toContain("128 levels");
      expect(answer.text).not.toContain(mail);
    },
  );
});

it("leaves a stream whole that was open all the while", async () => {
  held?.end('data: {"late":1}\n\n');
  expect(await canary.ended).toBe("whole");
  expect(canary.text).toContain("late");
});
