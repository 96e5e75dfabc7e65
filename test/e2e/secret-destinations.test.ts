// A secret that is left out of an update goes to where it went before, and nowhere else.

import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { certificate, keyPath } from "../support/certificate/certificate.ts";
import { createFakeModel, type FakeModel } from "../support/fake-model/fake-model.ts";
import { adminToken, type Json, Weir } from "../support/weir.ts";

const root = join(import.meta.dirname, "../..");

let weir: Weir;
let old: FakeModel;
let other: FakeModel;
let gateway: Json;

beforeAll(async () => {
  [old, other] = await Promise.all([createFakeModel({ name: "old" }), createFakeModel({ name: "other" })]);
  weir = await Weir.start();
  gateway = await weir.createGateway({ name: "destinations" });
  await weir.createDeployment(gateway.spec.id, "m", [old.url]);
});

afterAll(async () => {
  await weir?.stop();
  await Promise.all([old?.close(), other?.close()]);
});

const patch = (path: string, body: Json, token?: string): Promise<Json> => weir.rest("PATCH", path, body, token);
const apply = (kind: string, spec: Json, options: Json = {}, token?: string): Promise<Json> => {
  const files = [{ name: "a.yaml", content: JSON.stringify({ kind, spec }) }];
  return weir.rest("POST", "manifests:apply", { files, ...options }, token);
};
const violationsOf = ({ body }: Json): Json[] => body.details?.[0].debug.fieldViolations ?? [];
const fieldsOf = (answer: Json): string[] => violationsOf(answer).map(({ field }) => field.split(": ").at(-1));

/** The credentials that a server was sent since it was looked at last. */
function sentTo(model: FakeModel): (string | undefined)[] {
  const sent = model.seen.map(({ headers }) => headers.authorization);
  (model.seen as unknown[]).length = 0;
  return sent;
}

async function weirCommand(args: readonly string[], input = ""): Promise<string> {
  return new Promise((resolve, reject) => {
    const env = {
      ...process.env,
      WEIR_URL: weir.serverUrl,
      WEIR_TOKEN: adminToken,
      WEIR_CONFIG: join(weir.directory, "c"),
    };
    const child = execFile(process.execPath, ["cli/weir.ts", ...args], { cwd: root, env }, (failure, out, error) =>
      failure === null ? resolve(out) : reject(new Error(`${out}\n${error}`)),
    );
    child.stdin?.end(input);
  });
}

describe("two plugins that ask two services", () => {
  const asks = (model: FakeModel, secret?: string): Json => ({
    externalApi: { url: model.url, ...(secret && { secret }) },
  });
  let id: string;
  let plugged: Json;

  beforeAll(async () => {
    const requiredPlugins = [asks(old, "for-old"), asks(other, "for-other")];
    plugged = await weir.createGateway({ name: "plugged", requiredPlugins });
    id = plugged.spec.id;
  });

  const spec = async (): Promise<Json> => {
    const { organizationId: _, ...fields } = (await weir.rest("GET", `gateways/${id}`)).body.gateway.spec;
    return fields;
  };
  /** The credentials with which a request has the services asked, once the proxy has the change. */
  async function asked(): Promise<Json> {
    await weir.waitForStatus("gateways", id, "STATUS_READY");
    sentTo(old);
    sentTo(other);
    await weir.chat(plugged, { model: "none" });
    return { old: sentTo(old), other: sentTo(other) };
  }
  const both = { old: ["Bearer for-old"], other: ["Bearer for-other"] };

  it.each<[string, () => Promise<Json>]>([
    ["written back as it was read", async () => patch(`gateways/${id}`, { ...(await spec()), name: "renamed" })],
    [
      "written back in another order",
      async () =>
        patch(`gateways/${id}`, {
          requiredPlugins: (await spec()).requiredPlugins.toReversed(),
          updateMask: "requiredPlugins",
        }),
    ],
    [
      "written again without ids and names",
      async () => patch(`gateways/${id}`, { requiredPlugins: [asks(other), asks(old)], updateMask: "requiredPlugins" }),
    ],
    [
      "with a plugin put before them",
      async () => {
        const requiredPlugins = [{ promptGuard: { maxCharacters: 100_000 } }, ...(await spec()).requiredPlugins];
        return patch(`gateways/${id}`, { requiredPlugins, updateMask: "requiredPlugins" });
      },
    ],
    [
      "applied as settings",
      async () => {
        const requiredPlugins = [other, old].map(({ url }) => ({
          name: "external_api",
          settings: { url, timeout: "2s" },
        }));
        return apply("Gateway", { ...(await spec()), requiredPlugins });
      },
    ],
    [
      "applied as weir get prints it",
      async () => {
        const printed = await weirCommand(["get", "gateways", id, "-o", "yaml"]);
        const changed = printed.replaceAll("timeout: 2s", "timeout: 3s");
        expect(changed).not.toBe(printed);
        await weirCommand(["apply", "-f", "-"], changed);
        return { status: 200 };
      },
    ],
  ])("keep each its own secret: %s", async (_, update) => {
    const answer = await update();
    expect([answer.status, answer.body?.message]).toEqual([200, undefined]);
    expect(await asked()).toEqual(both);
  });

  it("change nothing when a manifest without ids is applied again", async () => {
    const { zones, coreWeaveAuth, bodyBasedRouting } = await spec();
    const requiredPlugins = [asks(old, "for-old"), asks(other, "for-other")];
    const manifest = { name: "applied", zones, coreWeaveAuth, bodyBasedRouting, requiredPlugins };
    const actions = [];
    for (let count = 0; count < 2; count++) actions.push((await apply("Gateway", manifest)).body.results[0].action);
    expect(actions).toEqual(["MANIFEST_ACTION_CREATED", "MANIFEST_ACTION_UNCHANGED"]);
  });

  it("can be taken out, and can't be moved to the other's service", async () => {
    const update = (requiredPlugins: Json): Promise<Json> =>
      patch(`gateways/${id}`, { requiredPlugins, updateMask: "requiredPlugins" });
    const plugin = (await spec()).requiredPlugins.find((each: Json) => each.externalApi?.url === other.url);
    const moved = await update([{ ...plugin, externalApi: { ...plugin.externalApi, url: old.url } }]);
    expect([moved.status, fieldsOf(moved)]).toEqual([400, ["required_plugins[0].external_api.secret"]]);
    expect(violationsOf(moved)[0].description).toContain("must be given again");
    expect((await update([plugin])).status).toBe(200);
    expect(await asked()).toEqual({ old: [], other: ["Bearer for-other"] });
  });
});

describe("a secret whose destination changes", () => {
  const header = (value?: string): Json => [{ name: "Authorization", ...(value && { value }) }];
  const privateKey = readFileSync(keyPath, "utf8");
  let ann: string;

  beforeAll(async () => {
    ann = (await weir.rest("POST", "accessTokens", { name: "ann", subject: "ann", role: "ROLE_VIEWER" })).body.secret;
  });

  interface Kind {
    readonly name: string;
    readonly kind: string;
    readonly collection: string;
    readonly field: string;
    /** The fields that hold it. */
    readonly spec: (url: string, value?: string) => Json;
    readonly moveMask: string;
    readonly create: Json;
    readonly caller?: () => string;
    readonly model?: string;
    readonly path?: string;
  }
  const kinds: readonly Kind[] = [
    {
      name: "of a custom endpoint, by a viewer who manages it",
      kind: "CustomEndpoint",
      collection: "customEndpoints",
      field: "endpoints[0].headers[0].value",
      spec: (baseUrl, value) => ({ endpoints: [{ name: "e", baseUrl, headers: header(value) }] }),
      moveMask: "endpoints",
      create: { name: "account", collaborators: [{ subject: "user:ann", role: "COLLABORATOR_ROLE_MANAGER" }] },
      caller: () => ann,
      path: "/proxy-api/account/e/x",
    },
    {
      name: "of a custom endpoint's account",
      kind: "CustomEndpoint",
      collection: "customEndpoints",
      field: "auth_headers[0].value",
      spec: (baseUrl, value) => ({ endpoints: [{ name: "e", baseUrl }], authHeaders: header(value) }),
      moveMask: "endpoints",
      create: { name: "inherited" },
      path: "/proxy-api/inherited/e/x",
    },
    {
      name: "of a deployment",
      kind: "Deployment",
      collection: "deployments",
      field: "targets.headers[0].value",
      spec: (url, value) => ({ targets: { targets: [{ url }], headers: header(value) } }),
      moveMask: "targets.targets",
      create: { name: "moving", model: { name: "moving" } },
      model: "moving",
    },
  ];

  it.each(kinds)(
    "must be given again: $name",
    async ({ kind, collection, field, spec, moveMask, create, caller, ...call }) => {
      const gatewayIds = [gateway.spec.id];
      const { body, status } = await weir.rest("POST", collection, {
        ...create,
        gatewayIds,
        ...spec(old.url, "Bearer sealed"),
      });
      expect([status, body.message]).toEqual([200, undefined]);
      const id = Object.values<Json>(body)[0].spec.id;
      const whole = { ...create, gatewayIds, ...spec(other.url) };
      const request = async (): Promise<(string | undefined)[][]> => {
        await weir.waitForStatus(collection, id, "STATUS_READY");
        sentTo(old);
        sentTo(other);
        await weir.chat(gateway, { model: call.model ?? "m" }, call.path === undefined ? {} : { path: call.path });
        return [sentTo(old), sentTo(other)];
      };
      const token = caller?.();
      const refusals = [
        await patch(`${collection}/${id}`, { ...spec(other.url), updateMask: moveMask }, token),
        await patch(`${collection}/${id}`, whole, token),
        await apply(kind, { id, ...whole }, {}, token),
        await apply(kind, { id, ...whole }, { dryRun: true }, token),
      ];
      for (const each of refusals) {
        expect([each.status, fieldsOf(each)]).toEqual([400, [field]]);
        expect(violationsOf(each)[0].description).toContain("must be given again");
        expect(JSON.stringify(each.body)).not.toContain("sealed");
      }
      expect(await request()).toEqual([["Bearer sealed"], []]);
      const deeper = await apply(kind, { id, ...create, gatewayIds, ...spec(`${old.url}/deeper`) }, {}, token);
      expect([deeper.status, deeper.body.message]).toEqual([200, undefined]);
      expect(await request()).toEqual([["Bearer sealed"], []]);
      const masks = [...new Set(Object.keys(spec("")))].join(",");
      await patch(`${collection}/${id}`, { ...spec(other.url, "Bearer anew"), updateMask: masks }, token);
      expect(await request()).toEqual([[], ["Bearer anew"]]);
    },
  );

  it("must be given again: headers and the client key of an upstream, for each target and name that is added", async () => {
    const tls = { clientCertificate: certificate, clientKey: privateKey };
    const upstream = await weir.createUpstream(["https://a.test"], { headers: header("Bearer sealed"), tls });
    const path = `upstreams/${upstream.spec.id}`;
    const update = (fields: Json): Promise<Json> =>
      patch(path, { ...fields, updateMask: Object.keys(fields).join(",") });
    const both = ["headers[0].value", "tls.client_key"];
    for (const fields of [
      { targets: [{ url: "https://a.test" }, { url: "https://b.test" }] },
      { targets: [{ url: "http://a.test" }] },
      { dnsTargets: [{ url: "https://c.test" }] },
    ]) {
      const answer = await update(fields);
      expect([answer.status, fieldsOf(answer).toSorted()]).toEqual([400, both]);
    }
    const known = { targets: [{ url: "https://A.test:443/x", weight: 3 }] };
    expect((await update(known)).status).toBe(200);
    expect((await patch(path, { updateMask: "tls.clientKey" })).status).toBe(200);
    // There is none any more that could go there.
    expect(fieldsOf(await update({ targets: [{ url: "https://b.test" }] }))).toEqual(["headers[0].value"]);
    expect((await patch(path, { updateMask: "headers,targets", targets: [{ url: "https://b.test" }] })).status).toBe(
      200,
    );
  });

  it("must be given again, or cleared by a mask: the key of a W&B server", async () => {
    const auth = { apiKey: "org-key", serverUrl: old.url, enableUsageReports: true };
    const { spec } = await weir.createGateway({ name: "wandb", weightsAndBiasesAuth: auth });
    const path = `gateways/${spec.id}`;
    const moved = { weightsAndBiasesAuth: { serverUrl: other.url } };
    const { organizationId: _, ...whole } = spec;
    for (const body of [
      { ...moved, updateMask: "weightsAndBiasesAuth" },
      { ...moved, updateMask: "weightsAndBiasesAuth.serverUrl" },
      { ...whole, ...moved },
      { ...whole, weightsAndBiasesAuth: {} },
    ]) {
      const answer = await patch(path, body);
      expect([answer.status, fieldsOf(answer)]).toEqual([400, ["weights_and_biases_auth.api_key"]]);
    }
    expect((await patch(path, { updateMask: "weightsAndBiasesAuth.apiKey" })).status).toBe(200);
    // There is none any more that could go there.
    expect((await patch(path, { ...moved, updateMask: "weightsAndBiasesAuth" })).status).toBe(200);
  });

  it("is not revealed to callers who may not read its resource", async () => {
    const collaborators = [{ subject: "user:bob", role: "COLLABORATOR_ROLE_USER" }];
    const spec = { name: "private", gatewayIds: [gateway.spec.id], collaborators };
    const endpoint = { name: "e", baseUrl: "http://hidden.test", headers: header("Bearer sealed") };
    await weir.rest("POST", "customEndpoints", { ...spec, endpoints: [endpoint] });
    const answer = await apply(
      "CustomEndpoint",
      { ...spec, endpoints: [{ ...endpoint, baseUrl: other.url, headers: header() }] },
      {},
      ann,
    );
    expect([answer.status, JSON.stringify(answer.body).includes("hidden.test")]).toEqual([403, false]);
  });
});

it("a guess of a secret is answered to a manager as any other value is, right or wrong", async () => {
  const { body: token } = await weir.rest("POST", "accessTokens", {
    name: "mia",
    role: "ROLE_VIEWER",
    subject: "mia",
  });
  const headers = [{ name: "Authorization", value: "Bearer right" }];
  const collaborators = [{ subject: "user:mia", role: "COLLABORATOR_ROLE_MANAGER" }];
  const endpoints = [{ name: "e", baseUrl: old.url, headers }];
  const spec = { name: "guessed", gatewayIds: [gateway.spec.id], collaborators, endpoints };
  const { body } = await weir.rest("POST", "customEndpoints", spec);
  const { id } = body.customEndpoint.spec;
  const etagNow = async (): Promise<string> =>
    (await weir.rest("GET", `customEndpoints/${id}`)).body.customEndpoint.status.etag;
  const answers: Json[] = [];
  for (const value of ["Bearer right", "Bearer wrong"]) {
    // The right one again: each guess is compared with it.
    await patch(`customEndpoints/${id}`, spec);
    const guess = { ...spec, endpoints: [{ ...endpoints[0], headers: [{ ...headers[0], value }] }] };
    const planned = await apply("CustomEndpoint", { ...guess, id }, { dryRun: true }, token.secret);
    const before = await etagNow();
    const answer = await patch(`customEndpoints/${id}`, guess, token.secret);
    expect([planned.status, answer.status]).toEqual([200, 200]);
    answers.push({ plan: planned.body, isWritten: (await etagNow()) !== before });
  }
  expect(answers[0]).toEqual(answers[1]);
  expect(answers[0].isWritten).toBe(true);
});

it("a mask that clears a field of an auth that is not there leaves the auth as it is", async () => {
  const answer = await patch(`gateways/${gateway.spec.id}`, { updateMask: "weightsAndBiasesAuth.apiKey" });
  expect([answer.status, answer.body.gateway?.spec.coreWeaveAuth]).toEqual([200, {}]);
});

it("the rotation of the master key is in the audit log", async () => {
  const { body } = await weir.rest("POST", "secrets:rotate", {});
  const entries = (await weir.rest("GET", "auditEntries?kind=master_key")).body.items;
  expect(entries).toEqual([
    expect.objectContaining({
      action: "rotate",
      kind: "master_key",
      resourceId: body.keyId,
      subject: "bootstrap-admin",
    }),
  ]);
  expect(body.keyId).toMatch(/^[0-9a-f]{8}$/);
});
