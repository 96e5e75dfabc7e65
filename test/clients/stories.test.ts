// Every example program against the real thing, and against a server of the next version.

import { afterAll, beforeAll, describe, expect } from "vitest";
import { execute } from "../support/execute.ts";
import { createFakeModel, type FakeModel } from "../support/fake-model/fake-model.ts";
import { itNeeds } from "../support/it-needs.ts";
import { adminToken, Weir } from "../support/weir.ts";
import { type NextServer, startNextServer } from "./next-server.ts";
import { stories } from "./stories.ts";

/** The first time, package managers fetch what the languages need. */
const installMs = 600_000;

let weir: Weir;
let next: NextServer;
let model: FakeModel;

beforeAll(async () => {
  weir = await Weir.start();
  next = await startNextServer(weir.serverUrl);
  model = await createFakeModel({ name: "story", tokens: 3 });
});

afterAll(async () => {
  await next?.close();
  await weir?.stop();
  await model?.close();
});

// One after the other: a proxy's address stands for its only gateway.
for (const { client, needs, prepare } of stories) {
  describe(`a gateway's life, told in ${client}`, () => {
    let command: readonly string[];

    const tell = async (url: string): Promise<void> => {
      const story = await execute(command, {
        WEIR_URL: url,
        WEIR_TOKEN: adminToken,
        WEIR_PROXY: weir.proxyUrl(),
        WEIR_UPSTREAM: model.url,
      });
      expect(story.trimEnd().split("\n")).toEqual([
        expect.stringMatching(/^created [0-9a-f-]{36}$/),
        expect.stringMatching(/^STATUS_READY at http:\/\/story-[0-9a-f]{8}\.localhost/),
        "answer: story 1 2",
        "renamed to story-renamed",
        "mistake in name: must be at least 1 characters",
        "deleted",
      ]);
      expect((await weir.rest("GET", "gateways")).body).toEqual({});
    };

    itNeeds(...needs)(
      "comes to its end",
      async () => {
        command = await prepare();
        await tell(weir.serverUrl);
      },
      installMs,
    );

    itNeeds(...needs)("comes to its end with a server of the next version", async () => {
      const before = next.sent();
      await tell(next.url);
      expect(next.sent() - before).toBeGreaterThan(5);
    });
  });
}
