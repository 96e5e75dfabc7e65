// What is known of W&B keys, by a clock that is turned: how long it is taken for true, and how long while W&B is away.

import { getGlobalDispatcher } from "undici";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { WandbViewers } from "../../proxy/auth/wandb-viewers.ts";
import { createFakeWandb, type FakeWandb } from "../support/fake-wandb.ts";
import { createTurnedClock } from "../support/turned-clock.ts";

let wandb: FakeWandb;
let clock: ReturnType<typeof createTurnedClock>;
let viewers: WandbViewers;

beforeAll(async () => {
  wandb = await createFakeWandb({ users: { ann: { username: "ann" } } });
});

afterAll(() => wandb?.close());

beforeEach(() => {
  wandb.status = undefined;
  wandb.limits = {};
  clock = createTurnedClock();
  viewers = new WandbViewers(clock, getGlobalDispatcher());
});

const judge = async (key: string): Promise<string> => (await viewers.judge(wandb.url, key)).kind;

/** How many questions came since. */
function counting(): () => number {
  const before = wandb.asked.length;
  return () => wandb.asked.length - before;
}

it("asks again about a good key after a minute, about a bad one after five seconds", async () => {
  const asked = counting();
  for (const [passedSeconds, wantedAnn, wantedNobody] of [
    [0, 1, 1],
    [4.999, 1, 1],
    [0.001, 1, 2],
    [54.999, 1, 3],
    [0.001, 2, 3],
  ] as const) {
    clock.advance(passedSeconds);
    expect(await judge("ann")).toBe("viewer");
    expect(await judge("nobody")).toBe("nobody");
    expect(asked()).toBe(wantedAnn + wantedNobody);
  }
});

it("takes a good key for good for a quarter of an hour while W&B is away, and no longer; and lets no other in", async () => {
  expect(await judge("ann")).toBe("viewer");
  wandb.status = 500;
  for (let minutes = 1; minutes <= 15; minutes++) {
    clock.advance(60);
    expect([minutes, await judge("ann")]).toEqual([minutes, "viewer"]);
    expect(await judge("bob")).toBe("unavailable");
  }
  clock.advance(6);
  expect(await judge("ann")).toBe("unavailable");
  wandb.status = undefined;
  expect(await judge("ann")).toBe("viewer");
});

it("leaves W&B alone for as long as it says", async () => {
  expect(await judge("ann")).toBe("viewer");
  clock.advance(60);
  const asked = counting();
  wandb.status = 429;
  wandb.limits = { "retry-after": "30" };
  expect(await viewers.judge(wandb.url, "ann")).toMatchObject({ kind: "viewer", allowance: { requests: 0 } });
  clock.advance(29);
  await judge("ann");
  wandb.status = undefined;
  clock.advance(1.001);
  expect(await viewers.judge(wandb.url, "ann")).toMatchObject({ kind: "viewer", allowance: undefined });
  expect(asked()).toBe(1);
});
