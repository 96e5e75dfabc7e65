import { describe, expect, it } from "vitest";
import { TargetSlots } from "../../../proxy/target/target-slots.ts";

describe("target slots", () => {
  it("are the same for every holder of a target, and given away when nobody holds it and nothing is in flight", () => {
    const slots = new TargetSlots();
    const inFlight = new Int32Array(slots.buffer);
    const [a, b] = slots.acquire(["a", "b"]);
    expect([...slots.acquire(["b", "a"])]).toEqual([b, a]);
    slots.release(["a", "a"]);
    // A request to the target that has left is still open.
    inFlight[a!] = 1;
    const all = Array.from({ length: inFlight.length - 2 }, (_, index) => `t${index}`);
    const taken = slots.acquire(all);
    expect(new Set(taken).size).toBe(all.length);
    expect(taken).not.toContain(a);
    expect(() => slots.acquire(["one more"])).toThrow("at most 65536 targets");
    inFlight[a!] = 0;
    expect([...slots.acquire(["one more"])]).toEqual([a]);
  });

  it("are all or none: a set that does not fit leaves nothing held", () => {
    const slots = new TargetSlots();
    const capacity = slots.buffer.byteLength / 4;
    slots.acquire(Array.from({ length: capacity - 1 }, (_, index) => `t${index}`));
    expect(() => slots.acquire(["x", "y"])).toThrow("targets");
    expect(slots.acquire(["z"]).length).toBe(1);
  });
});
