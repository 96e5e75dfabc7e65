import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createFakeModel, type FakeModel } from "../support/fake-model/fake-model.ts";
import { waitFor } from "../support/wait-for.ts";
import { hostOf, type Json, Weir } from "../support/weir.ts";

let weir: Weir;
let model: FakeModel;
let gateway: Json;

beforeAll(async () => {
  model = await createFakeModel({ name: "m", tokens: 1 });
  weir = await Weir.start();
  gateway = await weir.createGateway();
  await weir.createDeployment(gateway.spec.id, "m", [model.url]);
});

afterAll(async () => {
  await weir?.stop();
  await model?.close();
});

const crashes = 8;
const creates = 80;

describe("a server that is killed", () => {
  it("loses nothing that it acknowledged, and keeps no half of anything, 8 times; the proxy serves throughout", {
    timeout: 300_000,
  }, async () => {
    const statuses = new Set<number>();
    let stopped = false;
    const traffic = (async () => {
      while (!stopped) statuses.add((await weir.chat(gateway, { model: "m" })).status);
    })();
    const acknowledged = new Map<string, string>();
    for (let crash = 0; crash < crashes; crash++) {
      const killed = new Promise<void>((resolve) => {
        let answered = 0;
        for (let count = 0; count < creates; count++) {
          const id = randomUUID();
          const name = `crash-${crash}-${count}`;
          const body = { id, name, zones: ["local"], coreWeaveAuth: {}, headerBasedRouting: { headerName: "X-Model" } };
          weir.rest("POST", "gateways", body).then(
            ({ status }) => {
              if (status === 200) acknowledged.set(id, name);
              answered += 1;
              // In the midst of them, at another place each time.
              if (answered === 5 + crash * 9) weir.stopServer("SIGKILL").then(resolve);
            },
            () => {},
          );
        }
      });
      await killed;
      await weir.startServer();
    }
    stopped = true;
    await traffic;
    expect([...statuses]).toEqual([200]);
    expect(acknowledged.size).toBeGreaterThan(crashes * 5);

    const stored = new Map<string, Json>();
    let token = "";
    do {
      const { body } = await weir.rest("GET", `gateways?pageSize=500&pageToken=${encodeURIComponent(token)}`);
      for (const each of body.items) stored.set(each.spec.id, each);
      token = body.nextPageToken ?? "";
    } while (token !== "");
    for (const [id, name] of acknowledged) expect(stored.get(id)?.spec.name).toBe(name);
    for (const { spec } of stored.values()) {
      expect(spec).toMatchObject({ zones: ["local"], coreWeaveAuth: {}, subdomain: expect.stringMatching(/./) });
    }
    // What was stored and not yet published when the server died is published by its successor.
    await waitFor(
      "every stored gateway to be ready",
      async () => {
        const { body } = await weir.rest("GET", "gateways?pageSize=1000");
        return body.items.every(({ status }: Json) => status.status === "STATUS_READY");
      },
      60_000,
    );
  });
});

describe("a proxy whose server is down", () => {
  it("serves after a restart what it served before", async () => {
    await weir.stopServer("SIGKILL");
    await weir.stopProxy(0, "SIGKILL");
    await weir.startProxy({ index: 0 });
    expect((await weir.chat(gateway, { model: "m" })).status).toBe(200);
    expect((await weir.chat(gateway, { model: "m" }, { token: "wrong" })).status).toBe(401);
    expect(hostOf(gateway)).not.toBe("");
  });

  it("passes over a kept partition that is damaged, and serves the rest", async () => {
    await weir.startServer();
    const other = await weir.createGateway({ name: "other" });
    await weir.createDeployment(other.spec.id, "m", [model.url]);
    await weir.stopServer("SIGKILL");
    await weir.stopProxy(0, "SIGTERM");
    weir.damageKeptPartition(0, `gateways/${other.spec.id}`);
    await weir.startProxy({ index: 0 });
    expect((await weir.chat(gateway, { model: "m" })).status).toBe(200);
    expect((await weir.chat(other, { model: "m" })).status).toBe(404);
    expect(weir.log.some((line) => line.includes("a stored partition is damaged"))).toBe(true);
  });

  it("is brought up to date when the server is back", async () => {
    await weir.startServer();
    const later = await weir.createGateway({ name: "later" });
    await weir.createDeployment(later.spec.id, "m", [model.url]);
    expect((await weir.chat(later, { model: "m" })).status).toBe(200);
  });
});
