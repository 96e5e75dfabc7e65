import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CredentialThrottle } from "../../kit/credential-throttle.ts";
import { networkOf } from "../../kit/network-of.ts";

const perMinute = 20;

/** Throttles of two threads, with one memory and one clock, at the start of a minute. */
function open(perMinuteOfEach = perMinute) {
  const time = { nowMs: 1_700_000_040_000 };
  const clock = { nowMs: () => time.nowMs, monotonicMs: () => time.nowMs };
  const memory = CredentialThrottle.createMemory(new Uint8Array(16).fill(7));
  const thread = (): CredentialThrottle => new CredentialThrottle(memory, perMinuteOfEach, clock);
  return { time, one: thread(), two: thread() };
}

describe("a source", () => {
  it("may fail as often in a minute as the setting says, over all threads", () => {
    const { one, two, time } = open();
    for (let count = 0; count < perMinute; count++) expect((count % 2 === 0 ? one : two).failed("192.0.2.1")).toBe(0);
    expect([one.failed("192.0.2.1"), two.failed("192.0.2.1")]).toEqual([60, 60]);
    time.nowMs += 30_500;
    expect(one.failed("192.0.2.1")).toBe(30);
    time.nowMs += 29_500;
    expect(one.failed("192.0.2.1")).toBe(0);
  });

  it("has no credential asked about after that, but those that were accepted within an hour", () => {
    const { one, two, time } = open();
    one.succeeded("good");
    time.nowMs += 60_000 * 59;
    for (let count = 0; count < perMinute; count++) one.failed("192.0.2.1");
    expect(two.waitSeconds("192.0.2.1", "good")).toBe(0);
    expect(two.waitSeconds("192.0.2.1", "another")).toBe(60);
    expect(two.waitSeconds("192.0.2.2", "another")).toBe(0);
    time.nowMs += 60_000;
    for (let count = 0; count < perMinute; count++) one.failed("192.0.2.1");
    expect(two.waitSeconds("192.0.2.1", "good")).toBe(60);
  });

  it("does not count for another one, whatever both are", () => {
    const address = fc.oneof(fc.ipV4(), fc.ipV6());
    fc.assert(
      fc.property(address, address, (mine, other) => {
        fc.pre(networkOf(mine) !== networkOf(other));
        const { one } = open();
        for (let count = 0; count < perMinute * 3; count++) one.failed(other);
        expect(one.failed(mine)).toBe(0);
      }),
      { numRuns: 200 },
    );
  });

  it("is found in a flood of others", () => {
    const { one } = open();
    for (let index = 0; index < 2_000; index++) one.failed(`10.0.${index >> 8}.${index & 255}`);
    let count = 0;
    while (one.failed("192.0.2.1") === 0) count += 1;
    expect(count).toBeGreaterThan(perMinute - 3);
    expect(count).toBeLessThanOrEqual(perMinute);
  });
});

describe("the network of an address", () => {
  it.each([
    ["192.0.2.1", "192.0.2.1"],
    ["::ffff:192.0.2.1", "192.0.2.1"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:db8:1:2::", "2001:db8:1:2::/64"],
    ["2001:0DB8:0001:0002::9", "2001:db8:1:2::/64"],
    ["::1", "0:0:0:0::/64"],
    ["unknown", "unknown"],
    ["", ""],
  ])("%s is %s", (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
