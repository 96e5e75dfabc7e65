import { randomUUID } from "node:crypto";
import type { DescMethod } from "@bufbuild/protobuf";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createFakeModel, type FakeModel } from "../support/fake-model/fake-model.ts";
import { methodsOfApi } from "../support/methods-of-api.ts";
import { waitFor } from "../support/wait-for.ts";
import { type RestWatch, watchRest } from "../support/watch-rest.ts";
import { adminToken, type Json, Weir } from "../support/weir.ts";

let weir: Weir;
let model: FakeModel;
/** Organization A is the bootstrap token's; this is B's. */
let tokenOfB: string;
let viewerOfA: string;
let gatewayOfA: Json;
let gatewayOfB: Json;
let deploymentOfA: Json;
let watchOfB: RestWatch;

async function createToken(fields: Json, token = adminToken): Promise<Json> {
  const { status, body } = await weir.rest("POST", "accessTokens", { name: "t", role: "ROLE_ADMIN", ...fields }, token);
  expect(status).toBe(200);
  return body;
}

beforeAll(async () => {
  model = await createFakeModel({ name: "m" });
  weir = await Weir.start();
  tokenOfB = (await createToken({ organizationId: "org-b" })).secret;
  viewerOfA = (await createToken({ role: "ROLE_VIEWER" })).secret;
  watchOfB = await watchRest(weir.serverUrl, "gateways:watch", { token: tokenOfB });
  gatewayOfA = await weir.createGateway({ name: "a" });
  deploymentOfA = await weir.createDeployment(gatewayOfA.spec.id, "m", [model.url]);
  gatewayOfB = await weir.createGateway({ name: "b" }, tokenOfB);
});

afterAll(async () => {
  watchOfB?.stop();
  await weir?.stop();
  await model?.close();
});

describe("organization B", () => {
  it("can't see anything of A", async () => {
    const { id } = gatewayOfA.spec;
    expect(
      (await weir.rest("GET", "gateways", undefined, tokenOfB)).body.items.map(({ spec }: Json) => spec.id),
    ).toEqual([gatewayOfB.spec.id]);
    expect((await weir.rest("GET", "deployments", undefined, tokenOfB)).body.items ?? []).toEqual([]);
    for (const path of [`gateways/${id}`, `deployments/${deploymentOfA.spec.id}`, `gateways/${id}:watch`]) {
      const refused = await weir.rest("GET", path, undefined, tokenOfB);
      expect(refused.status).toBe(404);
      // The same as for an id that nobody has.
      const nobody = await weir.rest("GET", path.replace(/[0-9a-f-]{36}/, randomUUID()), undefined, tokenOfB);
      expect({ ...refused.body, message: "", details: [] }).toEqual({ ...nobody.body, message: "", details: [] });
    }
  });

  it("can't change anything of A", async () => {
    const { id } = gatewayOfA.spec;
    const fields = { name: "mine", zones: ["local"], coreWeaveAuth: {}, pathBasedRouting: {} };
    expect((await weir.rest("PATCH", `gateways/${id}`, fields, tokenOfB)).status).toBe(404);
    expect((await weir.rest("DELETE", `gateways/${id}`, undefined, tokenOfB)).status).toBe(404);
    const deployment = {
      name: "d",
      gatewayIds: [id],
      model: { name: "m" },
      targets: { targets: [{ url: model.url }] },
    };
    const created = await weir.rest("POST", "deployments", deployment, tokenOfB);
    expect(created.status).toBe(400);
    expect(JSON.stringify(created.body)).toContain("gateway_ids");
    expect((await weir.rest("GET", `gateways/${id}`)).body.gateway.spec.name).toBe("a");
  });

  it("can't watch anything of A", async () => {
    await waitFor("its own gateway in its watch", () =>
      watchOfB.events.some(({ gateway }) => gateway.spec.id === gatewayOfB.spec.id),
    );
    expect(watchOfB.events.map(({ gateway }) => gateway.spec.organizationId)).toEqual(
      watchOfB.events.map(() => "org-b"),
    );
  });

  it("can't route through A's gateway, nor A through B's", async () => {
    expect((await weir.chat(gatewayOfA, { model: "m" })).status).toBe(200);
    const refused = await weir.chat(gatewayOfA, { model: "m" }, { token: tokenOfB });
    expect(refused.status).toBe(401);
    expect(refused.json.error.code).toBe("invalid_credentials");
    expect((await weir.chat(gatewayOfB, { model: "m" })).status).toBe(401);
    expect((await weir.chat(gatewayOfB, { model: "m" }, { token: tokenOfB })).status).toBe(404);
  });

  it("can't make tokens for A, nor take A's host names", async () => {
    const foreign = await weir.rest(
      "POST",
      "accessTokens",
      { name: "t", role: "ROLE_ADMIN", organizationId: gatewayOfA.spec.organizationId },
      tokenOfB,
    );
    expect(foreign.status).toBe(403);
    const base = { name: "b", zones: ["local"], coreWeaveAuth: {}, pathBasedRouting: {} };
    const taken = await weir.rest("POST", "gateways", { ...base, subdomain: gatewayOfA.spec.subdomain }, tokenOfB);
    expect([400, 409]).toContain(taken.status);
    // Nothing tells B whose it is.
    expect(JSON.stringify(taken.body)).not.toContain(
      gatewayOfA.spec.organizationId === "default" ? gatewayOfA.spec.id : "default",
    );
  });
});

describe("every method", () => {
  const marker = "only-a-knows";
  /** The ids of A's resources, by kind as in the names of fields. */
  const ids: Record<string, string> = {};

  beforeAll(async () => {
    const gateway = await weir.createGateway({ name: `${marker}-gateway` });
    ids.gateway = gateway.spec.id;
    const upstream = await weir.createUpstream([model.url], { name: `${marker}-upstream` });
    ids.upstream = upstream.spec.id;
    const service = await weir.createService([upstream.spec.id], { name: `${marker}-service` });
    ids.service = service.spec.id;
    const more: readonly (readonly [kind: string, collection: string, body: Json])[] = [
      [
        "rule",
        "rules",
        { name: marker, gatewayId: gateway.spec.id, path: "/x", services: [{ serviceId: ids.service }] },
      ],
      [
        "deployment",
        "deployments",
        { name: marker, gatewayIds: [gatewayOfA.spec.id], model: { name: marker }, upstreamId: ids.upstream },
      ],
      [
        "custom_endpoint",
        "customEndpoints",
        { name: marker, gatewayIds: [gateway.spec.id], endpoints: [{ name: "e", baseUrl: model.url }] },
      ],
      ["access_token", "accessTokens", { name: marker, role: "ROLE_VIEWER" }],
    ];
    for (const [kind, collection, body] of more) {
      const answer = await weir.rest("POST", collection, body);
      expect([kind, answer.status, answer.body]).toEqual([kind, 200, answer.body]);
      ids[kind] = (Object.values(answer.body) as Json[]).find((each) => each.spec !== undefined).spec.id;
    }
  });

  /** A request that names resources of A wherever it can, changes a name if it can, and is otherwise empty. */
  function requestOf({ input, parent }: DescMethod): Json {
    const own = parent.name
      .replace(/Service$/, "")
      .replace(/(?<=[a-z])(?=[A-Z])/g, "_")
      .toLowerCase();
    const request: Json = {};
    for (const { name, jsonName, fieldKind } of input.fields) {
      const kind = name === "id" ? own : /^(\w+)_ids?$/.exec(name)?.[1];
      if (kind !== undefined && ids[kind] !== undefined)
        request[jsonName] = fieldKind === "list" ? [ids[kind]] : ids[kind];
      if (name === "update_mask") Object.assign(request, { updateMask: "name", name: "b-was-here" });
      if (name === "files")
        request.files = [{ name: "a.yaml", content: `kind: Gateway\nspec: {id: ${ids.gateway}, name: b}` }];
    }
    return request;
  }

  it.each(methodsOfApi.map((method) => [`${method.parent.name}.${method.name}`, method] as const))(
    "%s tells an admin of B nothing of A",
    async (_, method) => {
      const message = Buffer.from(JSON.stringify(requestOf(method)));
      const head = Buffer.alloc(5);
      head.writeUInt32BE(message.length, 1);
      const isUnary = method.methodKind === "unary";
      const response = await fetch(`${weir.serverUrl}/${method.parent.typeName}/${method.name}`, {
        method: "POST",
        headers: {
          authorization: `Bearer ${tokenOfB}`,
          "content-type": isUnary ? "application/json" : "application/connect+json",
        },
        body: isUnary ? message : Buffer.concat([head, message]),
      });
      // A stream tells what there is at its beginning.
      const reader = response.body!.getReader();
      let text = "";
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        text += Buffer.from(value).toString("utf8");
        if (!isUnary && /BOOKMARK|error/.test(text)) break;
      }
      await reader.cancel();
      expect(text).not.toContain(marker);
      expect(text).not.toContain("refusingProxies");
      if (/Database|Secrets/.test(method.parent.name)) expect(text).toContain("permission_denied");
      const mayWork = /^(List|Query|Export|Watch)\w|^GetGatewayParameters$/.test(method.name);
      if (isUnary && !mayWork) expect([method.name, response.status]).not.toEqual([method.name, 200]);
    },
  );

  it("has left everything of A as it was", async () => {
    for (const [kind, id] of Object.entries(ids)) {
      const collection = `${kind.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())}s`;
      const { body } = await weir.rest("GET", `${collection}/${id}`);
      expect(JSON.stringify(body)).toContain(marker);
    }
  });
});

describe("roles and tokens", () => {
  it("lets a viewer read and call, and not write", async () => {
    expect((await weir.rest("GET", "gateways", undefined, viewerOfA)).status).toBe(200);
    expect((await weir.chat(gatewayOfA, { model: "m" }, { token: viewerOfA })).status).toBe(200);
    const refused = await weir.rest("DELETE", `gateways/${gatewayOfA.spec.id}`, undefined, viewerOfA);
    expect(refused.status).toBe(403);
    expect(refused.body).toMatchObject({ code: "permission_denied", message: expect.stringContaining("admin") });
  });

  it("shows a secret once, and a hint of it ever after", async () => {
    const { accessToken, secret } = await createToken({ name: "once" });
    expect(secret).toMatch(/^weir_at_[\w-]{43}$/);
    const read = await weir.rest("GET", `accessTokens/${accessToken.spec.id}`);
    expect(JSON.stringify(read.body)).not.toContain(secret);
    expect(secret.startsWith(read.body.accessToken.status.hint)).toBe(true);
  });

  it("ends a deleted or expired token's access to the API at once, and to gateways as soon as proxies know", async () => {
    const deleted = await createToken({ name: "deleted" });
    await waitFor("the proxy to take the token", async () => {
      return (await weir.chat(gatewayOfA, { model: "m" }, { token: deleted.secret })).status === 200;
    });
    await weir.rest("DELETE", `accessTokens/${deleted.accessToken.spec.id}`);
    expect((await weir.rest("GET", "gateways", undefined, deleted.secret)).status).toBe(401);
    await waitFor("the proxy to refuse the token", async () => {
      return (await weir.chat(gatewayOfA, { model: "m" }, { token: deleted.secret })).status === 401;
    });
    const expireTime = new Date(Date.now() + 400).toISOString();
    const expiring = await createToken({ name: "expiring", expireTime });
    await waitFor("the API to refuse the expired token", async () => {
      return (await weir.rest("GET", "gateways", undefined, expiring.secret)).status === 401;
    });
    expect((await weir.chat(gatewayOfA, { model: "m" }, { token: expiring.secret })).status).toBe(401);
  });
});
