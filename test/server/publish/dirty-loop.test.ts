import { describe, expect, it } from "vitest";
import { DirtyLoop } from "../../../server/publish/dirty-loop.ts";

describe("a dirty loop", () => {
  it("hands over a burst once, and what comes meanwhile in the next batch", async () => {
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
    expect(loop.has("a")).toBe(false);
  });

  it("goes on after a batch that failed", async () => {
    const errors: unknown[] = [];
    const done: string[] = [];
    const loop = new DirtyLoop<string>(
      async (keys) => {
        if (keys.has("bad")) throw new Error("no");
        done.push(...keys);
      },
      (error, keys) => errors.push([String(error), ...keys]),
    );
    loop.mark("bad");
    await loop.settled();
    loop.mark("good");
    await loop.settled();
    expect([errors, done]).toEqual([[["Error: no", "bad"]], ["good"]]);
  });
});
