// A proxy that hangs is dropped: what waits for it says so, and goes on without it.

import { mkdirSync, rmSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  aliveEveryMs,
  longestReconnectPauseMs,
  lookForLifeEveryMs,
  silentLooks,
  zoneLostAfterMs,
} from "../../kit/config-stream-times.ts";
import { createFakeModel, type FakeModel } from "../support/fake-model/fake-model.ts";
import { readMetric } from "../support/read-metric.ts";
import { waitFor } from "../support/wait-for.ts";
import { type Json, Weir } from "../support/weir.ts";

let weir: Weir;
let model: FakeModel;
let gateway: Json;

beforeAll(async () => {
  model = await createFakeModel({ name: "m", tokens: 1 });
  weir = await Weir.start({ proxies: 2 });
  gateway = await weir.createGateway({ name: "served" });
  await weir.createDeployment(gateway.spec.id, "m", [model.url]);
}, 120_000);

afterAll(async () => {
  for (const proxy of [0, 1]) process.kill(weir.proxyPid(proxy), "SIGCONT");
  await weir?.stop();
  await model?.close();
});

/** The id that a proxy logs when it starts. */
function proxyIdOf(proxy: number): string {
  const lines = weir.log.map((line) => JSON.parse(line));
  return lines.find(({ msg, address }: Json) => msg === "listening" && address === weir.proxyAddress(proxy)).proxyId;
}

const programmed = async (id: string): Promise<Json> => {
  const { body } = await weir.rest("GET", `gateways/${id}`);
  return body.gateway?.status.conditions.find(({ type }: Json) => type === "Programmed");
};

it("is named by what waits for it, dropped within 20 s, and brought up to date when it goes on", {
  timeout: 120_000,
}, async () => {
  const pid = weir.proxyPid(1);
  const doomed = await weir.createGateway({ name: "doomed" });
  process.kill(pid, "SIGSTOP");
  await weir.patchGateway(gateway, { disabled: true });
  await weir.rest("DELETE", `gateways/${doomed.spec.id}`);
  const named = `; waiting for ${proxyIdOf(1)}`;
  await waitFor("the update to name the proxy", async () => {
    const { reason, message } = (await programmed(gateway.spec.id)) ?? {};
    return reason === "Pending" && /^1 of 2 proxies serve the present state/.test(message) && message.endsWith(named);
  });
  await waitFor("the deletion to name the proxy", async () => {
    const { reason, message } = (await programmed(doomed.spec.id)) ?? {};
    return reason === "Pending" && /^1 of 2 proxies have removed it/.test(message) && message.endsWith(named);
  });
  await waitFor(
    "the proxy to be dropped",
    async () => (await readMetric(weir.serverUrl, "weir_proxies_connected")) === 1,
    60_000,
  );
  await weir.waitForStatus("gateways", gateway.spec.id, "STATUS_READY");
  await waitFor("the deletion to be over", async () => {
    return (await weir.rest("GET", `gateways/${doomed.spec.id}`)).status === 404;
  });

  process.kill(pid, "SIGCONT");
  await waitFor(
    "both to be connected",
    async () => (await readMetric(weir.serverUrl, "weir_proxies_connected")) === 2,
    20_000,
  );
  await waitFor("the change to arrive", async () => {
    return (await weir.chat(gateway, { model: "m" }, { proxy: 1 })).status === 403;
  });
});

it("has times that fit: a proxy reconnects before its zone is lost, and says that it lives between two looks", () => {
  expect(longestReconnectPauseMs).toBeLessThanOrEqual(1_000);
  expect(longestReconnectPauseMs * 3).toBeLessThan(zoneLostAfterMs);
  expect(aliveEveryMs).toBeLessThan(lookForLifeEveryMs);
  expect(lookForLifeEveryMs * silentLooks).toBeLessThanOrEqual(20_000);
});

it("keeps a change on disk later that could not be kept at first, and shows that", { timeout: 120_000 }, async () => {
  const { directory } = weir;
  const blocked = weir.keptPath(0, `gateways/${gateway.spec.id}`, ".partition.next");
  expect(blocked.startsWith(directory)).toBe(true);
  mkdirSync(blocked);
  await weir.patchGateway(gateway, { disabled: false });
  await waitFor("the change to arrive", async () => (await weir.chat(gateway, { model: "m" })).status === 200);
  await waitFor("the metric", async () => (await readMetric(weir.adminUrl(), "weir_unkept_partitions")) === 1);
  const ready = await fetch(`${weir.adminUrl()}/readyz`);
  expect([ready.status, await ready.text()]).toEqual([200, expect.stringContaining("1 changes of the configuration")]);
  rmSync(blocked, { recursive: true });
  await waitFor(
    "the change to be kept",
    async () => (await readMetric(weir.adminUrl(), "weir_unkept_partitions")) === 0,
  );
  await weir.stopServer();
  await weir.stopProxy(0, "SIGKILL");
  await weir.startProxy({ index: 0 });
  expect((await weir.chat(gateway, { model: "m" })).status).toBe(200);
});
