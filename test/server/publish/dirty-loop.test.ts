import { describe, expect, it } from "vitest";
import { DirtyLoop } from "../../../server/publish/dirty-loop.ts";
import { waitFor } from "../../support/wait-for.ts";

/** A loop over work that fails for some keys while they are named here. */
function startLoop(failing: Set<string>) {
  const done: string[] = [];
  const failures: string[] = [];
  const loop = new DirtyLoop<string>(
    async (keys) => {
      await Promise.resolve();
      for (const key of keys) if (failing.has(key)) throw new Error(`${key} fails`);
      done.push(...keys);
    },
    (error, keys) => failures.push(`${(error as Error).message}: ${[...keys].join()}`),
  );
  return { loop, done, failures };
}

describe("a loop over marked keys", () => {
  it("handles each key of a burst once", async () => {
    const { loop, done } = startLoop(new Set());
    for (const key of ["a", "b", "a", "c", "b"]) loop.mark(key);
    expect(loop.has("a")).toBe(true);
    await loop.settled();
    expect([done, loop.has("a")]).toEqual([["a", "b", "c"], false]);
  });

  it("hands over what is marked while a batch is under way in the next batch", async () => {
    const batches: string[][] = [];
    const loop: DirtyLoop<string> = new DirtyLoop(
      async (keys) => {
        batches.push([...keys]);
        if (batches.length === 1) for (const key of ["a", "c", "a"]) loop.mark(key);
        expect(loop.has("a")).toBe(batches.length === 1 || keys.has("a"));
      },
      (error) => {
        throw error;
      },
    );
    for (const key of ["a", "b", "a"]) loop.mark(key);
    await loop.settled();
    expect(batches).toEqual([
      ["a", "b"],
      ["a", "c"],
    ]);
  });

  it.each([
    ["one key", ["b"]],
    ["several keys", ["a", "c", "e"]],
    ["all keys", ["a", "b", "c", "d", "e"]],
  ])("whose work fails for %s handles the others at once, and these as soon as it succeeds", async (_, bad) => {
    const failing = new Set(bad);
    const { loop, done, failures } = startLoop(failing);
    const keys = ["a", "b", "c", "d", "e"];
    for (const key of keys) loop.mark(key);
    await loop.settled();
    expect(done).toEqual(keys.filter((key) => !failing.has(key)));
    expect(failures).toEqual(bad.map((key) => `${key} fails: ${key}`));
    expect(keys.filter((key) => loop.has(key))).toEqual(bad);
    // Others are not kept waiting.
    loop.mark("later");
    await loop.settled();
    expect(done).toContain("later");
    failing.clear();
    await waitFor("the failed keys", () => bad.every((key) => done.includes(key) && !loop.has(key)));
    await loop.settled();
    expect(done.toSorted()).toEqual([...keys, "later"]);
  });

  it("stops while keys wait to be tried again", async () => {
    const { loop, done } = startLoop(new Set(["a"]));
    loop.mark("a");
    await loop.settled();
    await loop.stop();
    loop.mark("b");
    await loop.settled();
    expect(done).toEqual([]);
  });
});
