// Rules and services: which requests go where, and what becomes of their paths.

import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { createFakeModel, type FakeModel, type FakeModelOptions } from "../support/fake-model/fake-model.ts";
import { waitFor } from "../support/wait-for.ts";
import { adminToken, type ChatAnswer, type ChatOptions, closedPort, hostOf, type Json, Weir } from "../support/weir.ts";

let weir: Weir;
const models: FakeModel[] = [];

beforeAll(async () => {
  weir = await Weir.start({ workers: 1 });
});

afterAll(() => weir?.stop());

afterEach(async () => {
  await Promise.all(models.splice(0).map((model) => model.close()));
});

async function startModel(options: Partial<FakeModelOptions> = {}): Promise<FakeModel> {
  const model = await createFakeModel({ name: `m${models.length}`, tokens: 2, ...options });
  models.push(model);
  return model;
}

/** A service on an upstream of its own. */
async function serviceOn(model: FakeModel, fields: Json = {}): Promise<string> {
  const upstream = await weir.createUpstream([model.url]);
  return (await weir.createService([upstream.spec.id], { name: model.name, ...fields })).spec.id;
}

const newGateway = (): Promise<Json> => weir.createGateway({ name: "rules" });

function call(gateway: Json, method: string, path: string, options: ChatOptions = {}): Promise<ChatAnswer> {
  return weir.chat(gateway, method === "GET" ? "" : "{}", { method, path, ...options });
}

/** Which service answers. */
async function answerer(gateway: Json, method: string, path: string, options: ChatOptions = {}): Promise<Json> {
  const { status, headers, json } = await call(gateway, method, path, options);
  return status === 200 ? headers["x-weir-service"] : json.error.code;
}

describe("the path of a rule", () => {
  it("is matched as a whole, by segment, or by prefix; the more specific one first, whatever came first", async () => {
    const gateway = await newGateway();
    const [all, one, me] = [await startModel(), await startModel(), await startModel()];
    const id = gateway.spec.id;
    await weir.createRule(id, "/v1/*", [await serviceOn(all)]);
    await weir.createRule(id, "/v1/users/{id}", [await serviceOn(one)]);
    await weir.createRule(id, "/v1/users/me", [await serviceOn(me)]);
    const paths = [
      "/v1",
      "/v1/",
      "/v1/x/y",
      "/v1/users/7",
      "/v1/users/a%2Fb?q=1",
      "/v1/users/me",
      "/v1/%75sers/me",
      "/v1/users/",
      "/v2",
    ];
    const answers = [];
    for (const path of paths) answers.push(await answerer(gateway, "POST", path));
    expect(answers).toEqual(["m0", "m0", "m0", "m1", "m1", "m2", "m2", "m0", "no_route"]);
    // What is matched goes on byte for byte.
    expect(one.seen.map(({ path }) => path)).toEqual(["/v1/users/7", "/v1/users/a%2Fb?q=1"]);
  });

  it("is stripped or rewritten up to what it leaves open, and queries go on", async () => {
    const gateway = await newGateway();
    const model = await startModel();
    const service = await serviceOn(model);
    const id = gateway.spec.id;
    await weir.createRule(id, "/stripped/*", [service], { stripPath: true });
    await weir.createRule(id, "/v2/users/{id}", [service], { rewrite: "/api/people" });
    for (const path of ["/stripped/a/b?c=/d", "/stripped", "/v2/users/7?x"]) await call(gateway, "POST", path);
    expect(model.seen.map(({ path }) => path)).toEqual(["/a/b?c=/d", "/", "/api/people/7?x"]);
  });

  it("can't be walked around: dot segments are refused, encoded or not", async () => {
    const gateway = await newGateway();
    const model = await startModel();
    await weir.createRule(gateway.spec.id, "/public/*", [await serviceOn(model)]);
    for (const path of ["/public/../admin", "/public/%2e%2E/admin", "/public/./x", "/public/.."]) {
      const { status, json } = await call(gateway, "GET", path);
      expect([path, status, json.error.code]).toEqual([path, 400, "invalid_request"]);
    }
    expect(await answerer(gateway, "GET", "/public/.well-known/a..b?x=/../y")).toBe("m0");
    expect(model.seen).toHaveLength(1);
  });

  it("shows the version, by prefix, and moves on by weight", async () => {
    const gateway = await newGateway();
    const [v1, v2] = [await serviceOn(await startModel()), await serviceOn(await startModel())];
    await weir.createRule(gateway.spec.id, "/v1/*", [v1], { stripPath: true });
    const rule = await weir.createRule(gateway.spec.id, "/v2/*", [{ serviceId: v1, weight: 3 }, v2], {
      stripPath: true,
    });
    const run = async (): Promise<Json[]> => {
      const answers = [];
      for (let count = 0; count < 8; count++) answers.push(await answerer(gateway, "POST", "/v2/x"));
      return answers.toSorted();
    };
    expect(await run()).toEqual(["m0", "m0", "m0", "m0", "m0", "m0", "m1", "m1"]);
    const { status } = await weir.rest("PATCH", `rules/${rule.spec.id}`, {
      services: [{ serviceId: v1, weight: 0 }, { serviceId: v2 }],
      updateMask: "services",
    });
    expect(status).toBe(200);
    await waitFor("the shift", async () => (await run()).every((name) => name === "m1"));
    expect(await answerer(gateway, "POST", "/v1/x")).toBe("m0");
  });
});

describe("the methods of a rule", () => {
  it("answer 405 with what is allowed", async () => {
    const gateway = await newGateway();
    const service = await serviceOn(await startModel());
    await weir.createRule(gateway.spec.id, "/files/{name}", [service], { methods: ["GET", "HEAD"] });
    await weir.createRule(gateway.spec.id, "/files/*", [service], { methods: ["DELETE"] });
    const { status, headers, json } = await call(gateway, "POST", "/files/a");
    expect([status, headers.allow, json.error.code]).toEqual([405, "DELETE, GET, HEAD", "method_not_allowed"]);
    expect((await call(gateway, "POST", "/files/a/b")).headers.allow).toBe("DELETE");
    expect(await answerer(gateway, "GET", "/files/a")).toBe("m0");
  });

  it("leave what they do not take to the gateway's models", async () => {
    const gateway = await newGateway();
    const [page, model] = [await startModel(), await startModel()];
    await weir.createRule(gateway.spec.id, "/*", [await serviceOn(page)], { methods: ["GET"] });
    await weir.createDeployment(gateway.spec.id, "llm", [model.url]);
    expect(await answerer(gateway, "GET", "/anything")).toBe("m0");
    const { status, headers } = await weir.chat(gateway, { model: "llm" });
    expect([status, headers["x-weir-deployment"]]).toEqual([200, "d"]);
  });
});

describe("the conditions of a rule", () => {
  it("look at headers and at the query; all must hold, and one that asks for more comes first", async () => {
    const gateway = await newGateway();
    const [plain, beta, debug] = [await startModel(), await startModel(), await startModel()];
    const id = gateway.spec.id;
    await weir.createRule(id, "/x", [await serviceOn(plain)], { headers: [{ name: "X-Off", present: false }] });
    await weir.createRule(id, "/x", [await serviceOn(beta)], {
      headers: [
        { name: "X-Beta", exact: "yes" },
        { name: "user-agent", prefix: "curl/" },
      ],
    });
    await weir.createRule(id, "/x", [await serviceOn(debug)], {
      query: [{ name: "de bug", exact: "1" }],
      priority: 5,
    });
    const curl = { "user-agent": "curl/8" };
    expect(await answerer(gateway, "GET", "/x", { headers: curl })).toBe("m0");
    expect(await answerer(gateway, "GET", "/x", { headers: { ...curl, "x-beta": "yes" } })).toBe("m1");
    expect(await answerer(gateway, "GET", "/x", { headers: { ...curl, "x-beta": "no, yes" } })).toBe("m1");
    expect(await answerer(gateway, "GET", "/x?a=b&de%20bug=0&de+bug=1", { headers: { "x-beta": "yes" } })).toBe("m2");
    expect(await answerer(gateway, "GET", "/x?debug=1", { headers: { "x-off": "" } })).toBe("no_route");
  });

  it("of a sticky key keep a user with one service", async () => {
    const gateway = await newGateway();
    const services = [await serviceOn(await startModel()), await serviceOn(await startModel())];
    await weir.createRule(gateway.spec.id, "/*", services, { sticky: { header: "x-user" } });
    const seen = new Set<string>();
    for (const user of ["a", "b", "c", "d", "e", "f", "g", "h"]) {
      const headers = { "x-user": user };
      const first = await answerer(gateway, "GET", "/x", { headers });
      seen.add(first);
      for (let count = 0; count < 3; count++) expect(await answerer(gateway, "GET", "/y", { headers })).toBe(first);
    }
    expect(seen.size).toBe(2);
  });
});

describe("a service", () => {
  it("turns to its other upstreams when one fails, and to those that stand by when none is left", async () => {
    const gateway = await newGateway();
    const [live, standby] = [await startModel(), await startModel()];
    const dead = await weir.createUpstream([`http://127.0.0.1:${await closedPort()}`], {
      retry: { attempts: 1 },
      ejection: { disabled: true },
    });
    const first = await weir.createUpstream([live.url]);
    const last = await weir.createUpstream([standby.url]);
    const service = await weir.createService([dead.spec.id, first.spec.id, { upstreamId: last.spec.id, weight: 0 }]);
    await weir.createRule(gateway.spec.id, "/*", [service.spec.id]);
    for (let count = 0; count < 6; count++) expect((await call(gateway, "POST", "/x")).status).toBe(200);
    expect([live.seen.length, standby.seen.length]).toEqual([6, 0]);
    const disabled = [{ url: live.url, state: "TARGET_STATE_DISABLED" }];
    await weir.rest("PATCH", `upstreams/${first.spec.id}`, { targets: disabled, updateMask: "targets" });
    await waitFor("the one that stands by", async () => {
      expect((await call(gateway, "POST", "/x")).status).toBe(200);
      return standby.seen.length > 3;
    });
  });

  it("says what counts for its requests in place of the upstream, and a rule in place of the service", async () => {
    const gateway = await newGateway();
    const [silent, good] = [await startModel({ fault: "silent" }), await startModel()];
    const upstream = await weir.createUpstream([silent.url, good.url], {
      balance: { roundRobin: {} },
      timeouts: { attempt: "20s" },
      retry: { attempts: 1 },
      ejection: { disabled: true },
    });
    const service = await weir.createService([upstream.spec.id], {
      traffic: { timeouts: { attempt: "0.1s" }, retry: { nonIdempotent: true } },
    });
    await weir.createRule(gateway.spec.id, "/again", [service.spec.id]);
    await weir.createRule(gateway.spec.id, "/short", [service.spec.id], { timeouts: { overall: "0.05s" } });
    for (let count = 0; count < 4; count++) expect((await call(gateway, "POST", "/again")).status).toBe(200);
    expect(silent.seen.length).toBeGreaterThan(0);
    const statuses = [];
    for (let count = 0; count < 4; count++) statuses.push((await call(gateway, "POST", "/short")).status);
    expect(statuses.toSorted()).toEqual([200, 200, 504, 504]);
  });

  it("of type GraphQL takes GET and POST, and answers errors in GraphQL's shape", async () => {
    const gateway = await newGateway();
    const model = await startModel();
    const gone = await weir.createUpstream([{ url: model.url, state: "TARGET_STATE_DRAINING" }]);
    const graphql = { type: "SERVICE_TYPE_GRAPHQL" };
    await weir.createRule(gateway.spec.id, "/graphql", [await serviceOn(model, graphql)]);
    await weir.createRule(gateway.spec.id, "/gone", [(await weir.createService([gone.spec.id], graphql)).spec.id]);
    expect((await call(gateway, "POST", "/graphql")).status).toBe(200);
    const put = await call(gateway, "PUT", "/graphql");
    expect([put.status, put.headers.allow, put.json.errors[0].extensions.code]).toEqual([
      405,
      "GET, POST",
      "method_not_allowed",
    ]);
    expect((await call(gateway, "POST", "/gone")).json.errors).toEqual([
      { message: expect.stringContaining("no available target"), extensions: { code: "no_healthy_target" } },
    ]);
  });

  it("of type AI model keeps large bodies, so that they can be sent again", async () => {
    const gateway = await newGateway();
    const [broken, good] = [await startModel({ fault: "reset-before-head" }), await startModel()];
    const upstream = await weir.createUpstream([broken.url, good.url], {
      balance: { roundRobin: {} },
      retry: { nonIdempotent: true },
      ejection: { disabled: true },
    });
    for (const type of ["SERVICE_TYPE_REST", "SERVICE_TYPE_AI_MODEL"]) {
      const service = await weir.createService([upstream.spec.id], { type });
      await weir.createRule(gateway.spec.id, `/${type}`, [service.spec.id]);
    }
    const large = JSON.stringify({ text: "x".repeat(200_000) });
    const statusesOf = async (path: string): Promise<number[]> => {
      const statuses = [];
      for (let count = 0; count < 4; count++) {
        statuses.push((await weir.chat(gateway, large, { path })).status);
      }
      return [...new Set(statuses)].toSorted();
    };
    expect(await statusesOf("/SERVICE_TYPE_REST")).toEqual([200, 502]);
    expect(await statusesOf("/SERVICE_TYPE_AI_MODEL")).toEqual([200]);
  });

  it("takes WebSockets, by the rule of their path", async () => {
    const gateway = await newGateway();
    const model = await startModel();
    await weir.createRule(gateway.spec.id, "/live/*", [await serviceOn(model)], { stripPath: true });
    const socket = new WebSocket(`ws://${weir.proxyAddress()}/live/v1/realtime?model=x`, {
      headers: { host: hostOf(gateway), authorization: `Bearer ${adminToken}` },
    });
    const first = await new Promise<string>((resolve, reject) => {
      socket.once("message", (data) => resolve(String(data)));
      socket.once("error", reject);
    });
    expect(JSON.parse(first).type).toBe("session.created");
    socket.close();
    await waitFor("its line in the log", () =>
      weir.log.some((line) => line.includes('"service":"m0"') && line.includes('"status":101')),
    );
  });

  it("is named with its rule in the access log, and counted by its name", async () => {
    const gateway = await newGateway();
    await weir.createRule(gateway.spec.id, "/logged", [await serviceOn(await startModel({ name: "logged" }))], {
      name: "the rule",
    });
    await call(gateway, "POST", "/logged");
    await waitFor("its line in the log", () =>
      weir.log.some((line) => line.includes('"rule":"the rule"') && line.includes('"service":"logged"')),
    );
    const metrics = await (await fetch(`${weir.adminUrl()}/metrics`)).text();
    expect(metrics).toMatch(/weir_requests_total\{[^}]*service="logged"[^}]*\} 1/);
  });
});

describe("rules and services as resources", () => {
  it("can't be left hanging: what they refer to stays", async () => {
    const gateway = await newGateway();
    const model = await startModel();
    const upstream = await weir.createUpstream([model.url]);
    const service = await weir.createService([upstream.spec.id]);
    const rule = await weir.createRule(gateway.spec.id, "/x", [service.spec.id]);
    for (const [path, type] of [
      [`upstreams/${upstream.spec.id}`, "SERVICES_ATTACHED"],
      [`services/${service.spec.id}`, "RULES_ATTACHED"],
      [`gateways/${gateway.spec.id}`, "RULES_ATTACHED"],
    ]) {
      const { status, body } = await weir.rest("DELETE", path!);
      expect([status, body.code, body.details[0].debug.violations[0].type]).toEqual([400, "failed_precondition", type]);
    }
    expect((await weir.rest("DELETE", `rules/${rule.spec.id}`)).status).toBe(200);
    await waitFor("the rule to be gone", async () => (await weir.rest("GET", `rules/${rule.spec.id}`)).status === 404);
    expect(await answerer(gateway, "POST", "/x")).toBe("model_required");
    for (const path of [`services/${service.spec.id}`, `upstreams/${upstream.spec.id}`]) {
      expect((await weir.rest("DELETE", path)).status).toBe(200);
    }
  });

  it("are live in every rule when an upstream changes", async () => {
    const gateway = await newGateway();
    const [before, after] = [await startModel(), await startModel()];
    const upstream = await weir.createUpstream([before.url]);
    const service = await weir.createService([upstream.spec.id]);
    await weir.createRule(gateway.spec.id, "/x", [service.spec.id]);
    await call(gateway, "POST", "/x");
    await weir.rest("PATCH", `upstreams/${upstream.spec.id}`, { targets: [{ url: after.url }], updateMask: "targets" });
    await waitFor("the change", async () => {
      await call(gateway, "POST", "/x");
      return after.seen.length > 0;
    });
    await weir.rest("PATCH", `services/${service.spec.id}`, { name: "renamed", updateMask: "name" });
    await waitFor("the name", async () => (await answerer(gateway, "POST", "/x")) === "renamed");
  });

  it("keep what is for people", async () => {
    const upstream = await weir.createUpstream(["http://a"]);
    const about = {
      description: "Llama for everyone",
      version: "2.1",
      owner: "team-inference",
      tags: ["llm", "eu"],
      metadata: { runbook: "https://wiki/llama" },
    };
    const { spec } = await weir.createService([upstream.spec.id], about);
    expect((await weir.rest("GET", `services/${spec.id}`)).body.service.spec).toMatchObject(about);
  });

  it.each([
    ["path", { path: "no/slash" }, "path"],
    ["path", { path: "/a/{b}c" }, "path"],
    ["weights", { services: [{ serviceId: "SERVICE", weight: 0 }] }, "services"],
    ["a service that stands twice", { services: [{ serviceId: "SERVICE" }, { serviceId: "SERVICE" }] }, "services"],
    ["method", { methods: ["get"] }, "methods[0]"],
    ["condition", { headers: [{ name: "x" }] }, "headers[0].match"],
    ["rewrite", { rewrite: "x" }, "rewrite"],
    ["strip and rewrite", { stripPath: true, rewrite: "/x" }, ""],
    ["gateway", { gatewayId: "00000000-0000-4000-8000-000000000000" }, "gateway_id"],
    ["service", { services: [{ serviceId: "00000000-0000-4000-8000-000000000000" }] }, "services[0].service_id"],
  ])("are refused with a bad %s: %j", async (_what, fields, field) => {
    const gateway = await newGateway();
    const service = await weir.createService([(await weir.createUpstream(["http://a"])).spec.id]);
    const body = { name: "r", gatewayId: gateway.spec.id, path: "/x", services: [{ serviceId: "SERVICE" }], ...fields };
    const text = JSON.stringify(body).replaceAll("SERVICE", service.spec.id);
    const refused = await weir.rest("POST", "rules", JSON.parse(text));
    const violations = refused.body.details[0].debug.fieldViolations;
    expect([refused.status, violations.map((each: Json) => each.field ?? "")]).toEqual([400, [field]]);
  });

  it("that can never match say so, until they can", async () => {
    const gateway = await newGateway();
    const service = await serviceOn(await startModel());
    const first = await weir.createRule(gateway.spec.id, "/a/*", [service], { name: "greedy", priority: 1 });
    const second = await weir.createRule(gateway.spec.id, "/a/b", [service], { methods: ["GET"] });
    const routable = async (): Promise<Json> => {
      const { body } = await weir.rest("GET", `rules/${second.spec.id}`);
      return body.rule.status.conditions?.find(({ type }: Json) => type === "Routable");
    };
    const finding = await waitFor("the finding", routable);
    expect([finding.status, finding.reason, finding.message]).toEqual([
      "False",
      "NeverMatches",
      'rule "greedy" (/a/*) takes every request that it could take',
    ]);
    await weir.rest("PATCH", `rules/${first.spec.id}`, { methods: ["POST"], updateMask: "methods" });
    await waitFor("the finding to go", async () => (await routable()).status === "True");
  });
});
