import { afterAll, beforeAll, expect, it } from "vitest";
import { createFakeModel, type FakeModel } from "../support/fake-model/fake-model.ts";
import { openChat } from "../support/open-request.ts";
import { waitFor } from "../support/wait-for.ts";
import { type Json, Weir } from "../support/weir.ts";

const streams = 200;
const changeEveryMs = 50;
const churnMs = 10_000;

let weir: Weir;
let models: FakeModel[];

beforeAll(async () => {
  // A stream of 110 tokens lasts longer than the churn.
  models = await Promise.all(["a", "b"].map((name) => createFakeModel({ name, tokens: 110, tokenDelayMs: 100 })));
  weir = await Weir.start({ workers: 2 });
});

afterAll(async () => {
  await weir?.stop();
  await Promise.all(models.map((model) => model.close()));
});

it("breaks and misroutes no stream while the configuration changes every 50 ms for 10 s", {
  timeout: 60_000,
}, async () => {
  const gateways: Json[] = [];
  const deployments: Json[] = [];
  for (const [index, model] of models.entries()) {
    const gateway = await weir.createGateway({ name: `g${index}` });
    gateways.push(gateway);
    deployments.push(await weir.createDeployment(gateway.spec.id, "m", [model.url]));
  }
  const open = await Promise.all(
    Array.from({ length: streams }, async (_, index) => ({
      expected: models[index % 2]!.name,
      answer: await openChat(weir, gateways[index % 2], { model: "m", stream: true }),
    })),
  );
  expect(open.map(({ answer }) => answer.status)).toEqual(Array(streams).fill(200));

  // Each change touches what the streams run on: weight, timeouts, a second target, another gateway.
  const started = performance.now();
  let changes = 0;
  while (performance.now() - started < churnMs) {
    const index = changes % 2;
    const { id } = deployments[index].spec;
    const url = models[index]!.url;
    const variants: Json[] = [
      { traffic: { weight: (changes % 1000) + 1 } },
      { targets: { targets: [{ url }], timeouts: { idle: `${300 + (changes % 100)}s` } } },
      { targets: { targets: [{ url }, { url: `${url}/base` }] } },
      { targets: { targets: [{ url: `${url}/base` }] } },
    ];
    const { status } = await weir.rest("PATCH", `deployments/${id}`, {
      name: "d",
      gatewayIds: [gateways[index].spec.id],
      model: { name: "m" },
      targets: { targets: [{ url }] },
      ...variants[(changes >> 1) % variants.length],
    });
    expect(status).toBe(200);
    // New requests are answered by their own gateway's model, in the midst of it.
    const probe = await openChat(weir, gateways[index], { model: "m", stream: true });
    await waitFor("a token", () => probe.text.includes("fake-"));
    expect(probe.text).toContain(`fake-${models[index]!.name}`);
    probe.leave();
    changes += 1;
    const next = started + changes * changeEveryMs;
    await waitFor("the next change's time", () => performance.now() >= next);
  }
  // A slow machine makes fewer changes than were wanted; some have to be among the streams.
  expect(changes).toBeGreaterThan(10);

  const ends = await Promise.all(open.map(({ answer }) => answer.ended));
  expect(ends).toEqual(Array(streams).fill("whole"));
  for (const { expected, answer } of open) {
    expect(answer.text).toContain("[DONE]");
    expect(answer.text.match(/fake-[ab]/g)).toEqual(Array(111).fill(`fake-${expected}`));
  }
});
