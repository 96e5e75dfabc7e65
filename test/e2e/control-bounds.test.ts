// Requests that are too large are refused by their counts, before their items are validated: the control plane goes on
// answering others.

import { create, type JsonObject, toBinary } from "@bufbuild/protobuf";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CreateGatewayRequestSchema } from "../../gen/es/weir/inference/v1alpha1/gateway_service_pb.ts";
import { adminToken, type Json, Weir } from "../support/weir.ts";

let weir: Weir;
let gateway: Json;

beforeAll(async () => {
  weir = await Weir.start({ proxies: 0 });
  const { body } = await weir.rest("POST", "gateways", declared({}));
  gateway = body.gateway;
});

afterAll(async () => {
  await weir?.stop();
});

const declared = (fields: JsonObject): JsonObject => ({
  name: "g",
  zones: ["local"],
  coreWeaveAuth: {},
  pathBasedRouting: {},
  ...fields,
});
const many = 100_000;
const list = <T>(item: T, count = many): T[] => new Array(count).fill(item);
const schemaOf = (properties: number): JsonObject => ({
  properties: Object.fromEntries(Array.from({ length: properties }, (_, index) => [`p${index}`, { type: "string" }])),
});
const withSchema = (schema: JsonObject): JsonObject => ({ requiredPlugins: [{ requestValidator: { schema } }] });

/** Sends a request of 4 MB at most, in bytes, to an address of the server. */
async function send(path: string, method: string, type: string, body: Uint8Array | string): Promise<[number, string]> {
  const headers = { authorization: `Bearer ${adminToken}`, "content-type": type };
  const response = await fetch(`${weir.serverUrl}${path}`, { method, headers, body: body as never });
  return [response.status, await response.text()];
}

const rest = (method: string, path: string, body: JsonObject): Promise<[number, string]> =>
  send(`/v1alpha1/inference/${path}`, method, "application/json", JSON.stringify(body));
const connect = (body: JsonObject): Promise<[number, string]> =>
  send("/weir.inference.v1alpha1.GatewayService/CreateGateway", "POST", "application/json", JSON.stringify(body));

const requests: readonly (readonly [what: string, send: () => Promise<[number, string]>, said: RegExp])[] = [
  ["plugins in a create", () => rest("POST", "gateways", declared({ requiredPlugins: list({}) })), /at most 50/],
  [
    "plugins in an update with a mask",
    () =>
      rest("PATCH", `gateways/${gateway.spec.id}`, {
        updateMask: "requiredPlugins",
        requiredPlugins: list({ name: "x" }),
      }),
    /at most 50/,
  ],
  [
    "plugins in an update without a mask",
    () => rest("PATCH", `gateways/${gateway.spec.id}`, declared({ requiredPlugins: list({ cors: {} }) })),
    /at most 50/,
  ],
  ["plugins over Connect, as JSON", () => connect(declared({ requiredPlugins: list({}) })), /at most 50/],
  [
    "plugins over Connect, in binary",
    () => {
      const request = create(CreateGatewayRequestSchema, { name: "g", requiredPlugins: list({ name: "cors" }) });
      const path = "/weir.inference.v1alpha1.GatewayService/CreateGateway";
      return send(path, "POST", "application/proto", toBinary(CreateGatewayRequestSchema, request));
    },
    /at most 50/,
  ],
  [
    "items inside of a plugin",
    () => rest("POST", "gateways", declared({ requiredPlugins: [{ promptGuard: { deny: list("x") } }] })),
    /deny.*at most 200/,
  ],
  [
    "items inside of a plugin's settings",
    () =>
      rest(
        "POST",
        "gateways",
        declared({ requiredPlugins: [{ name: "prompt_guard", settings: { deny: list("x") } }] }),
      ),
    /settings\.deny.*at most 200/,
  ],
  [
    "pairs of a map",
    () =>
      rest("POST", "services", {
        name: "s",
        metadata: Object.fromEntries(list("", 50_000).map((_, index) => [`k${index}`, "v"])),
      }),
    /metadata.*at most/,
  ],
  [
    "unknown fields",
    () => rest("POST", "gateways", Object.fromEntries(list("", many).map((_, index) => [`f${index}`, 1]))),
    /unknown field/,
  ],
  [
    "paths of a mask",
    () => rest("PATCH", `gateways/${gateway.spec.id}`, { updateMask: list("name").join(",") }),
    /paths: at most 1000/,
  ],
  [
    "values of a schema",
    () => rest("POST", "gateways", declared(withSchema(schemaOf(60_000)))),
    /more than 1000 values/,
  ],
  [
    "values of a schema in an update with a mask",
    () =>
      rest("PATCH", `gateways/${gateway.spec.id}`, { updateMask: "requiredPlugins", ...withSchema(schemaOf(30_000)) }),
    /more than 1000 values/,
  ],
  [
    "plugins in a manifest",
    () => {
      const spec = declared({ requiredPlugins: list({}, 5_000) });
      const files = [{ name: "a.yaml", content: JSON.stringify({ kind: "Gateway", spec }) }];
      return rest("POST", "manifests:apply", { files });
    },
    /a\.yaml:1.*at most 50/,
  ],
  [
    "names in a manifest",
    () => rest("POST", "manifests:apply", { files: [{ name: "a.yaml", content: `[${"a,".repeat(200_000)}]` }] }),
    /a\.yaml:1.*more than 50000/,
  ],
  [
    "documents in a manifest",
    () => rest("POST", "manifests:apply", { files: [{ name: "a.yaml", content: "---\n".repeat(10_100) }] }),
    /more than 10000 documents/,
  ],
  [
    "levels in a manifest",
    () =>
      rest("POST", "manifests:apply", {
        files: [{ name: "a.yaml", content: `kind: Gateway\nspec: {x: ${"[".repeat(15_000)}${"]".repeat(15_000)}}` }],
      }),
    /nests too deep/,
  ],
  [
    "levels in JSON",
    () =>
      send(
        "/v1alpha1/inference/gateways",
        "POST",
        "application/json",
        `{"name":"g","requiredPlugins":[{"name":"x","settings":{"a":${"[".repeat(60_000)}${"]".repeat(60_000)}}}]}`,
      ),
    /deeper than 100 levels/,
  ],
];

describe("a request with too many", () => {
  it.each(requests)("%s is refused, with what is allowed, in a short answer", async (_, request, said) => {
    const [status, text] = await request();
    expect([status, text.slice(0, 500)]).toEqual([400, expect.stringMatching(said)]);
    expect(text.length).toBeLessThan(200_000);
  });
});

it("answers others while hostile requests come at once", async () => {
  const some = requests.filter((_, index) => index % 3 === 0);
  let isOver = false;
  const hostile = Promise.all(some.map(([, request]) => request())).finally(() => {
    isOver = true;
  });
  while (!isOver) expect((await fetch(`${weir.serverUrl}/livez`)).ok).toBe(true);
  for (const [status] of await hostile) expect(status).toBe(400);
});

it("answers others while the patterns of many manifests are compiled", async () => {
  const documents = Array.from({ length: 100 }, (_, index) => ({
    kind: "Gateway",
    spec: declared({
      name: `slow-${index}`,
      requiredPlugins: [{ promptGuard: { deny: list(0, 9).map((_, each) => `a{1000}b${index}x${each}`) } }],
    }),
  }));
  const content = documents.map((each) => JSON.stringify(each)).join("\n---\n");
  let isOver = false;
  const startMs = performance.now();
  const applied = weir.rest("POST", "manifests:apply", { dryRun: true, files: [{ name: "a.yaml", content }] });
  applied.finally(() => {
    isOver = true;
  });
  let longestMs = 0;
  while (!isOver) {
    const sentMs = performance.now();
    expect((await weir.rest("GET", "gateways")).status).toBe(200);
    longestMs = Math.max(longestMs, performance.now() - sentMs);
  }
  expect((await applied).body.results).toHaveLength(100);
  expect(longestMs).toBeLessThan((performance.now() - startMs) / 2);
});

it("takes what is as large as it may be", async () => {
  const deny = Array.from({ length: 200 }, (_, index) => `word ${index}`);
  const plugins: JsonObject[] = [
    { requestValidator: { schema: schemaOf(480) } },
    { promptGuard: { deny } },
    ...list({ ipRestriction: { deny: ["10.0.0.0/8"] } }, 48),
  ];
  const [status, text] = await rest("POST", "gateways", declared({ requiredPlugins: plugins }));
  expect([status, text.slice(0, 300)]).toEqual([200, expect.stringContaining("requiredPlugins")]);
});
