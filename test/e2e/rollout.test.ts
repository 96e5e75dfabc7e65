// Rollouts: a deployment that comes into traffic by itself, and one that is taken back by itself.

import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createFakeModel, type FakeModel, type FakeModelOptions } from "../support/fake-model/fake-model.ts";
import { waitFor } from "../support/wait-for.ts";
import { watchRest } from "../support/watch-rest.ts";
import { type ChatAnswer, type Json, Weir } from "../support/weir.ts";

let weir: Weir;
let gateway: Json;
const models: FakeModel[] = [];

beforeAll(async () => {
  weir = await Weir.start({ workers: 2, proxies: 2 });
  gateway = await weir.createGateway();
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

/** Sends requests through both proxies until it is stopped. Gives what came back. */
function load(model: string): { stop(): Promise<ChatAnswer[]> } {
  const answers: ChatAnswer[] = [];
  const end = new AbortController();
  const running = Promise.all(
    [0, 1, 0, 1].map(async (proxy) => {
      while (!end.signal.aborted) answers.push(await weir.chat(gateway, { model }, { proxy }));
    }),
  );
  return {
    stop: async () => {
      end.abort();
      await running;
      return answers;
    },
  };
}

async function rolloutOf(id: string): Promise<Json> {
  return (await weir.rest("GET", `deployments/${id}`)).body.deployment.status.rollout;
}

const steps = [
  { percent: 20, pause: "1s" },
  { percent: 60, pause: "1s" },
];

describe("a rollout", () => {
  it("goes forward by itself, and shows every step in the watch", async () => {
    const [stable, canary] = [await startModel(), await startModel()];
    await weir.createDeployment(gateway.spec.id, "good", [stable.url], { traffic: { weight: 1 } });
    const watch = await watchRest(weir.serverUrl, "deployments:watch");
    const traffic = { weight: 1, rollout: { steps, minRequests: 10 } };
    const { spec } = await weir.createDeployment(gateway.spec.id, "good", [canary.url], { name: "canary", traffic });
    const requests = load("good");
    await waitFor("its end", async () => (await rolloutOf(spec.id)).phase === "ROLLOUT_PHASE_COMPLETED");
    const answers = await requests.stop();
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const seen = new Set<string>();
    for (const { deployment } of watch.events) {
      if (deployment?.spec.id !== spec.id) continue;
      const { phase, step = 0, percent } = deployment.status.rollout ?? {};
      if (phase !== undefined) seen.add(`${phase} ${step} ${percent}`);
    }
    watch.stop();
    expect([...seen]).toEqual([
      "ROLLOUT_PHASE_PROGRESSING 0 20",
      "ROLLOUT_PHASE_PROGRESSING 1 60",
      "ROLLOUT_PHASE_COMPLETED 1 100",
    ]);
    // From then on it has its whole weight.
    const before = [stable.seen.length, canary.seen.length];
    for (let count = 0; count < 40; count++) await weir.chat(gateway, { model: "good" });
    expect(Math.abs(canary.seen.length - before[1]! - 20)).toBeLessThanOrEqual(3);
  });

  it("with a bad canary is taken back by itself, and no more than its share of requests failed", async () => {
    const [stable, bad] = [await startModel(), await startModel({ fault: "status-503" })];
    await weir.createDeployment(gateway.spec.id, "bad", [stable.url], { traffic: { weight: 50 } });
    const traffic = { weight: 50, rollout: { steps: [{ percent: 20, pause: "60s" }], minRequests: 20 } };
    const { spec } = await weir.createDeployment(gateway.spec.id, "bad", [bad.url], { name: "canary", traffic });
    const requests = load("bad");
    const rollout = await waitFor("it to be taken back", async () => {
      const now = await rolloutOf(spec.id);
      return now.phase === "ROLLOUT_PHASE_ROLLED_BACK" && now;
    });
    expect(rollout.reason).toMatch(/^\d+ of \d+ requests failed: more than 5 %$/);
    const finding = await waitFor("the finding", async () => {
      const { conditions } = (await weir.rest("GET", `deployments/${spec.id}`)).body.deployment.status;
      return conditions?.find(({ reason }: Json) => reason === "RolledBack");
    });
    expect(finding.message).toContain(rollout.reason);
    await waitFor("the proxies to know", async () => {
      const before = bad.seen.length;
      for (let count = 0; count < 20; count++) await weir.chat(gateway, { model: "bad" }, { proxy: count % 2 });
      return bad.seen.length === before;
    });
    const answers = await requests.stop();
    const failed = answers.filter(({ status }) => status !== 200).length;
    // 10 of 60: a fifth of one of two equal weights.
    expect(failed).toBeLessThanOrEqual(Math.ceil(answers.length * (10 / 60)) + 4);
    // Mended, and declared anew, it begins anew.
    bad.fault = undefined;
    const mended = { ...traffic, rollout: { steps: [{ percent: 20, pause: "1s" }], minRequests: 1 } };
    await weir.rest("PATCH", `deployments/${spec.id}`, { traffic: mended, updateMask: "traffic" });
    const again = load("bad");
    await waitFor("its end", async () => (await rolloutOf(spec.id)).phase === "ROLLOUT_PHASE_COMPLETED");
    await again.stop();
  });

  it("that is too slow is taken back", async () => {
    const [stable, slow] = [await startModel(), await startModel({ headDelayMs: 80 })];
    await weir.createDeployment(gateway.spec.id, "slow", [stable.url], { traffic: { weight: 1 } });
    const rollout = { steps: [{ percent: 50, pause: "60s" }], minRequests: 10, maxP95HeadTime: "0.02s" };
    const traffic = { weight: 1, rollout };
    const { spec } = await weir.createDeployment(gateway.spec.id, "slow", [slow.url], { name: "canary", traffic });
    const requests = load("slow");
    const end = await waitFor("it to be taken back", async () => {
      const now = await rolloutOf(spec.id);
      return now.phase === "ROLLOUT_PHASE_ROLLED_BACK" && now;
    });
    await requests.stop();
    expect(end.reason).toContain("had no answer within 20 ms");
  });

  it("goes on where it was when the server starts again", async () => {
    const [stable, canary] = [await startModel(), await startModel()];
    await weir.createDeployment(gateway.spec.id, "again", [stable.url], { traffic: { weight: 1 } });
    const traffic = { weight: 1, rollout: { steps, minRequests: 5 } };
    const { spec } = await weir.createDeployment(gateway.spec.id, "again", [canary.url], { name: "canary", traffic });
    const requests = load("again");
    await waitFor("its second step", async () => (await rolloutOf(spec.id)).step === 1);
    await weir.stopServer("SIGKILL");
    await weir.startServer();
    expect((await rolloutOf(spec.id)).percent).toBeGreaterThanOrEqual(60);
    await waitFor("its end", async () => (await rolloutOf(spec.id)).phase === "ROLLOUT_PHASE_COMPLETED");
    const answers = await requests.stop();
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  });

  it("without another deployment has all of the traffic, and steps must grow", async () => {
    const model = await startModel();
    const traffic = { rollout: { steps: [{ percent: 1, pause: "60s" }] } };
    await weir.createDeployment(gateway.spec.id, "alone", [model.url], { traffic });
    // It is ready when one of the two proxies serves it.
    for (const proxy of [0, 1]) {
      const ask = async (): Promise<number> => (await weir.chat(gateway, { model: "alone" }, { proxy })).status;
      await waitFor(`proxy ${proxy} to know it`, async () => (await ask()) !== 404);
      expect(await ask()).toBe(200);
    }
    const { status, body } = await weir.rest("POST", "deployments", {
      name: "d",
      gatewayIds: [gateway.spec.id],
      model: { name: "m" },
      targets: { targets: [{ url: "http://a" }] },
      traffic: { rollout: { steps: [...steps, { percent: 60, pause: "1s" }] } },
    });
    const [violation] = body.details[0].debug.fieldViolations;
    expect([status, violation.field]).toEqual([400, "traffic.rollout.steps[2].percent"]);
  });
});
