// What every plugin must do: run over the whole registry.

import { create, type JsonObject } from "@bufbuild/protobuf";
import { createValidator } from "@bufbuild/protovalidate";
import { describe, expect, it } from "vitest";
import { type Plugin as Declared, PluginSchema } from "../../gen/es/weir/inference/v1alpha1/plugin_pb.ts";
import { systemClock } from "../../kit/clock.ts";
import { buildVariant } from "../../kit/registry.ts";
import { SchemaCompiler } from "../../kit/schema-compiler.ts";
import { LocalLimiter } from "../../proxy/limit/limiter.ts";
import { RateTable } from "../../proxy/limit/rate-table.ts";
import type { Plugin, PluginRequest } from "../../proxy/plugin/plugin.ts";
import { PluginChain } from "../../proxy/plugin/plugin-chain.ts";
import { plugins } from "../../proxy/plugin/registry.ts";
import { completePlugins } from "../../server/resource/complete-plugins.ts";

const kinds = PluginSchema.oneofs[0]!.fields.map(({ name, localName }) => ({ name, localName }));
const stages = ["pre_request", "post_request", "pre_response", "post_response"];

/** As little as each of them needs. */
const settings: Readonly<Record<string, JsonObject>> = {
  rate_limiter: { limits: { global: { limit: 1, window: "1m" } } },
  request_size_limiter: { maxBodyBytes: 10 },
  request_validator: { schema: {} },
  cors: { allowedOrigins: ["*"] },
  ip_restriction: { deny: ["10.0.0.0/8"] },
  header_transformer: { remove: ["x-a"] },
  body_transformer: { operations: [{ op: "remove", path: "/a" }] },
  data_masking: { rules: [{ entity: "email" }] },
  prompt_guard: { maxCharacters: 10 },
  external_api: { url: "http://127.0.0.1:1", failOpen: true },
};

function declare(name: string, stage: string): { declared: Declared; mistakes: number } {
  const declared = create(PluginSchema, { name, stage, settings: settings[name] as never });
  const mistakes = completePlugins([declared], "required_plugins");
  return { declared, mistakes: mistakes.length };
}

function build({ kind, stage }: Declared): Plugin {
  const limiter = new LocalLimiter(RateTable.create(new Uint8Array(8), 8), systemClock);
  return buildVariant(plugins, kind, {
    name: "test",
    stage,
    limiter,
    schemas: new SchemaCompiler({ linearPatternsOnly: true }),
  })!;
}

/** A request without a body, from nobody in particular. */
function plainRequest(): PluginRequest {
  return {
    requestId: "r",
    gateway: { name: "g" },
    request: { method: "GET", url: "/", headers: {} },
    client: { source: "127.0.0.1" },
    subject: "ann",
    apiKey: undefined,
    model: undefined,
    headersToSend: ["x-b", "1"],
    body: undefined,
    json: () => ({ value: undefined }),
    replaceBody: () => {
      throw new Error("there is no body");
    },
    addAnswerHeaders: () => {},
    onEnd: () => {},
  };
}

it("knows every variant of the contract, and so does this suite", () => {
  expect(Object.keys(plugins).sort()).toEqual(kinds.map(({ localName }) => localName).sort());
  expect(Object.keys(settings).sort()).toEqual(kinds.map(({ name }) => name).sort());
});

describe.each(kinds)("$name", ({ name, localName }) => {
  const allowed = stages.filter((stage) => declare(name, stage).mistakes === 0);

  it("is valid with its settings by name, at one stage at least, and at the first of them unless told", () => {
    expect(allowed.length).toBeGreaterThan(0);
    const { declared } = declare(name, "");
    expect([declared.kind.case, declared.stage, declared.settings]).toEqual([localName, allowed[0], undefined]);
    expect(createValidator().validate(PluginSchema, declared).kind).toBe("valid");
  });

  it.each(stages)("at %s does something, and lets a plain request and its answer pass as they are", async (stage) => {
    if (!allowed.includes(stage)) return;
    const { declared } = declare(name, stage);
    const plugin = build(declared);
    expect(Object.keys(plugin)).not.toEqual([]);
    const request = plainRequest();
    const chain = new PluginChain([plugin]);
    expect(chain.arrival(request)).toBeUndefined();
    for (const step of chain.onRequest) expect(await step.run(request)).toBeUndefined();
    expect(request.headersToSend).toEqual(["x-b", "1"]);
    const head = { status: 200, headers: ["content-type", "application/octet-stream", "content-encoding", "br"] };
    chain.answer(request, head);
    expect(head.headers).toEqual(["content-type", "application/octet-stream", "content-encoding", "br"]);
    expect(chain.transformOf(request, head)).toBeUndefined();
  });
});
