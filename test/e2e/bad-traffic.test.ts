// Bad configuration of traffic is refused, or becomes a condition with its reason; what was served before goes on.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createFakeModel, type FakeModel } from "../support/fake-model/fake-model.ts";
import { waitFor } from "../support/wait-for.ts";
import { type Json, Weir } from "../support/weir.ts";

let weir: Weir;
let model: FakeModel;
let gateway: Json;
let upstream: Json;
let service: Json;
let rule: Json;
let deployment: Json;

beforeAll(async () => {
  model = await createFakeModel({ name: "good" });
  weir = await Weir.start();
  gateway = await weir.createGateway();
  upstream = await weir.createUpstream([model.url]);
  service = await weir.createService([upstream.spec.id]);
  rule = await weir.createRule(gateway.spec.id, "/api/*", [service.spec.id]);
  deployment = await weir.createDeployment(gateway.spec.id, "m", [], {
    targets: undefined,
    upstreamId: upstream.spec.id,
  });
});

afterAll(async () => {
  await weir?.stop();
  await model?.close();
});

/** Whether the rule and the model are served as they were. */
async function isServed(): Promise<boolean> {
  const byRule = await weir.chat(gateway, "{}", { path: "/api/x" });
  const byModel = await weir.chat(gateway, { model: "m" });
  return byRule.status === 200 && byModel.status === 200 && byModel.json.system_fingerprint === "good";
}

const nowhere = "00000000-0000-4000-8000-000000000000";

describe("a change that is refused", () => {
  it.each([
    ["a missing upstream", () => `services/${service.spec.id}`, { upstreams: [{ upstreamId: nowhere }] }, "upstreams"],
    ["a missing upstream", () => `deployments/${deployment.spec.id}`, { upstreamId: nowhere }, "upstream_id"],
    ["a missing service", () => `rules/${rule.spec.id}`, { services: [{ serviceId: nowhere }] }, "services"],
    [
      "weights that sum to nothing",
      () => `rules/${rule.spec.id}`,
      { services: [{ serviceId: "SERVICE", weight: 0 }] },
      "services",
    ],
    [
      "a CA that does not parse",
      () => `upstreams/${upstream.spec.id}`,
      { tls: { caCertificates: "-----BEGIN CERTIFICATE-----\nbm90aGluZw==\n-----END CERTIFICATE-----" } },
      "tls.ca_certificates",
    ],
    ["no target at all", () => `upstreams/${upstream.spec.id}`, { targets: [] }, "targets"],
    ["a path that is none", () => `rules/${rule.spec.id}`, { path: "/a/*/b" }, "path"],
    [
      "a missing mirror",
      () => `deployments/${deployment.spec.id}`,
      { traffic: { mirror: { serviceId: nowhere } } },
      "traffic",
    ],
  ])("for %s says so, and leaves what was served", async (_what, path, change, field) => {
    const [[name]] = Object.entries(change) as [[string, unknown]];
    const body = JSON.parse(JSON.stringify({ ...change, updateMask: name }).replaceAll("SERVICE", service.spec.id));
    const { status, body: refused } = await weir.rest("PATCH", path(), body);
    expect([status, refused.code, refused.message]).toEqual([400, "invalid_argument", expect.stringContaining(field)]);
    expect(await isServed()).toBe(true);
  });
});

describe("a change that is taken, and can't do what it says", () => {
  it("is told as a condition: a target set that takes nothing, on the rule and on the deployment", async () => {
    const off = { targets: [{ url: model.url, weight: 0 }], updateMask: "targets" };
    expect((await weir.rest("PATCH", `upstreams/${upstream.spec.id}`, off)).status).toBe(200);
    for (const [kind, id] of [
      ["rule", rule.spec.id],
      ["deployment", deployment.spec.id],
    ]) {
      const condition = await waitFor(`the condition of the ${kind}`, async () => {
        const { body } = await weir.rest("GET", `${kind}s/${id}`);
        return body[kind].status.conditions?.find(({ reason }: Json) => reason === "TargetsTakeNothing");
      });
      expect([condition.status, condition.message]).toEqual(["False", expect.stringContaining("weight 0")]);
    }
    const on = { targets: [{ url: model.url }], updateMask: "targets" };
    await weir.rest("PATCH", `upstreams/${upstream.spec.id}`, on);
    await waitFor("it to be mended", isServed);
  });

  it("is told as a condition: a gRPC service on an upstream that speaks HTTP/1.1", async () => {
    const grpc = await weir.createService([upstream.spec.id], { type: "SERVICE_TYPE_GRPC" });
    const { spec } = await weir.createRule(gateway.spec.id, "/my.Service/*", [grpc.spec.id]);
    const condition = await waitFor("the condition", async () => {
      const { body } = await weir.rest("GET", `rules/${spec.id}`);
      return body.rule.status.conditions?.find(({ reason }: Json) => reason === "ProtocolMismatch");
    });
    expect(condition.message).toContain("UPSTREAM_PROTOCOL_HTTP2");
    expect(await isServed()).toBe(true);
  });
});

describe("the examples of docs/traffic.md", () => {
  const text = readFileSync(join(import.meta.dirname, "../../docs/traffic.md"), "utf8");
  const commands = [...text.matchAll(/curl -s \$API\/(\w+) [^\n]*-d '(\{[^']*\})'/g)];

  it("are taken by the server", async () => {
    expect(commands.map(([, collection]) => collection)).toEqual(["upstreams", "services", "rules"]);
    const successor = await weir.createService([upstream.spec.id]);
    for (const [, collection, json] of commands) {
      const body = json!
        .replaceAll("<upstream id>", upstream.spec.id)
        .replaceAll("<gateway id>", gateway.spec.id)
        .replaceAll("<service id>", service.spec.id)
        .replaceAll("<its successor>", successor.spec.id);
      const answer = await weir.rest("POST", collection!, JSON.parse(body));
      expect([collection, answer.status, answer.body]).toEqual([collection, 200, expect.anything()]);
    }
    const [, rollout] = /^ {4}("traffic": \{[\s\S]*?^ {4}\})/m.exec(text)!;
    const traffic = { ...JSON.parse(`{${rollout}}`), updateMask: "traffic" };
    const answer = await weir.rest("PATCH", `deployments/${deployment.spec.id}`, traffic);
    expect([answer.status, answer.body.deployment.spec.traffic.rollout.steps]).toEqual([200, expect.anything()]);
  });
});
