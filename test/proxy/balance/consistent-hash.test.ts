import { create } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { ConsistentHashBalanceSchema } from "../../../gen/es/weir/inference/v1alpha1/balance_pb.ts";
import { ConsistentHash } from "../../../proxy/balance/consistent-hash.ts";
import { RoundRobin } from "../../../proxy/balance/round-robin.ts";
import type { PoolTarget } from "../../../proxy/target/pool-target.ts";
import { createPoolTargets, requestOf } from "../../support/pool-targets.ts";

const keys = 5_000;

function build(targets: readonly PoolTarget[], key: object = { case: "header", value: "X-Key" }): ConsistentHash {
  const settings = create(ConsistentHashBalanceSchema, { key: { kind: key as never } });
  return new ConsistentHash(settings, targets, new RoundRobin(targets));
}

/** Where each key goes while nothing is in flight. */
function placesOf(balancer: ConsistentHash): (PoolTarget | undefined)[] {
  return Array.from({ length: keys }, (_, key) => balancer.pick([], requestOf(key)));
}

describe("consistent hash", () => {
  it("moves only the keys of a target that leaves, and brings them back with it", () => {
    const targets = createPoolTargets([1, 1, 1, 1, 1]);
    const before = placesOf(build(targets));
    const without = placesOf(build(targets.filter((target) => target !== targets[2])));
    for (const [key, place] of before.entries()) {
      if (place === targets[2]) expect(without[key]).not.toBe(targets[2]);
      else expect(without[key]).toBe(place);
    }
    expect(placesOf(build(targets))).toEqual(before);
  });

  it("moves few keys when a weight changes a little", () => {
    const targets = createPoolTargets([100, 100, 100, 100]);
    const before = placesOf(build(targets));
    const after = placesOf(build(targets.map((each, index) => (index === 0 ? { ...each, weight: 120 } : each))));
    const moved = after.filter((place, key) => place?.target !== before[key]?.target).length;
    expect(moved / keys).toBeLessThan(0.15);
  });

  it.each([
    ["a cookie", { case: "cookie", value: "session" }],
    ["the source address", { case: "sourceAddress", value: {} }],
    ["the user", { case: "user", value: {} }],
  ])("takes %s for the key", (_, key) => {
    const balancer = build(createPoolTargets([1, 1, 1, 1]), key);
    const places = new Set<unknown>();
    for (let caller = 0; caller < 100; caller++) {
      const place = balancer.pick([], requestOf(caller));
      expect(balancer.pick([], requestOf(caller))).toBe(place);
      places.add(place);
    }
    expect(places.size).toBe(4);
  });

  it("gives no target more than its bound, however hot a key is", () => {
    const targets = createPoolTargets([1, 1, 1, 1]);
    const balancer = build(targets);
    for (let count = 1; count <= 400; count++) {
      balancer.pick([], requestOf(7))!.target.began();
      const most = Math.max(...targets.map(({ target }) => target.inFlight()));
      expect(most).toBeLessThanOrEqual(Math.ceil((count * 1.25) / 4));
    }
  });

  it("sends a request without the key where the other policy says", () => {
    const targets = createPoolTargets([1, 1]);
    const balancer = build(targets, { case: "header", value: "x-absent" });
    expect([balancer.pick([], requestOf()), balancer.pick([], requestOf())]).toEqual(targets);
  });
});
