// Manifests: files that declare resources, applied as a whole, by a call and from a folder that the server follows.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createFakeModel, type FakeModel } from "../support/fake-model/fake-model.ts";
import { waitFor } from "../support/wait-for.ts";
import { type Json, Weir } from "../support/weir.ts";

let weir: Weir;
let model: FakeModel;

beforeAll(async () => {
  model = await createFakeModel({ name: "m", tokens: 2 });
  weir = await Weir.start({ workers: 1 });
});

afterAll(async () => {
  await weir?.stop();
  await model?.close();
});

interface ApplyOptions {
  readonly dryRun?: boolean;
  readonly variables?: Record<string, string>;
  readonly token?: string;
}

function apply(content: string, { token, ...options }: ApplyOptions = {}): Promise<{ status: number; body: Json }> {
  return weir.rest("POST", "manifests:apply", { files: [{ name: "weir.yaml", content }], ...options }, token);
}

/** A gateway, as soon as it has its hosts. */
const gatewayNamed = (name: string): Promise<Json> =>
  waitFor("the gateway's endpoints", async () => {
    const { items } = (await weir.rest("GET", "gateways")).body;
    const gateway = items.find(({ spec }: Json) => spec.name === name);
    return gateway?.status.endpoints !== undefined && gateway;
  });

const actionsOf = (body: Json): string[] =>
  body.results.map(({ kind, name, action }: Json) => `${action.replace("MANIFEST_ACTION_", "")} ${kind} ${name}`);

const violationsOf = (body: Json): string[] =>
  body.details[0].debug.fieldViolations.map(({ field, description }: Json) => `${field}: ${description}`);

/** A gateway with all that can stand behind it, each referred to by name, in an order in which nothing is there yet. */
const everything = (name: string, url: string): string => `
kind: Rule
spec:
  name: ${name}-rule
  gateway_id: ${name}
  path: /things/*
  services: [{service_id: ${name}-service}]
---
kind: Service
spec: {name: ${name}-service, type: SERVICE_TYPE_REST, upstreams: [{upstreamId: ${name}-upstream}]}
---
kind: upstream
spec:
  name: ${name}-upstream
  targets: [{url: "${url}"}]
---
kind: Deployment
spec:
  name: ${name}-deployment
  gateway_ids: [${name}]
  model: {name: m}
  upstream_id: ${name}-upstream
---
kind: CustomEndpoint
spec:
  name: ${name}-account
  gateway_ids: [${name}]
  endpoints:
    - name: api
      base_url: "${url}"
      headers: [{name: x-secret, value: "\${SECRET}"}]
---
kind: Gateway
spec:
  name: ${name}
  zones: [local]
  coreWeaveAuth: {}
  body_based_routing: {api_type: API_TYPE_OPENAI}
`;

describe("manifests", () => {
  it("declare whatever there is, by name and in any order, and are served", async () => {
    const variables = { SECRET: 'a "quoted: secret' };
    const first = await apply(everything("whole", model.url), { variables });
    expect(first.status).toBe(200);
    expect(actionsOf(first.body)).toEqual([
      "CREATED Rule whole-rule",
      "CREATED Service whole-service",
      "CREATED Upstream whole-upstream",
      "CREATED Deployment whole-deployment",
      "CREATED CustomEndpoint whole-account",
      "CREATED Gateway whole",
    ]);
    const gateway = await gatewayNamed("whole");
    await waitFor("the model", async () => (await weir.chat(gateway, { model: "m" })).status === 200);
    for (const path of ["/things/1", "/proxy-api/whole-account/api/x"]) {
      await waitFor(path, async () => (await weir.chat(gateway, "{}", { path })).status === 200);
    }
    expect(model.seen.at(-1)!.headers["x-secret"]).toBe('a "quoted: secret');
    const second = await apply(everything("whole", model.url), { variables });
    expect(new Set(second.body.results.map(({ action }: Json) => action))).toEqual(
      new Set(["MANIFEST_ACTION_UNCHANGED"]),
    );
  });

  it("say what would change, secrets masked, and change nothing in a dry run", async () => {
    await apply(everything("dry", model.url), { variables: { SECRET: "before" } });
    const changed = everything("dry", "http://127.0.0.1:9").replace("/things/*", "/others/*");
    const dry = await apply(changed, { variables: { SECRET: "another one" }, dryRun: true });
    const changes = dry.body.results.flatMap(({ kind, changes }: Json) =>
      (changes ?? []).map(({ path, before, after }: Json) => `${kind} ${path}: ${before} -> ${after}`),
    );
    expect(changes).toEqual([
      'Rule path: "/things/*" -> "/others/*"',
      `Upstream targets[0].url: "${model.url}" -> "http://127.0.0.1:9"`,
      `CustomEndpoint endpoints[0].base_url: "${model.url}" -> "http://127.0.0.1:9"`,
      'CustomEndpoint endpoints[0].headers[0].value: "[secret]" -> "[another secret]"',
    ]);
    expect(JSON.stringify(dry.body)).not.toContain("another one");
    const again = await apply(everything("dry", model.url), { variables: { SECRET: "before" } });
    expect(actionsOf(again.body).every((action) => action.startsWith("UNCHANGED"))).toBe(true);
    const more = await apply(
      "kind: Gateway\nspec: {name: dry-only, zones: [local], coreWeaveAuth: {}, bodyBasedRouting: {apiType: API_TYPE_OPENAI}}",
      { dryRun: true },
    );
    expect([more.body.results[0].action, more.body.results[0].id]).toEqual(["MANIFEST_ACTION_CREATED", undefined]);
    expect((await weir.rest("GET", "gateways")).body.items.map(({ spec }: Json) => spec.name)).not.toContain(
      "dry-only",
    );
  });

  it("of 500 resources change nothing the second time, and nothing at all where one has a mistake", async () => {
    const many = (port: number): string =>
      Array.from(
        { length: 500 },
        (_, index) => `kind: Upstream\nspec:\n  name: many-${index}\n  targets:\n    - url: http://127.0.0.1:${port}\n`,
      ).join("---\n");
    const first = await apply(many(9));
    expect(first.body.results.filter(({ action }: Json) => action === "MANIFEST_ACTION_CREATED")).toHaveLength(500);
    const revision = async (): Promise<string[]> =>
      (await weir.rest("GET", "upstreams")).body.items.map(({ status }: Json) => status.etag + status.updatedAt);
    const before = await revision();
    const second = await apply(many(9));
    expect(second.body.results.filter(({ action }: Json) => action === "MANIFEST_ACTION_UNCHANGED")).toHaveLength(500);
    const lines = many(10).split("\n");
    const wrong = lines.findIndex((line) => line.includes("many-321")) + 2;
    lines[wrong] = "    - url: ftp://127.0.0.1";
    const third = await apply(lines.join("\n"));
    expect([third.status, third.body.code]).toEqual([400, "invalid_argument"]);
    expect(violationsOf(third.body)[0]).toMatch(new RegExp(`^weir\\.yaml:${wrong + 1}: targets\\[0\\]\\.url: `));
    expect(await revision()).toEqual(before);
  });

  it("name the line and the field of every mistake", async () => {
    const cases: readonly (readonly [string, readonly (string | RegExp)[]])[] = [
      ["kind: Gateway\nspec: {a: 1, a: 2}", ['weir.yaml:2: "a" is given twice: names must be unique']],
      ["a: 1", ["weir.yaml:1: kind: must be given: Gateway, Deployment, Upstream, Service, Rule or CustomEndpoint"]],
      [
        "kind: Pod\nspec: {}",
        ['weir.yaml:1: kind: "Pod" is none of Gateway, Upstream, Service, Deployment, Rule, CustomEndpoint'],
      ],
      ["\nkind: ApiKey\nspec: {}", [/^weir\.yaml:2: keys are not declared.*weir keys create/]],
      [
        "kind: Upstream\nspec:\n  name: u\n  targts: []",
        [/^weir\.yaml:4: targts: unknown field: the fields are id, name/],
      ],
      [
        "kind: Upstream\nspec:\n  name: u\n  targets:\n  - url: 5",
        ["weir.yaml:5: targets[0].url: must be a string, not 5"],
      ],
      [
        "kind: Upstream\nspec:\n  name: u\n  tls: {client_key: 12345}",
        ["weir.yaml:4: tls.client_key: must be a string"],
      ],
      [
        "kind: Upstream\nmetadata: {}\nspec: {name: u}",
        ["weir.yaml:2: metadata: unknown field: a document has kind and spec"],
      ],
      ["kind: Upstream\nspec:\n  id: u\n  name: $" + "{NOBODY}", [/^weir\.yaml:4: \$\{NOBODY\} has no value/]],
      [
        "kind: Service\nspec:\n  name: s\n  type: SERVICE_TYPE_REST\n  upstreams:\n  - upstream_id: nobody",
        ['weir.yaml:6: upstreams[0].upstream_id: no upstream "nobody"'],
      ],
      [
        "kind: Gateway\nspec: {name: g, zones: [local], coreWeaveAuth: {}, bodyBasedRouting: {apiType: API_TYPE_OPENAI}}\n---\n" +
          "kind: Gateway\nspec:\n  name: g\n  zones: [local]",
        ["weir.yaml:6: name: is that of weir.yaml:1 too"],
      ],
      [
        "kind: Gateway\nspec:\n  name: g\n  zones:\n  - mars\n  coreWeaveAuth: {}\n  bodyBasedRouting: {apiType: API_TYPE_OPENAI}",
        ['weir.yaml:5: zones[0]: no zone "mars": must be one of local'],
      ],
      [
        "type: provider-account/custom-endpoint\nname: t\nintegrations:\n- type: integration/model/custom-endpoint\n  name: i\n  base_url: http://x/\n  timeout: 5",
        [/^weir\.yaml:7: integrations\[0\]\.timeout: unknown field/],
      ],
    ];
    for (const [content, wanted] of cases) {
      const { status, body } = await apply(content);
      expect([content, status]).toEqual([content, 400]);
      const violations = violationsOf(body);
      expect([content, violations.length, violations]).toEqual([content, wanted.length, violations]);
      for (const [index, each] of wanted.entries()) {
        if (typeof each === "string") expect(violations[index]).toBe(each);
        else expect(violations[index]).toMatch(each);
      }
    }
  });

  it("take what the API answers, and TrueFoundry's accounts", async () => {
    await apply(everything("again", model.url), { variables: { SECRET: "s" } });
    const gateway = await gatewayNamed("again");
    const answered = await apply(JSON.stringify([{ kind: "Gateway", ...gateway }]));
    expect(actionsOf(answered.body)).toEqual(["UNCHANGED Gateway again"]);
    const account = `
type: provider-account/custom-endpoint
name: coreweave-model
gateway_ids: [again]
collaborators:
  - {subject: "team:everyone", role_id: provider-account-access}
  - {subject: "user:ann@example.com", role_id: provider-account-manager}
integrations:
  - type: integration/model/custom-endpoint
    name: inference
    base_url: ${model.url}/v1
    headers: {Authorization: "Bearer \${KEY}"}
`;
    const taken = await apply(account, { variables: { KEY: "wandb-key" } });
    expect(actionsOf(taken.body)).toEqual(["CREATED CustomEndpoint coreweave-model"]);
    const path = "/proxy-api/coreweave-model/inference/chat/completions";
    await waitFor("it to be served", async () => (await weir.chat(gateway, { model: "m" }, { path })).status === 200);
    expect(model.seen.at(-1)!.headers.authorization).toBe("Bearer wandb-key");
    const repeated = await apply(account, { variables: { KEY: "wandb-key" } });
    expect(actionsOf(repeated.body)).toEqual(["UNCHANGED CustomEndpoint coreweave-model"]);
    const wrong = await apply(account.replace(`${model.url}/v1`, "http://x/"), { variables: { KEY: "k" } });
    expect(violationsOf(wrong.body)[0]).toMatch(/^weir\.yaml:11: endpoints\[0\]\.base_url: must not end with a slash/);
  });
});

describe("a folder of manifests", () => {
  it("is applied at the start and followed, and deletes what an operator allows", async () => {
    const folder = mkdtempSync(join(tmpdir(), "weir-manifests-"));
    const write = (name: string, content: string): void => writeFileSync(join(folder, name), content);
    mkdirSync(join(folder, "more"));
    write("main.yaml", everything("folder", model.url));
    write(
      "more/upstream.json",
      JSON.stringify({ kind: "Upstream", spec: { name: "beside", targets: [{ url: model.url }] } }),
    );
    write("README.md", "no manifest");
    const followed = await Weir.start({
      workers: 1,
      environment: { WEIR_MANIFESTS: folder, SECRET: "from the environment" },
    });
    const names = async (kind: string): Promise<string[]> =>
      (await followed.rest("GET", kind)).body.items?.map(({ spec }: Json) => spec.name) ?? [];
    try {
      expect(await names("gateways")).toEqual(["folder"]);
      expect((await names("upstreams")).sort()).toEqual(["beside", "folder-upstream"]);
      // Nearly all of the folder at once is refused; what is new is applied.
      const beside = { kind: "Upstream", spec: { name: "beside too", targets: [{ url: model.url }] } };
      write("more/upstream.json", JSON.stringify(beside));
      rmSync(join(folder, "main.yaml"));
      const refusal = await waitFor(
        "the refusal",
        () => followed.log.find((line) => line.includes("no longer declares 7 of its 7 resources")),
        25_000,
      );
      expect((await names("upstreams")).sort()).toEqual(["beside", "beside too", "folder-upstream"]);
      expect(await names("gateways")).toEqual(["folder"]);
      const metrics = await (await fetch(`${followed.serverUrl}/metrics`)).text();
      expect(metrics).toContain("weir_manifests_refused_deletions 7");
      // With an operator's permission they go, those that refer to others first.
      write(".weir-allow-deletions", /write (\w+) into/.exec(refusal)![1]!);
      await waitFor("the gateway to go", async () => (await names("gateways")).length === 0, 25_000);
      await waitFor("the upstreams to go", async () => (await names("upstreams")).length === 1, 25_000);
      expect(await names("upstreams")).toEqual(["beside too"]);
    } finally {
      await followed.stop();
      rmSync(folder, { recursive: true });
    }
  }, 120_000);
});
