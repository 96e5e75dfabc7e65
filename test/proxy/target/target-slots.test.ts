import { describe, expect, it } from "vitest";
import { cellsPerSlot } from "../../../proxy/target/cells.ts";
import { TargetSlots } from "../../../proxy/target/target-slots.ts";

describe("target slots", () => {
  it("are the same for every holder of a target, and given away when nobody holds it and nothing is in flight", () => {
    const slots = new TargetSlots(100);
    const cells = new Int32Array(slots.buffer);
    const [a, b] = slots.acquire(["a", "b"]);
    expect([...slots.acquire(["b", "a"])]).toEqual([b, a]);
    slots.release(["a", "a"]);
    // A request to the target that has left is still open.
    cells[a! * cellsPerSlot] = 1;
    const taken = slots.acquire(Array.from({ length: 98 }, (_, index) => `t${index}`));
    expect(taken.includes(a!)).toBe(false);
    expect(() => slots.acquire(["one more"])).toThrow("at most 100 targets and pools");
    cells[a! * cellsPerSlot] = 0;
    expect([...slots.acquire(["one more"])]).toEqual([a]);
  });

  it("are all or none: a set that does not fit leaves nothing held", () => {
    const slots = new TargetSlots(100);
    slots.acquire(Array.from({ length: 99 }, (_, index) => `t${index}`));
    expect(() => slots.acquire(["x", "y"])).toThrow("targets");
    expect(slots.acquire(["z"]).length).toBe(1);
  });
});
