// Secrets that an update leaves out stay with their items and their destinations, whatever else the update changes.

import { clone, create, type DescMessage, fromJson, type JsonObject, type Message } from "@bufbuild/protobuf";
import { type ReflectMessage, reflect } from "@bufbuild/protobuf/reflect";
import { assert, constant, constantFrom, integer, property, record, shuffledSubarray, uniqueArray } from "fast-check";
import { describe, expect, it } from "vitest";
import { AccessTokenSpecSchema } from "../../../gen/es/weir/inference/v1alpha1/access_token_pb.ts";
import { ApiKeySpecSchema } from "../../../gen/es/weir/inference/v1alpha1/api_key_pb.ts";
import { CustomEndpointSpecSchema } from "../../../gen/es/weir/inference/v1alpha1/custom_endpoint_pb.ts";
import { DeploymentSpecSchema } from "../../../gen/es/weir/inference/v1alpha1/deployment_pb.ts";
import { type GatewaySpec, GatewaySpecSchema } from "../../../gen/es/weir/inference/v1alpha1/gateway_pb.ts";
import { RuleSpecSchema } from "../../../gen/es/weir/inference/v1alpha1/rule_pb.ts";
import { ServiceSpecSchema } from "../../../gen/es/weir/inference/v1alpha1/service_pb.ts";
import { UpstreamSpecSchema } from "../../../gen/es/weir/inference/v1alpha1/upstream_pb.ts";
import { carrySecrets } from "../../../server/resource/carry-secrets.ts";
import { destinationOf } from "../../../server/resource/destination-of.ts";
import type { SpecOf } from "../../../server/resource/rules.ts";
import { secretFieldsOf } from "../../../server/resource/secret-fields.ts";
import { secretPlacesOf } from "../../../server/resource/secret-places.ts";
import type { Kind } from "../../../server/store/store.ts";

const schemas: Readonly<Record<Kind, DescMessage>> = {
  gateway: GatewaySpecSchema,
  deployment: DeploymentSpecSchema,
  upstream: UpstreamSpecSchema,
  service: ServiceSpecSchema,
  rule: RuleSpecSchema,
  api_key: ApiKeySpecSchema,
  custom_endpoint: CustomEndpointSpecSchema,
  access_token: AccessTokenSpecSchema,
};
const kinds = Object.keys(schemas) as Kind[];

let made = 0;
const newId = (): string => `made-${made++}`;

function specOf<K extends Kind>(kind: K, json: JsonObject): SpecOf[K] {
  return fromJson(schemas[kind], json) as Message as SpecOf[K];
}

/** A spec in the form in which it is stored. */
function storedOf<K extends Kind>(kind: K, json: JsonObject): SpecOf[K] {
  const spec = specOf(kind, json);
  carrySecrets(kind, undefined, spec, { cleared: new Set(), newId });
  return spec;
}

/** The result of an update of `stored` to `next`: its secrets by path, and the fields that are refused. */
function carry<K extends Kind>(
  kind: K,
  stored: JsonObject,
  next: JsonObject,
  cleared: readonly string[] = [],
): { secrets: Record<string, string>; refused: string[] } {
  const spec = specOf(kind, next);
  const violations = carrySecrets(kind, storedOf(kind, stored), spec, { cleared: new Set(cleared), newId });
  for (const { description } of violations) expect(description).not.toContain("secret-");
  const fields = secretFieldsOf(schemas[kind], spec).map((field) => [field.path, field.get()]);
  return { secrets: Object.fromEntries(fields), refused: violations.map(({ field }) => field) };
}

describe("the places of secrets", () => {
  /** Sets every field that is marked as secret, with two items in every list on the way, and takes each arm of a oneof. */
  function fill(message: ReflectMessage, arm: number): void {
    for (const oneof of message.desc.oneofs) {
      const field = oneof.fields[arm % oneof.fields.length]!;
      if (field.fieldKind === "message") message.set(field, reflect(field.message, create(field.message)));
    }
    for (const field of message.desc.fields) {
      if (field.fieldKind === "scalar" && field.proto.options?.debugRedact) message.set(field, "secret");
      else if (field.message === undefined || !field.message.typeName.startsWith("weir.")) continue;
      else if (field.fieldKind === "message" && (field.oneof === undefined || message.isSet(field))) {
        const inner = reflect(field.message, create(field.message));
        fill(inner, arm);
        message.set(field, inner);
      } else if (field.fieldKind === "list" && field.listKind === "message") {
        for (let index = 0; index < 2; index++) {
          const item = reflect(field.message, create(field.message));
          fill(item, arm + index);
          message.get(field).add(item);
        }
      }
    }
  }

  it.each(kinds)("of a %s are all the fields that its proto marks as secret", (kind) => {
    let seen = 0;
    for (let arm = 0; arm < 30; arm++) {
      const spec = create(schemas[kind]) as Message as SpecOf[typeof kind];
      fill(reflect(schemas[kind], spec), arm);
      const marked = secretFieldsOf(schemas[kind], spec).map(({ path }) => path);
      const places = secretPlacesOf(kind, spec, ({ id }) => id);
      expect(places.map(({ path }) => path).sort()).toEqual(marked.sort());
      for (const place of places) expect(place.get()).toBe("secret");
      seen += marked.length;
    }
    expect(seen > 0).toBe(!["api_key", "access_token"].includes(kind));
  });
});

const header = (value?: string, name = "Authorization"): JsonObject => ({ name, ...(value && { value }) });
const endpoint = (name: string, baseUrl: string, more: JsonObject = {}): JsonObject => ({ name, baseUrl, ...more });
const tls = (clientKey?: string): JsonObject => ({ clientCertificate: "cert", ...(clientKey && { clientKey }) });

const a = "https://a.test/v1";
const b = "https://b.test/v1";

/** A stored spec with one secret, `secret-1`; the same with URLs of another kind. Its path identifies the secret. */
const moves: readonly {
  readonly what: string;
  readonly kind: Kind;
  readonly at: string;
  /** @param value undefined: the secret is left out */
  readonly spec: (urls: readonly string[], value?: string) => JsonObject;
}[] = [
  {
    what: "the key of a W&B server",
    kind: "gateway",
    at: "weights_and_biases_auth.api_key",
    spec: ([serverUrl], apiKey) => ({ weightsAndBiasesAuth: { serverUrl: serverUrl!, ...(apiKey && { apiKey }) } }),
  },
  ...(["gateway", "rule", "service"] as const).map((kind) => {
    const field = kind === "gateway" ? "requiredPlugins" : "plugins";
    return {
      what: `the secret of an external_api of a ${kind}`,
      kind,
      at: `${kind === "gateway" ? "required_plugins" : "plugins"}[0].external_api.secret`,
      spec: ([url]: readonly string[], secret?: string): JsonObject => ({
        [field]: [{ id: "p", externalApi: { url: url!, ...(secret && { secret }) } }],
      }),
    };
  }),
  {
    what: "a header of an upstream",
    kind: "upstream",
    at: "headers[0].value",
    spec: (urls, value) => ({ targets: urls.map((url) => ({ url })), headers: [header(value)] }),
  },
  {
    what: "a header of an upstream with names to look up",
    kind: "upstream",
    at: "headers[0].value",
    spec: ([url, ...more], value) => ({
      dnsTargets: [{ url: url! }],
      targets: more.map((each) => ({ url: each })),
      headers: [header(value)],
    }),
  },
  {
    what: "the client key of an upstream",
    kind: "upstream",
    at: "tls.client_key",
    spec: (urls, value) => ({ targets: urls.map((url) => ({ url })), tls: tls(value) }),
  },
  {
    what: "a header of a deployment",
    kind: "deployment",
    at: "targets.headers[0].value",
    spec: (urls, value) => ({ targets: { targets: urls.map((url) => ({ url })), headers: [header(value)] } }),
  },
  {
    what: "an account's auth header",
    kind: "custom_endpoint",
    at: "auth_headers[0].value",
    spec: (urls, value) => ({
      authHeaders: [header(value)],
      endpoints: urls.map((url, index) => endpoint(`e${index}`, url)),
    }),
  },
  ...(["headers", "authHeaders"] as const).map((field) => ({
    what: `an endpoint's ${field}`,
    kind: "custom_endpoint" as const,
    at: `endpoints[0].${field === "headers" ? "headers" : "auth_headers"}[0].value`,
    spec: ([url]: readonly string[], value?: string): JsonObject => ({
      endpoints: [endpoint("e", url!, { [field]: [header(value)] })],
    }),
  })),
  {
    what: "the client key of an endpoint",
    kind: "custom_endpoint",
    at: "endpoints[0].tls.client_key",
    spec: ([url], value) => ({ endpoints: [endpoint("e", url!, { tls: tls(value) })] }),
  },
];

describe.each(moves)("$what", ({ kind, at, spec }) => {
  it.each([
    ["the same URL", a],
    ["another path", "https://a.test/v2/deeper"],
    ["another spelling of the host", "https://A.test.:443/v1"],
  ])("is kept for %s", (_, url) => {
    expect(carry(kind, spec([a], "secret-1"), spec([url]))).toEqual({ secrets: { [at]: "secret-1" }, refused: [] });
  });

  it.each([
    ["host", b],
    ["port", "https://a.test:8443/v1"],
    ["scheme", "http://a.test/v1"],
    ["host below the old one", "https://a.test.b.test/v1"],
  ])("must be given again for another %s", (_, url) => {
    expect(carry(kind, spec([a], "secret-1"), spec([url]))).toEqual({ secrets: {}, refused: [at] });
    expect(carry(kind, spec([a], "secret-1"), spec([url], "secret-2"))).toEqual({
      secrets: { [at]: "secret-2" },
      refused: [],
    });
  });

  it("is cleared where an update mask names it, wherever it would go", () => {
    for (const url of [a, b])
      expect(carry(kind, spec([a], "secret-1"), spec([url]), [at])).toEqual({ secrets: {}, refused: [] });
  });
});

describe.each(moves.filter(({ spec }) => JSON.stringify(spec([a, b])).includes(b)))("$what", ({ kind, at, spec }) => {
  it("is kept for some of its destinations in any order, and must be given again for one more", () => {
    const stored = spec([a, b], "secret-1");
    for (const urls of [[b, a], [a], [b], ["https://b.test/other", "https://a.test"]])
      expect(carry(kind, stored, spec(urls))).toEqual({ secrets: { [at]: "secret-1" }, refused: [] });
    expect(carry(kind, stored, spec([a, b, "https://c.test"]))).toEqual({ secrets: {}, refused: [at] });
    expect(carry(kind, spec([a], "secret-1"), spec([a, b]))).toEqual({ secrets: {}, refused: [at] });
  });
});

/** Settings of TLS, from the most to the least that they trust; those with a letter trust something else. */
const trusts: Readonly<Record<string, JsonObject>> = {
  "any certificate": { insecureSkipVerify: true },
  "the authorities of the system": {},
  "authorities a": { caCertificates: "-----BEGIN CERTIFICATE-----\nYQ==\n-----END CERTIFICATE-----\n" },
  "authorities b": { caCertificates: "-----BEGIN CERTIFICATE-----\nYg==\n-----END CERTIFICATE-----\n" },
  "the name c.test": { serverName: "c.test" },
  "the name d.test": { serverName: "d.test" },
};

describe.each<
  [what: string, kind: Kind, at: string, spec: (tls: JsonObject, url: string, value?: string) => JsonObject]
>([
  [
    "an upstream",
    "upstream",
    "headers[0].value",
    (tls, url, value) => ({ targets: [{ url }], tls, headers: [header(value)] }),
  ],
  [
    "an endpoint",
    "custom_endpoint",
    "endpoints[0].headers[0].value",
    (tls, url, value) => ({ endpoints: [endpoint("e", url, { tls, headers: [header(value)] })] }),
  ],
  [
    "an account",
    "custom_endpoint",
    "auth_headers[0].value",
    (tls, url, value) => ({ authHeaders: [header(value)], endpoints: [endpoint("e", url, { tls })] }),
  ],
])("a header of %s", (_, kind, at, spec) => {
  const names = Object.keys(trusts);
  const changes = names.flatMap((before) => names.map((after) => [before, after] as const));

  it.each(changes)(
    "that was given with trust in %s follows a change to %s only if that trusts nobody else",
    (before, after) => {
      const { secrets, refused } = carry(kind, spec(trusts[before]!, a, "secret-1"), spec(trusts[after]!, a));
      const isKept = before === after || before === "any certificate";
      expect([secrets[at], refused]).toEqual(isKept ? ["secret-1", []] : [undefined, [at]]);
      expect(carry(kind, spec(trusts[before]!, a, "secret-1"), spec(trusts[after]!, a, "secret-2")).refused).toEqual(
        [],
      );
    },
  );

  it.each(names)("that was given with trust in %s does not go to another host", (name) => {
    expect(carry(kind, spec(trusts[name]!, a, "secret-1"), spec(trusts[name]!, b)).refused).toEqual([at]);
  });

  it("is not bound to trust without TLS", () => {
    const url = "http://a.test";
    expect(carry(kind, spec({}, url, "secret-1"), spec({ insecureSkipVerify: true }, url)).refused).toEqual([]);
  });

  it("stays where the same trust is written otherwise", () => {
    const written = { serverName: "A.test", caCertificates: "" };
    expect(carry(kind, spec({}, a, "secret-1"), spec(written, a)).refused).toEqual([]);
    const { caCertificates } = trusts["authorities a"] as { caCertificates: string };
    const spaced = { caCertificates: caCertificates.replaceAll("\n", "\r\n") };
    expect(carry(kind, spec(trusts["authorities a"]!, a, "secret-1"), spec(spaced, a)).refused).toEqual([]);
  });
});

describe("an account's secrets", () => {
  it("stay with endpoints by name and headers by name, in whatever order they come", () => {
    const stored = {
      endpoints: [
        endpoint("e", a, { headers: [header("secret-1"), header("secret-2", "X-Key")], tls: tls("secret-3") }),
        endpoint("f", b, { authHeaders: [header("secret-4")] }),
      ],
    };
    const next = {
      endpoints: [
        endpoint("f", b, { authHeaders: [header(undefined, "AUTHORIZATION")] }),
        endpoint("e", a, { headers: [header(undefined, "x-key"), header()], tls: tls() }),
      ],
    };
    expect(carry("custom_endpoint", stored, next)).toEqual({
      secrets: {
        "endpoints[0].auth_headers[0].value": "secret-4",
        "endpoints[1].headers[0].value": "secret-2",
        "endpoints[1].headers[1].value": "secret-1",
        "endpoints[1].tls.client_key": "secret-3",
      },
      refused: [],
    });
  });

  it("do not go to an endpoint that begins to inherit them", () => {
    const own = { authHeaders: [header("secret-2")] };
    const stored = { authHeaders: [header("secret-1")], endpoints: [endpoint("e", a), endpoint("f", b, own)] };
    const next = { authHeaders: [header()], endpoints: [endpoint("e", a), endpoint("f", b)] };
    expect(carry("custom_endpoint", stored, next).refused).toEqual(["auth_headers[0].value"]);
  });

  it("are not lost in silence with the name of an endpoint", () => {
    const stored = { endpoints: [endpoint("e", a, { tls: tls("secret-1") }), endpoint("f", b)] };
    const renamed = { endpoints: [endpoint("g", a, { tls: tls() }), endpoint("f", b)] };
    expect(carry("custom_endpoint", stored, renamed).refused).toEqual(["endpoints[0].tls.client_key"]);
    const added = { endpoints: [endpoint("e", a, { tls: tls() }), endpoint("f", b, { tls: tls() })] };
    expect(carry("custom_endpoint", stored, added)).toEqual({
      secrets: { "endpoints[0].tls.client_key": "secret-1" },
      refused: [],
    });
  });

  it("do not come to an item of another name", () => {
    const stored = { endpoints: [endpoint("e", a, { headers: [header("secret-1")] })] };
    const renamed = { endpoints: [endpoint("f", a, { headers: [header()] })] };
    const another = { endpoints: [endpoint("e", a, { headers: [header(undefined, "X-Key")] })] };
    for (const next of [renamed, another])
      expect(carry("custom_endpoint", stored, next)).toEqual({ secrets: {}, refused: [] });
  });
});

describe("plugins", () => {
  const ask = (url: string, secret?: string, more: JsonObject = {}): JsonObject => ({
    externalApi: { url, ...(secret && { secret }) },
    ...more,
  });
  const plugins = (...requiredPlugins: JsonObject[]): JsonObject => ({ requiredPlugins });
  const ofTwo = plugins(ask(a, "secret-a", { id: "1" }), ask(b, "secret-b", { id: "2" }));
  const at = (index: number): string => `required_plugins[${index}].external_api.secret`;

  it.each<[string, JsonObject, JsonObject, Record<number, string>, number[]]>([
    [
      "by id, in another order",
      ofTwo,
      plugins(ask(b, "", { id: "2" }), ask(a, "", { id: "1" })),
      { 0: "b", 1: "a" },
      [],
    ],
    ["without ids, in another order", ofTwo, plugins(ask(b), ask(a)), { 0: "b", 1: "a" }, []],
    ["one taken out", ofTwo, plugins(ask(b)), { 0: "b" }, []],
    ["another put before", ofTwo, plugins({ cors: {} }, ask(a), ask(b)), { 1: "a", 2: "b" }, []],
    [
      "as settings",
      ofTwo,
      plugins({ name: "external_api", settings: { url: b } }, { name: "external_api", settings: { url: a } }),
      { 0: "b", 1: "a" },
      [],
    ],
    [
      "another path and time",
      ofTwo,
      plugins(ask("https://a.test/x"), ask(b, "", { priority: 3 })),
      { 0: "a", 1: "b" },
      [],
    ],
    [
      "one replaced, its secret given",
      ofTwo,
      plugins(ask("https://c.test", "secret-c"), ask(b)),
      { 0: "c", 1: "b" },
      [],
    ],
    ["one moved", ofTwo, plugins(ask("https://c.test"), ask(b)), {}, [0]],
    ["ids exchanged", ofTwo, plugins(ask(a, "", { id: "2" }), ask(b, "", { id: "1" })), {}, [0, 1]],
    ["one more, without a secret", ofTwo, plugins(ask(a), ask(b), ask("https://c.test")), { 0: "a", 1: "b" }, []],
    [
      "replaced by one with an id of its own",
      ofTwo,
      plugins(ask("https://c.test", "", { id: "3" }), ask(b)),
      { 1: "b" },
      [],
    ],
    ["an id that is new and nothing else", ofTwo, plugins(ask(a, "", { id: "mine" }), ask(b)), { 0: "a", 1: "b" }, []],
    [
      "two for one host, changed",
      plugins(ask(a, "secret-1"), ask("https://a.test/2", "secret-2")),
      plugins(ask("https://a.test/3"), ask("https://a.test/4")),
      {},
      [0, 1],
    ],
    [
      "two for one host, one of them changed",
      plugins(ask(a, "secret-1"), ask("https://a.test/2", "secret-2")),
      plugins(ask("https://a.test/2", "", { priority: 1 }), ask("https://a.test/3")),
      { 0: "2", 1: "1" },
      [],
    ],
    ["one written twice", plugins(ask(a, "secret-a")), plugins(ask(a), ask(a)), {}, [0, 1]],
    [
      "twins with one secret",
      plugins(ask(a, "secret-a"), ask(a, "secret-a")),
      plugins(ask(a), ask(a)),
      { 0: "a", 1: "a" },
      [],
    ],
    ["twins with two secrets", plugins(ask(a, "secret-1"), ask(a, "secret-2")), plugins(ask(a), ask(a)), {}, [0, 1]],
    ["without secrets, one more", plugins(ask(a)), plugins(ask(a), ask(a), ask("https://c.test")), {}, []],
    ["of another kind with its id", ofTwo, plugins({ id: "1", cors: {} }, ask(b)), { 1: "b" }, []],
  ])("keep their own secret: %s", (_, stored, next, secrets, refused) => {
    const expected = Object.fromEntries(
      Object.entries(secrets).map(([index, of]) => [at(Number(index)), `secret-${of}`]),
    );
    const got = carry("gateway", stored, next);
    expect(got.refused).toEqual(refused.map(at));
    if (refused.length === 0) expect(got.secrets).toEqual(expected);
  });

  it("refuse an id that is there twice", () => {
    const next = plugins(ask(a, "", { id: "1" }), ask(a, "", { id: "1" }));
    expect(carry("gateway", ofTwo, next).refused).toEqual(["required_plugins[1].id"]);
  });

  it("are the same when they are written again without ids", () => {
    const stored = storedOf("gateway", ofTwo);
    const next = specOf("gateway", plugins(ask(a, "secret-a"), ask(b, "secret-b")));
    expect(carrySecrets("gateway", stored, next, { cleared: new Set(), newId })).toEqual([]);
    expect(next).toEqual(stored);
  });

  it("never send a secret to where it was not given for, and never lose one of a plugin that stays", () => {
    const hosts = ["https://a.test", "https://b.test", "https://c.test"];
    const plugin = record({ host: constantFrom(...hosts), path: constantFrom("", "/1", "/2"), timeoutMs: constant(0) });
    const lists = uniqueArray(plugin, { maxLength: 5, selector: ({ host, path }) => `${host}${path}` });
    const change = record({
      id: constantFrom("kept", "left out"),
      host: constantFrom("kept", ...hosts),
      form: constantFrom("typed", "settings"),
      priority: integer({ min: 0, max: 2 }),
    });
    const updates = lists.chain((list) =>
      record({
        list: constant(list),
        order: shuffledSubarray(list.map((_, index) => index)),
        changes: uniqueArray(change, { minLength: 6, maxLength: 6, comparator: () => false }),
      }),
    );
    assert(
      property(updates, ({ list, order, changes }) => {
        const stored = plugins(
          ...list.map(({ host, path }, index) =>
            ask(`${host}${path}`, `secret-${index}`, { id: `p${index}`, name: "external_api" }),
          ),
        );
        const next = plugins(
          ...order.map((index, place) => {
            const { id, host, form, priority } = changes[place]!;
            const { host: before, path } = list[index]!;
            const url = `${host === "kept" ? before : host}${path}`;
            const more = { priority, ...(id === "kept" && { id: `p${index}` }) };
            if (form === "typed") return ask(url, "", more);
            return { name: "external_api", settings: { url }, ...more };
          }),
        );
        const spec = specOf("gateway", next);
        const violations = carrySecrets("gateway", storedOf("gateway", stored), spec, { cleared: new Set(), newId });
        if (violations.length > 0) return;
        for (const [place, index] of order.entries()) {
          const { kind, id } = (spec as GatewaySpec).requiredPlugins[place]!;
          const { secret, url } = kind.value as { secret: string; url: string };
          const owner = /^secret-(\d)$/.exec(secret)?.[1];
          if (owner !== undefined) expect(destinationOf(url)).toBe(destinationOf(list[Number(owner)]!.host));
          const { host, id: keeps } = changes[place]!;
          const stays = host === "kept" || host === list[index]!.host;
          if (keeps === "kept") expect([id, secret]).toEqual([`p${index}`, stays ? `secret-${index}` : secret]);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("leaves what is stored as it was", () => {
    const stored = storedOf("gateway", ofTwo);
    const before = clone(GatewaySpecSchema, stored);
    carrySecrets("gateway", stored, specOf("gateway", plugins(ask(b))), { cleared: new Set(), newId });
    expect(stored).toEqual(before);
  });
});
