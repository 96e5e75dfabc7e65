import { describe, expect, it } from "vitest";
import { SettledTime } from "../../kit/settled-time.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const startMs = 1_700_000_000_000;

/** A clock whose time of day can jump while its intervals go on. */
function createClock() {
  let atMs = 5_000;
  let offsetMs = startMs - atMs;
  return {
    nowMs: () => atMs + offsetMs,
    monotonicMs: () => atMs,
    pass: (ms: number) => {
      atMs += ms;
    },
    jump: (ms: number) => {
      offsetMs += ms;
    },
  };
}

describe("the time by which old records are removed", () => {
  it.each([2 * dayMs, 31 * dayMs, 365 * dayMs])("does not follow a clock that jumps ahead by %i ms for hours", (ms) => {
    const clock = createClock();
    const time = new SettledTime(clock, undefined);
    expect(time.nowMs()).toBe(startMs);
    clock.jump(ms);
    for (let hours = 1; hours <= 23; hours++) {
      clock.pass(hourMs);
      expect(time.nowMs()).toBe(startMs + hours * hourMs);
    }
    clock.jump(-ms);
    expect(time.nowMs()).toBe(clock.nowMs());
  });

  it("follows a clock that stays ahead for a day, and then at once", () => {
    const clock = createClock();
    const time = new SettledTime(clock, startMs);
    clock.jump(40 * dayMs);
    expect(time.nowMs()).toBe(startMs);
    clock.pass(dayMs);
    expect(time.nowMs()).toBe(startMs + 41 * dayMs);
    clock.pass(hourMs);
    expect(time.nowMs()).toBe(clock.nowMs());
  });

  it("does not follow a clock that is ahead when a process starts", () => {
    const clock = createClock();
    const time = new SettledTime(clock, startMs - 31 * dayMs);
    expect(time.nowMs()).toBe(startMs - 31 * dayMs);
    clock.pass(dayMs);
    expect(time.nowMs()).toBe(clock.nowMs());
  });

  it.each([-365 * dayMs, -hourMs, hourMs, 23 * hourMs])("follows a clock that is corrected by %i ms", (ms) => {
    const clock = createClock();
    const time = new SettledTime(clock, startMs);
    clock.jump(ms);
    expect(time.nowMs()).toBe(startMs + ms);
    clock.pass(hourMs);
    expect(time.nowMs()).toBe(startMs + ms + hourMs);
  });
});
