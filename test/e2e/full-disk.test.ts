// A server whose disk is full refuses changes, says so, and goes on by itself when there is room again.

import { execFileSync } from "node:child_process";
import { afterAll, beforeAll, expect } from "vitest";
import { createFakeModel, type FakeModel } from "../support/fake-model/fake-model.ts";
import { itNeeds } from "../support/it-needs.ts";
import { waitFor } from "../support/wait-for.ts";
import { type Json, Weir } from "../support/weir.ts";

let weir: Weir;
let model: FakeModel;

beforeAll(async () => {
  weir = await Weir.start();
  model = await createFakeModel({ name: "m", tokens: 1 });
}, 60_000);

afterAll(async () => {
  await weir?.stop();
  await model?.close();
});

/** No file of the server grows beyond so many bytes. */
function limitFiles(bytes: number | "unlimited"): void {
  execFileSync("prlimit", ["--pid", String(weir.serverPid), `--fsize=${bytes}:unlimited`]);
}

const createToken = (name: string) => weir.rest("POST", "accessTokens", { name, role: "ROLE_VIEWER", subject: "ann" });

itNeeds("prlimit")(
  "refuses changes on a full disk, keeps those that it acknowledged, and takes new ones when there is room",
  async () => {
    const gateway = await weir.createGateway({ name: "full" });
    await weir.createDeployment(gateway.spec.id, "m", [model.url]);
    const used = async (): Promise<number> =>
      Number((await weir.rest("GET", `usage?gatewayId=${gateway.spec.id}`)).body.total?.requests ?? 0);
    const acknowledged: string[] = [];
    let asked = 0;
    // From no room at all to room for a few changes.
    for (const bytes of [0, 5_000, 40_000]) {
      limitFiles(bytes);
      const start = weir.log.length;
      const answers = await Promise.all(Array.from({ length: 40 }, (_, index) => createToken(`${bytes}-${index}`)));
      for (const { status, body } of answers) {
        if (status === 200) acknowledged.push(body.accessToken.spec.id);
        else
          expect([status, body]).toMatchObject([
            503,
            { code: "unavailable", message: expect.stringMatching(/^nothing can be stored: /) },
          ]);
      }
      expect(answers.some(({ status }) => status === 503)).toBe(true);
      expect(weir.log.slice(start).some((line) => line.includes('"level":"error"'))).toBe(true);
      expect((await weir.chat(gateway, { model: "m" })).status).toBe(200);
      asked += 1;
      expect((await weir.rest("GET", `gateways/${gateway.spec.id}`)).status).toBe(200);
      limitFiles("unlimited");
      const { status, body } = await createToken("room again");
      expect([status, body]).toEqual([200, expect.anything()]);
      acknowledged.push(body.accessToken.spec.id);
    }
    await weir.stopServer("SIGKILL");
    await weir.startServer();
    const { items } = (await weir.rest("GET", "accessTokens?pageSize=1000")).body;
    expect(items.map(({ spec }: Json) => spec.id)).toEqual(expect.arrayContaining(acknowledged));
    await waitFor("the usage to be counted", async () => (await used()) >= asked);
    expect(await used()).toBe(asked);
  },
  60_000,
);
