// What replicas tell of their load: read from their metrics by the proxy, and followed by least requests.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createFakeModel, type FakeModel } from "../support/fake-model/fake-model.ts";
import { waitFor } from "../support/wait-for.ts";
import { type Json, Weir } from "../support/weir.ts";

let weir: Weir;
let gateway: Json;
let busy: FakeModel;
let idle: FakeModel;

beforeAll(async () => {
  weir = await Weir.start({ workers: 2 });
  gateway = await weir.createGateway();
  busy = await createFakeModel({ name: "busy", tokens: 2 });
  idle = await createFakeModel({ name: "idle", tokens: 2 });
  const { body } = await weir.rest("POST", "upstreams", {
    name: "replicas",
    targets: [{ url: busy.url }, { url: idle.url }],
    balance: { leastRequests: { choices: 8, reportedLoad: { interval: "0.100s" } } },
  });
  const { body: created } = await weir.rest("POST", "deployments", {
    name: "d",
    gatewayIds: [gateway.spec.id],
    model: { name: "m" },
    upstreamId: body.upstream.spec.id,
  });
  await weir.waitForStatus("deployments", created.deployment.spec.id, "STATUS_READY");
});

afterAll(async () => {
  await weir?.stop();
  await Promise.all([busy?.close(), idle?.close()]);
});

/** Who answers some requests, one after the other. */
async function answering(): Promise<string[]> {
  const names = new Set<string>();
  for (let done = 0; done < 12; done++) {
    const answer = await weir.chat(gateway, { model: "m" });
    expect(answer.status).toBe(200);
    names.add(answer.json.system_fingerprint);
  }
  return [...names].sort();
}

describe("load that targets report", () => {
  it("is told to the log where a target tells none, and does not keep it from serving", async () => {
    await waitFor("the log", () => weir.log.some((line) => line.includes("does not tell its load")));
    const line = weir.log.find((each) => each.includes("does not tell its load"))!;
    expect(JSON.parse(line)).toMatchObject({ level: "warn", reason: "no metrics of a known model server" });
    expect(await answering()).toEqual(["busy", "idle"]);
  });

  it("keeps requests from a replica that others use, until they do no more", async () => {
    idle.load = { running: 0, waiting: 0 };
    busy.load = { running: 8, waiting: 40 };
    await waitFor("it to be spared", async () => (await answering()).join() === "idle");
    expect(weir.log.some((line) => line.includes("tells its load again") && line.includes(busy.url))).toBe(true);
    busy.load = undefined;
    await waitFor("it to be used", async () => (await answering()).length === 2);
  });

  it("is asked for in a way that is checked", async () => {
    const refused = await weir.rest("POST", "upstreams", {
      name: "x",
      targets: [{ url: idle.url }],
      balance: { leastRequests: { reportedLoad: { path: "metrics", interval: "0.01s" } } },
    });
    expect(refused.status).toBe(400);
    expect(refused.body.message).toContain("balance.least_requests.reported_load.path");
    expect(refused.body.message).toContain("balance.least_requests.reported_load.interval");
  });
});
