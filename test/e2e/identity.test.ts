// Callers who are known elsewhere: by an OpenID Connect issuer, by a token introspection, by Weights & Biases.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createFakeModel, type FakeModel } from "../support/fake-model/fake-model.ts";
import { waitFor } from "../support/wait-for.ts";
import { type Json, Weir } from "../support/weir.ts";

let weir: Weir;
let model: FakeModel;
let issuer: Server;
let iam: Server;
let iamAnswers: (token: string) => { status: number; body?: object };
let iamAsked = 0;
let sign: (claims: JWTPayload, options?: { issuer?: string; audience?: string; expires?: string }) => Promise<string>;

function listen(handler: (request: IncomingMessage, response: ServerResponse) => void): Promise<Server> {
  const server = createServer(handler);
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

beforeAll(async () => {
  const { publicKey, privateKey } = await generateKeyPair("ES256");
  const jwk = { ...(await exportJWK(publicKey)), kid: "k1", alg: "ES256" };
  issuer = await listen((request, response) => {
    const isDiscovery = request.url === "/.well-known/openid-configuration";
    response.setHeader("content-type", "application/json");
    response.end(
      JSON.stringify(isDiscovery ? { issuer: urlOf(issuer), jwks_uri: `${urlOf(issuer)}/keys` } : { keys: [jwk] }),
    );
  });
  sign = (claims, options = {}) =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: "ES256", kid: "k1" })
      .setIssuer(options.issuer ?? urlOf(issuer))
      .setAudience(options.audience ?? "weir")
      .setExpirationTime(options.expires ?? "1h")
      .sign(privateKey);
  iamAnswers = (token) =>
    token === "cw-token" ? { status: 200, body: { principal: { uid: "cw-user", orgUid: "cw-org" } } } : { status: 401 };
  iam = await listen((request, response) => {
    iamAsked += 1;
    const { status, body } = iamAnswers(request.headers.authorization?.slice("Bearer ".length) ?? "");
    response.writeHead(status).end(body === undefined ? "" : JSON.stringify(body));
  });
  model = await createFakeModel({ name: "m" });
  weir = await Weir.start({
    environment: {
      WEIR_OIDC_ISSUER: urlOf(issuer),
      WEIR_OIDC_AUDIENCE: "weir",
      WEIR_IAM_WHOAMI_URL: `${urlOf(iam)}/whoami`,
      WEIR_IAM_ORGANIZATIONS: "cw-org",
      WEIR_IAM_ROLE: "admin",
    },
  });
});

afterAll(async () => {
  await weir?.stop();
  await model?.close();
  issuer?.close();
  iam?.close();
});

const fields = { name: "g", zones: ["local"], coreWeaveAuth: {}, bodyBasedRouting: { apiType: "API_TYPE_OPENAI" } };

describe("a JWT of the OpenID Connect issuer", () => {
  const claims = { org_id: "org-oidc", sub: "ann@example.com", groups: ["ml"], weir_role: "admin" };

  it("stands for its subject and organization, with the role that it claims", async () => {
    const admin = await sign(claims);
    const { status, body } = await weir.rest("POST", "gateways", fields, admin);
    expect(status).toBe(200);
    expect(body.gateway.spec.organizationId).toBe("org-oidc");
    const viewer = await sign({ ...claims, weir_role: "something else" });
    expect((await weir.rest("GET", `gateways/${body.gateway.spec.id}`, undefined, viewer)).status).toBe(200);
    expect((await weir.rest("DELETE", `gateways/${body.gateway.spec.id}`, undefined, viewer)).status).toBe(403);
  });

  it("is refused when it is expired, of another issuer or audience, signed by somebody else, or without organization", async () => {
    const other = await generateKeyPair("ES256");
    const bad = [
      await sign(claims, { expires: "-1m" }),
      await sign(claims, { issuer: "https://elsewhere.example.com" }),
      await sign(claims, { audience: "somebody" }),
      await sign({ ...claims, org_id: "" }),
      await sign({ sub: "ann" }),
      await new SignJWT(claims)
        .setProtectedHeader({ alg: "ES256", kid: "k1" })
        .setIssuer(urlOf(issuer))
        .setAudience("weir")
        .setExpirationTime("1h")
        .sign(other.privateKey),
      `${(await sign(claims)).split(".").slice(0, 2).join(".")}.`,
      "a.b.c",
    ];
    for (const token of bad) expect((await weir.rest("GET", "gateways", undefined, token)).status).toBe(401);
  });
});

describe("a JWT on a gateway of its organization", () => {
  const claims = { org_id: "org-oidc", sub: "ann@example.com", groups: ["ml"], weir_role: "admin" };

  it("is taken as it is by the management API, with its subject and teams, until it ends", async () => {
    const admin = await sign(claims);
    const gateway = await weir.createGateway({ name: "oidc" }, admin);
    const rest = (path: string, body: Json): Promise<Json> => weir.rest("POST", path, body, admin);
    const gatewayIds = [gateway.spec.id];
    await rest("deployments", {
      name: "d",
      gatewayIds,
      model: { name: "m" },
      targets: { targets: [{ url: model.url }] },
    });
    const collaborators = [{ subject: "team:ml", role: "COLLABORATOR_ROLE_USER" }];
    const endpoints = [{ name: "api", baseUrl: model.url }];
    await rest("customEndpoints", { name: "account", gatewayIds, endpoints, collaborators });
    const call = async (token: string, path?: string): Promise<number> =>
      (await weir.chat(gateway, { model: "m" }, path === undefined ? { token } : { token, path })).status;
    const viewer = await sign({ ...claims, weir_role: "viewer" });
    await waitFor("the model", async () => (await call(viewer)) === 200);
    await waitFor("the subject", () => weir.log.some((line) => line.includes('"subject":"ann@example.com"')));
    const path = "/proxy-api/account/api/v1/x";
    await waitFor("the account", async () => (await call(viewer, path)) === 200);
    expect(await call(await sign({ ...claims, weir_role: "viewer", groups: ["sales"] }), path)).toBe(403);
    for (const token of [
      await sign({ ...claims, org_id: "another" }),
      await sign(claims, { expires: "-1m" }),
      await sign(claims, { audience: "somebody" }),
      "a.b.c",
    ]) {
      expect(await call(token)).toBe(401);
    }
    // What is remembered of a token ends with it.
    // With the time that clocks may differ.
    const short = await sign(claims, { expires: "-28s" });
    expect(await call(short)).toBe(200);
    await waitFor("it to end", async () => (await call(short)) === 401);
  });
});

describe("a token of CoreWeave IAM", () => {
  it("manages its organization, and calls its gateways through a proxy", async () => {
    const gateway = await weir.createGateway({ name: "cw" }, "cw-token");
    expect(gateway.spec.organizationId).toBe("cw-org");
    const deployment = {
      name: "d",
      gatewayIds: [gateway.spec.id],
      model: { name: "m" },
      targets: { targets: [{ url: model.url }] },
    };
    const created = await weir.rest("POST", "deployments", deployment, "cw-token");
    await weir.waitForStatus("deployments", created.body.deployment.spec.id, "STATUS_READY", "cw-token");
    const before = iamAsked;
    const answers = [];
    for (let count = 0; count < 5; count++)
      answers.push(await weir.chat(gateway, { model: "m" }, { token: "cw-token" }));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    // Asked once, remembered then.
    expect(iamAsked - before).toBe(1);
    expect((await weir.chat(gateway, { model: "m" }, { token: "cw-stranger" })).status).toBe(401);
  });

  it("of another organization is refused by a gateway, and nobody is let in while IAM is away", async () => {
    const gateway = await weir.createGateway({ name: "default-org" });
    expect((await weir.chat(gateway, { model: "m" }, { token: "cw-token" })).status).toBe(401);
    iamAnswers = () => ({ status: 500 });
    const refused = await weir.chat(gateway, { model: "m" }, { token: "new-token" });
    expect(refused.status).toBe(503);
    expect(refused.json.error.code).toBe("auth_unavailable");
    const api = await weir.rest("GET", "gateways", undefined, "another-new-token");
    expect(api.status).toBe(503);
    expect(api.body.code).toBe("unavailable");
    // Those that the server knows itself are not held up.
    expect((await weir.rest("GET", "gateways")).status).toBe(200);
  });
});

describe("a W&B key", () => {
  const wandbKey = "a1".repeat(20);
  let wandb: Server;
  let keys: string[];

  beforeAll(async () => {
    keys = [];
    wandb = await listen((request, response) => {
      const [user, key] = Buffer.from(request.headers.authorization!.slice(6), "base64").toString().split(":");
      keys.push(`${request.method} ${request.url} ${user}`);
      request.resume();
      response.end(JSON.stringify({ data: { viewer: key === wandbKey ? { username: "ann", entity: "team" } : null } }));
    });
    return () => wandb.close();
  });

  it("calls a gateway that takes W&B keys, and never reaches the upstream", async () => {
    const gateway: Json = await weir.createGateway({
      name: "wandb",
      weightsAndBiasesAuth: { serverUrl: urlOf(wandb) },
    });
    await weir.createDeployment(gateway.spec.id, "m", [model.url]);
    const answer = await weir.chat(gateway, { model: "m" }, { token: wandbKey });
    expect(answer.status).toBe(200);
    expect(keys).toEqual(["POST /graphql api"]);
    expect(model.seen.at(-1)?.headers.authorization).toBeUndefined();
    expect((await weir.chat(gateway, { model: "m" }, { token: "0".repeat(40) })).status).toBe(401);
    // A management token is no W&B key.
    expect((await weir.chat(gateway, { model: "m" })).status).toBe(401);
    await waitFor("the subject in the access log", () => weir.log.some((line) => line.includes('"subject":"ann"')));
  });
});
