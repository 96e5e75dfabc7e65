// What every balance policy must do: run over the whole registry, so that a new one is tested without a new file.

import { create } from "@bufbuild/protobuf";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Balance, BalanceSchema } from "../../gen/es/weir/inference/v1alpha1/balance_pb.ts";
import { systemClock } from "../../kit/clock.ts";
import { buildVariant } from "../../kit/registry.ts";
import type { Balancer } from "../../proxy/balance/balancer.ts";
import { PrefixTable } from "../../proxy/balance/prefix-table.ts";
import { balancers, defaultBalancer } from "../../proxy/balance/registry.ts";
import type { PoolTarget } from "../../proxy/target/pool-target.ts";
import { createPoolTargets, createSeededRandom, requestOf } from "../support/pool-targets.ts";

/** What a variant needs that can't be declared with nothing set. */
const needed: Record<string, object> = { consistentHash: { key: { kind: { case: "header", value: "x-key" } } } };

/** Each variant as the API declares it with nothing set but what it needs. */
const variants: [name: string, build: (targets: PoolTarget[], seed?: number) => Balancer][] = BalanceSchema.oneofs
  .find(({ name }) => name === "kind")!
  .fields.map((field) => [
    field.localName,
    (targets, seed = 1) => {
      const kind = {
        case: field.localName,
        value: create(field.message!, needed[field.localName] as never),
      } as Balance["kind"];
      const prefixes = new PrefixTable();
      const context = { targets, random: createSeededRandom(seed), clock: systemClock, prefixes, poolSlot: 0 };
      return buildVariant(balancers, kind, context)!;
    },
  ]);

/** Policies that ignore weights, but for 0. */
const ignoringWeights = ["roundRobin"];

it("covers every policy of the contract", () => {
  expect(variants.map(([name]) => name).sort()).toEqual(Object.keys(balancers).sort());
  const context = { targets: createPoolTargets([1]), random: createSeededRandom(1), clock: systemClock };
  expect(defaultBalancer(context).pick([], requestOf())).toBeDefined();
});

describe.each(variants)("%s", (name, build) => {
  const weights = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 12 });

  it("never chooses a target of weight 0, and always one when there is any", () => {
    fc.assert(
      fc.property(weights, fc.integer(), (given, seed) => {
        const balancer = build(createPoolTargets(given), seed);
        for (let count = 0; count < 30; count++) {
          const chosen = balancer.pick([], requestOf(count));
          if (given.every((weight) => weight === 0)) expect(chosen).toBeUndefined();
          else expect(chosen!.weight).toBeGreaterThan(0);
        }
      }),
    );
  });

  it("tries another target while there is one, and one again when all were tried", () => {
    fc.assert(
      fc.property(weights, fc.integer(), (given, seed) => {
        const targets = createPoolTargets(given);
        const balancer = build(targets, seed);
        const usable = targets.filter(({ weight }) => weight > 0);
        const tried: PoolTarget[] = [];
        for (const _ of usable) {
          const chosen = balancer.pick(tried, requestOf())!;
          expect(tried).not.toContain(chosen);
          tried.push(chosen);
        }
        if (usable.length > 0) expect(usable).toContain(balancer.pick(tried, requestOf()));
        else expect(balancer.pick(tried, requestOf())).toBeUndefined();
      }),
    );
  });

  it("starves no target", () => {
    const targets = createPoolTargets([1, 2, 3, 4]);
    const balancer = build(targets);
    const chosen = new Set(Array.from({ length: 400 }, (_, count) => balancer.pick([], requestOf(count))));
    expect(chosen.size).toBe(4);
  });

  it("gives each idle target its share", () => {
    const given = [1, 2, 3, 4];
    const targets = createPoolTargets(given);
    const balancer = build(targets);
    const counts = new Map(targets.map((target) => [target, 0]));
    const total = 20_000;
    for (let count = 0; count < total; count++) {
      const chosen = balancer.pick([], requestOf(count))!;
      counts.set(chosen, counts.get(chosen)! + 1);
    }
    const shares = ignoringWeights.includes(name) ? [0.25, 0.25, 0.25, 0.25] : [0.1, 0.2, 0.3, 0.4];
    for (const [index, target] of targets.entries()) {
      expect(Math.abs(counts.get(target)! / total - shares[index]!)).toBeLessThan(0.02);
    }
  });
});

describe("leastRequests", () => {
  it("never chooses a busier one of those that it compares", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 2, maxLength: 2 }),
        fc.integer(),
        (busy, seed) => {
          const targets = createPoolTargets([1, 1]);
          for (const [index, count] of busy.entries()) for (let n = 0; n < count; n++) targets[index]!.target.began();
          const build = variants.find(([name]) => name === "leastRequests")![1];
          const balancer = build(targets, seed);
          const counts = [0, 0];
          for (let count = 0; count < 200; count++) counts[targets.indexOf(balancer.pick([], requestOf(count))!)]!++;
          const [first, second] = busy as [number, number];
          // Compared unless both draws fell on the same one: the busier one gets at most about a quarter.
          if (first > second) expect(counts[0]).toBeLessThan(90);
          if (second > first) expect(counts[1]).toBeLessThan(90);
        },
      ),
    );
  });
});
